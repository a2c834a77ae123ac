package import Appliances

/// What was recorded of requests: the port through which the desk fetches what it does not hold in memory.
///
/// Answers are those of the last commit. A past that cannot be read says nothing and remembers that: whoever records
/// what was decided meanwhile must refuse to (reliability F6).
package protocol DeskPast: Sendable {
    /// The request of a number; nil where there is none.
    func request(_ number: String) -> ServiceRequest?

    /// The numbers of all requests of an appliance, open or not.
    func numbers(of device: DeviceID) -> [String]

    /// The number of the open request of an appliance and a family of parts, nil for the one without a family.
    func openNumber(of device: DeviceID, family: ComponentFamily?) -> String?

    /// The request to which an episode, a demand or a command belongs.
    func home(of key: DeskKey) -> String?

    /// What is open: the most urgent first, then the oldest, then by number; so many at most.
    func open(most: Int) -> [ServiceRequest]

    /// What is open and engages somebody or some part (``ServiceRequest/isEngaged``).
    var engaged: [ServiceRequest] { get }

    /// How many are open.
    var openCount: Int { get }

    /// Requests of which a visit has ended lately.
    var visited: Set<String> { get }

    /// The numbers of requests whose last visit has ended since a moment, open or not.
    func numbers(visitedSince moment: Timestamp) -> [String]

    /// The numbers of requests of which something fell due after one moment and until another, and nobody was told of
    /// it; the longest overdue first.
    func overdue(after earlier: Timestamp, at moment: Timestamp) -> [String]

    /// What somebody of a role must do about open requests, or was told of because it was not done
    /// (``DueItem/concerns(_:)``): the soonest first, then by request; so many at most.
    func due(for role: Role, most: Int) -> [DueItem]

    /// The parts that left a shelf at a moment or later, of requests that are over as well (M-51, X-8).
    func partsTaken(since moment: Timestamp) -> [PartTaken]

    /// When the next thing is overdue of which nobody was told, after a moment; nil where nothing is due.
    func nextOverdue(after moment: Timestamp) -> Timestamp?
}

/// What names something that stays with its request for good, so that it is taken once.
package struct DeskKey: Hashable, Sendable {
    /// The key as text, as it is stored.
    package let text: String

    private init(_ text: String) { self.text = text }

    /// An episode of a family of parts of an appliance.
    package static func episode(_ episode: String, of device: DeviceID, _ family: ComponentFamily) -> DeskKey {
        DeskKey("episode \(device.text) \(family.rawValue) \(episode)")
    }

    /// A demand, by its name on its way.
    package static func demand(_ name: String) -> DeskKey { DeskKey("demand \(name)") }

    /// The last demand of a customer about an appliance of a category.
    package static func customer(_ number: String, _ category: Category) -> DeskKey {
        DeskKey("customer \(number) \(category.rawValue)")
    }

    /// A part that was fitted, by its serial number (M-51).
    package static func fitted(_ part: String, serial: String) -> DeskKey { DeskKey("fitted \(serial) \(part)") }

    /// A command, by the name that was sent with it.
    package static func command(_ key: String) -> DeskKey { DeskKey("command \(key)") }

    /// The name that a sender gave a command, whatever the command was; nil where the key has no such name.
    static func name(of key: String) -> DeskKey? { CommandKey(key).map { DeskKey("named \($0.named)") } }

    /// What an event of a request of this appliance makes stay with it.
    package static func all(of recorded: RecordedEvent, on device: DeviceID?) -> [DeskKey] {
        var keys = recorded.key.map { [DeskKey.command($0), DeskKey.name(of: $0)].compactMap(\.self) } ?? []
        switch recorded.event {
        case .evidenceAttached(let piece):
            // By the family of what was foretold: the request may have been opened before anybody knew a part.
            if let device { keys.append(.episode(piece.episode, of: device, piece.component.family)) }
        case .demanded(let demand):
            keys.append(.demand(demand.name))
            if let category = demand.category, !demand.customer.isEmpty {
                keys.append(.customer(demand.customer, category))
            }
        case .visitEnded(let report): keys += report.parts.filter(\.hasSerial).map(\.key)
        default: break
        }
        return keys
    }
}

/// A request as it stands after a commit, with what is due of it: one row of the desk's table.
package struct RequestRow: Hashable, Sendable {
    /// The request.
    package let request: ServiceRequest
    /// What somebody must do about it, the soonest first.
    package let due: [DueItem]

    /// A row.
    package init(_ request: ServiceRequest, due: [DueItem]) {
        self.request = request
        self.due = due
    }
}
