import Appliances

/// Messages by their topics, with what their payloads hold.
struct SeenMessages {
    /// The messages of one topic.
    struct Group {
        var topic: SeenTopic
        /// How the payloads are written.
        var format: ProfileSource.Format
        /// The values by path; of texts under the path "".
        var paths: SeenPaths
        /// How members with values of their own stand in its documents.
        var named: NamedValues?
        /// What says whether the device is there, where the topic says nothing else.
        var availability: ProfileDraft.Availability?
    }

    /// The topics in the order in which they were seen, at most ``topicsMax``.
    private(set) var groups: [Group] = []
    /// Topics whose payloads cannot be read.
    private(set) var unreadable: [String] = []

    private static let topicsMax = 1_024

    init(_ messages: [SampleMessage]) {
        var order: [String] = []
        var byTopic: [String: [[UInt8]]] = [:]
        for message in messages {
            if byTopic[message.topic] == nil {
                guard order.count < Self.topicsMax else { continue }
                order.append(message.topic)
            }
            byTopic[message.topic, default: []].append(message.payload)
        }
        for topic in order {
            if let group = Self.group(topic, byTopic[topic] ?? []) {
                groups.append(group)
            } else {
                unreadable.append(topic)
            }
        }
    }

    private static func group(_ topic: String, _ payloads: [[UInt8]]) -> Group? {
        let documents = payloads.compactMap(document)
        if !documents.isEmpty {
            return senML(topic, documents, .senmlJSON) ?? group(topic, documents: documents)
        }
        let packs = payloads.compactMap { try? PlainValue(cbor: $0.span) }
        if !packs.isEmpty, let group = senML(topic, packs, .senmlCBOR) { return group }
        var paths = SeenPaths()
        for text in payloads.compactMap(text) { paths.note("", .text(text)) }
        guard !paths.all.isEmpty else { return nil }
        var group = Group(topic: SeenTopic(topic, isDocument: false), format: .text, paths: paths)
        group.availability = AvailabilityGuess.rule(for: group.topic, texts: paths[""]?.values.map(\.sent) ?? [])
        group.topic.isPresence = group.availability != nil
        return group
    }

    private static func group(_ topic: String, documents: [PlainValue]) -> Group {
        var paths = SeenPaths()
        let named = documents.lazy.compactMap(NamedValues.init).first
        for document in documents {
            if let named {
                for (path, value) in named.values(of: document) { paths.note(path, value) }
            } else {
                paths.note(document)
            }
        }
        var group = Group(
            topic: SeenTopic(topic, isDocument: true, paths: paths.names), format: .json, paths: paths, named: named)
        group.availability = AvailabilityGuess.rule(for: group.topic, paths: paths)
        group.topic.isPresence = group.availability != nil
        return group
    }

    /// A pack of RFC 8428 is known by the names of its fields.
    private static func senML(_ topic: String, _ documents: [PlainValue], _ format: ProfileSource.Format) -> Group? {
        var paths = SeenPaths()
        for document in documents {
            guard let first = document.list?.first, case .map(let members) = first,
                members.contains(where: { ["bn", "n", "-2", "0"].contains($0.key) }),
                members.contains(where: { ["v", "vb", "vs", "bt", "bu", "u", "2", "3", "4"].contains($0.key) }),
                let pack = try? SenMLPack.resolve(document, arrival: .epoch)
            else { continue }
            for point in pack.points { paths.note(point.path, point.value, unit: point.unit) }
        }
        guard !paths.all.isEmpty else { return nil }
        return Group(topic: SeenTopic(topic, isDocument: true, paths: paths.names), format: format, paths: paths)
    }

    /// The object or list that a payload is; nil for texts, and for the numbers and truths that are JSON as well.
    static func document(_ payload: [UInt8]) -> PlainValue? {
        guard let first = payload.first(where: { $0 > 0x20 }), first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
            let value = try? PlainValue(json: payload.span)
        else { return nil }
        return value
    }

    private static func text(_ payload: [UInt8]) -> String? {
        guard let text = String(validating: payload, as: UTF8.self), !text.hasPrefix("{"), !text.hasPrefix("[") else {
            return nil
        }
        let trimmed = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
        return trimmed.contains { $0 == "\0" } ? nil : String(trimmed)
    }
}
