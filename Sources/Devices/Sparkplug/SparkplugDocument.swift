extension PlainValue {
    /// A Sparkplug payload as a document: its metrics with their types by name; nil where the bytes are none.
    ///
    /// Whole numbers beyond 2^53 are rounded, single-precision numbers have their shortest decimal form, and
    /// of a value that no document holds there is none.
    package init?(sparkplug bytes: [UInt8]) {
        guard let payload = SparkplugPayload(bytes: bytes) else { return nil }
        var members: [Member] = []
        if payload.hasTimestamp { members.append(Member("timestamp", .number(Double(payload.timestamp)))) }
        if !payload.metrics.isEmpty {
            members.append(Member("metrics", .list(payload.metrics.map(PlainValue.init(metric:)))))
        }
        if payload.hasSeq { members.append(Member("seq", .number(Double(payload.seq)))) }
        self = .map(members)
    }

    private init(metric: SparkplugPayload.Metric) {
        var members: [Member] = []
        if metric.hasName { members.append(Member("name", .text(metric.name))) }
        if metric.hasAlias { members.append(Member("alias", .number(Double(metric.alias)))) }
        if metric.hasTimestamp { members.append(Member("timestamp", .number(Double(metric.timestamp)))) }
        if metric.hasDatatype {
            let name = SparkplugType.name(of: metric.datatype) ?? "\(metric.datatype)"
            members.append(Member("dataType", .text(name)))
        }
        if metric.isHistorical { members.append(Member("isHistorical", .flag(true))) }
        if let unit = metric.unit { members.append(Member("unit", .text(unit))) }
        if let value = PlainValue.value(of: metric) { members.append(Member("value", value)) }
        self = .map(members)
    }

    private static func value(of metric: SparkplugPayload.Metric) -> PlainValue? {
        // The shortest form that reads back as the same number: 12.3 and not 12.300000190734863.
        if case .floatValue(let number) = metric.value, number.isFinite, !metric.isNull {
            return Double("\(number)").map(PlainValue.number)
        }
        // Without its birth the type of a number may be missing; it is shown as it was sent.
        switch SparkplugReading(metric, type: metric.type ?? SparkplugType.uint64) {
        case .value(.number(let number)): return .number(number)
        case .value(.flag(let flag)): return .flag(flag)
        case .value(.text(let text)): return .text(text)
        case .value(.missing): return .null
        case .fault: return nil
        }
    }
}
