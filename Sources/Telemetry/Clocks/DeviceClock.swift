package import Appliances

/// What the gateway makes of one device's own time.
///
/// Three times are kept apart: the device's as sent, the arrival, and the corrected one
/// by which rules run: `corrected = device + offset`. The offset is 0 while the device's time
/// can be that of an honest clock, so that no network delay ever moves a reading. What no honest
/// clock can say begins another epoch, whose offset is the envelope of the shortest delays
/// (design page rules, "Time"; reliability F9).
///
/// The law of epochs, where `lag` is arrival less the newest device time of a message:
///
/// * ``aheadMax`` ahead or ``behindMax`` behind: no backlog can be the cause; at once a new epoch;
/// * between them an old time is a backlog and is believed, unless times advance together with
///   arrivals (``LagSuspicion``), which is what a slow clock does and a backlog does not;
/// * within an epoch the offset is lowered at once to a shorter lag, which delay cannot make, and raised
///   only when the envelope (``LagEnvelope``) lies more than ``driftMax`` above it; a jump by more than
///   ``aheadMax`` is a new step;
/// * back near the arrival the device's time is used as it is again, also at once.
///
/// Fixed size, nothing on the heap: one stands in each appliance's memory.
package struct DeviceClock: Sendable, Equatable {
    /// How the corrected time came about.
    package enum Verdict: UInt8, Sendable {
        /// The device's time was plausible and is used.
        case trusted
        /// The device sent none; arrival is used.
        case absent
        /// The device's time lies further ahead than a clock may; arrival is used.
        case ahead
        /// The device's time lies further back than a backlog may; arrival is used.
        case behind
        /// The device's clock is wrong; its time and the offset of its epoch are used.
        case corrected
    }

    /// A jump of the clock, to be reported.
    package struct Step: Sendable, Equatable {
        /// Which jump.
        package enum Kind: Sendable, Equatable {
            /// The device's time can no longer be used as it is.
            case left
            /// It jumped again while it could not.
            case moved
            /// It can be used as it is again.
            case returned
        }

        /// Which jump.
        package let kind: Kind
        /// When the device's time was no longer used as it is, by arrival.
        package let left: Timestamp
        /// What is added to the device's time; after a return, what was added last.
        package let offset: TimeSpan
    }

    /// How far ahead of arrival a device's time may lie (reliability F9), and how large a jump is a step.
    package static let aheadMax = TimeSpan.minutes(5)
    /// How far behind arrival it may lie: the longest backlog taken as such.
    package static let behindMax = TimeSpan.days(7)
    /// How far the envelope may rise above the offset before the offset follows.
    package static let driftMax = TimeSpan.minutes(1)
    /// How near to 0 an offset that crept there must be before it is dropped: nearer than where one begins,
    /// or a clock at the border would leave and return with every message.
    private static let creepMax = TimeSpan.minutes(4)

    /// What is added to the device's time; 0 while it is used as it is.
    package private(set) var offset = TimeSpan.zero
    /// Since when, by arrival, the device's time is not used as it is; nil while it is.
    package private(set) var left: Timestamp?
    private var envelope = LagEnvelope()
    private var suspicion = LagSuspicion()
    /// The newest device time of this epoch.
    private var lastStamp = Timestamp.epoch
    /// When the last message of this epoch arrived.
    private var lastArrival = Timestamp.epoch

    /// A clock that has said nothing yet: its time is used as it is.
    package init() {}

    /// The corrected time of one record in the present epoch, and how it came about.
    ///
    /// The message's newest time must have been taken before, so that a backlog in the same message is
    /// moved by the same offset. The corrected time of a wrong clock never lies after `arrival`.
    @inline(__always)
    package func judge(device: Timestamp?, arrival: Timestamp) -> (time: Timestamp, verdict: Verdict) {
        guard let device else { return (arrival, .absent) }
        guard left == nil else { return corrected(device, arrival) }
        if device > arrival + DeviceClock.aheadMax { return (arrival, .ahead) }
        // Before 1970 is no time that a device has lived through, whatever the gateway's own clock says.
        if device < arrival - DeviceClock.behindMax || device < .epoch { return (arrival, .behind) }
        return (device, .trusted)
    }

    private func corrected(_ device: Timestamp, _ arrival: Timestamp) -> (time: Timestamp, verdict: Verdict) {
        let time = min(device + offset, arrival)
        return time < arrival - DeviceClock.behindMax ? (arrival, .behind) : (time, .corrected)
    }

    /// Takes the newest and the oldest device time of one message, before its records are judged.
    ///
    /// Only of records that are new: what is sent again says nothing about the clock.
    ///
    /// - Returns: the jump that it shows; nil where there is none.
    @inline(__always)
    package mutating func take(newest: Timestamp, oldest: Timestamp, arrival: Timestamp) -> Step? {
        let lag = arrival - newest
        if left == nil, DeviceClock.isNear(lag) {
            suspicion.clear()
            return nil
        }
        return follow(Sighting(lag: lag, newest: newest, oldest: oldest, arrival: arrival))
    }

    /// What one message says about the clock.
    private struct Sighting {
        let lag: TimeSpan
        let newest: Timestamp
        let oldest: Timestamp
        let arrival: Timestamp
    }

    /// Whether a device's time lies so near to the arrival that it is used as it is.
    private static func isNear(_ lag: TimeSpan) -> Bool {
        lag.milliseconds.magnitude <= aheadMax.milliseconds.magnitude
    }

    private mutating func follow(_ seen: Sighting) -> Step? {
        guard left != nil else {
            if seen.lag < .zero || seen.lag > DeviceClock.behindMax { return move(to: seen.lag, seen) }
            return suspect(seen, behind: seen.lag, isSetBack: false)
        }
        // Beyond what the epoch's own offset explains; a delay makes this larger and never smaller than 0.
        let rest = TimeSpan(milliseconds: seen.lag.milliseconds - offset.milliseconds)
        let isSetBack = seen.newest < lastStamp
        defer { note(seen) }
        if DeviceClock.isNear(rest) {
            suspicion.clear()
            return drift(seen)
        }
        if rest < .zero || rest > DeviceClock.behindMax { return move(to: seen.lag, seen) }
        if DeviceClock.isNear(seen.lag), isSetBack || seen.arrival - lastArrival >= rest {
            return move(to: seen.lag, seen)
        }
        return suspect(seen, behind: rest, isSetBack: isSetBack)
    }

    /// Remembers the order of a wrong clock's times, by which a set clock is told from a backlog.
    private mutating func note(_ seen: Sighting) {
        lastStamp = max(lastStamp, seen.newest)
        lastArrival = max(lastArrival, seen.arrival)
    }

    /// Follows a wrong clock that runs too fast or too slow.
    private mutating func drift(_ seen: Sighting) -> Step? {
        envelope.note(seen.lag, at: seen.arrival)
        let least = envelope.least
        if least < offset || least.milliseconds > offset.milliseconds + DeviceClock.driftMax.milliseconds {
            offset = least
        }
        let isBack = offset.milliseconds.magnitude <= DeviceClock.creepMax.milliseconds.magnitude
        return isBack ? move(to: .zero, seen) : nil
    }

    /// A message that a backlog explains: only a constant lag makes another epoch of it.
    private mutating func suspect(_ seen: Sighting, behind: TimeSpan, isSetBack: Bool) -> Step? {
        // Gathered first and sent later: its newest time may be old by rights.
        if seen.newest - seen.oldest > behind { return nil }
        suspicion.note(seen.lag, at: seen.arrival)
        guard suspicion.isProven(quickly: isSetBack) else { return nil }
        return move(to: suspicion.least, seen)
    }

    /// Begins an epoch in which the lag is this one, or ends them all where it is near.
    private mutating func move(to lag: TimeSpan, _ seen: Sighting) -> Step? {
        let before = (offset: offset, left: left)
        suspicion.clear()
        if DeviceClock.isNear(lag) {
            (offset, left) = (.zero, nil)
            return before.left.map { Step(kind: .returned, left: $0, offset: before.offset) }
        }
        let since = before.left ?? seen.arrival
        (offset, left) = (lag, since)
        envelope = LagEnvelope(lag, at: seen.arrival)
        (lastStamp, lastArrival) = (seen.newest, seen.arrival)
        return Step(kind: before.left == nil ? .left : .moved, left: since, offset: lag)
    }
}

