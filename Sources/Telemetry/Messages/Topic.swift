package import Appliances

/// The topics of the canonical form: `foretell/v1/{site}/{device}/{what}`.
package enum Topic {
    /// The filter that a gateway subscribes to for devices' own records.
    package static let telemetryFilter = "foretell/v1/+/+/telemetry"
    /// The filter that a gateway subscribes to for hubs' batches.
    package static let batchFilter = "foretell/v1/+/+/batch"

    private static let root = Array("foretell/v1/".utf8)

    /// Whether a topic is one of the canonical form's, whatever stands behind its root.
    package static func isCanonical(_ topic: Span<UInt8>) -> Bool {
        guard topic.count >= root.count else { return false }
        for place in root.indices where topic[place] != root[place] { return false }
        return true
    }

    /// Where the gateway says up to where a device's numbered records are durable.
    package static func acknowledgement(_ site: SiteID, _ device: DeviceID) -> String {
        "foretell/v1/\(site)/\(device)/ack"
    }

    /// Where the gateway says, retained, whether a part of an appliance is foretold to fail.
    package static func problem(_ site: SiteID, _ device: DeviceID, _ component: Component) -> String {
        "foretell/v1/\(site)/\(device)/problem/\(component.rawValue)"
    }

    /// Where a device publishes its records.
    package static func telemetry(_ site: SiteID, _ device: DeviceID) -> String {
        "foretell/v1/\(site)/\(device)/telemetry"
    }

    /// Where a hub publishes records of many devices.
    package static func batch(_ site: SiteID, _ hub: DeviceID) -> String {
        "foretell/v1/\(site)/\(hub)/batch"
    }

    /// Where the gateway publishes, retained, what it foretells for a device.
    package static func advice(_ site: SiteID, _ device: DeviceID) -> String {
        "foretell/v1/\(site)/\(device)/advice"
    }

    /// Where the gateway publishes words for the moment: reminders, and what the owner can do now.
    package static func notice(_ site: SiteID, _ device: DeviceID) -> String {
        "foretell/v1/\(site)/\(device)/notice"
    }

    /// Where the desk tells a customer something; what has a meaning in topics is written as `_`.
    package static func notices(customer number: String) -> String {
        "foretell/v1/notices/customer/" + String(number.map { "/+#$".contains($0) || $0 < " " ? "_" : $0 })
    }

    /// Where the desk tells the staff of a role something.
    package static func notices(role: String) -> String { "foretell/v1/notices/staff/\(role)" }

    /// Where the gateway says, retained, whether it is there.
    package static func gatewayStatus(_ gateway: String) -> String {
        "foretell/v1/gateway/\(gateway)/status"
    }

    /// Where a Sparkplug host says, retained, whether it listens.
    package static func sparkplugState(_ host: String) -> String { "spBv1.0/STATE/\(host)" }

    /// What a Sparkplug host says there; `since` is when its link was made, in its will too.
    package static func sparkplugWord(isOnline: Bool, _ since: Timestamp) -> String {
        "{\"online\":\(isOnline),\"timestamp\":\(since.milliseconds)}"
    }

    /// Whose topic it is and what comes on it.
    package enum Meaning: Equatable, Sendable {
        /// A device's own records.
        case telemetry(site: SiteID, device: DeviceID)
        /// A hub's batch.
        case batch(site: SiteID, hub: DeviceID)
    }

    /// Reads a topic.
    package static func meaning(of topic: Span<UInt8>) throws(Rejection) -> Meaning {
        guard let text = String(copying: topic) else { throw .topicUnknown }
        let levels = text.split(separator: "/", omittingEmptySubsequences: false)
        guard levels.count == 5, levels[0] == "foretell", levels[1] == "v1",
            levels[4] == "telemetry" || levels[4] == "batch"
        else { throw .topicUnknown }
        guard let site = SiteID(levels[2]), let name = DeviceID(levels[3]) else { throw .badName }
        return levels[4] == "batch"
            ? .batch(site: site, hub: name) : .telemetry(site: site, device: name)
    }
}
