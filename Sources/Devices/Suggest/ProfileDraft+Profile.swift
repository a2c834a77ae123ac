extension ProfileDraft {
    /// The draft as the profile that it would be, to try it on the messages that were seen.
    func profile() throws(PatternFault) -> DeviceProfile {
        var profile = DeviceProfile(
            id: id, version: 1, title: title,
            key: DeviceKey(template: try Template(key), normalising: isMAC ? .mac : .none))
        for source in sources { profile.sources.append(try read(source)) }
        for entry in entries { profile.channels.entries.append(try read(entry)) }
        return profile
    }

    private func read(_ draft: Source) throws(PatternFault) -> ProfileSource {
        var source = ProfileSource(topic: try TopicPattern(draft.topic))
        for filter in draft.except { source.exceptions.append(try TopicPattern(filter)) }
        source.format = draft.format
        if let device = draft.device { source.device = try Template(device) }
        if let path = draft.path { source.path = try Template(path) }
        if let points = draft.points { source.points = [try read(points)] }
        source.hasPoints = draft.points != nil
        for time in draft.times { source.times.append(try read(time)) }
        if let availability = draft.availability {
            var rule = AvailabilityRule()
            if let pointer = availability.pointer { rule.pointer = try Pointer(pointer) }
            (rule.online, rule.offline) = (availability.online, availability.offline)
            source.availability = rule
        }
        return source
    }

    private func read(_ draft: Points) throws(PatternFault) -> PointRule {
        var rule = PointRule()
        rule.each = try Pointer(draft.each)
        rule.path = draft.path == "@key" ? .key : .text(try Pointer(draft.path))
        rule.value = try Pointer(draft.value)
        if let time = draft.time { rule.times = [try read(time)] }
        return rule
    }

    private func read(_ draft: Time) throws(PatternFault) -> TimeRule {
        var rule = TimeRule(pointer: try Pointer(draft.pointer), form: try WrittenTime(draft.format))
        rule.ignored = draft.ignore
        return rule
    }

    private func read(_ draft: Entry) throws(PatternFault) -> ChannelEntry {
        var entry = try ChannelEntry(key: draft.path)
        entry.channel = try Template(draft.channel)
        if let unit = draft.unit, let known = SourceUnit(unit) {
            entry.unit = draft.hasPointUnit ? .sent(at: nil, names: [], otherwise: known) : .fixed(known)
        }
        entry.scale = draft.scale ?? 1
        if !draft.meanings.isEmpty {
            entry.meanings = draft.meanings.map {
                ChannelEntry.Meaning(sent: SentValue($0.sent), value: .number($0.isTrue ? 1 : 0))
            }
        }
        entry.absent = draft.absent.map(SentValue.init)
        entry.clear = draft.clear.map(SentValue.init)
        entry.kind = draft.kind
        entry.component = draft.component
        return entry
    }
}
