package import Appliances

/// An Eclipse Sparkplug B 3.0 host application, as a machine of states: messages in, points out.
///
/// A birth says what the numbers of later messages mean, and each message of a node has its number, so
/// that a lost one is noticed. A message that comes out of its order counts as lost, at once: the
/// specification's reorder timeout is zero here, and its price is a birth that was asked for in vain.
/// Whoever runs the host sends what it asks for: ``StatefulAnswer/rebirths``.
package struct SparkplugHost: Sendable {
    private var nodes: [String: SparkplugNode] = [:]
    /// How long the births are that are kept to be written down, by node or device, and all of them together.
    private var lengths: [String: Int] = [:]
    private var length = 0

    /// A host that has heard of no node.
    package init() {}

    /// Reads one message of the topics `spBv1.0/#`, by the levels of its topic.
    ///
    /// Commands and states of hosts give nothing. A payload that cannot be read gives a fault and changes
    /// nothing; the next message of its node is then one too late. `arrival` limits how often a node is asked.
    package mutating func take(
        topic levels: [Substring], payload bytes: [UInt8], arrival: Timestamp
    ) -> StatefulAnswer {
        var answer = StatefulAnswer()
        switch SparkplugTopic.meaning(of: levels) {
        case .nothing: break
        case .fault(let fault): answer.faults.append(fault)
        case .message(let topic):
            guard let payload = SparkplugPayload(bytes: bytes) else {
                answer.refuse(topic.key, .notStandard, "no payload of Sparkplug B")
                return answer
            }
            return take(SparkplugMessage(topic: topic, bytes: bytes, payload: payload, arrival: arrival))
        }
        return answer
    }

    /// Reads one message of the topics `spBv1.0/#`.
    package mutating func take(topic: String, payload: [UInt8], arrival: Timestamp) -> StatefulAnswer {
        take(topic: topic.split(separator: "/", omittingEmptySubsequences: false), payload: payload, arrival: arrival)
    }

    private mutating func take(_ message: SparkplugMessage) -> StatefulAnswer {
        let key = message.topic.node
        if nodes[key] == nil {
            var answer = StatefulAnswer()
            // That a node of which nothing is known is gone is news, and nothing to remember.
            if message.topic.verb == .death, message.topic.device == nil {
                answer.note(key, isOnline: false)
                return answer
            }
            guard nodes.count < SparkplugLimits.nodesMax else {
                answer.refuse(key, .tooMany, "over \(SparkplugLimits.nodesMax) nodes")
                return answer
            }
        }
        var message = message
        if message.topic.verb == .birth { message.hasRoom = makeRoom(for: message) }
        return nodes[key, default: SparkplugNode(key)].take(message)
    }

    /// Whether a birth may be kept whole; counts it.
    private mutating func makeRoom(for message: SparkplugMessage) -> Bool {
        let before = lengths[message.topic.key] ?? 0
        let room = SparkplugLimits.birthsBytesMax - length + before
        let own = message.bytes.count <= room ? message.bytes.count : 0
        lengths[message.topic.key] = own
        length += own - before
        return own > 0
    }
}

extension SparkplugHost {
    /// A host that remembers these births, in any order; what cannot be read is left out.
    package init(restoring births: [SparkplugBirth]) {
        self.init()
        for birth in births {
            guard let message = birth.message, message.topic.isBirth(ofDevice: false),
                nodes.count < SparkplugLimits.nodesMax
            else { continue }
            _ = makeRoom(for: message)
            nodes[message.topic.node] = SparkplugNode(restoring: birth, message)
        }
        for birth in births {
            guard let message = birth.message, message.topic.isBirth(ofDevice: true) else { continue }
            _ = makeRoom(for: message)
            nodes[message.topic.node]?.restore(birth, message)
        }
    }

    /// What it remembers, for a later ``init(restoring:)``: nodes by their key, each before its devices.
    ///
    /// Nodes of which no birth was seen are left out, and so is when a birth was asked for.
    package var births: [SparkplugBirth] {
        nodes.sorted { $0.key < $1.key }.flatMap { $0.value.births }
    }
}
