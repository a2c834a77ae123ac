/// Finds messages that the broker sends again because our acknowledgement never reached it.
///
/// Needed for devices that do not number their records. libmosquitto hides the DUP flag, so
/// what is a repeat is told by place: after a resumed session the broker first sends again,
/// in their order and under their packet ids (MQTT 5.0, 4.4), the last messages that it has
/// no acknowledgement of. The first message that is none of these ends the run. Without a
/// resumed session nothing is a repeat, and in steady state equal messages are never taken for one.
package struct RedeliveryFilter: Sendable {
    /// How many messages back are remembered: four times what the broker may have in flight.
    package static let depth = 4_096

    /// The last messages; full, the oldest stands at `next`.
    private var ring: [UInt64] = []
    private var next = 0
    /// How many of the newest in the ring may still come again.
    private var awaited = 0

    /// A filter that remembers nothing.
    package init() {}

    /// The link was made; `resumed` says whether the broker had kept the session.
    package mutating func linkMade(resumed: Bool) {
        if !resumed { (ring, next) = ([], 0) }
        awaited = ring.count
    }

    /// Notes a message; true where it was committed before the link was made anew.
    ///
    /// Messages without a packet id (QoS 0) are never repeated and neither belong to a run nor end one.
    package mutating func isRepeat(packet: UInt16, topic: Span<UInt8>, payload: Span<UInt8>) -> Bool {
        guard packet != 0 else { return false }
        let mark = byteHash(payload, seed: byteHash(topic, seed: UInt64(packet)))
        while awaited > 0 {
            let place = (next + RedeliveryFilter.depth - awaited) % RedeliveryFilter.depth
            awaited -= 1
            if ring[place] == mark { return true }
        }
        remember(mark)
        return false
    }

    private mutating func remember(_ mark: UInt64) {
        if ring.count < RedeliveryFilter.depth {
            ring.append(mark)
        } else {
            ring[next] = mark
        }
        next = (next + 1) % RedeliveryFilter.depth
    }

    /// The remembered messages and how far a run has come, for a snapshot.
    package var words: [UInt64] { [UInt64(next), UInt64(awaited)] + ring }

    /// The filter of a snapshot; nil where the words are not those of a filter.
    package init?(words: some Collection<UInt64>) {
        let words = Array(words)
        guard words.count >= 2, words.count <= RedeliveryFilter.depth + 2 else { return nil }
        ring = Array(words[2...])
        let isFull = ring.count == RedeliveryFilter.depth
        guard words[0] < RedeliveryFilter.depth, isFull || words[0] == ring.count, words[1] <= ring.count else {
            return nil
        }
        next = Int(words[0])
        awaited = Int(words[1])
    }
}
