import Appliances
import Devices

private let entryKeys = [
    "as", "unit", "scale", "offset", "enum", "bits", "absent", "range", "kind", "component", "clear", "table", "drop",
]

/// Reads one line of the channel table; `tables` are the names of the profile's tables.
func readChannelEntry(_ key: String, _ node: ConfigNode, tables: [String]) -> ChannelEntry? {
    guard node.isMapping else {
        node.fault("\(node.name) must be a mapping such as `{as: power.active, unit: W}`")
        return nil
    }
    let fields = node.fields(entryKeys)
    guard var entry = node.parsed(key, ChannelEntry.init(key:)) else { return nil }
    if key.hasPrefix("/") { node.fault("\(node.name): a path has no leading `/`; write `\(key.dropFirst())`") }
    entry.line = node.line
    if let drop = fields["drop"] {
        fields["as"]?.fault("\(node.name) has `as` and `drop`; keep one of them")
        entry.dropped = drop.text
        if entry.dropped?.isEmpty == true { drop.fault("`drop` must say why the path is not read") }
        return entry
    }
    entry.kind = fields["kind"]?.choice(EntryKind.self)
    guard let found = fields.required("as").flatMap({ readEntryChannel($0, key: key, kind: entry.kind) }) else {
        return nil
    }
    entry.channel = found.template
    readNumbers(fields, for: found.channel, &entry)
    readMeanings(fields, for: found.channel, &entry)
    readFault(fields, for: found.channel, tables: tables, &entry)
    return entry
}

/// How the number is made.
private func readNumbers(_ fields: Fields, for channel: Channel, _ entry: inout ChannelEntry) {
    entry.unit = fields["unit"].flatMap { readEntryUnit($0, for: channel) } ?? .canonical
    entry.scale = fields["scale"]?.number(in: -1e12...1e12) ?? 1
    if entry.scale == 0 { fields["scale"]?.fault("`scale` is 0, which makes every value the same") }
    entry.offset = fields["offset"]?.number(in: -1e12...1e12) ?? 0
    entry.bits = fields["bits"].flatMap(readBits)
    entry.range = fields["range"].flatMap(readRange)
}

private func readBits(_ node: ConfigNode) -> ClosedRange<Int>? {
    let items = node.items
    guard items.count == (node.isScalar ? 1 : 2) else {
        node.fault("\(node.name) must be one bit such as 3, or a first and a last such as [0, 1]")
        return nil
    }
    let places = items.compactMap { $0.whole(in: 0...62) }
    guard let first = places.first, let last = places.last, places.count == items.count else { return nil }
    guard first <= last else {
        node.fault("\(node.name) begins with \(first), after its end; write the lower bit first")
        return nil
    }
    return first...last
}

private func readRange(_ node: ConfigNode) -> ClosedRange<Double>? {
    guard !node.isScalar, node.items.count == 2 else {
        node.fault("\(node.name) must be the least and the most, such as [0, 4000]")
        return nil
    }
    let bounds = node.items.compactMap { $0.number(in: -1e15...1e15) }
    guard bounds.count == 2 else { return nil }
    guard bounds[0] < bounds[1] else {
        node.fault("\(node.name) begins with \(bounds[0]), not below \(bounds[1]); write the lower bound first")
        return nil
    }
    return bounds[0]...bounds[1]
}

/// What single values mean.
private func readMeanings(_ fields: Fields, for channel: Channel, _ entry: inout ChannelEntry) {
    entry.absent = fields["absent"]?.texts.map(SentValue.init) ?? []
    guard let values = fields["enum"]?.fields([]).values else { return }
    var meanings: [ChannelEntry.Meaning] = []
    for (key, value) in values {
        guard let word = value.text else { continue }
        guard let meaning = entryValue(word, for: channel) else {
            let right = channel.kind == .state ? "true or false" : "a number"
            value.fault("`enum`: `\(key)` means `\(word)`, but `\(channel.name)` is \(right)")
            continue
        }
        if key == "*" {
            entry.otherwise = meaning
        } else {
            meanings.append(ChannelEntry.Meaning(sent: SentValue(key), value: meaning))
        }
    }
    entry.meanings = meanings
}

/// Flags and codes: what they speak of.
private func readFault(_ fields: Fields, for channel: Channel, tables: [String], _ entry: inout ChannelEntry) {
    let isCode = entry.kind == .code || (entry.kind == nil && channel.name == "fault.code")
    if entry.kind == .code, channel.kind != .text {
        fields["kind"]?.fault("a code is a word, and `\(channel.name)` has none; fault.code does")
    }
    if entry.kind == .flag, channel.kind != .state {
        fields["kind"]?.fault("a flag is true or false, and `\(channel.name)` is not; fault.flag.NAME is")
    }
    entry.component = fields["component"].flatMap { readPlace($0, key: entry.key) }
    entry.clear = fields["clear"]?.texts.map(SentValue.init) ?? []
    entry.table = fields["table"]?.text
    if !isCode {
        for key in ["clear", "table"] {
            fields[key]?.fault("`\(key)` goes with `kind: code`; for values that mean nothing is wrong use `enum`")
        }
    }
    if let table = entry.table, !tables.contains(table) {
        fields["table"]?.fault("no table is named `\(table)`\(suggestion(for: table, in: tables))")
    }
}

/// `compressor`, `sensor.outdoor`, `sensor.{x}`: the part, and where it is.
private func readPlace(_ node: ConfigNode, key: String) -> String? {
    let captures = (try? Pointer("/" + key))?.names ?? []
    guard let template = node.template(of: captures) else { return nil }
    let part = String(template.text.prefix { $0 != "." })
    let known = Component.allCases.map(\.rawValue)
    if known.contains(part) || part.hasPrefix("{") { return template.text }
    node.fault("\(node.name) cannot be `\(part)`\(suggestion(for: part, in: known))")
    return nil
}

/// Reads one table of fault codes.
func readCodeTable(_ name: String, _ node: ConfigNode) -> CodeTable {
    let codes = node.fields([]).values.compactMap { code, value in readFaultCode(code, value) }
    return CodeTable(name: name, codes: codes)
}

private func readFaultCode(_ code: String, _ node: ConfigNode) -> FaultCode? {
    guard node.isMapping else {
        node.fault("\(node.name) must be a mapping such as `{flag: fan_stuck, component: fan_motor}`")
        return nil
    }
    let fields = node.fields(["flag", "component", "parts", "en", "zh"])
    let flag = fields.required("flag").flatMap(readFlagName)
    let component = fields.required("component")?.choice(Component.self)
    let parts = fields["parts"]?.texts ?? []
    let (english, chinese) = (fields["en"]?.text ?? "", fields["zh"]?.text ?? "")
    guard let flag, let component else { return nil }
    return FaultCode(code: code, flag: flag, component: component, parts: parts, english: english, chinese: chinese)
}

private func readFlagName(_ node: ConfigNode) -> String? {
    guard let name = node.text else { return nil }
    if isPlainIdentifier(name) { return name }
    node.fault("\(node.name) must be 1 to 64 letters, digits, `_` or `-`, not `\(name)`")
    return nil
}
