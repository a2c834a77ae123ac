import Appliances
import Telemetry

/// What kind of value was sent.
enum SentKind: Sendable {
    case number, flag, text, missing, compound

    /// What a value of a document is.
    @inline(__always)
    init(_ kind: JSONTape.Kind) {
        switch kind {
        case .number: self = .number
        case .flag: self = .flag
        case .text: self = .text
        case .null: self = .missing
        case .object, .array: self = .compound
        }
    }
}

/// What a value became.
enum ValueOutcome: Sendable, Equatable {
    /// A value in the channel's unit.
    case number(Double)
    /// A word.
    case word(String)
    /// A code that says that nothing is wrong.
    case clear
    /// The entry asks for nothing of it.
    case nothing
    /// It is no reading.
    case fault(PointRejection)
}

/// Makes values as sent into values of channels.
///
/// The order is that of `docs/device-profiles.md`: bits, absent, meaning, number, scale, range, unit.
struct ValueReading {
    let slot: EntrySlot
    let entry: ChannelEntry
    let channel: Channel

    /// Reads one value.
    ///
    /// - Parameters:
    ///   - kind: what was sent.
    ///   - number: the number, or 1 and 0 for true and false.
    ///   - text: the value as sent.
    ///   - way: how it comes into the channel's unit; nil where its unit is not known.
    /// - Returns: what the value became.
    func callAsFunction(_ kind: SentKind, _ number: Double, _ text: Span<UInt8>, way: SourceUnit.Way?) -> ValueOutcome {
        switch kind {
        case .missing: return .fault(.absent)
        // Objects and arrays are no values: another rule may find some in them.
        case .compound: return .nothing
        case .number, .flag, .text: break
        }
        guard let bits = entry.bits else { return read(kind, number, text, way) }
        guard let whole = wholeNumber(kind, number, text) else { return .fault(.wrongType) }
        // What is compared from here on are the bits, as if they alone had been sent.
        let part = ValueReading.bits(bits, of: whole)
        let digits = Array("\(part)".utf8)
        return read(.number, Double(part), digits.span, way)
    }

    private func read(_ kind: SentKind, _ number: Double, _ text: Span<UInt8>, _ way: SourceUnit.Way?) -> ValueOutcome {
        if entry.absent.isAmong(kind, number, text) { return .fault(.absent) }
        if entry.clear.isAmong(kind, number, text) { return slot.isWord ? .clear : .number(0) }
        if let meanings = entry.meanings { return mean(meanings, kind, number, text, way) }
        if slot.isWord { return word(kind, text) }
        if slot.isState { return state(kind, number, text) }
        return measured(kind, number, text, way)
    }

    private func mean(
        _ meanings: [ChannelEntry.Meaning], _ kind: SentKind, _ number: Double, _ text: Span<UInt8>,
        _ way: SourceUnit.Way?
    ) -> ValueOutcome {
        for meaning in meanings where meaning.sent.isEqual(kind, number, text) { return outcome(meaning.value, way) }
        if let otherwise = entry.otherwise { return outcome(otherwise, way) }
        return .fault(.valueUnknown)
    }

    private func outcome(_ value: EntryValue, _ way: SourceUnit.Way?) -> ValueOutcome {
        switch value {
        case .word(let word): return slot.isWord ? .word(word) : .fault(.wrongType)
        case .number(let number):
            guard !slot.isWord else { return .word(plain(number)) }
            return slot.isState ? .number(number) : bounded(number, way)
        }
    }

    private func word(_ kind: SentKind, _ text: Span<UInt8>) -> ValueOutcome {
        guard kind != .flag, let word = String(copying: text) else { return .fault(.wrongType) }
        let short = word.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        // An empty word says nothing; a long one is a sentence and no code.
        guard !short.isEmpty else { return .fault(.absent) }
        return short.utf8.count <= 256 ? .word(short) : .fault(.wrongType)
    }

    private func state(_ kind: SentKind, _ number: Double, _ text: Span<UInt8>) -> ValueOutcome {
        let isTrue: Bool? =
            switch kind {
            case .flag: number != 0
            case .number: truth(number)
            case .text: truth(text) ?? plainNumber(text).flatMap(truth)
            case .missing, .compound: nil
            }
        if let isTrue { return .number(isTrue ? 1 : 0) }
        // A flag is raised by whatever does not say that it is not.
        return entry.kind == .flag ? .number(1) : .fault(.valueUnknown)
    }

    private func measured(_ kind: SentKind, _ number: Double, _ text: Span<UInt8>, _ way: SourceUnit.Way?)
        -> ValueOutcome
    {
        switch kind {
        case .number: return bounded(number, way)
        case .text:
            if let number = plainNumber(text) { return bounded(number, way) }
            return .fault(isNoNumber(text) ? .numberNotFinite : .wrongType)
        case .flag, .missing, .compound: return .fault(.wrongType)
        }
    }

    private func bounded(_ number: Double, _ way: SourceUnit.Way?) -> ValueOutcome {
        guard let way else { return .fault(.unitUnknown) }
        let scaled = entry.scale == 1 && entry.offset == 0 ? number : number * entry.scale + entry.offset
        guard scaled.isFinite else { return .fault(.numberNotFinite) }
        if let range = slot.range, !range.contains(scaled) { return .fault(.outOfRange) }
        let value = way(scaled)
        return channel.range.contains(value) ? .number(value) : .fault(.outOfRange)
    }

    private func wholeNumber(_ kind: SentKind, _ number: Double, _ text: Span<UInt8>) -> UInt64? {
        let value = kind == .text ? plainNumber(text) : number
        guard let value, value >= 0, value < 9_007_199_254_740_992, value == value.rounded(.down) else { return nil }
        return UInt64(value)
    }

    private static func bits(_ bits: ClosedRange<Int>, of whole: UInt64) -> UInt64 {
        let width = bits.count
        return whole >> UInt64(bits.lowerBound) & (width >= 64 ? .max : 1 << UInt64(width) - 1)
    }

    private func plain(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
    }
}

extension SentValue {
    /// Whether a value is the one that was written down: as numbers where both are, otherwise letter by letter.
    func isEqual(_ kind: SentKind, _ number: Double, _ text: Span<UInt8>) -> Bool {
        if let own = self.number {
            if kind == .number { return own == number }
            if kind == .text, let sent = plainNumber(text) { return own == sent }
            if kind == .flag { return false }
        }
        guard text.count == self.text.count else { return false }
        for place in self.text.indices where text[place] != self.text[place] { return false }
        return true
    }
}

extension [SentValue] {
    func isAmong(_ kind: SentKind, _ number: Double, _ text: Span<UInt8>) -> Bool {
        for value in self where value.isEqual(kind, number, text) { return true }
        return false
    }
}

/// Whether the text is a number that no double holds, or a word for one that is none.
private func isNoNumber(_ text: Span<UInt8>) -> Bool {
    guard text.count <= 64, let word = String(copying: text), let number = Double(word) else { return false }
    return !number.isFinite
}

/// True or false by one and zero; nil for any other number.
private func truth(_ number: Double) -> Bool? { number == 0 ? false : number == 1 ? true : nil }

/// True or false by the words that devices use; nil for any other text.
func truth(_ text: Span<UInt8>) -> Bool? {
    guard text.count <= 6, let word = String(copying: text)?.lowercased() else { return nil }
    switch word {
    case "true", "on", "yes", "open", "1": return true
    case "false", "off", "no", "closed", "0": return false
    default: return nil
    }
}
