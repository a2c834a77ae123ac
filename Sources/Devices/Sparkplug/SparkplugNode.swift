import Appliances

/// What a host remembers of one node, and what the node's messages change of it.
struct SparkplugNode: Sendable {
    /// Where the session of the node stands, with the number by which its death will name it.
    private enum Session {
        /// No birth was seen.
        case unknown
        case open(UInt64?)
        case over(UInt64?)
    }

    /// The node, as `group/node`.
    let key: String
    private var session = Session.unknown
    /// The number of the last message.
    private var sequence: UInt8 = 0
    /// Whether its birth is missing, or a message since: what it says counts less until a birth comes.
    private var isStale = true
    private var birth: [UInt8] = []
    private var metrics = SparkplugMetrics()
    private var devices = SparkplugDevices()
    private var askedAt: Timestamp?

    /// A node of which nothing is known.
    init(_ key: String) {
        self.key = key
    }

    mutating func take(_ message: SparkplugMessage) -> StatefulAnswer {
        var answer = StatefulAnswer()
        switch (message.topic.verb, message.topic.device) {
        case (.birth, nil): beBorn(message, &answer)
        case (.death, nil): die(message, &answer)
        case (.data, nil), (.birth, _?), (.data, _?), (.death, _?):
            let lacksBirth = carryOn(message, &answer)
            if lacksBirth || isStale { ask(at: message.arrival, &answer) }
        }
        return answer
    }

    private mutating func beBorn(_ message: SparkplugMessage, _ answer: inout StatefulAnswer) {
        let payload = message.payload
        answer.note(key, isOnline: true)
        switch session {
        case .open(let present) where present != payload.session: leave(&answer)
        // A birth that was asked for: the births of the devices follow, and none of them was away.
        case .open, .unknown, .over: devices.awaitBirths()
        }
        if payload.session == nil { answer.refuse(key, .notStandard, "a birth without bdSeq") }
        if payload.seq > UInt8.max { answer.refuse(key, .notStandard, "the seq \(payload.seq)") }
        session = .open(payload.session)
        sequence = UInt8(truncatingIfNeeded: payload.seq)
        isStale = false
        birth = message.nodeBirthToKeep
        metrics = message.learn(room: SparkplugLimits.metricsMax, quality, &answer)
    }

    private mutating func die(_ message: SparkplugMessage, _ answer: inout StatefulAnswer) {
        switch session {
        case .open(let present) where present != message.payload.session,
            .over(let present) where present != message.payload.session:
            // The will of an earlier connection, which the broker sent when the node had long come back.
            let sent = message.payload.session.map { "bdSeq \($0)" } ?? "no bdSeq"
            answer.refuse(key, .sessionOver, "\(sent), after the birth with \(present.map { "\($0)" } ?? "none")")
            return
        case .open(let present), .over(let present): session = .over(present)
        case .unknown: break
        }
        answer.note(key, isOnline: false)
        leave(&answer)
        metrics = SparkplugMetrics()
    }

    /// All devices are gone, with the session in which they were born.
    private mutating func leave(_ answer: inout StatefulAnswer) {
        for name in devices.online { answer.note("\(key)/\(name)", isOnline: false) }
        devices.removeAll()
    }

    /// Takes what may only come after a birth; true where only a birth can tell what it means.
    private mutating func carryOn(_ message: SparkplugMessage, _ answer: inout StatefulAnswer) -> Bool {
        if case .over = session {
            answer.refuse(message.topic.key, .sessionOver, "the node has died")
            return true
        }
        count(message, &answer)
        guard let device = message.topic.device else { return message.read(metrics, quality, &answer) }
        switch message.topic.verb {
        case .birth: bear(device, message, &answer)
        case .data: return hear(device, message, &answer)
        case .death:
            answer.note(message.topic.key, isOnline: false)
            devices.bury(device)
        }
        return false
    }

    private var quality: Quality { isStale ? .stale : .good }

    private mutating func count(_ message: SparkplugMessage, _ answer: inout StatefulAnswer) {
        guard case .open = session else { return }
        let sent = message.payload.seq
        if sent != UInt64(sequence &+ 1) {
            answer.refuse(message.topic.key, .sequenceGap, "\(sent) after \(sequence)")
            isStale = true
        }
        sequence = UInt8(truncatingIfNeeded: sent)
    }

    private mutating func bear(_ device: String, _ message: SparkplugMessage, _ answer: inout StatefulAnswer) {
        guard devices[device] != nil || devices.count < SparkplugLimits.devicesMax else {
            answer.refuse(message.topic.key, .tooMany, "over \(SparkplugLimits.devicesMax) devices")
            return
        }
        answer.note(message.topic.key, isOnline: true)
        devices.bury(device)
        let room = SparkplugLimits.metricsMax - metrics.count - devices.metricCount
        devices.bear(device, message.learn(room: room, quality, &answer), birth: message.deviceBirthToKeep)
    }

    private func hear(_ device: String, _ message: SparkplugMessage, _ answer: inout StatefulAnswer) -> Bool {
        guard let known = devices[device] else {
            _ = message.read(SparkplugMetrics(), .stale, &answer)
            return true
        }
        switch known.life {
        case .born: return message.read(known.metrics, quality, &answer)
        case .awaited: _ = message.read(SparkplugMetrics(), .stale, &answer)
        case .gone: answer.refuse(message.topic.key, .sessionOver, "the device has died")
        }
        return true
    }

    /// At most once within ``SparkplugLimits/rebirthPause``, over births too: a node that miscounts is not driven.
    private mutating func ask(at arrival: Timestamp, _ answer: inout StatefulAnswer) {
        if let askedAt, askedAt <= arrival, arrival - askedAt < SparkplugLimits.rebirthPause { return }
        askedAt = arrival
        answer.rebirths.append(key)
    }
}

extension SparkplugNode {
    /// A node as its birth was written down; `message` is that birth, read.
    init(restoring written: SparkplugBirth, _ message: SparkplugMessage) {
        self.init(message.topic.node)
        session = written.isOnline ? .open(message.payload.session) : .over(message.payload.session)
        sequence = written.sequence
        isStale = written.isStale
        birth = written.payload
        if written.isOnline { metrics = message.metrics(room: SparkplugLimits.metricsMax).metrics }
    }

    /// Takes the birth of one of its devices back.
    mutating func restore(_ written: SparkplugBirth, _ message: SparkplugMessage) {
        guard let device = message.topic.device else { return }
        let room = SparkplugLimits.metricsMax - metrics.count - devices.metricCount
        devices.restore(written, device, message.metrics(room: room).metrics)
    }

    /// What is remembered of it and its devices; nothing where no birth was seen.
    var births: [SparkplugBirth] {
        let isOnline: Bool
        switch session {
        case .unknown: return []
        case .open: isOnline = true
        case .over: isOnline = false
        }
        let own = SparkplugBirth(
            topic: SparkplugTopic.text("NBIRTH", node: key), payload: birth, isOnline: isOnline, sequence: sequence,
            isStale: isStale)
        return [own] + devices.births(of: key)
    }
}
