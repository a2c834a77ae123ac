import Appliances
import Devices

/// Reads one item of `points`; `captures` are those of its source.
func readPointRule(_ node: ConfigNode, _ captures: [String]) -> PointRule? {
    guard node.isMapping else {
        node.fault("points must be a mapping such as `{each: \"/*\"}`, or a list of them")
        return nil
    }
    let fields = node.fields(["each", "path", "value", "unit", "time", "device"])
    var rule = PointRule()
    rule.each = fields["each"]?.documentPointer
    let known = captures + (rule.each?.names ?? [])
    rule.path = fields["path"].flatMap { readPath($0, known) } ?? .pointer
    rule.value = fields["value"]?.parsed(Pointer.init)
    rule.unit = fields["unit"]?.parsed(Pointer.init)
    rule.times = fields["time"].map { readTimes($0, inDocument: false) } ?? []
    rule.device = fields["device"]?.template(of: known)
    return rule
}

private func readPath(_ node: ConfigNode, _ known: [String]) -> PointRule.Path? {
    guard let text = node.text else { return nil }
    if text == "@key" { return .key }
    if text.hasPrefix(".") { return node.parsed(Pointer.init).map { .text($0) } }
    guard !text.hasPrefix("@"), !text.hasPrefix("/") else {
        node.fault("\(node.name) must be `@key`, `./name` or a path without leading `/`, not `\(text)`")
        return nil
    }
    return node.template(of: known).map { .template($0) }
}

/// Reads `time`: one mapping or a list, the first that can be read counts.
///
/// `inDocument` is for the message's own time, for which no pointer begins at a point.
func readTimes(_ node: ConfigNode, inDocument: Bool) -> [TimeRule] {
    node.items.compactMap { item in
        guard item.isMapping else {
            item.fault("\(item.name) must be a mapping such as `{at: /time, format: rfc3339}`")
            return nil
        }
        let fields = item.fields(["at", "format", "ignore", "zone"])
        let at = fields.required("at").flatMap { inDocument ? $0.documentPointer : $0.parsed(Pointer.init) }
        let form = fields.required("format")?.parsed(WrittenTime.init)
        guard let at, let form else { return nil }
        var rule = TimeRule(pointer: at, form: form)
        rule.ignored = fields["ignore"]?.texts ?? []
        rule.zoneSeconds = fields["zone"]?.zoneSeconds
        return rule
    }
}

/// Reads `availability`; without a document the whole payload is the word.
func readAvailability(_ node: ConfigNode, hasDocument: Bool) -> AvailabilityRule {
    let fields = node.fields(["at", "online", "offline", "order"])
    var rule = AvailabilityRule()
    rule.pointer = fields["at"]?.documentPointer
    rule.online = fields["online"]?.texts ?? []
    rule.offline = fields["offline"]?.texts ?? []
    rule.order = fields["order"]?.documentPointer
    if !hasDocument {
        for key in ["at", "order"] {
            fields[key]?.fault("`\(key)` is a pointer, and a text has no members; leave it out")
        }
    }
    if node.isMapping, rule.online.isEmpty, rule.offline.isEmpty {
        node.fault("`availability` lacks `online` and `offline`; without words it says nothing")
    }
    for word in rule.online where rule.offline.contains(word) {
        node.fault("`availability` has `\(word)` in `online` and `offline`; keep one of them")
    }
    return rule
}

/// Reads one item of `fields`.
func readBinaryField(_ node: ConfigNode) -> BinaryField? {
    guard node.isMapping else {
        node.fault("a field must be a mapping such as `{path: t, offset: 0, width: 2}`")
        return nil
    }
    let fields = node.fields(["path", "offset", "width", "type", "endian", "bit"])
    let path = fields.required("path")?.text
    let offset = fields.required("offset")?.whole(in: 0...65_535)
    let width = fields.required("width")?.whole(in: 1...8)
    let kind = fields["type"]?.choice(BinaryField.Kind.self) ?? .uint
    let isBig = fields["endian"]?.isBigEndian ?? true
    guard let path, let offset, let width else { return nil }
    var field = BinaryField(path: path, offset: offset, width: width)
    (field.kind, field.isBigEndian) = (kind, isBig)
    field.bit = fields["bit"]?.whole(in: 0...(width * 8 - 1))
    if kind == .float, width != 4, width != 8 {
        fields["width"]?.fault("`width` of a float is 4 or 8 bytes, not \(width)")
    }
    if kind == .float { fields["bit"]?.fault("`bit` is of a whole number; a float has none") }
    return field
}

extension ConfigNode {
    fileprivate var isBigEndian: Bool {
        guard let word = text else { return true }
        if word != "big", word != "little" {
            fault("\(name) cannot be `\(word)`\(suggestion(for: word, in: ["big", "little"]))")
        }
        return word != "little"
    }
}
