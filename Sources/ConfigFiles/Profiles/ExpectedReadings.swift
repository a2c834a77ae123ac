import Appliances
import Devices

/// Reads one item of `expect`.
func readExpectedReading(_ node: ConfigNode) -> ExpectedReading? {
    guard node.isMapping else {
        node.fault("a reading must be a mapping such as `{channel: power.active, value: 92.4}`")
        return nil
    }
    let fields = node.fields(["channel", "value", "unit", "device", "at", "quality", "component"])
    guard let channel = fields.required("channel").flatMap(readChannelName) else { return nil }
    var reading = ExpectedReading(channel: channel.name)
    reading.value = fields["value"].flatMap { readExpectedValue($0, of: channel) }
    reading.unit = fields["unit"].flatMap { readUnit($0, for: channel) }
    reading.device = fields["device"]?.text
    reading.at = fields["at"]?.moment
    reading.quality = fields["quality"].flatMap(readQuality)
    reading.component = fields["component"]?.text
    return reading
}

private func readChannelName(_ node: ConfigNode) -> Channel? {
    guard let name = node.text else { return nil }
    if let channel = Channel.named(name) { return channel }
    node.fault("no channel is named `\(name)`\(suggestion(for: name, in: Channel.catalogue.map(\.name)))")
    return nil
}

private func readExpectedValue(_ node: ConfigNode, of channel: Channel) -> EntryValue? {
    guard let word = node.text else { return nil }
    if let value = entryValue(word, for: channel) { return value }
    let right = channel.kind == .state ? "true or false" : "a number"
    node.fault("\(node.name) is `\(word)`, but `\(channel.name)` is \(right)")
    return nil
}

private func readQuality(_ node: ConfigNode) -> Quality? {
    guard let word = node.text else { return nil }
    if let quality = Quality(rawValue: word) { return quality }
    let known = [Quality.good, .stale, .suspect].map(\.rawValue)
    node.fault("\(node.name) cannot be `\(word)`\(suggestion(for: word, in: known))")
    return nil
}

extension ConfigNode {
    /// A time such as `2026-11-22T08:15:30Z`; notes anything else.
    var moment: Timestamp? {
        guard let text else { return nil }
        if let moment = Timestamp(rfc3339: text) { return moment }
        fault("\(name) must be a time such as 2026-11-22T08:15:30Z, not `\(text)`")
        return nil
    }
}

/// Reads the lines that `foretell decode` has printed.
///
/// Of a reading without a time of its own a line shows the arrival; one of `arrivals` is not compared.
func readExpectedLines(
    _ bytes: [UInt8], file: String, arrivals: [Timestamp]
) -> (readings: [ExpectedReading], problems: [ConfigProblem]) {
    var readings: [ExpectedReading] = []
    var problems: [ConfigProblem] = []
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() where line.contains(where: { $0 > 0x20 }) {
        switch readExpectedLine(line, arrivals) {
        case .success(let reading): readings.append(reading)
        case .failure(let fault): problems.append(ConfigProblem(file: file, line: number + 1, text: fault.text))
        }
    }
    return (readings, problems)
}

/// What is wrong with a line.
private struct LineFault: Error {
    let text: String
}

private func readExpectedLine(
    _ line: ArraySlice<UInt8>, _ arrivals: [Timestamp]
) -> Result<ExpectedReading, LineFault> {
    guard let document = try? PlainValue(json: line.span), let name = document["channel"]?.text else {
        return .failure(LineFault(text: "is no reading; a line is {\"channel\": …, \"value\": …}"))
    }
    guard let channel = Channel.named(name) else {
        let known = Channel.catalogue.map(\.name)
        return .failure(LineFault(text: "no channel is named `\(name)`\(suggestion(for: name, in: known))"))
    }
    var reading = ExpectedReading(channel: name)
    reading.value = value(of: document, on: channel)
    reading.unit = document["unit"]?.text.flatMap(SourceUnit.init)
    reading.device = document["device"]?.text
    reading.at = document["at"]?.text.flatMap { Timestamp(rfc3339: $0) }.flatMap { arrivals.contains($0) ? nil : $0 }
    reading.quality = document["quality"]?.text.flatMap(Quality.init)
    reading.component = document["component"]?.text
    return .success(reading)
}

private func value(of document: PlainValue, on channel: Channel) -> EntryValue? {
    switch document["value"] {
    case .number(let number): .number(number)
    case .flag(let flag): .number(flag ? 1 : 0)
    case .text(let word): entryValue(word, for: channel)
    case .list, .map, .null, nil: nil
    }
}
