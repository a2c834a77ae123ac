package import Appliances

/// What the files of a recording mean: where the times, devices and values stand in them.
package struct RecordingDescription: Hashable, Sendable {
    /// Files of one kind, read one after the other.
    package struct Source: Hashable, Sendable {
        /// Paths of the files relative to the recording's folder; `*` and `?` stand for characters.
        package let files: [String]
        /// The column of the time.
        package let timeColumn: String
        /// How the time is written.
        package let time: RecordedTime
        /// What a row must say to count; all of them.
        package let conditions: [Condition]
        /// Where the device stands in a cell (long form); nil where the columns say it (wide form).
        package let device: DeviceColumn?
        /// The columns of values, in the order of the description.
        package let columns: [Column]
    }

    /// One cell's text that a row must have.
    package struct Condition: Hashable, Sendable {
        /// The column.
        package let column: String
        /// The text, compared after blanks around both are cut.
        package let text: String
    }

    /// Which column names the device, and by which other names.
    package struct DeviceColumn: Hashable, Sendable {
        /// The column.
        package let column: String
        /// The device for a cell's text; a text that is not there is the device's own name.
        package let map: [String: DeviceID]
    }

    /// One column of values.
    package struct Column: Hashable, Sendable {
        /// Its name in the header.
        package let name: String
        /// Whose values; nil where the row says it.
        package let device: DeviceID?
        /// The channel.
        package let channel: Channel
        /// The unit in the file.
        package let unit: Unit
    }

    /// The recording's name.
    package let name: String
    /// Where it was made.
    package let site: SiteID
    /// The hub as whose batches the records go out; nil where every device speaks for itself.
    package let hub: DeviceID?
    /// What its devices are, where the registry does not know them; nil where it must.
    package let category: Appliances.Category?
    /// Of which model they are then; empty where nothing is said.
    package let model: String
    /// The sources. At equal times the one that stands first goes first: a limit that was logged
    /// at the moment of a reading counts for it where the limits' source stands above.
    package let sources: [Source]
}

/// Reads one description of `config/recordings/`.
///
/// Keys: `recording` (its name), `site`, `hub` (optional), `category` and `model` (optional: what devices are that
/// no registry knows) and `sources`, a list of `files` (globs relative to the recording's folder), `time`
/// (`column`, `format`: `rfc3339`, `epoch_s`, `epoch_ms` or a pattern as ``ClockPattern`` takes it, and with a
/// pattern `zone`, an offset), `where`
/// (optional: column and text), `device` (long form: `column` and, optional, `map`) and
/// `columns`, by their names `channel`, `unit` (may be left out where the channel has none) and, in
/// wide form, `device`.
///
/// - Returns: nil where something that a recording needs is wrong; every problem is noted.
package func readRecording(_ node: ConfigNode) -> RecordingDescription? {
    let fields = node.fields(["recording", "site", "hub", "category", "model", "sources"])
    let name = fields.required("recording").flatMap { plainName($0) { $0 } }
    let site = fields.required("site").flatMap { plainName($0, SiteID.init) }
    let hub = fields["hub"].flatMap { plainName($0, DeviceID.init) }
    let category = fields["category"]?.choice(Appliances.Category.self)
    let model = fields["model"].flatMap(modelName)
    let sources = fields.required("sources").map { node in
        if node.items.isEmpty { node.fault("\(node.name) is empty; it must have at least one source") }
        return node.items.compactMap(readSource)
    }
    guard let name, let site, let sources else { return nil }
    return RecordingDescription(
        name: name, site: site, hub: hub, category: category, model: model ?? "", sources: sources)
}

/// A model as the registry may have it.
private func modelName(_ node: ConfigNode) -> String? {
    guard let text = node.text else { return nil }
    let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
    if isPlain, text.count <= 64 { return text }
    node.fault("\(node.name) must be one line of up to 64 characters")
    return nil
}

private func plainName<Name>(_ node: ConfigNode, _ make: (String) -> Name?) -> Name? {
    guard let text = node.text else { return nil }
    if isPlainIdentifier(text), let name = make(text) { return name }
    node.fault("\(node.name) must be 1 to 64 letters, digits, `_` or `-`, not `\(text)`")
    return nil
}

private func readSource(_ node: ConfigNode) -> RecordingDescription.Source? {
    let fields = node.fields(["files", "time", "where", "device", "columns"])
    let files = fields.required("files").map { node in
        if node.items.isEmpty { node.fault("\(node.name) is empty; it must name at least one file") }
        return node.items.compactMap(fileGlob)
    }
    let time = fields.required("time").flatMap(readTime)
    let conditions = fields["where"].map(readConditions) ?? []
    let device = fields["device"].flatMap(readDeviceColumn)
    // Whether it can be read or not, `device` says that the form is long.
    let isLong = fields["device"] != nil
    let columns = fields.required("columns").map { readColumns($0, isLong: isLong) }
    guard let files, let time, let columns else { return nil }
    return RecordingDescription.Source(
        files: files, timeColumn: time.column, time: time.form, conditions: conditions, device: device,
        columns: columns)
}

