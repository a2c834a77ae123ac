/// A draft out of messages that follow no convention: names and values are all that there is to go by.
struct PlainSuggestion {
    private let messages: [SampleMessage]
    private let seen: SeenMessages
    private let levels: DeviceLevels

    init(_ messages: [SampleMessage]) {
        self.messages = messages
        seen = SeenMessages(messages)
        levels = DeviceLevels(seen.groups.map(\.topic))
    }

    /// Topics of one shape and what they carry.
    private struct Kind {
        let shape: TopicShape
        let first: SeenMessages.Group
        var topics: [SeenTopic] = []
        var paths = SeenPaths()

        /// The times of its documents; members with values have their own.
        var times: [ProfileDraft.Time] { first.format == .json && first.named == nil ? TimeGuess.times(in: paths) : [] }
    }

    func draft(id: String) -> ProfileDraft {
        var draft = ProfileDraft(id: id)
        let kinds = kinds()
        var table = TableDraft()
        table.add(paths(of: kinds), words: zone(of: kinds.flatMap(\.topics)))
        draft.take(table)
        let known = Set(draft.entries.map(\.path))
        // A source that gives nothing would only take its topics from others.
        let telling = kinds.filter {
            $0.first.availability == nil ? !known.isDisjoint(with: $0.paths.names) : $0.shape.device == nil
        }
        let used = telling.isEmpty ? kinds : telling
        draft.sources = used.map(source)
        SourceOverlaps.exclude(in: &draft.sources, topics: used.map { $0.topics.map(\.topic) })
        draft.notUnderstood += seen.unreadable.map { "\($0): neither JSON nor text; see `decode: binary`" }
        draft.samples = messages
        draft.isMAC = hasOnlyMACs
        return draft
    }

    private var hasOnlyMACs: Bool {
        let names = seen.groups.compactMap { group in levels[group.topic].map { group.topic.levels[$0] } }
        return !names.isEmpty && names.allSatisfy(LevelLook.isMAC)
    }

    private func kinds() -> [Kind] {
        var kinds: [Kind] = []
        var places: [String: Int] = [:]
        let first = Set(seen.groups.filter { levels[$0.topic] == 0 }.map(\.topic.levels[0])).sorted()
        for group in seen.groups {
            let shape = TopicShape(group.topic, device: levels[group.topic], firstLevels: first)
            let isPresence = group.availability != nil
            let key =
                "\(shape.pattern) \(shape.path ?? "") \(isPresence) \(group.format) \(group.named?.points.each ?? "")"
            let place = places[key] ?? kinds.count
            if place == kinds.count {
                places[key] = place
                kinds.append(Kind(shape: shape, first: group))
            }
            kinds[place].topics.append(group.topic)
            for path in group.paths.all {
                let name = group.topic.isDocument ? path.path : shape.valuePath(of: group.topic) ?? path.path
                for value in path.values { kinds[place].paths.note(name, value, unit: path.unit) }
            }
        }
        return kinds
    }

    /// What all kinds of messages carry: one table reads them all, so that a path has to suit all of its values.
    private func paths(of kinds: [Kind]) -> SeenPaths {
        var paths = SeenPaths()
        for kind in kinds where kind.first.availability == nil {
            let times = Set(kind.times.map(\.pointer))
            for path in kind.paths.all where !times.contains("/\(path.path)") {
                for value in path.values { paths.note(path.path, value, unit: path.unit) }
            }
        }
        return paths
    }

    private func source(_ kind: Kind) -> ProfileDraft.Source {
        var source = ProfileDraft.Source(topic: kind.shape.pattern, format: kind.first.format)
        (source.device, source.availability) = (kind.shape.device, kind.first.availability)
        let names = kind.topics.prefix(3).map(\.topic).joined(separator: ", ")
        source.remarks.append("seen: \(names)\(kind.topics.count > 3 ? " and \(kind.topics.count - 3) more" : "")")
        if source.device != nil {
            source.remarks.append("check: no level of the topic names the device, so that all are one")
        } else if kind.topics.count == 1 {
            source.remarks.append("check: is {device} the level that names the device?")
        }
        if let remark = kind.shape.remark { source.remarks.append(remark) }
        guard kind.first.availability == nil else { return source }
        source.path = kind.shape.path
        source.points = kind.first.named?.points
        source.times = kind.times
        return source
    }

    /// Which compartment all topics speak of, if they do: `shop/freezer-2/temp` has no other place to say it.
    private func zone(of topics: [SeenTopic]) -> [String] {
        for word in ["freezer", "fridge", "flexzone"] {
            let zone = Concept.all(in: [word])
            let speaks = topics.allSatisfy { zone.isSubset(of: Concept.all(in: PathWords.words(of: $0.topic))) }
            if speaks, !topics.isEmpty { return [word] }
        }
        return []
    }
}
