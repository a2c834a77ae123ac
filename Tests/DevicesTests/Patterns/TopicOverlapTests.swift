@testable import Devices
import Testing

@Suite("What two topics have in common")
struct TopicOverlapTests {
    private static func common(
        _ left: (String, except: [String]), _ right: (String, except: [String])
    ) throws -> String? {
        let claims = try [left, right].map { claim in
            try #require(
                TopicOverlap.Claim(try TopicPattern(claim.0), except: try claim.except.map { try TopicPattern($0) }))
        }
        return TopicOverlap.topic(claims[0], claims[1])
    }

    private static func takes(_ claim: (String, except: [String]), _ topic: String) throws -> Bool {
        let bytes = Array(topic.utf8)
        return try TopicPattern(claim.0).match(bytes) != nil
            && claim.except.allSatisfy { try TopicPattern($0).match(bytes) == nil }
    }

    @Test(
        "is shown by a topic that both take",
        arguments: [
            ("{device}/status", "homeassistant/status"), ("{device}/status", "{x*}/status"), ("a/{x}", "a/{y}"),
            ("a/{x}", "+/b"), ("a/{x}", "a/#"), ("a", "a/#"), ("a/", "a/#"), ("a/", "a/{x*}"), ("a//b", "a/{x*}/b"),
            ("/b", "{x*}/b"), ("{x*}/b", "a/{y*}"), ("#", "a/b/c"), ("#", "/"), ("#", "{x*}"), ("a/#", "a/b/{x}"),
            ("{d:shelly.*}/x", "{d:.*plug}/x"), ("{d:[a-f]+}/x", "{d:[f-z]+}/x"),
            ("a/x{n}", "a/{m}y"), ("{d:\\d+}", "{d:\\w+}"), ("$SYS/{x}", "$SYS/#"),
            ("$aws/{x*}", "$aws/things/{t}/shadow"),
            ("温度/{x}", "温度/{y}"), ("{x}/室", "+/室"), ("a/{x:[^0-~]}", "a/{y}"), ("a/{x:[^a-z]+}", "a/{y:[^A-Z]+}"),
            ("{x:.*}/a", "b/{y}"), ("a/{x}/{y}/{z*}/e", "{a*}/{b}/e"),
        ])
    func overlapping(left: String, right: String) throws {
        for (one, other) in [(left, right), (right, left)] {
            let topic = try #require(try Self.common((one, []), (other, [])), "\(one) and \(other)")
            #expect(try Self.takes((one, []), topic), "\(one) takes \(topic)")
            #expect(try Self.takes((other, []), topic), "\(other) takes \(topic)")
        }
    }

    @Test(
        "is nothing where no topic is of both",
        arguments: [
            ("tele/{device}/SENSOR", "tele/{device}/STATE"), ("tele/{device}/SENSOR", "stat/{device}/SENSOR"),
            ("a/{x}", "a/{x}/{y}"), ("a/{x}", "a"), ("a/{x*}", "a"), ("/a", "a"), ("a/b", "a/b/"), ("a//{x}", "a/{x}"),
            ("{d:shelly.*}/x", "{d:hue.*}/x"), ("{d:\\d+}", "{d:[a-z]+}"), ("switch:{n}", "light:{n}"),
            ("x{n}y", "{n}z"),
            ("#", "$SYS/a"), ("+/a", "$SYS/a"), ("{x}/a", "$SYS/a"), ("{x*}", "$SYS/{y*}"), ("{x:.*}/a", "$SYS/{y}"),
            ("{x:[^a]+}/s", "b/c/s"), ("{x:[ -~]+}/s", "b/c/s"), ("x{n:[^a]*}", "x/{m}"), ("温度/{x}", "湿度/{x}"),
            ("{x*}/end", "a/{y}/stop"), ("a/{x:}", "a/b"),
        ])
    func apart(left: String, right: String) throws {
        #expect(try Self.common((left, []), (right, [])) == nil)
        #expect(try Self.common((right, []), (left, [])) == nil)
    }

    @Test(
        "is not what one of them leaves to others",
        arguments: [
            ("{device}/status", ["homeassistant/status"], "homeassistant/status", [], nil),
            ("{device}/status", ["homeassistant/#"], "homeassistant/status", [], nil),
            ("{device}/status", ["a/status", "b/status"], "{d:a|b|c}/status", [], "c/status"),
            ("z/{device*}", ["z/bridge/#"], "z/bridge/{x*}", [], nil),
            ("z/{device*}", ["z/bridge/#"], "z/bridge", [], nil),
            ("z/{device*}", ["z/bridge/#"], "z/{x}", [], "z/a"), ("z/{device*}", ["z/+/set"], "z/{x}/set", [], nil),
            ("z/{device*}", ["z/+/set"], "z/{x*}/set", [], "z/a/b/set"),
            ("z/{x}", ["z/a"], "z/{x:a|b}", ["z/b"], nil), ("#", ["+"], "{x}", [], nil), ("#", ["#"], "a", [], nil),
            ("$a/{x}", ["#"], "$a/{y}", [], "$a/"), ("$a/{x}", ["+/b"], "$a/b", [], "$a/b"),
            ("a/{x}", ["a/+"], "a/{y}", [], nil), ("a/{x*}", ["a/+"], "a/{y}", [], nil),
        ] as [(String, [String], String, [String], String?)])
    func exceptions(left: String, except: [String], right: String, exceptRight: [String], topic: String?) throws {
        let common = try Self.common((left, except), (right, exceptRight))
        #expect((common == nil) == (topic == nil), "\(common ?? "nothing")")
        guard let common else { return }
        #expect(try Self.takes((left, except), common) && Self.takes((right, exceptRight), common), "\(common)")
    }

    @Test("is exact for topics of every kind", arguments: 1...300 as ClosedRange<UInt64>)
    func chance(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        let left = (Self.pattern(&chance), except: chance.roll(0...2) == 0 ? [Self.filter(&chance)] : [])
        let right = (Self.pattern(&chance), except: [String]())
        if let topic = try Self.common(left, right) {
            #expect(try Self.takes(left, topic) && Self.takes(right, topic), "\(left) and \(right): \(topic)")
            return
        }
        let both = try [left.0, right.0].map { try TopicPattern($0) }
        let exceptions = try left.except.map { try TopicPattern($0) }
        for _ in 0..<200 {
            let words = (0..<chance.roll(1...4)).map { _ in chance.pick(["", "a", "b", "ab", "1", "$", "$a", "室"]) }
            let topic = Array(words.joined(separator: "/").utf8)
            guard !topic.isEmpty, both.allSatisfy({ $0.match(topic) != nil }) else { continue }
            let isExcepted = exceptions.contains { $0.match(topic) != nil }
            #expect(isExcepted, "\(left) and \(right) both take \(words)")
        }
    }

    private static func pattern(_ chance: inout Chance) -> String {
        var levels = (0..<chance.roll(1...3)).map { number in
            chance.pick([
                "a", "b", "室", "", "$a", "+", "{x\(number)}", "{x\(number):[^a]*}", "{x\(number):a|b|1}",
                "a{x\(number)}",
                "{x\(number)}b", "{x\(number):.*}", "{x\(number):\\d?}",
            ])
        }
        switch chance.roll(0...4) {
        case 0: levels.append("#")
        case 1: levels.insert("{many*}", at: chance.roll(0...levels.count))
        default: break
        }
        let text = levels.joined(separator: "/")
        return text.isEmpty ? "a" : text
    }

    private static func filter(_ chance: inout Chance) -> String {
        let levels = (0..<chance.roll(1...2)).map { _ in chance.pick(["a", "b", "+", "$a"]) }
        return (levels + (chance.roll(0...1) == 0 ? ["#"] : [])).joined(separator: "/")
    }

    @Test("cannot be told of topics that are too large")
    func tooLarge() throws {
        let topic = try TopicPattern(String(repeating: "a", count: 512))
        #expect(TopicOverlap.Claim(topic, except: [topic]) == nil)
    }
}
