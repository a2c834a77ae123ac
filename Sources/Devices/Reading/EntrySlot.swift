import Appliances
import Telemetry

/// One path that came, resolved: which entry of the table it is, and which channel it becomes.
struct EntrySlot: Sendable {
    /// The entry; negative where the table does not have the path.
    let entry: Int
    /// The channel's place in the reader's list; negative where the path becomes none.
    let channel: Int
    /// How values come into the channel's unit; nil where that depends on the message.
    let way: SourceUnit.Way?
    /// What is possible, in the unit as sent.
    let range: ClosedRange<Double>?
    /// Whether the channel is of words.
    let isWord: Bool
    /// Whether it is true or false.
    let isState: Bool
    /// For codes: the table's place in the profile; negative for none.
    let table: Int
    /// Whether its values mean themselves, and speak of no part.
    private let isPlain: Bool
    private let scale: Double
    private let offset: Double
    private let channelRange: ClosedRange<Double>

    /// A path that is not in the table.
    static let unknown = EntrySlot(entry: -1)

    private init(entry: Int) {
        self.entry = entry
        (channel, way, range, isWord, isState, table) = (-1, nil, nil, false, false, -1)
        (isPlain, scale, offset, channelRange) = (false, 1, 0, 0...0)
    }

    /// A path that is in the table and becomes no channel.
    init(without entry: Int) { self.init(entry: entry) }

    init(entry number: Int, _ entry: ChannelEntry, channel place: Int, _ channel: Channel, table: Int) {
        self.entry = number
        self.channel = place
        switch entry.unit {
        case .canonical: way = SourceUnit.Way.none
        case .fixed(let unit): way = unit.way(to: channel.unit)
        case .sent: way = nil
        }
        range = entry.range
        isWord = channel.kind == .text
        isState = channel.kind == .state
        self.table = table
        isPlain =
            entry.absent.isEmpty && entry.clear.isEmpty && entry.meanings == nil && entry.bits == nil
            && entry.component == nil && !isWord
        (scale, offset, channelRange) = (entry.scale, entry.offset, channel.range)
    }

    /// What most values become, without a look at their entry; nil where ``ValueReading`` has to say.
    @inline(__always)
    func plainValue(_ kind: SentKind, _ number: Double, _ text: Span<UInt8>) -> Double? {
        guard isPlain, let way, kind != .missing, kind != .compound else { return nil }
        if isState {
            guard kind == .flag || kind == .number, number == 0 || number == 1 else { return nil }
            return number == 0 ? 0 : 1
        }
        guard kind != .flag, let sent = kind == .number ? number : plainNumber(text) else { return nil }
        let scaled = scale == 1 && offset == 0 ? sent : sent * scale + offset
        if let range, !range.contains(scaled) { return nil }
        let value = way(scaled)
        return channelRange.contains(value) ? value : nil
    }
}

/// The channel table of one profile at work: each path is resolved once.
struct TableAtWork: Sendable {
    private let entries: [ChannelEntry]
    private let tables: [String]
    private var exact = ByteTable()
    private let patterns: [Int]
    private var known = ByteTable()
    /// The places in ``slots`` for members of the document itself, by the numbers of their names; negative for none.
    private var named: [Int32] = []
    private(set) var slots: [EntrySlot] = []

    /// How many paths are remembered; the rest is resolved anew each time.
    private static let pathsMax = 16_384

    init(_ profile: DeviceProfile) {
        entries = profile.channels.entries
        tables = profile.tables.map(\.name)
        for (index, entry) in entries.enumerated() where entry.isExact {
            let path = Pointer.unescaped(entry.key)
            if exact.find(path) == nil { exact.insert(path, index) }
        }
        patterns = entries.indices.filter { !profile.channels.entries[$0].isExact }
    }

    /// The entry of a slot.
    func entry(of slot: EntrySlot) -> ChannelEntry { entries[slot.entry] }

    /// Resolves a path; channels that it names for the first time are added to `channels`.
    mutating func slot(of path: Span<UInt8>, _ channels: inout ChannelShelf) -> EntrySlot {
        if let place = known.find(path) { return slots[place] }
        let slot = resolve(path, &channels)
        if slots.count < TableAtWork.pathsMax, path.count <= 256 {
            known.insert(path, slots.count)
            slots.append(slot)
        }
        return slot
    }