extension DeviceClock {
    /// How many words ``words`` has.
    package static let wordCount = 5 + LagEnvelope.wordCount + LagSuspicion.wordCount

    /// The clock as words, for a snapshot: always as many.
    package var words: [UInt64] {
        let own = [
            left == nil ? 0 : 1, left?.milliseconds ?? 0, offset.milliseconds, lastStamp.milliseconds,
            lastArrival.milliseconds,
        ]
        return own.map { UInt64(bitPattern: $0) } + envelope.words + suspicion.words
    }

    /// The clock of a snapshot; nil where the words are not those of a clock.
    package init?(words: some Collection<UInt64>) {
        guard words.count == DeviceClock.wordCount else { return nil }
        let words = words.map { Int64(bitPattern: $0) }
        // Far beyond what a payload can say (2^53), and no sum or difference of two overflows.
        let bound: Int64 = 1 << 60
        guard words.allSatisfy({ (-bound...bound).contains($0) }), (0...1).contains(words[0]) else { return nil }
        left = words[0] == 1 ? Timestamp(milliseconds: words[1]) : nil
        offset = TimeSpan(milliseconds: words[2])
        lastStamp = Timestamp(milliseconds: words[3])
        lastArrival = Timestamp(milliseconds: words[4])
        envelope = LagEnvelope(words: words[5..<5 + LagEnvelope.wordCount])
        suspicion = LagSuspicion(words: words[(5 + LagEnvelope.wordCount)...])
    }
}
