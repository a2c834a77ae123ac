import Appliances

/// A birth as a host remembers it, to be written down.
package struct SparkplugBirth: Sendable, Equatable {
    /// Where it was published, such as `spBv1.0/group/NBIRTH/node`.
    package let topic: String
    /// Its payload; of one that is too long only what tells the session, and of a device that is not born
    /// in this session nothing.
    package let payload: [UInt8]
    /// Whether the node or device is there.
    package let isOnline: Bool
    /// The number of the node's last message; 0 for a device.
    package let sequence: UInt8
    /// Whether messages of the node are missing since; false for a device.
    package let isStale: Bool

    /// A birth as it was written down.
    package init(topic: String, payload: [UInt8], isOnline: Bool, sequence: UInt8 = 0, isStale: Bool = false) {
        self.topic = topic
        self.payload = payload
        self.isOnline = isOnline
        self.sequence = sequence
        self.isStale = isStale
    }

    /// The birth as the message that it was; nil where it is none.
    var message: SparkplugMessage? {
        let levels = topic.split(separator: "/", omittingEmptySubsequences: false)
        guard case .message(let topic) = SparkplugTopic.meaning(of: levels),
            let read = SparkplugPayload(bytes: payload)
        else { return nil }
        return SparkplugMessage(topic: topic, bytes: payload, payload: read, arrival: .epoch)
    }
}

extension SparkplugMessage {
    /// What is written down of the birth of a node: without its session no death could be told to be its own.
    var nodeBirthToKeep: [UInt8] {
        guard bytes.count > SparkplugLimits.birthBytesMax || !hasRoom else { return bytes }
        guard let session = payload.session else { return [] }
        var short = SparkplugPayload()
        var metric = SparkplugPayload.Metric()
        metric.name = SparkplugPayload.sessionMetric
        metric.longValue = session
        short.metrics = [metric]
        return short.bytes
    }

    /// What is written down of the birth of a device.
    var deviceBirthToKeep: [UInt8] { bytes.count > SparkplugLimits.birthBytesMax || !hasRoom ? [] : bytes }
}