    /// Adds the readings of members of the document itself whose names are known and whose values mean themselves.
    ///
    /// Mutating, so that the table is looked at where it stands: the compiler would copy it otherwise.
    ///
    /// - Returns: the place of the first member that asks for more, or the end.
    mutating func addPlain(
        _ nodes: Span<JSONTape.Node>, from first: Int, _ bytes: Span<UInt8>, _ pattern: DecodedReading,
        _ readings: inout [DecodedReading]
    ) -> Int {
        let (named, slots) = (named.span, slots.span)
        var child = first
        while child < nodes.count {
            let name = Int(nodes[child].name)
            guard nodes[child].isScalar, name >= 0, name < named.count, case let place = Int(named[name]), place >= 0
            else { return child }
            let text = bytes.extracting(Int(nodes[child].bytes.lowerBound)..<Int(nodes[child].bytes.upperBound))
            guard let value = slots[place].plainValue(SentKind(nodes[child].kind), nodes[child].number, text)
            else { return child }
            readings.append(pattern.with(value, on: slots[place].channel))
            child = Int(nodes[child].next)
        }
        return child
    }

    /// The place in ``slots`` of a member of the document itself; nil where it was not resolved before.
    @inline(__always)
    private func place(named name: Int32) -> Int? {
        guard name >= 0, Int(name) < named.count, named[Int(name)] >= 0 else { return nil }
        return Int(named[Int(name)])
    }

    /// Resolves the path that is a name alone: as it was sent, with its number on the reader's tape.
    mutating func slot(of key: Span<UInt8>, named name: Int32, _ channels: inout ChannelShelf) -> EntrySlot {
        if let place = place(named: name) { return slots[place] }
        let path = Pointer.escaped(key.indices.map { key[$0] })
        let slot = slot(of: path.span, &channels)
        if name >= 0, let place = known.find(path.span) {
            while named.count <= Int(name) { named.append(-1) }
            named[Int(name)] = Int32(place)
        }
        return slot
    }

    private func resolve(_ path: Span<UInt8>, _ channels: inout ChannelShelf) -> EntrySlot {
        guard let text = String(copying: path) else { return .unknown }
        let plain = text.contains("~") ? Pointer.unescaped(text) : text
        let segments = text.split(separator: "/", omittingEmptySubsequences: false)
        let last = Pointer.unescaped(segments.last(where: { !$0.isEmpty }) ?? "")
        if let index = exact.find(plain) { return slot(index, last, [:], &channels) }
        for index in patterns where entries[index].segments.count == segments.count {
            if let captures = match(entries[index], segments) { return slot(index, last, captures, &channels) }
        }
        return .unknown
    }

    private func match(_ entry: ChannelEntry, _ segments: [Substring]) -> [String: String]? {
        var captures: [String: String] = [:]
        for (segment, level) in zip(segments, entry.segments) {
            let bytes = Array(Pointer.unescaped(segment).utf8)
            guard let range = level.match(bytes.span) else { return nil }
            if let name = level.capture?.name { captures[name] = String(decoding: bytes[range], as: UTF8.self) }
        }
        return captures
    }

    private func slot(
        _ index: Int, _ last: String, _ captures: [String: String], _ channels: inout ChannelShelf
    ) -> EntrySlot {
        let entry = entries[index]
        guard let name = TableAtWork.channelName(entry, last: last, captures),
            let place = channels.place(of: name)
        else { return EntrySlot(without: index) }
        let table = entry.table.flatMap { tables.firstIndex(of: $0) } ?? -1
        return EntrySlot(entry: index, entry, channel: place, channels.channels[place], table: table)
    }

    /// The channel that a path becomes by an entry, where `last` is its last segment; nil where it is dropped.
    static func channelName(_ entry: ChannelEntry, last: String, _ captures: [String: String]) -> String? {
        guard let template = entry.channel else { return nil }
        let name = template.filled { captures[$0].map(plainWord) }
        guard entry.kind == .flag, name == "fault.flag" else { return name }
        return "fault.flag." + plainWord(last)
    }
}

/// The text with `_` for everything that names of channels may not have, cut to 64 characters.
func plainWord(_ text: String) -> String {
    var word = ""
    for character in text.prefix(64) {
        let isPlain = character.isASCII && (character.isLetter || character.isNumber || character == "-")
        word.append(isPlain ? character : "_")
    }
    return word.isEmpty ? "_" : word
}

/// The channels that profiles have named so far.
struct ChannelShelf: Sendable {
    private(set) var channels: [Channel] = []
    private var places = ByteTable()
    /// How many there may be, as in the gateway itself.
    private static let channelsMax = Limits.channelsMax

    /// The place of a channel; nil where the name is that of none.
    mutating func place(of name: String) -> Int? {
        if let place = places.find(name) { return place }
        guard channels.count < ChannelShelf.channelsMax, let channel = Channel.named(name) else { return nil }
        places.insert(name, channels.count)
        channels.append(channel)
        return channels.count - 1
    }
}
