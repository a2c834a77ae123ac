package import Appliances

/// A reading as people and other tools see it: one line of JSON.
///
/// ```json
/// {"device":"pow1","channel":"power.active","value":96.2,"unit":"W","at":"2026-11-22T00:15:30Z","quality":"good"}
/// ```
package struct ShownReading: Sendable, Equatable {
    /// The device's key.
    package let device: String
    /// The channel.
    package let channel: Channel
    /// The reading itself.
    package let reading: DecodedReading

    /// A reading out of a decoding.
    package init(_ reading: DecodedReading, _ decoding: Decoding, _ reader: DeviceReader) {
        device = decoding.devices[reading.device]
        channel = reader.channels[reading.channel]
        self.reading = reading
    }

    /// The line; `arrival` is the time of a reading that has none of its own.
    package func line(arrival: Timestamp?) -> String {
        let at = (reading.time ?? arrival)?.description ?? ""
        var line =
            "{\"device\":\(quoted(device)),\"channel\":\"\(channel.name)\",\"value\":\(value),"
            + "\"unit\":\"\(channel.unit.rawValue)\",\"at\":\"\(at)\",\"quality\":\"\(reading.quality.rawValue)\""
        if let component = reading.component { line += ",\"component\":\(quoted(component))" }
        if !reading.parts.isEmpty { line += ",\"parts\":[\(reading.parts.map(quoted).joined(separator: ","))]" }
        return line + "}"
    }

    private var value: String {
        if let word = reading.word { return quoted(word) }
        return channel.shown(reading.value)
    }

    /// Whether it is what a profile's example promises.
    package func fulfils(_ expected: ExpectedReading) -> Bool {
        guard channel.name == expected.channel, expected.device ?? device == device,
            expected.at ?? reading.time == reading.time, expected.quality ?? reading.quality == reading.quality,
            expected.component ?? reading.component == reading.component
        else { return false }
        switch expected.value {
        case nil: return true
        case .word(let word): return reading.word == word || channel.value(ofWord: word) == reading.value
        case .number(let number):
            let way = expected.unit.map { $0.way(to: channel.unit) } ?? SourceUnit.Way.none
            guard let way, reading.word == nil else { return reading.word == SentValue.plain(number) }
            return abs(way(number) - reading.value) <= 1e-6 * max(1, abs(reading.value))
        }
    }
}

extension SentValue {
    /// A number as people write it.
    static func plain(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
    }
}

extension Channel {
    /// A value as it stands in JSON: a number, `true` or `false`, or the channel's own word.
    package func shown(_ value: Double) -> String {
        guard kind == .state else { return SentValue.plain(value) }
        if name == "availability" { return value == 1 ? "\"online\"" : "\"offline\"" }
        return value == 1 ? "true" : "false"
    }

    /// The value that a word stands for on a channel that is true or false; nil for any other.
    package func value(ofWord word: String) -> Double? {
        guard kind == .state else { return nil }
        switch word {
        case "online", "true": return 1
        case "offline", "false": return 0
        default: return nil
        }
    }
}

/// A text as JSON has it.
package func quoted(_ text: String) -> String {
    var line = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": line += "\\\""
        case "\\": line += "\\\\"
        case _ where scalar.value < 0x20:
            line += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
        default: line.unicodeScalars.append(scalar)
        }
    }
    return line + "\""
}