private func fileGlob(_ node: ConfigNode) -> String? {
    guard let text = node.text else { return nil }
    let names = text.split(separator: "/", omittingEmptySubsequences: false)
    if text.hasSuffix(".gz") {
        node.fault("`\(text)` is compressed; unpack it with gunzip and name the unpacked file")
    } else if names.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) {
        node.fault("`\(text)` must be a path inside the recording's folder, such as day*.csv")
    } else {
        return text
    }
    return nil
}

private func readTime(_ node: ConfigNode) -> (column: String, form: RecordedTime)? {
    let fields = node.fields(["column", "format", "zone"])
    let column = fields.required("column")?.text
    let format = fields.required("format").flatMap { timeForm($0, zone: fields["zone"]) }
    guard let column, let format else { return nil }
    return (column, format)
}

private func timeForm(_ format: ConfigNode, zone: ConfigNode?) -> RecordedTime? {
    guard let text = format.text else { return nil }
    let zoneless: KeyValuePairs<String, RecordedTime> = [
        "rfc3339": .rfc3339, "epoch_s": .epochSeconds, "epoch_ms": .epochMilliseconds,
    ]
    if let form = zoneless.first(where: { $0.key == text })?.value {
        zone?.fault("`zone` has no place beside `\(text)`, which says the moment by itself; leave it out")
        return form
    }
    switch ClockPattern.read(text) {
    case .failure(let fault):
        format.fault("`format` \(fault.text); it must be rfc3339, epoch_s, epoch_ms or such as yyyy-MM-dd HH:mm:ss")
        return nil
    case .success(let pattern):
        guard let zone else {
            format.fault("`time` lacks `zone`; it must say the clock's offset, such as \"+02:00\"")
            return nil
        }
        guard let offset = zone.text.flatMap(offsetSeconds) else {
            zone.fault("`zone` must be an offset such as \"+02:00\" or Z")
            return nil
        }
        return .clock(pattern, offsetSeconds: offset)
    }
}

private func readConditions(_ node: ConfigNode) -> [RecordingDescription.Condition] {
    node.fields([]).values.compactMap { column, value in
        value.text.map { RecordingDescription.Condition(column: column, text: trimmingBlanks($0)) }
    }
}

private func readDeviceColumn(_ node: ConfigNode) -> RecordingDescription.DeviceColumn? {
    let fields = node.fields(["column", "map"])
    var map: [String: DeviceID] = [:]
    for (text, value) in fields["map"]?.fields([]).values ?? [] {
        map[text] = plainName(value, DeviceID.init)
    }
    return fields.required("column")?.text.map { RecordingDescription.DeviceColumn(column: $0, map: map) }
}

private func readColumns(_ node: ConfigNode, isLong: Bool) -> [RecordingDescription.Column] {
    let fields = node.fields([])
    if fields.values.isEmpty { node.fault("\(node.name) must name at least one column") }
    var columns: [RecordingDescription.Column] = []
    for (name, value) in fields.values {
        guard let column = readColumn(value, name: name, isLong: isLong) else { continue }
        if let other = columns.first(where: { $0.device == column.device && $0.channel.name == column.channel.name }) {
            value.fault("`\(name)` is the same device and channel as `\(other.name)`; leave one of them out")
        }
        columns.append(column)
    }
    return columns
}

private func readColumn(_ node: ConfigNode, name: String, isLong: Bool) -> RecordingDescription.Column? {
    let fields = node.fields(["device", "channel", "unit"])
    if isLong {
        fields["device"]?.fault("`\(name)` has a `device`, but so has the source; leave out one of the two")
    }
    let device = isLong ? nil : fields.required("device").flatMap { plainName($0, DeviceID.init) }
    guard let channel = fields.required("channel").flatMap(readChannel) else { return nil }
    let unit =
        channel.unit == .one && fields["unit"] == nil
        ? Unit.one : fields.required("unit").flatMap { readUnit($0, of: channel) }
    guard let unit, isLong || device != nil else { return nil }
    return RecordingDescription.Column(name: name, device: device, channel: channel, unit: unit)
}

private func readChannel(_ node: ConfigNode) -> Channel? {
    guard let name = node.text else { return nil }
    guard let channel = Channel.catalogue.first(where: { $0.name == name }) ?? Channel.patterned(name) else {
        let probes = "; a probe's are probe.NAME.temperature, probe.NAME.temperature.limit, probe.NAME.humidity"
        let near = suggestion(for: name, in: Channel.catalogue.map(\.name))
        node.fault("there is no channel `\(name)`\(name.hasPrefix("probe.") ? probes : near)")
        return nil
    }
    guard channel.kind != .text else {
        node.fault("`\(name)` takes words; a recording gives numbers only")
        return nil
    }
    return channel
}

private func readUnit(_ node: ConfigNode, of channel: Channel) -> Unit? {
    guard let text = node.text else { return nil }
    guard let unit = Unit(written: text) else {
        node.fault("there is no unit `\(text)`; `\(channel.name)` is in \(channel.unit.rawValue)")
        return nil
    }
    guard unit.toCanonical.unit == channel.unit else {
        node.fault("`\(text)` does not fit `\(channel.name)`, which is in \(channel.unit.rawValue)")
        return nil
    }
    return unit
}
