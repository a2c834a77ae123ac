package import Appliances

/// A record of a pack with everything that held for it put in (RFC 8428, 4.6).
package struct SenMLRecord: Sendable, Equatable {
    /// The whole name.
    package let name: String
    /// The unit as sent; nil where there is none.
    package var unit: String?
    /// When it was measured; the arrival where the sensor does not know.
    package let time: Timestamp
    /// Whether ``time`` is the sensor's own.
    package let hasOwnTime: Bool
    /// The value, of whichever kind; nil where only a sum was sent.
    package let value: RawValue?
    /// The values added up over time, in the unit times seconds; nil where none was sent.
    package let sum: Double?
    /// Within how many seconds the next record of this name comes; nil where that was not said.
    package let updateSeconds: Double?

    /// The record as a reading to come: a sum only where there is no value, under the path `…/s`.
    package var point: RawPoint {
        let split = SenMLName.split(name)
        let time = hasOwnTime ? time : nil
        if let value {
            return RawPoint(device: split.device, path: split.path, value: value, unit: unit, time: time)
        }
        // Watts that were added up are no watts: the sum may not pass for a value of its channel.
        return RawPoint(
            device: split.device, path: "\(split.path)/s", value: sum.map { .number($0) } ?? .missing,
            unit: unit.map { "\($0).s" }, time: time)
    }
}

extension SenMLRecord {
    /// From here on a time is one since 1970, below it is one from now (RFC 8428, 4.5.3): 2^28 seconds.
    private static let absoluteFrom = 268_435_456.0
    /// The end of the year 9999; no clock is further off.
    private static let secondsMax = 253_402_300_800.0

    /// A record with what holds for it.
    init(
        _ fields: SenMLFields, base: SenMLBase, name: String, time: (moment: Timestamp, isOwn: Bool)
    ) throws(SenMLFields.Wrong) {
        self.name = name
        self.time = time.moment
        hasOwnTime = time.isOwn
        unit = try fields.text(.unit) ?? base.unit
        updateSeconds = try fields.number(.updateTime)
        let sum = try fields.number(.sum)
        self.sum = sum != nil || base.sum != nil ? (sum ?? 0) + (base.sum ?? 0) : nil
        switch try fields.value() {
        case .number(let number): value = .number(number + (base.value ?? 0))
        // A missing value counts as zero where there is a base to add it to, and no sum of its own.
        case nil: value = sum == nil ? base.value.map { .number($0) } : nil
        case let other: value = other
        }
        guard value != nil || self.sum != nil else {
            throw SenMLFields.Wrong(reason: .notStandard, detail: "no value")
        }
        guard isFinite else { throw SenMLFields.Wrong(reason: .numberNotFinite, detail: "") }
    }

    /// The moment of seconds since 1970 or from the arrival; nil where no clock means it.
    static func moment(_ seconds: Double, arrival: Timestamp) -> Timestamp? {
        guard seconds.magnitude < secondsMax else { return nil }
        let span = TimeSpan(milliseconds: Int64((seconds * 1_000).rounded()))
        return (seconds < absoluteFrom ? arrival : .epoch) + span
    }

    private var isFinite: Bool {
        if case .number(let number) = value, !number.isFinite { return false }
        return sum?.isFinite ?? true
    }
}
