import Appliances
import Devices
import Foundation
import Telemetry

private let exampleKeys = [
    "name", "topic", "retain", "at", "payload", "payload_file", "payload_hex", "stream", "category", "expect",
    "expect_file", "rejected",
]

/// The files beside a profile, and what is wrong in them.
final class SampleFolder {
    private let folder: URL?
    private let shown: String
    /// What was found so far, by the files' own lines.
    private(set) var problems: [ConfigProblem] = []

    /// The folder of the profile at `file`; nil for a text, beside which there are no files.
    init(besides file: URL?, shownAs path: String) {
        folder = file?.deletingLastPathComponent()
        shown = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }

    /// How a file of it is shown to people.
    func path(of name: String) -> String { shown + name }

    /// The bytes of the file that the value names; notes where there is none.
    func bytes(_ node: ConfigNode) -> (name: String, bytes: [UInt8])? {
        guard let name = node.text else { return nil }
        guard let folder else {
            node.fault("\(node.name) needs a file, and beside this text there is none")
            return nil
        }
        guard !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else {
            node.fault("\(node.name) must lie below the profile's folder, not at `\(name)`")
            return nil
        }
        guard let data = FileManager.default.contents(atPath: folder.appending(path: name).path) else {
            node.fault("\(node.name): `\(name)` cannot be read; is it there, beside the profile?")
            return nil
        }
        return (name, [UInt8](data))
    }

    /// Notes what is wrong in a file.
    func note(_ found: [ConfigProblem]) { problems += found }
}

/// Reads one item of `examples`.
func readExample(_ node: ConfigNode, _ samples: SampleFolder) -> ProfileExample? {
    guard node.isMapping else {
        node.fault("an example must be a mapping with `topic`, `payload` and `expect`")
        return nil
    }
    let fields = node.fields(exampleKeys)
    var example = ProfileExample()
    example.line = node.line
    example.name = fields["name"]?.text ?? ""
    example.category = fields["category"]?.choice(Category.self)
    example.messages = readMessages(fields, node, samples)
    example.rejected = fields["rejected"].map { $0.items.compactMap(readReason) } ?? []
    switch (fields["expect"], fields["expect_file"]) {
    case (let list?, nil): example.expected = list.items.compactMap(readExpectedReading)
    case (nil, let file?):
        guard let (name, bytes) = samples.bytes(file) else { break }
        let arrivals = example.messages.compactMap(\.at)
        let found = readExpectedLines(bytes, file: samples.path(of: name), arrivals: arrivals)
        example.expected = found.readings
        samples.note(found.problems)
    case (_?, _?): node.fault("the example has `expect` and `expect_file`; keep one of them")
    case (nil, nil): node.fault("the example lacks `expect`; write `[]` where nothing comes out")
    }
    return example
}

/// The messages of an example: one, or those of a stream.
private func readMessages(_ fields: Fields, _ node: ConfigNode, _ samples: SampleFolder) -> [SampleMessage] {
    let ways = ["payload", "payload_file", "payload_hex", "stream"].filter { fields[$0] != nil }
    guard ways.count == 1 else {
        let found = ways.map { "`\($0)`" }.joined(separator: " and ")
        node.fault(
            ways.isEmpty
                ? "the example lacks `payload`, `payload_file`, `payload_hex` or `stream`"
                : "the example has \(found); keep one of them")
        return []
    }
    let at = fields["at"]?.moment
    let isRetained = fields["retain"]?.flag ?? false
    if let file = fields["stream"] { return readStream(file, topic: fields["topic"]?.text, at: at, samples) }
    let payload = readPayload(fields, samples)
    guard let topic = fields.required("topic").flatMap(readSampleTopic), let payload else { return [] }
    return [SampleMessage(topic: topic, payload: payload, isRetained: isRetained, at: at)]
}

private func readStream(
    _ node: ConfigNode, topic: String?, at: Timestamp?, _ samples: SampleFolder
) -> [SampleMessage] {
    guard let (name, bytes) = samples.bytes(node) else { return [] }
    switch readMessageStream(bytes, file: samples.path(of: name), topic: topic, arrival: at) {
    case .success(let messages):
        if messages.isEmpty { node.fault("\(node.name): `\(name)` has no message") }
        return messages
    case .failure(let found):
        samples.note(found.all)
        return []
    }
}

private func readPayload(_ fields: Fields, _ samples: SampleFolder) -> [UInt8]? {
    if let file = fields["payload_file"] { return samples.bytes(file)?.bytes }
    if let hex = fields["payload_hex"] {
        let bytes = hex.text.flatMap(bytes(ofHex:))
        if bytes == nil { hex.fault("`payload_hex` must be hexadecimal digits, two for each byte") }
        return bytes
    }
    guard let payload = fields["payload"] else { return nil }
    return (payload.isScalar ? payload.text : payload.jsonText).map { Array($0.utf8) }
}

private func readSampleTopic(_ node: ConfigNode) -> String? {
    guard let topic = node.text else { return nil }
    if isTopicOfOneMessage(topic) { return topic }
    node.fault("\(node.name) must be the topic of one message, without `+` and `#`, not `\(topic)`")
    return nil
}

private func readReason(_ node: ConfigNode) -> String? {
    guard let word = node.text else { return nil }
    let known = PointRejection.allCases.map(\.rawValue) + Rejection.allCases.map(\.rawValue)
    if known.contains(word) { return word }
    node.fault("\(node.name) cannot be `\(word)`\(suggestion(for: word, in: known))")
    return nil
}
