/// A strict reader of JSON bytes (RFC 8259), one token at a time, without allocation.
///
/// Our own because the standard decoders are lenient where a gateway must not be
/// (duplicate keys, trailing commas, silent 1e999) and fifty times slower on messages of
/// 200 bytes. The caller holds the bytes; the reader holds a place in them.
struct JSONReader {
    /// How much a document may hold, and how strict its texts are.
    struct Bounds {
        var depthMax: Int
        var stringBytesMax: Int
        /// Whether strings may hold line breaks and other control characters: strangers' messages do.
        var takesControls: Bool

        /// The canonical form (reliability F11).
        static let canonical = Bounds(
            depthMax: Limits.depthMax, stringBytesMax: Limits.stringBytesMax, takesControls: false)
        /// Messages of other conventions: whole documents of a cloud are deeper and have longer texts.
        static let foreign = Bounds(
            depthMax: Limits.foreignDepthMax, stringBytesMax: Limits.foreignStringBytesMax, takesControls: true)
        /// Lines of a capture: an envelope around one such message, which may be one string, every byte escaped.
        static let capture = Bounds(
            depthMax: Limits.foreignDepthMax + 1, stringBytesMax: Limits.payloadBytesMax * 6, takesControls: true)
    }

    /// What holds for this document.
    let bounds: Bounds
    /// The place of the next unread byte.
    var place = 0
    /// How many objects and arrays are open.
    private(set) var depth = 0
    /// Bytes of the last string that had escapes, unescaped.
    private(set) var unescaped: [UInt8] = []

    /// A string in the message: its bytes, or the unescaped copy.
    struct Text {
        var start: Int
        var end: Int
        var isEscaped: Bool
    }

    init(_ bounds: Bounds = .canonical) { self.bounds = bounds }

    /// Passes white space.
    @inline(__always)
    mutating func skipSpace(_ bytes: Span<UInt8>) {
        // Nearly always there is none.
        if place < bytes.count, bytes[place] > 0x20 { return }
        while place < bytes.count {
            switch bytes[place] {
            case 0x20, 0x0a, 0x0d, 0x09: place += 1
            default: return
            }
        }
    }

    /// The next byte that is no white space, not yet passed; 0 at the end.
    @inline(__always)
    mutating func peek(_ bytes: Span<UInt8>) -> UInt8 {
        skipSpace(bytes)
        return place < bytes.count ? bytes[place] : 0
    }

    /// Passes the byte that must come next.
    @inline(__always)
    mutating func expect(_ byte: UInt8, _ bytes: Span<UInt8>) throws(Rejection) {
        guard peek(bytes) == byte else { throw .notJSON }
        place += 1
    }

    /// Passes `{` or `[`.
    mutating func open(_ byte: UInt8, _ bytes: Span<UInt8>) throws(Rejection) {
        try expect(byte, bytes)
        depth += 1
        guard depth <= bounds.depthMax else { throw .tooDeep }
    }

    /// After `{`, `[` or a member: whether another member follows. Passes `,` or the closing byte.
    @inline(__always)
    mutating func more(
        until closing: UInt8, isFirst: Bool, _ bytes: Span<UInt8>
    ) throws(Rejection) -> Bool {
        let next = peek(bytes)
        if next == closing {
            place += 1
            depth -= 1
            return false
        }
        if isFirst { return true }
        guard next == UInt8(ascii: ",") else { throw .notJSON }
        place += 1
        return true
    }

    /// The end of the message must follow.
    mutating func end(_ bytes: Span<UInt8>) throws(Rejection) {
        skipSpace(bytes)
        guard place == bytes.count else { throw .notJSON }
    }

    /// Passes one of the words `true`, `false` and `null`.
    mutating func word(_ word: StaticString, _ bytes: Span<UInt8>) throws(Rejection) {
        let length = word.utf8CodeUnitCount
        guard place + length <= bytes.count else { throw .notJSON }
        for offset in 0..<length where bytes[place + offset] != word.utf8Start[offset] { throw .notJSON }
        place += length
    }

