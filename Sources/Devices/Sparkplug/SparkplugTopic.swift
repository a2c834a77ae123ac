/// Where a message of a node was published: `spBv1.0/{group}/{type}/{node}`, and `/{device}` for a device's.
struct SparkplugTopic: Sendable, Equatable {
    /// What a message is: of a node with an N before it, of a device with a D.
    enum Verb: String, Sendable {
        case birth = "BIRTH"
        case data = "DATA"
        case death = "DEATH"
    }

    /// What to make of a topic.
    enum Meaning: Equatable {
        case message(SparkplugTopic)
        /// A command to a node, or the state of a host: nothing for this host to read.
        case nothing
        case fault(PointFault)
    }

    static let namespace = "spBv1.0"

    let verb: Verb
    /// The node, as `group/node`; no level of a topic has a slash, so no two nodes are the same.
    let node: String
    /// The device's own name; nil for the node itself.
    let device: String?

    /// The key of the device: `group/node` or `group/node/device`.
    var key: String { device.map { "\(node)/\($0)" } ?? node }

    func isBirth(ofDevice: Bool) -> Bool { verb == .birth && (device != nil) == ofDevice }

    static func meaning(of levels: [Substring]) -> Meaning {
        guard levels.count >= 3, levels[0] == namespace else { return notStandard(levels) }
        if levels.count == 3 { return levels[1] == "STATE" ? .nothing : notStandard(levels) }
        let type = levels[2]
        if type == "NCMD" || type == "DCMD" { return .nothing }
        guard let verb = Verb(rawValue: String(type.dropFirst())), !levels.contains(""),
            type.first == "N" && levels.count == 4 || type.first == "D" && levels.count == 5
        else { return notStandard(levels) }
        guard levels.allSatisfy({ $0.utf8.count <= SparkplugLimits.nameBytesMax }) else {
            return .fault(PointFault(path: "topic", reason: .tooMany, detail: "a level that is too long"))
        }
        let device = levels.count == 5 ? String(levels[4]) : nil
        return .message(SparkplugTopic(verb: verb, node: "\(levels[1])/\(levels[3])", device: device))
    }

    /// The topic of a message to or from a node, or from one of its devices.
    static func text(_ type: String, node: String, device: String? = nil) -> String {
        let group = node.prefix { $0 != "/" }
        let name = node[group.endIndex...].dropFirst()
        return "\(namespace)/\(group)/\(type)/\(name)" + (device.map { "/\($0)" } ?? "")
    }

    private static func notStandard(_ levels: [Substring]) -> Meaning {
        let topic = levels.joined(separator: "/").prefix(SparkplugLimits.nameBytesMax)
        return .fault(PointFault(path: "topic", reason: .notStandard, detail: String(topic)))
    }
}
