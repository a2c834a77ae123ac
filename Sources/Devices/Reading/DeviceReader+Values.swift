import Appliances
import Telemetry

extension DeviceReader {
    /// Makes one value into a reading, or a fault with its reason.
    mutating func take(
        _ kind: SentKind, _ number: Double, _ text: Span<UInt8>, _ slot: EntrySlot, _ sentUnit: String?,
        _ message: Message, _ decoding: inout Decoding
    ) {
        if let value = slot.plainValue(kind, number, text) {
            return add(value, nil, slot.channel, nil, [], message, &decoding)
        }
        let entry = tables[message.candidate.profile].entry(of: slot)
        let channel = shelf.channels[slot.channel]
        let way = slot.way ?? self.way(entry.unit, to: channel, sentUnit, message)
        switch ValueReading(slot: slot, entry: entry, channel: channel)(kind, number, text, way: way) {
        case .number(let value): add(value, nil, slot, entry.component, message, &decoding)
        case .word(let word): takeWord(word, slot, entry, message, &decoding)
        case .clear: takeCode(nil, slot, entry, message, &decoding)
        case .nothing: return
        case .fault(let reason):
            let shown = String(copying: text) ?? ""
            decoding.faults.append(PointFault(path: entry.key, reason: reason, detail: String(shown.prefix(64))))
        }
    }

    /// How a value comes into its channel's unit where the message says in which it is.
    private func way(
        _ unit: EntryUnit, to channel: Channel, _ sentUnit: String?, _ message: Message
    ) -> SourceUnit.Way? {
        switch unit {
        case .canonical: return SourceUnit.Way.none
        case .fixed(let unit): return unit.way(to: channel.unit)
        case .sent(let pointer, let names, let otherwise):
            let word =
                pointer.map { message.hasDocument ? tape.place(of: $0, from: 0).flatMap { tape.text(of: $0) } : nil }
                ?? sentUnit
            guard let word, !word.isEmpty else { return otherwise?.way(to: channel.unit) }
            // The default is for messages that say nothing; a word that nobody knows is no unit.
            return (names.first { $0.word == word }?.unit ?? SourceUnit(word))?.way(to: channel.unit)
        }
    }

    /// Notes a path that the table has and that became no name of a channel; one that is dropped is none.
    func leaveOut(_ slot: EntrySlot, _ message: Message, _ decoding: inout Decoding) {
        let entry = tables[message.candidate.profile].entry(of: slot)
        guard entry.channel != nil else { return }
        decoding.faults.append(PointFault(path: entry.key, reason: .channelUnknown))
    }

    private mutating func takeWord(
        _ word: String, _ slot: EntrySlot, _ entry: ChannelEntry, _ message: Message, _ decoding: inout Decoding
    ) {
        guard slot.table >= 0 else { return add(0, word, slot, entry.component, message, &decoding) }
        takeCode(word, slot, entry, message, &decoding)
    }

    /// A fault code: the code itself, the flag that it raises, and the end of the one that stood before.
    private mutating func takeCode(
        _ code: String?, _ slot: EntrySlot, _ entry: ChannelEntry, _ message: Message, _ decoding: inout Decoding
    ) {
        guard slot.table >= 0 else { return }
        let table = profiles[message.candidate.profile].tables[slot.table]
        let meaning = table.codes.first { $0.code == code }
        if let code {
            let component = meaning?.component.rawValue ?? entry.component
            add(0, code, slot, component, parts: meaning?.parts ?? [], message, &decoding)
        }
        let last = memory.change(code: code, of: "\(message.device) \(slot.channel)")
        if last == code, last != nil { return raise(meaning, message, &decoding) }
        // Where nothing is known of the time before, every other flag of the table is taken down once.
        let over = last == "" ? table.codes : table.codes.filter { $0.code == last }
        var lowered: Set<String> = []
        for other in over where other.flag != meaning?.flag && lowered.insert(other.flag).inserted {
            addFlag(other, 0, message, &decoding)
        }
        raise(meaning, message, &decoding)
    }

    private mutating func raise(_ meaning: FaultCode?, _ message: Message, _ decoding: inout Decoding) {
        if let meaning { addFlag(meaning, 1, message, &decoding) }
    }

    private mutating func addFlag(_ code: FaultCode, _ value: Double, _ message: Message, _ decoding: inout Decoding) {
        guard let channel = shelf.place(of: "fault.flag.\(plainWord(code.flag))") else { return }
        add(value, nil, channel, code.component.rawValue, value == 0 ? [] : code.parts, message, &decoding)
    }

    private func add(
        _ value: Double, _ word: String?, _ slot: EntrySlot, _ component: String?, parts: [String] = [],
        _ message: Message, _ decoding: inout Decoding
    ) {
        add(value, word, slot.channel, component, parts, message, &decoding)
    }

    private func add(
        _ value: Double, _ word: String?, _ channel: Int, _ component: String?, _ parts: [String],
        _ message: Message, _ decoding: inout Decoding
    ) {
        guard !message.device.isEmpty else {
            return decoding.faults.append(PointFault(path: shelf.channels[channel].name, reason: .deviceMissing))
        }
        let device = decoding.place(of: message.device)
        decoding.readings.append(
            DecodedReading(
                device: device, channel: channel, value: value, word: word, time: message.time,
                quality: message.worth, component: component, parts: parts))
    }

    /// A reading of the channel `availability`, by a rule's words.
    mutating func say(_ rule: AvailabilityRule, _ text: String, _ message: Message, _ decoding: inout Decoding) {
        let isOnline = rule.online.contains(text)
        guard isOnline || rule.offline.contains(text) else { return }
        say(isOnline, message, &decoding)
    }

    /// A reading of the channel `availability`.
    mutating func say(_ isOnline: Bool, _ message: Message, _ decoding: inout Decoding) {
        guard let channel = shelf.place(of: "availability") else { return }
        add(isOnline ? 1 : 0, nil, channel, nil, [], message, &decoding)
    }
}