    /// Reads a string.
    mutating func string(_ bytes: Span<UInt8>) throws(Rejection) -> Text {
        try expect(UInt8(ascii: "\""), bytes)
        let start = place
        var isPlain = true
        while true {
            place = JSONReader.endOfPlain(bytes, from: place)
            guard place < bytes.count else { break }
            let byte = bytes[place]
            if byte == UInt8(ascii: "\"") {
                let text = Text(start: start, end: place, isEscaped: false)
                place += 1
                guard text.end - text.start <= bounds.stringBytesMax else { throw .stringTooLong }
                if !isPlain { try check(bytes.extracting(start..<text.end)) }
                return text
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start, bytes) }
            guard byte >= 0x20 else { throw .controlCharacter }
            if byte >= 0x7f { isPlain = false }
            place += 1
        }
        throw .notJSON
    }

    /// Passes what needs no closer look in a string, eight bytes at a step: printable ASCII but `"` and `\`.
    @inline(__always)
    private static func endOfPlain(_ bytes: Span<UInt8>, from first: Int) -> Int {
        let raw = bytes.bytes
        var place = first
        while place + 8 <= raw.byteCount {
            let word = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self))
            let special = zeros(word ^ each(0x22)) | zeros(word ^ each(0x5c)) | zeros(word ^ each(0x7f))
            let marks = (special | (word &- each(0x20)) & ~word | word) & each(0x80)
            if marks != 0 { return place + marks.trailingZeroBitCount >> 3 }
            place += 8
        }
        return place
    }

    /// Marks the bytes that are zero in their highest bits, right up to the first of them.
    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 { (word &- each(0x01)) & ~word }

    /// A word of eight times the same byte.
    @inline(__always)
    private static func each(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }

    /// Reads the rest of a string that has escapes into `unescaped`.
    private mutating func escapedString(
        from start: Int, _ bytes: Span<UInt8>
    ) throws(Rejection) -> Text {
        unescaped.removeAll(keepingCapacity: true)
        for index in start..<place { unescaped.append(bytes[index]) }
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard place - 1 - start <= bounds.stringBytesMax else { throw .stringTooLong }
                try check(unescaped.span)
                return Text(start: 0, end: unescaped.count, isEscaped: true)
            case UInt8(ascii: "\\"): try escape(bytes)
            case 0..<0x20: throw .controlCharacter
            default: unescaped.append(byte)
            }
        }
        throw .notJSON
    }

    private mutating func escape(_ bytes: Span<UInt8>) throws(Rejection) {
        guard place < bytes.count else { throw .notJSON }
        let byte = bytes[place]
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(byte)
        case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"),
            UInt8(ascii: "t"):
            // What it stands for is never read as a name or a value: a space says as much.
            guard bounds.takesControls else { throw .controlCharacter }
            unescaped.append(UInt8(ascii: " "))
        case UInt8(ascii: "u"): try unicodeEscape(bytes)
        default: throw .notJSON
        }
    }

    private mutating func unicodeEscape(_ bytes: Span<UInt8>) throws(Rejection) {
        var code = try fourHexDigits(bytes)
        if (0xd800..<0xdc00).contains(code) {
            // The second half of a surrogate pair must follow (RFC 8259, 7).
            guard place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"),
                bytes[place + 1] == UInt8(ascii: "u")
            else { throw .notUTF8 }
            place += 2
            let low = try fourHexDigits(bytes)
            guard (0xdc00..<0xe000).contains(low) else { throw .notUTF8 }
            code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw .notUTF8 }
        guard code >= 0x20 || bounds.takesControls else { throw .controlCharacter }
        unescaped.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
    }

    private mutating func fourHexDigits(_ bytes: Span<UInt8>) throws(Rejection) -> UInt32 {
        guard place + 4 <= bytes.count else { throw .notJSON }
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = hexDigit(bytes[place]) else { throw .notJSON }
            code = code << 4 | digit
            place += 1
        }
        return code
    }

    /// Passes any value, checked as strictly as one that is wanted.
    mutating func skipValue(_ bytes: Span<UInt8>, keys: inout KeyGuard) throws(Rejection) {
        switch peek(bytes) {
        case UInt8(ascii: "{"):
            try open(UInt8(ascii: "{"), bytes)
            let base = keys.enter()
            var isFirst = true
            while try more(until: UInt8(ascii: "}"), isFirst: isFirst, bytes) {
                isFirst = false
                // In two steps: in one, the hash would be taken of the string before, which `self` then holds.
                let key = try string(bytes)
                try keys.note(hash(of: key, bytes), since: base)
                try expect(UInt8(ascii: ":"), bytes)
                try skipValue(bytes, keys: &keys)
            }
            keys.leave(base)
        case UInt8(ascii: "["):
            try open(UInt8(ascii: "["), bytes)
            var isFirst = true
            while try more(until: UInt8(ascii: "]"), isFirst: isFirst, bytes) {
                isFirst = false
                try skipValue(bytes, keys: &keys)
            }
        case UInt8(ascii: "\""): _ = try string(bytes)
        case UInt8(ascii: "t"): try word("true", bytes)
        case UInt8(ascii: "f"): try word("false", bytes)
        case UInt8(ascii: "n"): try word("null", bytes)
        default: _ = try number(bytes)
        }
    }

    /// A hash of a string's content.
    @inline(__always)
    func hash(of text: Text, _ bytes: Span<UInt8>) -> UInt64 {
        text.isEscaped
            ? byteHash(unescaped.span) : byteHash(bytes.extracting(text.start..<text.end))
    }
}

