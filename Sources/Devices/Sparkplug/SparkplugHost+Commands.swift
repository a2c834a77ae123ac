package import Appliances

extension SparkplugHost {
    /// The payload by which a node is asked for its birth; published to ``rebirthTopic(of:)``, QoS 0, not retained.
    package static func rebirthCommand(at moment: Timestamp) -> [UInt8] {
        let milliseconds = UInt64(max(0, moment.milliseconds))
        var metric = SparkplugPayload.Metric()
        metric.name = "Node Control/Rebirth"
        metric.timestamp = milliseconds
        metric.datatype = SparkplugType.boolean
        metric.booleanValue = true
        var payload = SparkplugPayload()
        payload.timestamp = milliseconds
        payload.metrics = [metric]
        return payload.bytes
    }

    /// Where commands to a node are published; `node` is its key, `group/node`.
    package static func rebirthTopic(of node: String) -> String {
        SparkplugTopic.text("NCMD", node: node)
    }

    /// What a host publishes of itself to ``stateTopic(of:)``, QoS 1 and retained; offline, it is the will too.
    ///
    /// The will and the birth of one connection carry the same moment.
    package static func state(online: Bool, at moment: Timestamp) -> String {
        "{\"online\":\(online),\"timestamp\":\(max(0, moment.milliseconds))}"
    }

    /// Where a host publishes its own state; `host` is its name, one level of a topic.
    package static func stateTopic(of host: String) -> String {
        "\(SparkplugTopic.namespace)/STATE/\(host)"
    }
}
