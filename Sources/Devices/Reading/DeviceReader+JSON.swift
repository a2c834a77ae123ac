import Appliances
import Telemetry

extension DeviceReader {
    mutating func readDocument(
        _ work: SourceAtWork, _ message: inout Message, _ payload: Span<UInt8>, _ decoding: inout Decoding
    ) {
        if message.candidate.device == nil { message.device = key(of: message.candidate, hasDocument: true) ?? "" }
        if isRepeat(work.source, message, payload, &decoding) { return }
        if !work.source.times.isEmpty {
            (message.time, message.isSuspect) = time(work.source.times, from: 0, message, &decoding)
        }
        if let availability = work.source.availability {
            readAvailability(availability, message, &decoding)
            if !work.source.hasPoints { return }
        }
        if work.takesEverything { return takeEverything(message, &decoding) }
        for rule in work.rules {
            find(rule)
            let texts = Texts(document: tape.bytes, paths: walk.arena)
            for place in walk.matches.indices {
                take(walk.matches[place], rule, work.source, message, texts, &decoding)
            }
        }
    }

    /// The bytes of the message in hand, held apart from the reader, which readings change.
    private struct Texts {
        let document: [UInt8]
        let paths: [UInt8]
    }

    /// Makes every value of the document a point: a member of the document itself without a search for its path.
    private mutating func takeEverything(_ message: Message, _ decoding: inout Decoding) {
        let profile = message.candidate.profile
        let (nodes, bytes) = (tape.nodes, tape.bytes)
        let (readings, devices) = (decoding.readings.count, decoding.devices.count)
        let pattern = message.device.isEmpty ? nil : message.pattern(ofDevice: decoding.place(of: message.device))
        var child = nodes[0].kind == .object ? 1 : 0
        while child < nodes.count {
            if child > 0, let pattern {
                child = tables[profile].addPlain(nodes.span, from: child, bytes.span, pattern, &decoding.readings)
                guard child < nodes.count else { break }
            }
            takeOne(at: child, message, bytes, &decoding)
            child = Int(nodes[child].next)
        }
        // A device without readings is not one of the message's.
        if decoding.readings.count == readings, decoding.devices.count > devices { decoding.devices.removeLast() }
    }

    private mutating func takeOne(at child: Int, _ message: Message, _ bytes: [UInt8], _ decoding: inout Decoding) {
        let profile = message.candidate.profile
        let node = tape.nodes[child]
        if child > 0, node.isScalar {
            let key = bytes.span.extracting(Int(node.key.lowerBound)..<Int(node.key.upperBound))
            let slot = tables[profile].slot(of: key, named: node.name, &shelf)
            return take(node, slot, message, bytes, &decoding)
        }
        walk.everyValue(of: tape, at: child)
        let paths = walk.arena
        for match in walk.matches {
            let slot = tables[profile].slot(of: paths.span.extracting(match.path), &shelf)
            take(tape.nodes[match.member], slot, message, bytes, &decoding)
        }
    }

    private mutating func take(
        _ node: JSONTape.Node, _ slot: EntrySlot, _ message: Message, _ bytes: [UInt8], _ decoding: inout Decoding
    ) {
        guard slot.entry >= 0 else {
            decoding.unknownPaths += 1
            return
        }
        guard slot.channel >= 0 else { return leaveOut(slot, message, &decoding) }
        take(node, slot, sentUnit: nil, message, bytes, &decoding)
    }

    /// Finds the members that a rule makes points of.
    mutating func find(_ rule: PointRule) {
        if let each = rule.each {
            let wantsPointer = if case .pointer = rule.path { true } else { false }
            walk.members(at: each, of: tape, wantsPointer: wantsPointer)
        } else {
            walk.everyValue(of: tape, at: 0)
        }
    }

    private mutating func take(
        _ match: PointWalk.Match, _ rule: PointRule, _ source: ProfileSource, _ message: Message, _ texts: Texts,
        _ decoding: inout Decoding
    ) {
        let slot: EntrySlot
        switch rule.path {
        case .pointer:
            slot = tables[message.candidate.profile].slot(of: texts.paths.span.extracting(match.path), &shelf)
        case .text(let pointer):
            guard let node = tape.place(of: pointer, from: match.member), tape.hasText(node) else { return }
            let path = texts.document.span.extracting(tape.range(of: node))
            slot = tables[message.candidate.profile].slot(of: path, &shelf)
        case .key, .template:
            guard let path = path(of: match, rule, message.candidate, source) else { return }
            slot = tables[message.candidate.profile].slot(of: path.span, &shelf)
        }
        guard slot.entry >= 0 else {
            decoding.unknownPaths += 1
            return
        }
        guard slot.channel >= 0 else { return leaveOut(slot, message, &decoding) }
        guard let node = rule.value.map({ tape.place(of: $0, from: match.member) }) ?? match.member else { return }
        if rule.device == nil, rule.times.isEmpty, rule.unit == nil {
            return take(tape.nodes[node], slot, sentUnit: nil, message, texts.document, &decoding)
        }
        var own = message
        if let device = rule.device {
            guard let key = pointKey(device, match, rule, source, message) else {
                let path = tables[message.candidate.profile].entry(of: slot).key
                return decoding.faults.append(PointFault(path: path, reason: .deviceMissing))
            }
            own.device = key
        }
        if !rule.times.isEmpty {
            let times = rule.times.map { bound($0, match, rule) }
            let (time, isSuspect) = time(times, from: match.member, message, &decoding)
            if let time { (own.time, own.isSuspect) = (time, isSuspect) } else if isSuspect { own.isSuspect = true }
        }
        let sent = rule.unit.flatMap { tape.place(of: $0, from: match.member) }.flatMap { tape.text(of: $0) }
        take(tape.nodes[node], slot, sentUnit: sent, own, texts.document, &decoding)
    }

