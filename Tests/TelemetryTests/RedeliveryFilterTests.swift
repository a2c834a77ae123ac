import Telemetry
import Testing

@Suite("The filter of redelivered messages")
struct RedeliveryFilterTests {
    private static let payload = Array(#"{"readings":{"fridge.door.open":false}}"#.utf8)

    /// Whether each of the packets is taken for a repeat, all with the same payload.
    private static func answers(_ filter: inout RedeliveryFilter, _ packets: some Sequence<Int>, topic: String = "t")
        -> [Bool]
    {
        let name = Array(topic.utf8)
        return packets.map { filter.isRepeat(packet: UInt16($0), topic: name.span, payload: payload.span) }
    }

    /// A filter that has seen the packets in an old session.
    private static func filter(after packets: some Sequence<Int>) -> RedeliveryFilter {
        var filter = RedeliveryFilter()
        filter.linkMade(resumed: false)
        #expect(!answers(&filter, packets).contains(true))
        return filter
    }

    @Test("finds the run that the broker sends again, and nothing after it", arguments: [1, 2, 500, 1_000, 4_096])
    func run(length: Int) {
        var filter = Self.filter(after: 1...5_000)
        filter.linkMade(resumed: true)
        let again = Self.answers(&filter, (5_001 - length)...5_000)
        #expect(again == Array(repeating: true, count: length))
        #expect(!Self.answers(&filter, 5_001...6_000).contains(true))
    }

    @Test("takes equal messages in steady state for new ones, even under one packet id")
    func steady() {
        var filter = RedeliveryFilter()
        #expect(!Self.answers(&filter, Array(repeating: 7, count: 10_000)).contains(true))
        filter.linkMade(resumed: true)
        #expect(Self.answers(&filter, [8, 7, 7, 7]) == [false, false, false, false])
    }

    @Test("takes nothing for a repeat where the broker knew nothing of the session")
    func begun() {
        var filter = Self.filter(after: 1...100)
        filter.linkMade(resumed: false)
        #expect(!Self.answers(&filter, 1...100).contains(true))
        filter.linkMade(resumed: true)
        filter.linkMade(resumed: false)
        #expect(!Self.answers(&filter, 1...100).contains(true))
    }

    @Test("ends the run at the first message that is new")
    func mismatch() {
        var filter = Self.filter(after: 1...100)
        filter.linkMade(resumed: true)
        #expect(Self.answers(&filter, [98, 99, 101, 100]) == [true, true, false, false])
        var other = Self.filter(after: 1...100)
        other.linkMade(resumed: true)
        #expect(Self.answers(&other, [100], topic: "u") == [false])
        #expect(Self.answers(&other, [100]) == [false])
    }

    @Test("goes on through a run in which some messages have meanwhile expired")
    func expired() {
        var filter = Self.filter(after: 1...100)
        filter.linkMade(resumed: true)
        #expect(Self.answers(&filter, [95, 97, 100, 101]) == [true, true, true, false])
    }

    @Test("finds the newest messages again after links that broke one after the other")
    func severalLinks() {
        // 4,196 messages: the newest stand at the head of the ring, where none may be lost.
        var filter = Self.filter(after: 1...4_196)
        for _ in 0..<3 {
            filter.linkMade(resumed: true)
            #expect(!Self.answers(&filter, [0, 0], topic: "at QoS 0").contains(true))
            #expect(!Self.answers(&filter, 4_150...4_196).contains(false))
        }
        #expect(!Self.answers(&filter, 4_197...4_220).contains(true))
        filter.linkMade(resumed: true)
        #expect(!Self.answers(&filter, 4_180...4_220).contains(false))
    }

    @Test("is the same after a snapshot, at any moment of a run", arguments: 0...12)
    func snapshot(cut: Int) throws {
        for count in [0, 1, 10, 4_095, 4_096, 4_097, 5_000] {
            var filter = Self.filter(after: 0..<count)
            filter.linkMade(resumed: true)
            let incoming = Array(max(0, count - 6)..<count + 6)
            let expected = incoming.map { $0 < count && $0 > 0 }
            let head = Self.answers(&filter, incoming.prefix(cut))
            var restored = try #require(RedeliveryFilter(words: filter.words))
            #expect(restored.words == filter.words)
            #expect(head + Self.answers(&restored, incoming.dropFirst(cut)) == expected)
        }
    }

    @Test("is not read from words that are none of its own")
    func foreignWords() {
        let words = Self.filter(after: 1...10).words
        #expect(RedeliveryFilter(words: words) != nil)
        #expect(RedeliveryFilter(words: [] as [UInt64]) == nil)
        #expect(RedeliveryFilter(words: [0] as [UInt64]) == nil)
        #expect(RedeliveryFilter(words: [9] + words.dropFirst()) == nil)
        #expect(RedeliveryFilter(words: [10, 11] + words.dropFirst(2)) == nil)
        #expect(RedeliveryFilter(words: [4_096, 0] + Array(repeating: 1, count: 4_096)) == nil)
        #expect(RedeliveryFilter(words: [0, 0] + Array(repeating: 1, count: 4_097)) == nil)
        #expect(RedeliveryFilter(words: [UInt64.max, 0] + Array(repeating: 1, count: 4_096)) == nil)
    }
}
