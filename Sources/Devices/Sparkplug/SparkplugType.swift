/// The types of values, by the index that a metric carries.
enum SparkplugType {
    static let int8: UInt32 = 1
    static let int16: UInt32 = 2
    static let int32: UInt32 = 3
    static let int64: UInt32 = 4
    static let uint8: UInt32 = 5
    static let uint64: UInt32 = 8
    static let boolean: UInt32 = 11
    static let dateTime: UInt32 = 13
    static let uuid: UInt32 = 15

    /// The name of a type in the specification; nil for an index that it does not have.
    static func name(of type: UInt32) -> String? {
        type < names.count ? names[Int(type)] : nil
    }

    private static let names = [
        "Unknown", "Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64", "Float", "Double",
        "Boolean", "String", "DateTime", "Text", "UUID", "DataSet", "Bytes", "File", "Template", "PropertySet",
        "PropertySetList", "Int8Array", "Int16Array", "Int32Array", "Int64Array", "UInt8Array", "UInt16Array",
        "UInt32Array", "UInt64Array", "FloatArray", "DoubleArray", "BooleanArray", "StringArray", "DateTimeArray",
    ]
}

/// The value of a metric, or why it is none.
enum SparkplugReading: Equatable {
    case value(RawValue)
    case fault(PointRejection, String)

    /// Reads the value of a metric of this type; nil where neither the message nor a birth told the type.
    init(_ metric: SparkplugPayload.Metric, type: UInt32?) {
        if metric.isNull {
            self = .value(.missing)
            return
        }
        switch metric.value {
        case .intValue(let bits): self.init(whole: UInt64(bits), bits: 32, type)
        case .longValue(let bits): self.init(whole: bits, bits: 64, type)
        case .floatValue(let number): self.init(Double(number))
        case .doubleValue(let number): self.init(number)
        case .booleanValue(let flag): self = .value(.flag(flag))
        case .stringValue(let text): self = .value(.text(text))
        case nil: self.init(nothingOf: type)
        }
    }

    private init(_ number: Double) {
        self = number.isFinite ? .value(.number(number)) : .fault(.numberNotFinite, "\(number)")
    }

    private init(nothingOf type: UInt32?) {
        if let type, type > SparkplugType.uuid {
            self = .fault(.wrongType, SparkplugType.name(of: type) ?? "type \(type)")
        } else {
            self = .fault(.notStandard, "no value")
        }
    }

    /// A whole number: the type tells how many of the bits count, and whether the first is a sign.
    private init(whole value: UInt64, bits: Int, _ type: UInt32?) {
        switch type {
        case SparkplugType.int8: self = .value(.number(Double(Int8(truncatingIfNeeded: value))))
        case SparkplugType.int16: self = .value(.number(Double(Int16(truncatingIfNeeded: value))))
        case SparkplugType.int32: self = .value(.number(Double(Int32(truncatingIfNeeded: value))))
        case SparkplugType.int64:
            // A sender that has put a long into the shorter field has filled 32 bits of it.
            let signed = bits == 32 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
            self = .value(.number(Double(signed)))
        case .some(SparkplugType.uint8...SparkplugType.uint64), SparkplugType.dateTime:
            self = .value(.number(Double(value)))
        case SparkplugType.boolean where value <= 1: self = .value(.flag(value == 1))
        case nil: self = .fault(.birthMissing, "no birth that tells the type")
        case .some(let type):
            self = .fault(.wrongType, "a whole number for \(SparkplugType.name(of: type) ?? "\(type)")")
        }
    }
}
