import Appliances
import Devices

/// Reads `as` of a channel entry: a template of the captures of its key.
///
/// - Returns: the template and a channel that it names, to judge unit and values by; where its captures decide
///   among several, the first of the catalogue.
func readEntryChannel(_ node: ConfigNode, key: String, kind: EntryKind?) -> (template: Template, channel: Channel)? {
    let captures = (try? Pointer("/" + key))?.names ?? []
    guard let template = node.template(of: captures) else { return nil }
    if template.text == "fault.flag" {
        guard kind == .flag else {
            node.fault("`fault.flag` alone goes with `kind: flag`, which names the flag after the path")
            return nil
        }
        return Channel.named("fault.flag.x").map { (template, $0) }
    }
    let sample = template.filled { _ in "x" }.flatMap(Channel.named)
    if let channel = sample ?? catalogueChannel(of: template, key: key) { return (template, channel) }
    let known = Channel.catalogue.map(\.name)
    node.fault("no channel is named `\(template.text)`\(suggestion(for: template.text, in: known))")
    return nil
}

/// The first channel of the catalogue that the template becomes with texts that its captures take.
private func catalogueChannel(of template: Template, key: String) -> Channel? {
    // The pattern of each capture is put where the template names it; dots part levels as slashes do in topics.
    let levels = template.text.split(separator: ".", omittingEmptySubsequences: false).map { word in
        var level = String(word)
        for name in template.names { level = level.replacing("{\(name)}", with: written(name, in: key)) }
        return level
    }
    guard !template.names.isEmpty, let pattern = try? TopicPattern(levels.joined(separator: "/")) else { return nil }
    return Channel.catalogue.first { pattern.match(Array($0.name.utf8.map { $0 == dot ? slash : $0 })) != nil }
}

private let dot = UInt8(ascii: ".")
private let slash = UInt8(ascii: "/")

/// The capture of a name as the key has it, with its pattern.
private func written(_ name: String, in key: String) -> String {
    guard let begin = key.ranges(of: "{\(name):").first?.lowerBound, let end = key[begin...].firstIndex(of: "}")
    else { return "{\(name)}" }
    return String(key[begin...end])
}

/// Reads `unit` of a channel entry.
func readEntryUnit(_ node: ConfigNode, for channel: Channel) -> EntryUnit? {
    guard node.isMapping else { return readUnit(node, for: channel).map { .fixed($0) } }
    let fields = node.fields(["at", "map", "default"])
    let at = fields.required("at")
    let isPoint = at?.isScalar == true && at?.text == "point"
    let pointer = isPoint ? nil : at?.documentPointer
    let names = (fields["map"]?.fields([]).values ?? []).compactMap { word, value in
        readUnit(value, for: channel).map { EntryUnit.UnitName(word: word, unit: $0) }
    }
    let otherwise = fields["default"].flatMap { readUnit($0, for: channel) }
    guard isPoint || pointer != nil else { return nil }
    return .sent(at: pointer, names: names, otherwise: otherwise)
}

/// A unit that converts to the channel's; notes one that does not, and what is no unit.
func readUnit(_ node: ConfigNode, for channel: Channel) -> SourceUnit? {
    guard let text = node.text else { return nil }
    guard let unit = SourceUnit(text) else {
        node.fault("\(node.name) cannot be `\(text)`; units are UCUM, such as Cel, kW.h or {rev}/min")
        return nil
    }
    if unit.way(to: channel.unit) != nil { return unit }
    node.fault(
        "\(node.name) is `\(text)`, which does not become `\(channel.unit.rawValue)`, the unit of `\(channel.name)`")
    return nil
}
