import Appliances

/// A draft out of what devices of the Homie convention say of their properties.
struct HomieSuggestion {
    private var properties: [HomieProperty] = []
    private var seen = SeenPaths()
    private var messages: [SampleMessage] = []
    /// A device to speak of where no message was seen.
    private var device = "my-device"

    /// What messages say.
    init(_ messages: [SampleMessage]) {
        var host = HomieHost()
        var devices: [String] = []
        for message in messages {
            guard let payload = String(validating: message.payload, as: UTF8.self) else { continue }
            let answer = host.take(
                topic: message.topic, payload: payload, isRetained: message.isRetained, arrival: message.at ?? .epoch)
            for point in answer.points { seen.note(point.path, point.value) }
            if let device = Self.device(of: message.topic), !devices.contains(device) { devices.append(device) }
        }
        self.messages = messages.filter { Self.device(of: $0.topic) != nil }
        for property in devices.prefix(64).flatMap({ host.description(of: $0) }) { note(property) }
    }

    /// What one device said.
    init(_ properties: [HomieProperty], of device: String) {
        for property in properties { note(property) }
        self.device = device
    }

    /// Whether a message is one in which a device describes itself.
    static func isAttribute(_ message: SampleMessage) -> Bool {
        let levels = message.topic.split(separator: "/")
        let names = ["$homie", "$state", "$nodes", "$description", "$properties", "$datatype"]
        return levels.first == "homie" && levels.count > 2 && names.contains { $0 == levels[levels.count - 1] }
    }

    private static func device(of topic: String) -> String? {
        let levels = topic.split(separator: "/").map(String.init)
        guard levels.count > 2, levels[0] == "homie" else { return nil }
        return levels[1] == "5" && levels.count > 3 ? levels[2] : levels[1]
    }

    private mutating func note(_ property: HomieProperty) {
        guard properties.count < TableDraft.linesMax, !properties.contains(where: { $0.path == property.path }) else {
            return
        }
        properties.append(property)
    }

    func draft(id: String) -> ProfileDraft {
        var draft = ProfileDraft(id: id)
        draft.remarks = [
            "The table is by what the devices say of their properties.",
            "check: the profile `homie` takes these topics as well. Put what it lacks into its table, or give this one",
            "to single devices with `claims: registry`.",
        ]
        draft.sources = [ProfileDraft.Source(topic: "homie/#", format: .homie)]
        var table = TableDraft()
        for property in properties {
            var clue = PathClue(path: property.path, unit: property.unitOfValues)
            clue.values = seen[property.path]?.values ?? []
            clue.nature = Self.nature(property.datatype)
            let said = [property.datatype?.rawValue, property.unitOfValues].compactMap { $0 }.joined(separator: ", in ")
            table.add(
                clue, seen: seen[property.path], remarks: said.isEmpty ? [] : ["said to be: \(said)"],
                hasPointUnit: true)
        }
        for path in seen.all where !properties.contains(where: { $0.path == path.path }) {
            table.add(PathClue(path: path.path, values: path.values), seen: path, hasPointUnit: true)
        }
        draft.take(table)
        draft.samples = messages.isEmpty ? [sample] : messages
        draft.samplesAreMadeUp = messages.isEmpty
        return draft
    }

    private var sample: SampleMessage {
        SampleMessage(topic: "homie/\(device)/$state", payload: Array("ready".utf8), isRetained: true)
    }

    private static func nature(_ datatype: HomieDatatype?) -> ValueNature {
        switch datatype {
        case .integer, .float, .percent: .numbers
        case .boolean: .truths
        case .string, .enum, .color, .datetime, .duration, .json: .words
        case nil: .unknown
        }
    }
}
