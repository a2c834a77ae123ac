import Appliances

/// The keys of a record's readings in their order, each once, with the channels they name.
///
/// Devices say the same thing again and again: a record whose keys stand where they
/// stood the last time needs no scan for the end of a key, no hash, no look-up, and no
/// search for a key that stands twice.
struct RecordShape: Sendable {
    private var names: [UInt8] = []
    private var ends: [Int] = []
    private var channels: [ChannelID] = []
    private(set) var hashes: [UInt64] = []

    /// How many keys there are.
    var count: Int { ends.count }

    /// Passes the key at a place of the order, with its quotes; nil where another key comes.
    @inline(__always)
    func pass(_ order: Int, _ reader: inout JSONReader, _ payload: Span<UInt8>) -> ChannelID? {
        guard order < ends.count, reader.peek(payload) == UInt8(ascii: "\"") else { return nil }
        let begin = order == 0 ? 0 : ends[order - 1]
        let first = reader.place + 1
        let after = first + ends[order] - begin
        guard after < payload.count, payload[after] == UInt8(ascii: "\"") else { return nil }
        let name = names.span.extracting(begin..<ends[order]).bytes
        guard areEqual(name, payload.extracting(first..<after).bytes) else { return nil }
        reader.place = after + 1
        return channels[order]
    }

    /// Adds a key.
    mutating func append(_ name: Span<UInt8>, _ hash: UInt64, _ channel: ChannelID) {
        for place in name.indices { names.append(name[place]) }
        ends.append(names.count)
        hashes.append(hash)
        channels.append(channel)
    }

    /// Leaves only the first `count` keys.
    mutating func cut(to count: Int) {
        let last = count == 0 ? 0 : ends[count - 1]
        names.removeSubrange(last...)
        ends.removeSubrange(count...)
        hashes.removeSubrange(count...)
        channels.removeSubrange(count...)
    }
}
