import Appliances
import Telemetry

/// The examples of a draft: messages that were seen, and what they give under it.
extension ProfileDraft {
    /// How many examples are drafted, and how long the payload of one may be.
    private static let (examplesMax, payloadBytesMax) = (12, 8_192)

    /// The lines of the examples.
    var exampleLines: [String] {
        let profile: DeviceProfile
        do throws(PatternFault) {
            profile = try self.profile()
        } catch {
            return ["  # check: the draft cannot be tried: \(YAMLWord.comment(error.text))"]
                + samples.prefix(1).flatMap { lines(of: $0, ["expect: []"]) }
        }
        let chosen = choose(profile)
        guard !chosen.isEmpty else {
            return ["  # check: no message was seen that the draft reads; put one here, with its readings"]
        }
        return chosen.flatMap { lines(of: $0, answer(to: $0, profile)) }
    }

    /// The first messages of each source that give readings, or just its first where none does: one document has
    /// many values, of the others each has one.
    private func choose(_ profile: DeviceProfile) -> [SampleMessage] {
        var chosen: [SampleMessage] = []
        for source in profile.sources where chosen.count < Self.examplesMax {
            let own = samples.lazy.filter { sample in
                source.topic.match(Array(sample.topic.utf8)) != nil && sample.payload.count <= Self.payloadBytesMax
                    && !source.exceptions.contains { $0.match(Array(sample.topic.utf8)) != nil }
            }
            let telling = own.prefix(50).filter { !decoding($0, profile).readings.isEmpty }
            let best =
                telling.isEmpty ? Array(own.prefix(1)) : telling.prefix(source.format == .json ? 1 : 4).map { $0 }
            for sample in best where !chosen.contains(sample) { chosen.append(sample) }
        }
        return chosen
    }

    private func decoding(_ sample: SampleMessage, _ profile: DeviceProfile) -> Decoding {
        var reader = DeviceReader([profile])
        return decoding(sample, &reader)
    }

    private func decoding(_ sample: SampleMessage, _ reader: inout DeviceReader) -> Decoding {
        var decoding = Decoding()
        let topic = Array(sample.topic.utf8)
        reader.read(
            topic: topic.span, payload: sample.payload.span, isRetained: sample.isRetained, arrival: sample.at,
            into: &decoding)
        return decoding
    }

    /// What the draft makes of a message, as the lines of an example.
    private func answer(to sample: SampleMessage, _ profile: DeviceProfile) -> [String] {
        var reader = DeviceReader([profile])
        let decoding = decoding(sample, &reader)
        var reasons = Set(decoding.faults.map(\.reason.rawValue))
        if case .rejected(_, let reason) = decoding.outcome { reasons.insert(reason.rawValue) }
        let readings = decoding.readings.map { promise(ShownReading($0, decoding, reader)) }
        var lines = readings.isEmpty ? ["expect: []"] : ["expect:"] + readings.map { "  - \($0)" }
        if !reasons.isEmpty { lines.append("rejected: [\(reasons.sorted().joined(separator: ", "))]") }
        return lines
    }

    private func promise(_ shown: ShownReading) -> String {
        let value: String
        if let word = shown.reading.word {
            value = YAMLWord.doubleQuoted(word)
        } else if shown.channel.kind == .state {
            value = "\(shown.reading.value == 1)"
        } else {
            // A conversion leaves digits that nobody sent.
            value = SentValue.plain((shown.reading.value * 1e7).rounded() / 1e7)
        }
        var line = "{device: \(YAMLWord.scalar(shown.device)), channel: \(shown.channel.name), value: \(value)"
        if let time = shown.reading.time { line += ", at: \(YAMLWord.doubleQuoted(time.description))" }
        return line + "}"
    }

    private func lines(of sample: SampleMessage, _ answer: [String]) -> [String] {
        var keys = ["topic: \(YAMLWord.scalar(sample.topic))"]
        if let text = String(validating: sample.payload, as: UTF8.self), sources.first?.format != .sparkplug {
            keys.append("payload: \(text.isEmpty ? "\"\"" : payload(text))")
        } else {
            let digits = sample.payload.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
            keys.append("payload_hex: \(YAMLWord.doubleQuoted(digits.joined()))")
        }
        if sample.isRetained { keys.append("retain: true") }
        if let at = sample.at { keys.append("at: \(YAMLWord.doubleQuoted(at.description))") }
        let name = samplesAreMadeUp ? "Made up, for no message was seen; put one here" : "As it was seen"
        return ["  - name: \(name)"] + (keys + answer).map { "    \($0)" }
    }

    /// A payload is a text even where YAML would read a number or a truth.
    private func payload(_ text: String) -> String {
        let scalar = YAMLWord.scalar(text)
        return scalar.hasPrefix("\"") || scalar.hasPrefix("'") ? scalar : YAMLWord.doubleQuoted(text)
    }
}
