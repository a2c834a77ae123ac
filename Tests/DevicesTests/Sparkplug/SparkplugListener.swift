import Appliances
import Devices

typealias SparkplugMetric = SparkplugPayload.Metric

extension SparkplugMetric {
    /// A metric as a birth tells it.
    static func named(_ name: String, alias: UInt64? = nil, _ value: OneOf_Value?, type: UInt32? = nil)
        -> SparkplugMetric
    {
        var metric = SparkplugMetric()
        metric.name = name
        if let alias { metric.alias = alias }
        if let type { metric.datatype = type }
        metric.value = value
        return metric
    }

    /// A metric as data may have it: a number in the place of its name.
    static func alias(_ alias: UInt64, _ value: OneOf_Value?) -> SparkplugMetric {
        var metric = SparkplugMetric()
        metric.alias = alias
        metric.value = value
        return metric
    }

    /// The number of a node's session.
    static func session(_ number: UInt64) -> SparkplugMetric { named("bdSeq", .longValue(number), type: 8) }

    func at(_ milliseconds: UInt64) -> SparkplugMetric {
        var metric = self
        metric.timestamp = milliseconds
        return metric
    }

    func property(_ key: String, _ value: SparkplugPayload.PropertyValue.OneOf_Value) -> SparkplugMetric {
        var metric = self
        var property = SparkplugPayload.PropertyValue()
        property.value = value
        metric.properties.keys.append(key)
        metric.properties.values.append(property)
        return metric
    }

    func with(_ change: (inout SparkplugMetric) -> Void) -> SparkplugMetric {
        var metric = self
        change(&metric)
        return metric
    }
}

extension SparkplugPayload {
    /// The bytes of a payload as a node sends them.
    static func sent(seq: UInt64?, at moment: UInt64? = nil, _ metrics: [SparkplugMetric] = []) -> [UInt8] {
        var payload = SparkplugPayload()
        if let seq { payload.seq = seq }
        if let moment { payload.timestamp = moment }
        payload.metrics = metrics
        return payload.bytes
    }
}

/// A host, and the messages that reach it one second after another.
struct SparkplugListener {
    var host = SparkplugHost()
    var second: Int64 = 1_000

    /// A message of the node `plant/line 1`, or of its device.
    mutating func hear(_ type: String, _ device: String? = nil, seq: UInt64?, _ metrics: SparkplugMetric...)
        -> StatefulAnswer
    {
        let topic = "spBv1.0/plant/\(type)/line 1" + (device.map { "/\($0)" } ?? "")
        return hear(topic: topic, SparkplugPayload.sent(seq: seq, metrics))
    }

    mutating func hear(topic: String, _ payload: [UInt8]) -> StatefulAnswer {
        second += 1
        return host.take(topic: topic, payload: payload, arrival: Timestamp(milliseconds: second * 1_000))
    }

    /// A node that has told of `temperature`, alias 1, and of the device `pump` with `speed`, alias 2.
    static func born(session: UInt64 = 7) -> SparkplugListener {
        var listener = SparkplugListener()
        _ = listener.hear(
            "NBIRTH", seq: 0, .session(session), .named("temperature", alias: 1, .doubleValue(20), type: 10))
        _ = listener.hear("DBIRTH", "pump", seq: 1, .named("speed", alias: 2, .intValue(1_400), type: 3))
        return listener
    }
}

extension StatefulAnswer {
    /// What it says, one word for each: points, who is there (+) or not (-), faults (!) and rebirths (?).
    var told: String {
        let points = points.map { point in
            let value =
                switch point.value {
                case .number(let number): "\(number)"
                case .flag(let flag): "\(flag)"
                case .text(let text): "\"\(text)\""
                case .missing: "none"
                }
            return "\(point.device ?? "")/\(point.path)=\(value)\(point.quality == .good ? "" : " \(point.quality)")"
        }
        let presences = availability.map { ($0.isOnline ? "+" : "-") + $0.device }
        let faults = faults.map { "!\($0.reason.rawValue)" }
        return (presences + points + faults + rebirths.map { "?\($0)" }).joined(separator: ", ")
    }
}
