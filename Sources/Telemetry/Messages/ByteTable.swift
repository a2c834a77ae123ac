/// Byte strings and the small numbers they stand for: topics, device names, channel names.
///
/// Looked up for every message without making a `String`. Open addressing over a power
/// of two, at most half full; keys lie one after the other in one array.
package struct ByteTable: Sendable {
    private struct Entry: Sendable {
        var hash: UInt64
        var start: Int32
        var length: Int32
        var value: Int32
    }
    private var slots: [Int32]
    private var entries: [Entry] = []
    private var keys: [UInt8] = []

    /// An empty table.
    package init() {
        slots = Array(repeating: -1, count: 16)
    }

    /// How many keys there are.
    package var count: Int { entries.count }

    /// The number a key stands for; nil where the key is not there.
    package func find(_ key: Span<UInt8>) -> Int? {
        let hash = byteHash(key)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let entry = entries[Int(slots[slot])]
            if entry.hash == hash, matches(entry, key) { return Int(entry.value) }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Adds a key that is not there yet.
    package mutating func insert(_ key: Span<UInt8>, _ value: Int) {
        precondition(find(key) == nil, "a key is put into a ByteTable once")
        if entries.count * 2 >= slots.count { grow() }
        let start = keys.count
        for place in key.indices { keys.append(key[place]) }
        entries.append(
            Entry(
                hash: byteHash(key), start: Int32(start), length: Int32(key.count), value: Int32(value)))
        place(entries.count - 1)
    }

    /// Adds a text as its UTF-8 bytes.
    package mutating func insert(_ key: String, _ value: Int) {
        let bytes = Array(key.utf8)
        insert(bytes.span, value)
    }

    /// The number a text stands for; nil where it is not there.
    package func find(_ key: String) -> Int? {
        let bytes = Array(key.utf8)
        return find(bytes.span)
    }

    private func matches(_ entry: Entry, _ key: Span<UInt8>) -> Bool {
        let start = Int(entry.start)
        return areEqual(keys.span.extracting(start..<start + Int(entry.length)).bytes, key.bytes)
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: slots.count * 2)
        for index in entries.indices { place(index) }
    }

    private mutating func place(_ index: Int) {
        var slot = Int(truncatingIfNeeded: entries[index].hash) & (slots.count - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(index)
    }
}
