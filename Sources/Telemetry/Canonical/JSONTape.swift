/// A JSON document as a flat list of its values, in the order in which they stand.
///
/// For messages whose form is not known beforehand: read once, then asked for its members by name or
/// walked through. Used again for every message, so that reading one allocates nothing once the arrays
/// have grown. As strict as the canonical reader (duplicate keys, numbers, UTF-8), with the bounds of
/// foreign documents.
package struct JSONTape: Sendable {
    /// What a value is.
    package enum Kind: UInt8, Sendable {
        /// An object; its members follow.
        case object
        /// An array; its items follow.
        case array
        /// A text.
        case text
        /// A number.
        case number
        /// True or false.
        case flag
        /// No value.
        case null
    }

    /// One value and where it stands.
    package struct Node: Sendable {
        /// What it is.
        package let kind: Kind
        /// Its name in its object, in ``JSONTape/bytes``; empty for items and for the document.
        package let key: Range<Int32>
        /// The number that stands for its name, on this tape, from the first document with it on; negative for none.
        package let name: Int32
        /// Its bytes in ``JSONTape/bytes``: of a text what is between its quotes, unescaped.
        package internal(set) var bytes: Range<Int32>
        /// The place behind it and all that it holds.
        package internal(set) var next: Int32
        /// The number; 1 and 0 for true and false.
        package let number: Double
    }

    /// The values; the document itself stands first.
    package private(set) var nodes: [Node] = []
    /// The payload, and behind it the texts that were written with escapes.
    package private(set) var bytes: [UInt8] = []
    private var keys = KeyGuard(fieldsMax: Limits.foreignValuesMax)
    private var names = MemberNames()

    /// What a value is called in its object.
    private struct Key {
        var bytes: Range<Int32> = 0..<0
        var name: Int32 = -1
    }

    private let bounds: JSONReader.Bounds
    private let bytesMax: Int

    /// An empty tape, for messages or for lines that wrap one message each with its topic.
    package init(wrapsMessages: Bool = false) {
        bounds = wrapsMessages ? .capture : .foreign
        bytesMax = wrapsMessages ? Limits.captureLineBytesMax : Limits.payloadBytesMax
    }

    /// Reads a document.
    package mutating func read(_ payload: Span<UInt8>) throws(Rejection) {
        nodes.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        guard payload.count <= bytesMax else { throw .tooLarge }
        payload.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
        keys.reset()
        names.begin()
        var reader = JSONReader(bounds)
        try value(key: Key(), payload, &reader)
        try reader.end(payload)
    }

    /// The member of an object by its name; nil where there is none.
    package func member(_ key: Span<UInt8>, of parent: Int) -> Int? {
        guard nodes[parent].kind == .object else { return nil }
        var place = parent + 1
        let end = Int(nodes[parent].next)
        while place < end {
            if isEqual(nodes[place].key, key) { return place }
            place = Int(nodes[place].next)
        }
        return nil
    }

    /// The item of an array by its number; nil where there is none.
    package func item(_ number: Int, of parent: Int) -> Int? {
        guard nodes[parent].kind == .array else { return nil }
        var place = parent + 1
        var left = number
        let end = Int(nodes[parent].next)
        while place < end {
            if left == 0 { return place }
            left -= 1
            place = Int(nodes[place].next)
        }
        return nil
    }

    @inline(__always)
    private func isEqual(_ range: Range<Int32>, _ key: Span<UInt8>) -> Bool {
        areEqual(bytes.span.extracting(Int(range.lowerBound)..<Int(range.upperBound)).bytes, key.bytes)
    }

    private mutating func value(
        key: Key, _ payload: Span<UInt8>, _ reader: inout JSONReader
    ) throws(Rejection) {
        guard nodes.count < Limits.foreignValuesMax else { throw .tooManyFields }
        switch reader.peek(payload) {
        case UInt8(ascii: "{"): try object(key: key, payload, &reader)
        case UInt8(ascii: "["): try array(key: key, payload, &reader)
        case UInt8(ascii: "\""):
            let text = try reader.string(payload)
            add(.text, key, range(of: text, reader), 0)
        case UInt8(ascii: "t"): try word("true", .flag, 1, key, payload, &reader)
        case UInt8(ascii: "f"): try word("false", .flag, 0, key, payload, &reader)
        case UInt8(ascii: "n"): try word("null", .null, 0, key, payload, &reader)
        default:
            let start = Int32(reader.place)
            let number = try reader.number(payload)
            add(.number, key, start..<Int32(reader.place), number)
        }
    }

    private mutating func object(
        key: Key, _ payload: Span<UInt8>, _ reader: inout JSONReader
    ) throws(Rejection) {
        let place = nodes.count
        add(.object, key, 0..<0, 0)
        try reader.open(UInt8(ascii: "{"), payload)
        let base = keys.enter()
        var members = 0
        while try reader.more(until: UInt8(ascii: "}"), isFirst: members == 0, payload) {
            members += 1
            guard members <= Limits.keysMax else { throw .tooManyFields }
            let key = try self.key(payload, &reader)
            if key.name >= 0, place == 0 {
                try keys.count(1)
                try names.note(key.name)
            } else {
                let hash = key.name >= 0 ? names.hash(of: key.name) : hash(of: key)
                try keys.note(hash, since: base)
            }
            try reader.expect(UInt8(ascii: ":"), payload)
            try value(key: key, payload, &reader)
        }
        keys.leave(base)
        nodes[place].next = Int32(nodes.count)
    }

    /// Passes the name of a member.
    @inline(__always)
    private mutating func key(_ payload: Span<UInt8>, _ reader: inout JSONReader) throws(Rejection) -> Key {
        if let name = names.pass(&reader, payload) {
            let end = reader.place - 1
            return Key(bytes: Int32(end - names.length(of: name))..<Int32(end), name: name)
        }
        let text = try reader.string(payload)
        var key = Key(bytes: range(of: text, reader))
        if text.isEscaped {
            key.name = names.number(of: reader.unescaped.span)
        } else {
            key.name = names.number(of: payload.extracting(text.start..<text.end))
        }
        return key
    }

    private func hash(of key: Key) -> UInt64 {
        byteHash(bytes.span.extracting(Int(key.bytes.lowerBound)..<Int(key.bytes.upperBound)))
    }

    private mutating func array(
        key: Key, _ payload: Span<UInt8>, _ reader: inout JSONReader
    ) throws(Rejection) {
        let place = nodes.count
        add(.array, key, 0..<0, 0)
        try reader.open(UInt8(ascii: "["), payload)
        var isFirst = true
        while try reader.more(until: UInt8(ascii: "]"), isFirst: isFirst, payload) {
            isFirst = false
            try value(key: Key(), payload, &reader)
        }
        nodes[place].next = Int32(nodes.count)
    }

    private mutating func word(
        _ word: StaticString, _ kind: Kind, _ number: Double, _ key: Key, _ payload: Span<UInt8>,
        _ reader: inout JSONReader
    ) throws(Rejection) {
        let start = Int32(reader.place)
        try reader.word(word, payload)
        add(kind, key, start..<Int32(reader.place), number)
    }

    @inline(__always)
    private mutating func add(_ kind: Kind, _ key: Key, _ range: Range<Int32>, _ number: Double) {
        nodes.append(
            Node(
                kind: kind, key: key.bytes, name: key.name, bytes: range, next: Int32(nodes.count + 1), number: number))
    }

    /// Where a text stands; one with escapes is put behind the payload.
    private mutating func range(of text: JSONReader.Text, _ reader: borrowing JSONReader) -> Range<Int32> {
        guard text.isEscaped else { return Int32(text.start)..<Int32(text.end) }
        let start = Int32(bytes.count)
        bytes.append(contentsOf: reader.unescaped)
        return start..<Int32(bytes.count)
    }
}
