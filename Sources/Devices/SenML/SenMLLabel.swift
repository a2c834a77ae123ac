/// The fields of a record (RFC 8428, table 1), by their JSON names.
enum SenMLLabel: String, CaseIterable {
    case baseVersion = "bver"
    case baseName = "bn"
    case baseTime = "bt"
    case baseUnit = "bu"
    case baseValue = "bv"
    case baseSum = "bs"
    case name = "n"
    case unit = "u"
    case value = "v"
    case stringValue = "vs"
    case booleanValue = "vb"
    case sum = "s"
    case time = "t"
    case updateTime = "ut"
    case dataValue = "vd"

    /// The label that CBOR has in place of the name, as decimal text (RFC 8428, table 4).
    var number: String {
        switch self {
        case .baseVersion: "-1"
        case .baseName: "-2"
        case .baseTime: "-3"
        case .baseUnit: "-4"
        case .baseValue: "-5"
        case .baseSum: "-6"
        case .name: "0"
        case .unit: "1"
        case .value: "2"
        case .stringValue: "3"
        case .booleanValue: "4"
        case .sum: "5"
        case .time: "6"
        case .updateTime: "7"
        case .dataValue: "8"
        }
    }

    /// Whether the field speaks of the records that follow too.
    var isBase: Bool {
        switch self {
        case .baseVersion, .baseName, .baseTime, .baseUnit, .baseValue, .baseSum: true
        case .name, .unit, .value, .stringValue, .booleanValue, .sum, .time, .updateTime, .dataValue: false
        }
    }

    /// Every label by its name and by its number.
    static let byKey: [String: SenMLLabel] = {
        var labels: [String: SenMLLabel] = [:]
        for label in allCases {
            labels[label.rawValue] = label
            labels[label.number] = label
        }
        return labels
    }()
}
