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

    /// An empty tape.
    package init() {}

    /// Reads a document.
    package mutating func read(_ payload: Span<UInt8>) throws(Rejection) {
        nodes.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        guard payload.count <= Limits.payloadBytesMax else { throw .tooLarge }
        payload.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
        keys.reset()
        var reader = JSONReader(.foreign)
        try value(key: 0..<0, payload, &reader)
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
        guard range.count == key.count else { return false }
        let first = Int(range.lowerBound)
        for offset in key.indices where bytes[first + offset] != key[offset] { return false }
        return true
    }

    private mutating func value(
        key: Range<Int32>, _ payload: Span<UInt8>, _ reader: inout JSONReader
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
        key: Range<Int32>, _ payload: Span<UInt8>, _ reader: inout JSONReader
    ) throws(Rejection) {
        let place = nodes.count
        add(.object, key, 0..<0, 0)
        try reader.open(UInt8(ascii: "{"), payload)
        let base = keys.enter()
        var isFirst = true
        while try reader.more(until: UInt8(ascii: "}"), isFirst: isFirst, payload) {
            isFirst = false
            let name = try reader.string(payload)
            try keys.note(reader.hash(of: name, payload), since: base)
            let range = range(of: name, reader)
            try reader.expect(UInt8(ascii: ":"), payload)
            try value(key: range, payload, &reader)
        }
        keys.leave(base)
        nodes[place].next = Int32(nodes.count)
    }

    private mutating func array(
        key: Range<Int32>, _ payload: Span<UInt8>, _ reader: inout JSONReader
    ) throws(Rejection) {
        let place = nodes.count
        add(.array, key, 0..<0, 0)
        try reader.open(UInt8(ascii: "["), payload)
        var isFirst = true
        while try reader.more(until: UInt8(ascii: "]"), isFirst: isFirst, payload) {
            isFirst = false
            try value(key: 0..<0, payload, &reader)
        }
        nodes[place].next = Int32(nodes.count)
    }

    private mutating func word(
        _ word: StaticString, _ kind: Kind, _ number: Double, _ key: Range<Int32>, _ payload: Span<UInt8>,
        _ reader: inout JSONReader
    ) throws(Rejection) {
        let start = Int32(reader.place)
        try reader.word(word, payload)
        add(kind, key, start..<Int32(reader.place), number)
    }

    private mutating func add(_ kind: Kind, _ key: Range<Int32>, _ range: Range<Int32>, _ number: Double) {
        nodes.append(Node(kind: kind, key: key, bytes: range, next: Int32(nodes.count + 1), number: number))
    }

    /// Where a text stands; one with escapes is put behind the payload.
    private mutating func range(of text: JSONReader.Text, _ reader: borrowing JSONReader) -> Range<Int32> {
        guard text.isEscaped else { return Int32(text.start)..<Int32(text.end) }
        let start = Int32(bytes.count)
        bytes.append(contentsOf: reader.unescaped)
        return start..<Int32(bytes.count)
    }
}
