import Appliances
import Devices

private let sourceKeys = [
    "topic", "except", "decode", "when", "bind", "device", "points", "path", "fields", "encoding", "time",
    "availability", "delta", "repeat_window",
]

/// Keys that only some formats have; without this they would be passed over in silence.
private let formatsOfKeys: KeyValuePairs<String, [ProfileSource.Format]> = [
    "when": [.json, .senmlJSON], "bind": [.json, .senmlJSON], "points": [.json], "time": [.json], "delta": [.json],
    "path": [.text], "availability": [.json, .text], "fields": [.binary], "encoding": [.binary],
    "device": [.json, .text, .binary, .senmlJSON, .senmlCBOR],
]

/// Reads one item of `sources`; `key` and `keyNode` are the profile's own key of devices.
///
/// - Returns: nil where it has no topic; every problem is noted.
func readSource(_ node: ConfigNode, key: DeviceKey, keyNode: ConfigNode?) -> ProfileSource? {
    guard node.isMapping else {
        node.fault("a source must be a mapping such as `{topic: plugs/+/state}`")
        return nil
    }
    let fields = node.fields(sourceKeys)
    let format = fields["decode"].map { $0.choice(ProfileSource.Format.self) } ?? ProfileSource.Format.json
    guard let topic = fields.required("topic")?.parsed(TopicPattern.init) else { return nil }
    var source = ProfileSource(topic: topic)
    source.line = node.line
    source.format = format ?? .json
    if format != nil { checkKeys(fields, of: source.format, node) }
    source.exceptions = fields["except"]?.items.compactMap { $0.parsed(TopicPattern.init) } ?? []
    source.conditions = fields["when"].map(readConditions) ?? []
    source.binds = fields["bind"].map { readBinds($0, beside: topic.names) } ?? []
    let captures = source.captureNames
    source.device = fields["device"]?.template(of: captures)
    source.points = fields["points"].map { $0.items.compactMap { readPointRule($0, captures) } } ?? []
    source.hasPoints = fields["points"] != nil || fields["path"] != nil
    source.path = fields["path"]?.template(of: captures)
    source.fields = fields["fields"].map { $0.items.compactMap(readBinaryField) } ?? []
    source.isHex = fields["encoding"]?.isHex ?? false
    source.times = fields["time"].map { readTimes($0, inDocument: true) } ?? []
    source.availability = fields["availability"].map { readAvailability($0, hasDocument: source.format == .json) }
    source.isDelta = fields["delta"]?.flag ?? false
    source.repeatWindow = fields["repeat_window"]?.span(in: TimeSpan(milliseconds: 100)...TimeSpan.minutes(10))
    if fields["device"] == nil { checkKey(key, keyNode, of: source, node) }
    return source
}

private func checkKeys(_ fields: Fields, of format: ProfileSource.Format, _ node: ConfigNode) {
    for (key, formats) in formatsOfKeys where !formats.contains(format) {
        let right = formats.map(\.rawValue).joined(separator: ", ")
        fields[key]?.fault("`\(key)` goes with `decode: \(right)`; this source decodes \(format.rawValue)")
    }
    if format == .binary, fields["fields"] == nil {
        node.fault("a binary source lacks `fields`, such as `[{path: t, offset: 0, width: 2}]`")
    }
}

/// Whether the profile's own key can be made of what this source captures.
private func checkKey(_ key: DeviceKey, _ keyNode: ConfigNode?, of source: ProfileSource, _ node: ConfigNode) {
    switch source.format {
    // These name their devices by themselves, SenML where its records do.
    case .sparkplug, .homie, .senmlJSON, .senmlCBOR: return
    case .json, .text, .binary: break
    }
    // Where every point names its device nobody asks for the message's.
    let isNamedByPoints = source.hasPoints && source.points.allSatisfy { $0.device != nil }
    if isNamedByPoints, source.availability == nil, source.format == .json { return }
    let missing = key.template.names.filter { !source.captureNames.contains($0) }
    for name in missing {
        (keyNode ?? node).fault(
            "the device's key asks for `{\(name)}`, which the source on line \(node.line) does not capture"
                + "\(suggestion(for: name, in: source.captureNames)); give that source a `device`")
    }
}

/// `{/method: [NotifyStatus], /params: present}`.
private func readConditions(_ node: ConfigNode) -> [ProfileSource.Condition] {
    node.fields([]).values.compactMap { key, value in
        guard let pointer = value.parsed(key, Pointer.init), let test = readTest(value) else { return nil }
        guard !key.hasPrefix(".") else {
            value.fault("`when`: `\(key)` begins at a point, and here is none; begin with `/`")
            return nil
        }
        return ProfileSource.Condition(pointer: pointer, test: test)
    }
}

private func readTest(_ node: ConfigNode) -> ProfileSource.Condition.Test? {
    guard node.isScalar else {
        let texts = node.texts
        if texts.isEmpty, node.items.isEmpty { node.fault("\(node.name) is an empty list, which nothing fulfils") }
        return .among(texts)
    }
    switch node.text {
    case "present": return .present
    case "absent": return .absent
    default:
        node.fault("\(node.name) must be `present`, `absent` or a list of texts such as `[\(node.text ?? "")]`")
        return nil
    }
}

/// `{model: /model}`.
private func readBinds(_ node: ConfigNode, beside known: [String]) -> [(name: String, pointer: Pointer)] {
    node.fields([]).values.compactMap { name, value in
        let isName = value.parsed("{\(name)}", Template.init)?.names == [name]
        guard let pointer = value.documentPointer, isName else { return nil }
        guard !known.contains(name) else {
            value.fault("`bind`: the topic captures `{\(name)}` already; choose another name")
            return nil
        }
        return (name, pointer)
    }
}

extension ConfigNode {
    /// Whether an encoding is `hex`; notes what is neither that nor `raw`.
    fileprivate var isHex: Bool {
        guard let word = text else { return false }
        if word != "raw", word != "hex" {
            fault("\(name) cannot be `\(word)`\(suggestion(for: word, in: ["raw", "hex"]))")
        }
        return word == "hex"
    }
}
