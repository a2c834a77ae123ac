/// A draft out of the births in which Sparkplug nodes and devices tell their metrics.
struct SparkplugSuggestion {
    private typealias Metric = ProfileSuggestion.SparkplugMetric

    private var metrics: [Metric] = []
    private var seen = SeenPaths()
    private var messages: [SampleMessage] = []

    /// What births among messages say; other messages name metrics by number and tell nothing by themselves.
    init(_ messages: [SampleMessage]) {
        for message in messages {
            let levels = message.topic.split(separator: "/", omittingEmptySubsequences: false)
            guard case .message(let topic) = SparkplugTopic.meaning(of: levels), topic.verb == .birth,
                let document = PlainValue(sparkplug: message.payload)
            else { continue }
            self.messages.append(message)
            for metric in document["metrics"]?.list ?? [] { note(metric) }
        }
    }

    /// What a birth said.
    init(_ metrics: [ProfileSuggestion.SparkplugMetric]) {
        for metric in metrics where !Self.isControl(metric.name) { note(metric) }
    }

    private mutating func note(_ metric: PlainValue) {
        guard let name = metric["name"]?.text, !name.isEmpty, !Self.isControl(name) else { return }
        note(Metric(name: name, datatype: metric["dataType"]?.text ?? "", unit: metric["unit"]?.text))
        seen.note(name, metric["value"]?.scalar ?? .missing)
    }

    private mutating func note(_ metric: Metric) {
        guard metrics.count < TableDraft.linesMax, !metrics.contains(where: { $0.name == metric.name }) else { return }
        metrics.append(metric)
    }

    private static func isControl(_ name: String) -> Bool {
        name == SparkplugPayload.sessionMetric || name.hasPrefix("Node Control/") || name.hasPrefix("Device Control/")
    }

    func draft(id: String) -> ProfileDraft {
        var draft = ProfileDraft(id: id)
        draft.remarks = [
            "The table is by what the births tell of their metrics.",
            "check: the profile `sparkplug` takes these topics as well. Put what it lacks into its table, or give this",
            "one to single devices with `claims: registry`.",
        ]
        draft.sources = [ProfileDraft.Source(topic: "\(SparkplugTopic.namespace)/#", format: .sparkplug)]
        var table = TableDraft()
        for metric in metrics {
            var clue = PathClue(path: metric.name, unit: metric.unit, values: seen[metric.name]?.values ?? [])
            clue.nature = Self.nature(metric.datatype)
            let said = [metric.datatype, metric.unit ?? ""].filter { !$0.isEmpty }.joined(separator: ", in ")
            table.add(
                clue, seen: seen[metric.name], remarks: said.isEmpty ? [] : ["said to be: \(said)"], hasPointUnit: true)
        }
        draft.take(table)
        draft.samples = messages.isEmpty ? [Self.sample] : messages
        draft.samplesAreMadeUp = messages.isEmpty
        return draft
    }

    private static func nature(_ datatype: String) -> ValueNature {
        switch datatype {
        case "Boolean": .truths
        case "String", "Text", "UUID", "DateTime": .words
        case _ where datatype.hasPrefix("Int") || datatype.hasPrefix("UInt"): .numbers
        case "Float", "Double": .numbers
        default: .unknown
        }
    }

    /// The birth of a node that has nothing to tell but its session.
    private static var sample: SampleMessage {
        var session = SparkplugPayload.Metric()
        session.name = SparkplugPayload.sessionMetric
        session.datatype = SparkplugType.uint64
        session.longValue = 0
        var payload = SparkplugPayload()
        payload.timestamp = 0
        payload.seq = 0
        payload.metrics = [session]
        return SampleMessage(topic: SparkplugTopic.text("NBIRTH", node: "group/node"), payload: payload.bytes)
    }
}
