import SwiftProtobuf

extension SparkplugPayload {
    /// The payload of a message; nil where the bytes are none.
    ///
    /// Fields that the gateway does not read are skipped, and not kept.
    package init?(bytes: [UInt8]) {
        var options = BinaryDecodingOptions()
        options.discardUnknownFields = true
        guard let payload = try? SparkplugPayload(serializedBytes: bytes, options: options) else { return nil }
        self = payload
    }

    /// The payload as it is sent.
    package var bytes: [UInt8] {
        // Encoding fails only where a required field is missing, and the format has none.
        (try? serializedBytes()) ?? []
    }

    /// The number of the node's session, of a birth or death of a node; nil where it says none.
    var session: UInt64? {
        guard let metric = metrics.first(where: { $0.name == SparkplugPayload.sessionMetric }) else { return nil }
        switch metric.value {
        case .longValue(let number): return number
        case .intValue(let number): return UInt64(number)
        case .floatValue, .doubleValue, .booleanValue, .stringValue, nil: return nil
        }
    }

    /// The metric that tells one session of a node from the next.
    static let sessionMetric = "bdSeq"
}

extension SparkplugPayload.PropertySet {
    /// The value of a property; nil where it has none.
    subscript(_ key: String) -> SparkplugPayload.PropertyValue.OneOf_Value? {
        guard let index = keys.firstIndex(of: key), index < values.count, !values[index].isNull else { return nil }
        return values[index].value
    }
}
