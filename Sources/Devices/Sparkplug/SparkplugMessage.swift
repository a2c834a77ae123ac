import Appliances

/// One message of a node, taken apart.
struct SparkplugMessage: Sendable {
    let topic: SparkplugTopic
    let bytes: [UInt8]
    let payload: SparkplugPayload
    let arrival: Timestamp
    /// Whether there is room to write it down where it is a birth.
    var hasRoom = true
}

extension SparkplugMessage {
    /// Reads a birth: what it tells of its metrics, of which there is room for so many, and the values it has.
    func learn(room: Int, _ quality: Quality, _ answer: inout StatefulAnswer) -> SparkplugMetrics {
        let told = metrics(room: room)
        answer.faults += told.faults
        _ = read(told.metrics, quality, room: room, &answer)
        return told.metrics
    }

    /// Reads the values; true where only a birth can tell what a part of them means.
    func read(
        _ metrics: SparkplugMetrics, _ quality: Quality, room: Int = SparkplugLimits.metricsMax,
        _ answer: inout StatefulAnswer
    ) -> Bool {
        var reader = SparkplugReader(self, metrics, quality: quality)
        reader.read(payload.metrics.prefix(max(0, room)))
        answer.points += reader.points
        answer.faults += reader.faults
        if payload.metrics.count > max(0, room) {
            answer.refuse(topic.key, .tooMany, "over \(SparkplugLimits.metricsMax) metrics")
        }
        return reader.lacksBirth
    }

    /// What a birth tells of its metrics, of which there is room for so many.
    func metrics(room: Int) -> (metrics: SparkplugMetrics, faults: [PointFault]) {
        var metrics = SparkplugMetrics()
        let faults = payload.metrics.prefix(max(0, room)).compactMap { metrics.define($0) }
        return (metrics, faults)
    }
}

extension StatefulAnswer {
    mutating func note(_ device: String, isOnline: Bool) {
        availability.append(Presence(device: device, isOnline: isOnline))
    }
}
