@testable import Devices
import Testing

@Suite("The filters that a gateway subscribes to")
struct SubscriptionsTests {
    private static func filters(_ topics: [String], more: [String] = []) throws -> [String] {
        let profiles = try topics.enumerated().map { number, topic in
            try DeviceProfile.of("p\(number)", [try .of(topic)], [])
        }
        return Subscriptions.filters(for: profiles, and: more)
    }

    @Test(
        "are as few as take all topics",
        arguments: [
            (["tele/{device}/SENSOR", "tele/{device}/STATE"], ["tele/+/SENSOR", "tele/+/STATE"]),
            (["tele/{device}/SENSOR", "tele/{d:x.*}/SENSOR"], ["tele/+/SENSOR"]), (["a/b", "a/b"], ["a/b"]),
            (["a/{x}/c", "a/b/{y}"], ["a/+/c", "a/b/+"]), (["a/{x}", "a/#"], ["a/#"]), (["a", "a/#"], ["a/#"]),
            (["a", "a/b/#"], ["a", "a/b/#"]),
            (["a/b/c/d", "a/{x*}/d", "b"], ["a/#", "b"]), (["#", "a/b", "c/{x*}"], ["#"]),
            (["/a/{x}", "a/{x}"], ["/a/+", "a/+"]),
            (["{d}/status", "homeassistant/status"], ["+/status"]),
            (["{d}/status", "shellies/{x*}"], ["+/status", "shellies/#"]),
            (["{d}/a", "{d}/b"], ["+/a", "+/b"]), (["a//b", "a/{x}/b"], ["a/+/b"]), ([], []),
            (["a/{x}/1", "{y}/b/2", "c"], ["+/b/2", "a/+/1", "c"]),
            (
                ["a/b/{x}", "a/{y}/c", "d/{x}/c", "{z}/e/c"], ["+/e/c", "a/+/c", "a/b/+", "d/+/c"]
            ),
        ])
    func few(topics: [String], filters: [String]) throws {
        #expect(try Self.filters(topics) == filters)
        #expect(try Self.filters(topics.reversed()) == filters)
    }

    @Test(
        "leave the broker's own topics to filters that name them",
        arguments: [
            (["$SYS/{x*}", "#"], ["#", "$SYS/#"]), (["$SYS/{x}", "+/b"], ["$SYS/+", "+/b"]),
            (["$SYS/a", "$SYS/#"], ["$SYS/#"]),
            (["$aws/things/{t}/shadow", "$aws/events/#", "{x*}"], ["#", "$aws/events/#", "$aws/things/+/shadow"]),
        ])
    func brokersOwn(topics: [String], filters: [String]) throws {
        #expect(try Self.filters(topics).sorted() == filters.sorted())
    }

    @Test("take those of the settings among them")
    func more() throws {
        #expect(
            try Self.filters(["a/{x}"], more: ["a/b", "foretell/v1/+/+/telemetry"]) == [
                "a/+", "foretell/v1/+/+/telemetry",
            ])
        #expect(try Self.filters(["a/{x}"], more: ["#"]) == ["#"])
    }

    @Test("take every topic, and none is within another", arguments: 1...200 as ClosedRange<UInt64>)
    func once(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        let topics = (0..<chance.roll(1...6)).map { _ in
            let levels = (0..<chance.roll(1...4)).map { _ in chance.pick(["a", "b", "", "+", "$a", "c"]) }
            return (levels + (chance.roll(0...3) == 0 ? ["#"] : [])).joined(separator: "/")
        }.filter { !$0.isEmpty }
        let filters = try Self.filters(topics)
        #expect(filters == filters.sorted() && Set(filters).count == filters.count)
        for wide in filters { #expect(!filters.contains { $0 != wide && Subscriptions.covers(wide, $0) }) }
        let patterns = try (topics.map { try TopicPattern($0) }, filters.map { try TopicPattern($0) })
        for _ in 0..<300 {
            let topic = Array(
                (0..<chance.roll(1...5)).map { _ in chance.pick(["a", "b", "", "x", "$a"]) }.joined(separator: "/").utf8
            )
            let wanted = patterns.0.contains { $0.match(topic) != nil }
            let taken = patterns.1.count { $0.match(topic) != nil }
            #expect(taken > 0 || !wanted, "\(String(decoding: topic, as: UTF8.self)) of \(topics)")
        }
    }

    @Test(
        "are within another where that one takes every topic of theirs",
        arguments: [
            ("a/#", "a/b/c", true), ("a/#", "a", true), ("a/+", "a/b", true), ("a/+", "a/#", false),
            ("+/b", "$x/b", false), ("$x/#", "$x/b", true), ("#", "a/b", true), ("a/b", "a/+", false),
            ("a/+/c", "a/b/c", true), ("a/+", "a/b/c", false),
        ])
    func within(wide: String, narrow: String, isWithin: Bool) {
        #expect(Subscriptions.covers(wide, narrow) == isWithin)
    }
}
