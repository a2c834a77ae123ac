package import Appliances

/// What became of each record of a batch, as it is stored beside the batch.
///
/// One byte for each record: 0 not stored, otherwise one more than the ``DeviceClock/Verdict``; then,
/// for each record that is marked as corrected and in their order, its offset: 8 bytes, little-endian,
/// milliseconds. A blob without corrected records is what it always was.
package struct RecordMarks: Sendable {
    /// The mark of a record whose time was corrected.
    package static let corrected = DeviceClock.Verdict.corrected.rawValue + 1

    /// One byte for each record.
    package let marks: [UInt8]
    /// The offset of each corrected record.
    package let offsets: [TimeSpan]

    /// The stored form.
    package static func packed(_ marks: [UInt8], _ offsets: [TimeSpan]) -> [UInt8] {
        var bytes = marks
        for offset in offsets { bytes.appendLittle(offset.milliseconds) }
        return bytes
    }

    /// Reads the stored form; nil where the offsets are not as many as the corrected records.
    package init?(packed bytes: [UInt8]) {
        // Where the marks end is not written: there is one place at most at which all adds up.
        var end = 0
        var length = 0
        while length < bytes.count {
            length += bytes[end] == RecordMarks.corrected ? 9 : 1
            end += 1
        }
        guard length == bytes.count else { return nil }
        marks = Array(bytes[..<end])
        offsets = stride(from: end, to: bytes.count, by: 8).map { place in
            TimeSpan(milliseconds: bytes.span.little(place, as: Int64.self))
        }
    }

    /// The corrected time of a record with this mark, as it was decided when it came; `offset` is 0 where
    /// the record has none.
    package static func time(
        _ mark: UInt8, offset: TimeSpan, device: Timestamp?, arrival: Timestamp
    ) -> Timestamp {
        guard let device else { return arrival }
        switch DeviceClock.Verdict(rawValue: mark &- 1) {
        case .trusted: return device
        case .corrected: return Timestamp(milliseconds: device.milliseconds &+ offset.milliseconds)
        case .absent, .ahead, .behind, nil: return arrival
        }
    }
}
