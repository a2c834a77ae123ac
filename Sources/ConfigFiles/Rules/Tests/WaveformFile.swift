import Appliances
import FaultRules
import RuleTrials
import Telemetry

/// Reads `series`: channel to waveform. Notes channels that do not exist and values that none of them can have.
///
/// A waveform is a value that stands all the time (`5 °C`), `{110 W: 2m}`, `{gap: 3h}`, `{ramp: [4 °C, 12 °C], over:
/// 2h}`, `{sine: 5 °C, swing: 2 K, period: 40m, lasts: 6h}`, `{repeat: 20, of: …}`, `{noise: 0.3 K, seed: 7, on: …}`,
/// or a list of them, one after the other.
func readSeries(_ node: ConfigNode, channels: ChannelList) -> [RuleTest.Series] {
    var channels = channels
    let values = node.fields([]).values
    if node.isMapping, values.isEmpty { node.fault("`series` names no channel; a test needs at least one") }
    return values.compactMap { name, value in
        guard let id = channels.id(of: name) else {
            value.fault("no channel is named `\(name)`\(suggestion(for: name, in: channels.channels.map(\.name)))")
            return nil
        }
        guard channels[id].kind != .text else {
            value.fault("`\(name)` says words, which no rule reads; give its series another channel")
            return nil
        }
        let waveform = WaveformReader(channel: channels[id]).read(value)
        return waveform.map { RuleTest.Series(channel: name, waveform: $0) }
    }
}

/// Reads what one channel says.
private struct WaveformReader {
    let channel: Channel

    func read(_ node: ConfigNode, depth: Int = 0) -> Waveform? {
        guard depth < RuleTestBounds.depthMax else {
            node.fault("waveforms stand more than \(RuleTestBounds.depthMax) deep in each other; write it plainer")
            return nil
        }
        if node.isScalar { return node.text.flatMap { value($0, node) }.map { .constant($0) } }
        guard node.isMapping else {
            let parts = node.items.map { read($0, depth: depth + 1) }
            if parts.isEmpty { node.fault("\(node.name) is an empty list; name at least one value") }
            return parts.isEmpty || parts.contains(nil) ? nil : .sequence(parts.compactMap(\.self))
        }
        let values = node.fields([]).values
        for (key, value) in values {
            switch key {
            case "gap": return node.fields(["gap"])["gap"]?.span(in: shortest...longest).map { .gap($0) }
            case "ramp": return ramp(node.fields(["ramp", "over"]))
            case "sine": return sine(node.fields(["sine", "swing", "period", "lasts"]))
            case "repeat": return repeated(node.fields(["repeat", "of"]), depth)
            case "noise": return noise(node.fields(["noise", "seed", "on"]), depth)
            default:
                guard values.count == 1 else { continue }
                return step(key, value)
            }
        }
        node.fault("\(node.name) must be a value and how long it lasts, such as {5 °C: 2h}, or a list of them")
        return nil
    }

    private let shortest = TimeSpan(milliseconds: 1)
    private var longest: TimeSpan { RuleTestBounds.lengthMax }

    init(channel: Channel) { self.channel = channel }

    private func step(_ key: String, _ node: ConfigNode) -> Waveform? {
        let words = ["gap", "ramp", "sine", "repeat", "noise"]
        if key.allSatisfy(\.isLetter), key != "true", key != "false", let near = nearest(to: key, in: words) {
            node.fault("there is no waveform `\(key)`; did you mean \(near)?")
            return nil
        }
        let (value, span) = (value(key, node), node.span(in: shortest...longest))
        guard let value, let span else { return nil }
        return .step(value, span)
    }

    private func ramp(_ fields: Fields) -> Waveform? {
        let over = fields.required("over")?.span(in: shortest...longest)
        guard let ends = fields["ramp"]?.items else { return nil }
        guard ends.count == 2 else {
            fields["ramp"]?.fault("`ramp` must have a first and a last value, such as [4 °C, 12 °C]")
            return nil
        }
        let values = ends.compactMap { end in end.text.flatMap { value($0, end) } }
        guard values.count == 2, let over else { return nil }
        return .ramp(from: values[0], to: values[1], over: over)
    }

    private func sine(_ fields: Fields) -> Waveform? {
        let around = fields["sine"].flatMap { node in node.text.flatMap { value($0, node) } }
        let swing = fields.required("swing").flatMap(difference)
        let period = fields.required("period")?.span(in: .seconds(1)...longest)
        let lasting = fields.required("lasts")?.span(in: shortest...longest)
        guard let around, let swing, let period, let lasting else { return nil }
        return .sine(around: around, swing: swing, period: period, lasting: lasting)
    }

    private func repeated(_ fields: Fields, _ depth: Int) -> Waveform? {
        let count = fields["repeat"]?.whole(in: 1...1_000_000)
        let inner = fields.required("of").flatMap { read($0, depth: depth + 1) }
        guard let count, let inner else { return nil }
        // Reckoned in Double, which no file makes overflow.
        guard Double(count) * Double(inner.length.milliseconds) <= Double(longest.milliseconds) else {
            fields["repeat"]?.fault("`repeat` makes it longer than \(spoken(longest)); repeat it less often", at: 0)
            return nil
        }
        return .repeated(count, inner)
    }

    private func noise(_ fields: Fields, _ depth: Int) -> Waveform? {
        let swing = fields["noise"].flatMap(difference)
        let seed = fields["seed"].map { $0.whole(in: 0...Int.max) } ?? 1
        let inner = fields.required("on").flatMap { read($0, depth: depth + 1) }
        guard let swing, let seed, let inner else { return nil }
        return .noise(inner, swing: swing, seed: UInt64(seed))
    }

    /// A value of the channel; notes another unit and what is physically impossible.
    private func value(_ text: String, _ node: ConfigNode) -> Double? {
        if channel.kind == .state, let state = ["true": 1.0, "on": 1, "false": 0, "off": 0][text] { return state }
        guard let (number, unit) = quantity(text, node) else { return nil }
        let (canonical, factor, offset) = unit.toCanonical
        guard canonical == channel.unit else {
            complain(text, node)
            return nil
        }
        let value = number * factor + offset
        if channel.range.contains(value) { return value }
        let range = "\(channel.range.lowerBound) to \(channel.range.upperBound) \(channel.unit.sign)"
        node.fault("`\(channel.name)` cannot be \(text); it lies from \(range)")
        return nil
    }

    /// A difference of two values of the channel: kelvin where it is a temperature.
    private func difference(_ node: ConfigNode) -> Double? {
        guard let text = node.text, let (number, unit) = quantity(text, node) else { return nil }
        let (canonical, factor, _) = unit.toCanonical
        let wanted = channel.unit == .celsius ? Unit.kelvin : channel.unit
        guard canonical == wanted else {
            node.fault("\(node.name) must be a difference in \(wanted.sign), not `\(text)`", at: 0)
            return nil
        }
        return (number * factor).magnitude
    }

    private func quantity(_ text: String, _ node: ConfigNode) -> (number: Double, unit: Unit)? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-" || $0 == "+") }
        let word = text.dropFirst(digits.count).trimmingPrefix { $0.isWhitespace }
        guard let number = Double(digits), number.isFinite, let unit = Unit(written: word) else {
            complain(text, node)
            return nil
        }
        return (number, unit)
    }

    private func complain(_ text: String, _ node: ConfigNode) {
        let right = channel.unit.sign.isEmpty ? "is a bare number" : "is in \(channel.unit.sign)"
        node.fault("`\(text)` is no value of `\(channel.name)`, which \(right)")
    }
}