    /// A time that names captures of the point: `/{device}/{item}/ts` beside `/{device}/{item}/values/*`.
    private func bound(_ time: TimeRule, _ match: PointWalk.Match, _ rule: PointRule) -> TimeRule {
        guard !match.captures.isEmpty, !time.pointer.names.isEmpty else { return time }
        var own = time
        own.pointer = time.pointer.filled { captured($0, match, rule) }
        return own
    }

    /// Makes a value of the document into a reading.
    private mutating func take(
        _ node: JSONTape.Node, _ slot: EntrySlot, sentUnit: String?, _ message: Message, _ bytes: [UInt8],
        _ decoding: inout Decoding
    ) {
        let text = bytes.span.extracting(Int(node.bytes.lowerBound)..<Int(node.bytes.upperBound))
        take(SentKind(node.kind), node.number, text, slot, sentUnit, message, &decoding)
    }

    private func pointKey(
        _ template: Template, _ match: PointWalk.Match, _ rule: PointRule, _ source: ProfileSource, _ message: Message
    ) -> String? {
        let text = template.filled { name in
            captured(name, match, rule) ?? filling(name, message.candidate, source, hasDocument: true)
        }
        return text.flatMap { DeviceKey.normalised($0, profiles[message.candidate.profile].key.normalising) }
    }

    /// The path of a point; nil where the message does not say one.
    func path(
        of match: PointWalk.Match, _ rule: PointRule, _ candidate: TopicPlan.Candidate, _ source: ProfileSource
    ) -> [UInt8]? {
        switch rule.path {
        case .pointer: return Array(walk.arena[match.path])
        case .key:
            let key = tape.nodes[match.member].key
            return Pointer.escaped(tape.bytes[Int(key.lowerBound)..<Int(key.upperBound)])
        case .text(let pointer):
            return tape.place(of: pointer, from: match.member).flatMap { tape.text(of: $0) }.map { Array($0.utf8) }
        case .template(let template):
            let text = template.filled { name in
                captured(name, match, rule) ?? filling(name, candidate, source, hasDocument: true)
            }
            return text.map { Array($0.utf8) }
        }
    }

    private func captured(_ name: String, _ match: PointWalk.Match, _ rule: PointRule) -> String? {
        guard let place = rule.each?.names.firstIndex(of: name),
            let capture = walk.captures[match.captures].first(where: { $0.name == place })
        else { return nil }
        return String(decoding: walk.arena[capture.text], as: UTF8.self)
    }

    /// The first time that can be read; whether one was there that is not believed.
    private func time(
        _ rules: [TimeRule], from node: Int, _ message: Message, _ decoding: inout Decoding
    ) -> (Timestamp?, Bool) {
        let profile = profiles[message.candidate.profile]
        for rule in rules {
            guard let place = tape.place(of: rule.pointer, from: node), let moment = time(rule, place, profile) else {
                continue
            }
            guard let believed = profile.believed, let arrival = message.arrival else { return (moment, false) }
            return believed.takes(moment, arrival: arrival) ? (moment, false) : (nil, true)
        }
        return (nil, false)
    }

    private func time(_ rule: TimeRule, _ place: Int, _ profile: DeviceProfile) -> Timestamp? {
        if !rule.ignored.isEmpty, let word = tape.text(of: place), rule.ignored.contains(word) { return nil }
        let value = tape.nodes[place]
        switch value.kind {
        case .number: return rule.form.time(of: value.number)
        case .text:
            let text = tape.bytes.span.extracting(tape.range(of: place))
            return rule.form.time(of: text, zoneSeconds: rule.zoneSeconds ?? profile.zoneSeconds ?? siteZoneSeconds)
        case .object, .array, .flag, .null: return nil
        }
    }

    private mutating func readAvailability(
        _ rule: AvailabilityRule, _ message: Message, _ decoding: inout Decoding
    ) {
        let place = rule.pointer.map { tape.place(of: $0, from: 0) } ?? 0
        guard let text = place.flatMap({ tape.text(of: $0) }) else { return }
        if let pointer = rule.order {
            let order = tape.place(of: pointer, from: 0).flatMap { tape.number(of: $0) }
            guard let order, memory.isNewer(order, of: message.memoryKey) else {
                return decoding.faults.append(PointFault(path: "availability", reason: .outOfOrder, detail: text))
            }
        }
        say(rule, text, message, &decoding)
    }
}
