package import Appliances

/// What one channel says over time, in its canonical unit.
package indirect enum Waveform: Hashable, Sendable {
    /// One value for ever.
    case constant(Double)
    /// One value for so long.
    case step(Double, TimeSpan)
    /// Nothing for so long.
    case gap(TimeSpan)
    /// In a straight line from one value to another.
    case ramp(from: Double, to: Double, over: TimeSpan)
    /// Up and down around a value, beginning at it and upwards.
    case sine(around: Double, swing: Double, period: TimeSpan, lasting: TimeSpan)
    /// Another waveform with noise on it: spread evenly, at most `swing` up or down, the same for the same seed.
    case noise(Waveform, swing: Double, seed: UInt64)
    /// One after the other.
    case sequence([Waveform])
    /// The same so many times.
    case repeated(Int, Waveform)

    /// How long it goes on by itself; a constant goes on for as long as others do, and so counts as nothing.
    package var length: TimeSpan {
        switch self {
        case .constant: .zero
        case .step(_, let span), .gap(let span), .ramp(_, _, let span), .sine(_, _, _, let span): span
        case .noise(let inner, _, _): inner.length
        case .sequence(let parts): TimeSpan(milliseconds: parts.reduce(0) { $0 + $1.length.milliseconds })
        case .repeated(let count, let inner): TimeSpan(milliseconds: Int64(count) * inner.length.milliseconds)
        }
    }

    /// The value so long after the beginning; nil where nothing is said.
    ///
    /// After the end the last value holds, so that series of different lengths end together.
    package func value(at time: TimeSpan) -> Double? {
        switch self {
        case .constant(let value), .step(let value, _): return value
        case .gap: return nil
        case .ramp(let from, let to, let span):
            guard time < span else { return to }
            return from + (to - from) * Double(time.milliseconds) / Double(span.milliseconds)
        case .sine(let around, let swing, let period, let span):
            let turns = Double(min(time, span).milliseconds) / Double(max(1, period.milliseconds))
            return around + swing * Waveform.sine(ofTurns: turns)
        case .noise(let inner, let swing, let seed):
            let chance = StableHash.avalanche(seed ^ StableHash.avalanche(UInt64(bitPattern: time.milliseconds)))
            let share = Double(chance >> 11) * 0x1p-53
            return inner.value(at: time).map { $0 + swing * (2 * share - 1) }
        case .sequence(let parts): return Waveform.value(of: parts, at: time)
        case .repeated(let count, let inner):
            let one = inner.length.milliseconds
            guard one > 0 else { return inner.value(at: time) }
            let round = min(time.milliseconds / one, Int64(count) - 1)
            return inner.value(at: TimeSpan(milliseconds: time.milliseconds - round * one))
        }
    }

    private static func value(of parts: [Waveform], at time: TimeSpan) -> Double? {
        var begin: Int64 = 0
        for part in parts {
            let length = part.length.milliseconds
            if time.milliseconds < begin + length {
                return part.value(at: TimeSpan(milliseconds: time.milliseconds - begin))
            }
            begin += length
        }
        guard let last = parts.last else { return nil }
        return last.value(at: TimeSpan(milliseconds: time.milliseconds - begin + last.length.milliseconds))
    }

    /// The sine of so many whole turns, to twelve digits.
    ///
    /// Our own, because the system's differs in the last digit from one machine to the next.
    static func sine(ofTurns turns: Double) -> Double {
        var part = turns - turns.rounded(.down)
        let sign = part >= 0.5 ? -1.0 : 1.0
        if part >= 0.5 { part -= 0.5 }
        if part > 0.25 { part = 0.5 - part }
        let angle = part * 2 * .pi
        // Taylor from the smallest term up; a quarter turn needs ten of them.
        var sum = 0.0
        for order in stride(from: 19, through: 3, by: -2) {
            sum = (1 + sum) * -(angle * angle) / Double(order * (order - 1))
        }
        return sign * angle * (1 + sum)
    }
}
