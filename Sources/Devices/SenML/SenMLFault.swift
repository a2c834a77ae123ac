/// Why a whole pack of SenML is not read.
package enum SenMLFault: Error, Equatable, Sendable {
    /// The document is no array of records.
    case notAPack
    /// More records than ``SenMLPack/recordsMax``.
    case tooManyRecords
    /// A version above 10, or none at all (RFC 8428, 4.4).
    case versionUnknown(String)
    /// A member that must be understood, and is not: its name ends in `_` (RFC 8428, 4.4).
    case memberUnknown(String)
    /// A base field of the wrong type; the records that follow would get the wrong name, time or value.
    case baseUnreadable(String)

    /// The same as a part of a message that gave no reading.
    package var fault: PointFault {
        switch self {
        case .notAPack: PointFault(path: "", reason: .notStandard, detail: "no array of records")
        case .tooManyRecords:
            PointFault(path: "", reason: .tooMany, detail: "more than \(SenMLPack.recordsMax) records")
        case .versionUnknown(let version): PointFault(path: "bver", reason: .notStandard, detail: version)
        case .memberUnknown(let name): PointFault(path: name, reason: .notStandard, detail: "must be understood")
        case .baseUnreadable(let name): PointFault(path: name, reason: .notStandard, detail: "of the wrong type")
        }
    }
}
