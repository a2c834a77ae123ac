/// A draft out of what devices announced to Home Assistant: which topic is which value, in which unit.
struct DiscoverySuggestion {
    private let configs: [DiscoveryConfig]
    private let messages: [SampleMessage]
    private let seen: SeenMessages
    private var topics: [SeenTopic] = []
    private let levels: DeviceLevels

    init(_ all: [SampleMessage]) {
        configs = all.flatMap(DiscoveryConfig.configs)
        messages = all.filter { !DiscoveryConfig.isDiscovery($0) }
        seen = SeenMessages(messages)
        topics = Self.topics(of: configs)
        levels = DeviceLevels(topics, names: Set(configs.flatMap(\.deviceNames)))
    }

    /// The topics of the values and of availability; one with a template for a member holds documents.
    private static func topics(of configs: [DiscoveryConfig]) -> [SeenTopic] {
        var order: [String] = []
        var members: [String: Set<String>] = [:]
        let all =
            configs.flatMap(\.values).map { ($0.topic, $0.template) }
            + configs.flatMap(\.availability).map { ($0.topic, $0.template) }
        for (topic, template) in all {
            if !order.contains(topic) { order.append(topic) }
            if case .member(let names) = DiscoveryTemplate.read(template).template {
                members[topic, default: []].insert(path(names))
            }
        }
        let values = Set(configs.flatMap(\.values).map(\.topic))
        return order.map { name in
            var topic = SeenTopic(name, isDocument: members[name] != nil)
            topic.isPresence = !values.contains(name)
            return topic
        }
    }

    private static func path(_ names: [String]) -> String {
        names.map { String(decoding: Pointer.escaped($0.utf8), as: UTF8.self) }.joined(separator: "/")
    }

    func draft(id: String) -> ProfileDraft {
        var draft = ProfileDraft(id: id)
        draft.remarks = ["The table is by what the devices announced to Home Assistant; templates were not executed."]
        for maker in makers { draft.remarks.append("announced: \(maker)") }
        var table = TableDraft()
        var sources = SourceList()
        for config in configs {
            for value in config.values { add(value, of: config, &table, &sources) }
        }
        for availability in configs.flatMap(\.availability) { add(availability, &table, &sources) }
        (draft.sources, draft.samples) = (sources.finished, samples(sources))
        draft.samplesAreMadeUp = draft.samples.first.map { !messages.contains($0) } ?? false
        draft.take(table)
        return draft
    }

    private var makers: [String] {
        var makers: [String] = []
        for config in configs {
            let text = [config.maker.manufacturer, config.maker.model].filter { !$0.isEmpty }.joined(separator: " ")
            if !text.isEmpty, !makers.contains(text) { makers.append(text) }
        }
        return Array(makers.prefix(8))
    }

    private func add(
        _ value: DiscoveryConfig.Value, of config: DiscoveryConfig, _ table: inout TableDraft,
        _ sources: inout SourceList
    ) {
        let (template, filters) = DiscoveryTemplate.read(value.template)
        guard let topic = topics.first(where: { $0.topic == value.topic }) else { return }
        let shape = TopicShape(topic, device: levels[topic], firstLevels: firstLevels)
        let path: String
        switch template {
        case .notUnderstood:
            return table.note(
                "\(config.name) on \(value.topic): template not understood, not executed: \(value.template ?? "")")
        case .payload:
            guard !topic.isDocument else { return table.note("\(config.name) on \(value.topic): the whole document") }
            path = shape.valuePath(of: topic) ?? "value"
        case .member(let names): path = Self.path(names)
        }
        sources.add(shape, topic, isText: !topic.isDocument)
        var clue = PathClue(path: path, words: [config.name, value.words], deviceClass: config.deviceClass)
        (clue.unit, clue.truths) = (config.unit, config.truths)
        clue.values = values(topic, path: topic.isDocument ? path : "")
        clue.nature = config.truths != nil ? .truths : config.unit != nil ? .numbers : .unknown
        var remarks = ["announced: \(config.component) \(config.name)"]
        if !filters.isEmpty { remarks.append("passed over in its template: \(filters.joined(separator: ", "))") }
        table.add(clue, remarks: remarks)
    }

    private var firstLevels: [String] { Set(topics.filter { levels[$0] == 0 }.map(\.levels[0])).sorted() }

    private func values(_ topic: SeenTopic, path: String) -> [RawValue] {
        seen.groups.first { $0.topic.topic == topic.topic }?.paths[path]?.values ?? []
    }

    private func add(
        _ availability: DiscoveryConfig.Availability, _ table: inout TableDraft, _ sources: inout SourceList
    ) {
        guard let topic = topics.first(where: { $0.topic == availability.topic }) else { return }
        var rule = ProfileDraft.Availability(online: [availability.online], offline: [availability.offline])
        switch DiscoveryTemplate.read(availability.template).template {
        case .payload: break
        case .member(let names): rule.pointer = "/" + Self.path(names)
        case .notUnderstood:
            return table.note(
                "\(availability.topic): template not understood, not executed: \(availability.template ?? "")")
        }
        guard let place = levels[topic], !PathWords.isGeneric(topic.levels[place]) else {
            return table.note("\(availability.topic): says whether the hub is there, not the device")
        }
        var shape = TopicShape(topic, device: place, firstLevels: firstLevels)
        shape.path = nil
        sources.add(shape, topic, isText: rule.pointer == nil, availability: rule)
    }

    /// Messages for the examples; where none was seen, some that the announcements promise.
    private func samples(_ sources: SourceList) -> [SampleMessage] {
        let patterns = sources.finished.compactMap { try? TopicPattern($0.topic) }
        let own = messages.filter { message in patterns.contains { $0.match(Array(message.topic.utf8)) != nil } }
        guard own.isEmpty else { return own }
        return sources.finished.indices.map { place in
            let source = sources.finished[place]
            let word = source.availability?.online.first ?? "null"
            let document =
                source.availability?.pointer.map { "{\(quoted(String($0.dropFirst()))):\(quoted(word))}" } ?? "{}"
            return SampleMessage(
                topic: sources.topics[place][0], payload: Array((source.format == .text ? word : document).utf8))
        }
    }
}
