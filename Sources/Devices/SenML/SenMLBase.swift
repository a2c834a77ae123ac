import Appliances

/// What earlier records of a pack said for those that follow (RFC 8428, 4.1).
struct SenMLBase {
    /// The newest version that the standard has.
    private static let versionMax = 10.0

    private(set) var name = ""
    private(set) var time = 0.0
    private(set) var unit: String?
    private(set) var value: Double?
    private(set) var sum: Double?

    /// Takes the base fields of a record, which hold from this record on.
    mutating func take(_ fields: SenMLFields) throws(SenMLFault) {
        try checkVersion(fields[.baseVersion])
        name = try base(.baseName, of: fields) { $0.text } ?? name
        time = try base(.baseTime, of: fields) { $0.number } ?? time
        unit = try base(.baseUnit, of: fields) { $0.text } ?? unit
        value = try base(.baseValue, of: fields) { $0.number } ?? value
        sum = try base(.baseSum, of: fields) { $0.number } ?? sum
    }

    private func base<Value>(
        _ label: SenMLLabel, of fields: SenMLFields, _ read: (PlainValue) -> Value?
    ) throws(SenMLFault) -> Value? {
        guard let sent = fields[label] else { return nil }
        guard let value = read(sent) else { throw .baseUnreadable(label.rawValue) }
        return value
    }

    private func checkVersion(_ version: PlainValue?) throws(SenMLFault) {
        guard let version else { return }
        guard let number = version.number, number > 0, number == number.rounded() else {
            throw .versionUnknown("no whole number")
        }
        guard number <= Self.versionMax else { throw .versionUnknown("\(number)") }
    }
}
