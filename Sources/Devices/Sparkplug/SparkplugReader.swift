import Appliances

/// Turns the metrics of one message into points and faults.
struct SparkplugReader {
    /// The key of the device.
    let device: String
    /// What its birth told.
    let metrics: SparkplugMetrics
    /// What every point of the message is worth at most.
    let quality: Quality
    /// When the message was sent; nil where it does not say.
    let sent: UInt64?
    /// Whether the message is a birth, which has to tell everything itself.
    let isBirth: Bool

    private(set) var points: [RawPoint] = []
    private(set) var faults: [PointFault] = []
    /// Whether only a birth can tell what a part of the message means.
    private(set) var lacksBirth = false

    init(_ message: SparkplugMessage, _ metrics: SparkplugMetrics, quality: Quality) {
        device = message.topic.key
        self.metrics = metrics
        self.quality = quality
        sent = message.payload.hasTimestamp ? message.payload.timestamp : nil
        isBirth = message.topic.verb == .birth
    }

    mutating func read(_ metrics: some Collection<SparkplugPayload.Metric>) {
        for (index, metric) in metrics.enumerated() { read(metric, at: index) }
    }

    private mutating func read(_ metric: SparkplugPayload.Metric, at index: Int) {
        guard let definition = metrics.definition(of: metric) else { return miss(metric, at: index) }
        let name = definition.name
        guard name.utf8.count <= SparkplugLimits.nameBytesMax else {
            return refuse("metric \(index)", .tooMany, "a name of \(name.utf8.count) bytes")
        }
        guard !SparkplugReader.isControl(name) else { return }
        switch SparkplugReading(metric, type: metric.type ?? definition.datatype) {
        case .value(let value): add(value, of: metric, definition)
        case .fault(.birthMissing, let detail): missBirth(name, detail)
        case .fault(let reason, let detail): refuse(name, reason, detail)
        }
    }

    private mutating func add(
        _ value: RawValue, of metric: SparkplugPayload.Metric, _ definition: SparkplugMetrics.Definition
    ) {
        let time = time(of: metric, definition.name)
        // A backlog is as good as it was when it was measured, but without its moment it would pass for news.
        guard !metric.isHistorical || (metric.hasTimestamp && time != nil) else {
            return refuse(definition.name, .notStandard, "historical, without its time")
        }
        points.append(
            RawPoint(
                device: device, path: definition.name, value: metric.worth == 0 ? .missing : value,
                unit: metric.unit ?? definition.unit, time: time,
                quality: metric.worth == 500 ? max(quality, .stale) : quality))
    }

    private mutating func time(of metric: SparkplugPayload.Metric, _ name: String) -> Timestamp? {
        guard let milliseconds = metric.hasTimestamp ? metric.timestamp : sent else { return nil }
        guard milliseconds <= SparkplugLimits.millisecondsMax else {
            refuse(name, .timeUnreadable, "\(milliseconds)")
            return nil
        }
        return Timestamp(milliseconds: Int64(milliseconds))
    }

    private mutating func miss(_ metric: SparkplugPayload.Metric, at index: Int) {
        if metric.hasAlias {
            missBirth("metric \(index)", "alias \(metric.alias)")
        } else {
            refuse("metric \(index)", .notStandard, "neither a name nor an alias")
        }
    }

    private mutating func missBirth(_ path: String, _ detail: String) {
        refuse(path, isBirth ? .notStandard : .birthMissing, detail)
        lacksBirth = lacksBirth || !isBirth
    }

    private mutating func refuse(_ path: String, _ reason: PointRejection, _ detail: String) {
        faults.append(PointFault(path: path, reason: reason, detail: detail))
    }

    /// Whether a metric is part of the protocol and no measurement.
    private static func isControl(_ name: String) -> Bool {
        name == SparkplugPayload.sessionMetric || name.hasPrefix("Node Control/") || name.hasPrefix("Device Control/")
    }
}
