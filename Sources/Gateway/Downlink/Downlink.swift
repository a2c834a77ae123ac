import Appliances
import Daybook
import Devices
import FaultRules
import ServiceDesk
import Telemetry

/// What hubs and devices are told beside the outbox; see `docs/decisions/0013-what-hubs-are-told.md`.
struct Downlink {
    private let policy: DownlinkPolicy
    private var board = ProblemBoard()
    private var acknowledgements = Acknowledgements()
    private(set) var words = OpenWords()

    init(_ policy: DownlinkPolicy) { self.policy = policy }

    /// Takes up what stood when the last process ended.
    mutating func restore(_ recall: Recall, _ desk: Desk) { board.restore(recall, desk) }

    /// Takes what a commit has made durable.
    mutating func take(_ entry: Entry, _ desk: Desk, _ appliances: Directory) {
        if policy.acknowledges { acknowledgements.note(entry.watermarks) }
        for node in entry.rebirths {
            let payload = SparkplugHost.rebirthCommand(at: entry.closed)
            words.add(SparkplugHost.rebirthTopic(of: node), payload, isRetained: false)
        }
        let changed = board.take(entry, desk)
        guard policy.announces else { return }
        for part in changed {
            guard let number = appliances.number(of: part.device) else { continue }
            say(part, appliances.appliances[number])
        }
    }

    /// Tells all that stands: somebody came who has not heard it.
    mutating func tellAll(_ house: HousePolicy) {
        guard policy.announces else { return }
        let gateway = HomeAssistantDiscovery.gatewayConfig(
            policy.gateway, version: policy.version, prefix: policy.prefix)
        words.add(gateway.topic, Array(gateway.payload.utf8), isRetained: true)
        for appliance in house.appliances {
            for component in Downlink.components(of: appliance, house.rules.rules) {
                announce(component, of: appliance)
                say(ProblemBoard.Part(device: appliance.id, component: component), appliance)
            }
        }
    }

    /// Hands out what may be said now.
    mutating func turn(_ outlet: any Outlet, at wall: Timestamp) {
        acknowledgements.tell(at: wall, &words)
        words.drain(into: outlet)
    }

    private mutating func announce(_ component: Component, of appliance: Appliance) {
        let message = HomeAssistantDiscovery.config(
            for: appliance.site, device: appliance.id, component: component, version: policy.version,
            gateway: policy.gateway, prefix: policy.prefix,
            plate: .init(model: appliance.model, serial: appliance.serial))
        words.add(message.topic, Array(message.payload.utf8), isRetained: true)
    }

    private mutating func say(_ part: ProblemBoard.Part, _ appliance: Appliance) {
        let topic = Topic.problem(appliance.site, appliance.id, part.component)
        words.add(topic, Array(board.state(of: part).payload.utf8), isRetained: true)
    }

    /// The parts of an appliance for which some rule opens requests, by their names.
    static func components(of appliance: Appliance, _ rules: [FaultRule]) -> [Component] {
        let own = rules.filter { rule in
            (rule.reach.category ?? appliance.category) == appliance.category
                && rule.steps.contains { if case .ticket = $0.action { true } else { false } }
        }
        return Set(own.map(\.component)).sorted { $0.rawValue < $1.rawValue }
    }
}

/// How hubs and devices are told: the settings `devices.acknowledge` and `home_assistant`.
package struct DownlinkPolicy: Sendable {
    /// Whether devices that number their records are told up to where these are durable.
    package var acknowledges: Bool
    /// Whether hubs are told of problem sensors.
    package var announces: Bool
    /// The first level of discovery's topics.
    package var prefix: String
    /// The gateway's name at the broker.
    package var gateway: String
    /// Foretell's own version.
    package var version: String

    /// The defaults of the settings.
    package init(
        acknowledges: Bool = true, announces: Bool = true, prefix: String = "homeassistant",
        gateway: String = "foretell", version: String = ""
    ) {
        self.acknowledges = acknowledges
        self.announces = announces
        self.prefix = prefix
        self.gateway = gateway
        self.version = version
    }
}
