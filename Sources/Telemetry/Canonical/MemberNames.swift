/// The names that members of foreign documents have had, each under a number that stays.
///
/// Devices say the same things in the same order: which name comes is guessed by the one before it, and a guess
/// that holds needs no scan for the name's end, no hash and no look-up.
struct MemberNames: Sendable {
    /// How many names are kept; others have no number.
    private static let namesMax = 4_096
    /// The longest name that is kept, in bytes.
    private static let bytesMax = 64

    private struct Name: Sendable {
        let start: Int
        let length: Int
        let hash: UInt64
        /// The name that came after it the last time.
        var follower: Int32
        /// The document in which it was last a member of the document itself.
        var document: UInt32
    }

    private var table = ByteTable()
    private var names: [Name] = []
    private var bytes: [UInt8] = []
    private var last: Int32 = -1
    private var document: UInt32 = 0

    /// The name that is likely to come first in a document.
    private var first: Int32 = -1

    /// Begins a document.
    mutating func begin() {
        last = -1
        document &+= 1
        guard document == 0 else { return }
        // All numbers of documents have been used once.
        for place in names.indices { names[place].document = 0 }
        document = 1
    }

    /// Passes the name that is likely to come, with its quotes; nil where another comes.
    @inline(__always)
    mutating func pass(_ reader: inout JSONReader, _ payload: Span<UInt8>) -> Int32? {
        let guess = last < 0 ? first : names[Int(last)].follower
        guard guess >= 0, reader.peek(payload) == UInt8(ascii: "\"") else { return nil }
        let length = names[Int(guess)].length
        guard stands(guess, in: payload, at: reader.place + 1, length: length) else { return nil }
        reader.place += length + 2
        last = guess
        return guess
    }

    /// Whether a name and a closing quote stand at a place.
    @inline(__always)
    private func stands(_ number: Int32, in payload: Span<UInt8>, at place: Int, length: Int) -> Bool {
        let start = names[Int(number)].start
        let end = place + length
        guard end < payload.count, payload[end] == UInt8(ascii: "\"") else { return false }
        let own = bytes.span.extracting(start..<start + length).bytes
        return areEqual(own, payload.extracting(place..<end).bytes)
    }

    /// The number of a name that has just come; negative for one that is not kept.
    mutating func number(of name: Span<UInt8>) -> Int32 {
        guard let number = table.find(name).map({ Int32($0) }) ?? keep(name) else { return -1 }
        let before = last
        if before < 0 { first = number } else { names[Int(before)].follower = number }
        last = number
        return number
    }

    private mutating func keep(_ name: Span<UInt8>) -> Int32? {
        guard names.count < MemberNames.namesMax, name.count <= MemberNames.bytesMax else { return nil }
        // What stands in a document only with an escape may not be guessed without one.
        for place in name.indices {
            switch name[place] {
            case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"): return nil
            default: continue
            }
        }
        let start = bytes.count
        for place in name.indices { bytes.append(name[place]) }
        table.insert(name, names.count)
        names.append(Name(start: start, length: name.count, hash: byteHash(name), follower: -1, document: 0))
        return Int32(names.count - 1)
    }

    /// The hash of a name.
    func hash(of number: Int32) -> UInt64 { names[Int(number)].hash }

    /// How many bytes a name has.
    @inline(__always)
    func length(of number: Int32) -> Int { names[Int(number)].length }

    /// Notes a member of the document itself.
    @inline(__always)
    mutating func note(_ number: Int32) throws(Rejection) {
        guard names[Int(number)].document != document else { throw .duplicateKey }
        names[Int(number)].document = document
    }
}