/// The keys of the objects that are open, to find one that stands twice.
struct KeyGuard {
    private var hashes: [UInt64] = []
    private var fields = 0
    private let fieldsMax: Int

    init(fieldsMax: Int = Limits.fieldsMax) { self.fieldsMax = fieldsMax }

    /// Begins a record.
    mutating func reset() {
        hashes.removeAll(keepingCapacity: true)
        fields = 0
    }

    /// Begins an object; the answer belongs to ``leave(_:)``.
    func enter() -> Int { hashes.count }

    /// Ends the object that began there.
    mutating func leave(_ base: Int) {
        hashes.removeLast(hashes.count - base)
    }

    /// Counts keys that need no look at the others.
    mutating func count(_ more: Int) throws(Rejection) {
        fields += more
        guard fields <= fieldsMax else { throw .tooManyFields }
    }

    /// Notes a key of the object that began at `base`.
    @inline(__always)
    mutating func note(_ hash: UInt64, since base: Int) throws(Rejection) {
        fields += 1
        // Compared with each other one by one, which a thousand of one object bound.
        guard fields <= fieldsMax, hashes.count - base < Limits.keysMax else { throw .tooManyFields }
        for index in base..<hashes.count where hashes[index] == hash { throw .duplicateKey }
        hashes.append(hash)
    }
}

private func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
}

extension JSONReader {
    /// Checks a text by what holds for this document.
    private func check(_ bytes: Span<UInt8>) throws(Rejection) {
        guard bounds.takesControls else { return try checkUTF8(bytes) }
        guard String(copying: bytes) != nil else { throw .notUTF8 }
    }
}

/// Checks that bytes are UTF-8 and hold no control, separator or text-direction character.
///
/// Direction overrides let a name read differently on a page than it compares (F11).
private func checkUTF8(_ bytes: Span<UInt8>) throws(Rejection) {
    guard let text = String(copying: bytes) else { throw .notUTF8 }
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0..<0x20, 0x7f..<0xa0, 0x061c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff:
            throw .controlCharacter
        default: continue
        }
    }
}
