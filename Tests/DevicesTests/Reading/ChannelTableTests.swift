import Appliances
@testable import Devices
import Testing

@Suite("The channel table")
struct ChannelTableTests {
    private static func trial(_ entries: [ChannelEntry]) throws -> ReadingTrial {
        ReadingTrial(try .of("p", [try .of("t/{device}")], entries))
    }

    @Test("takes a path without captures before one with, and those with captures in the order of the file")
    func order() throws {
        var trial = try Self.trial([
            try .of("{a}/t", as: "probe.{a}.temperature"), try .of("x{b}/t", as: "probe.late.temperature"),
            try .of("x1/t", as: "fridge.temperature"), try .of("{a}/{b:h|u}", as: "probe.{b}_{a}.humidity"),
        ])
        #expect(
            trial.read("t/d", #"{"x1":{"t":4},"x2":{"t":5,"h":0.5,"x":1}}"#)
                == ["d fridge.temperature 4", "d probe.x2.temperature 5", "d probe.h_x2.humidity 0.5"])
        #expect(trial.decoding.unknownPaths == 1)
    }

    @Test(
        "makes names of captures, with `_` for what names may not have",
        arguments: [
            ("kitchen", "kitchen"), ("Küche 1", "K_che_1"), ("a.b", "a_b"), ("冰箱", "__"), ("a-b_c", "a-b_c"), ("", "_"),
            ("\\u0000\\\"", "__"), (String(repeating: "x", count: 70), String(repeating: "x", count: 64)),
        ])
    func names(member: String, name: String) throws {
        var trial = try Self.trial([try .of("{room}", as: "probe.{room}.temperature")])
        #expect(trial.read("t/d", "{\"\(member)\":20}") == ["d probe.\(name).temperature 20"])
    }

    @Test("converts by the unit of the entry, of the message, or of the message in its own words")
    func units() throws {
        let names = [("C", "Cel"), ("F", "[degF]")]
        var trial = try Self.trial([
            try .of("fixed", as: "fridge.temperature", unit: "[degF]"),
            try .of("sent", as: "freezer.temperature") {
                let units = try names.map { EntryUnit.UnitName(word: $0.0, unit: try #require(SourceUnit($0.1))) }
                $0.unit = .sent(at: try Pointer("/unit"), names: units, otherwise: SourceUnit("K"))
            },
            try .of("must", as: "ambient.temperature") {
                $0.unit = .sent(at: try Pointer("/unit"), names: [], otherwise: nil)
            },
        ])
        #expect(
            trial.read("t/d", #"{"fixed":41,"sent":14,"unit":"F","must":14}"#)
                == ["d fridge.temperature 5", "d freezer.temperature -10", "d ambient.temperature -10"])
        #expect(trial.read("t/d", #"{"sent":-18,"unit":"C"}"#) == ["d freezer.temperature -18"])
        #expect(trial.read("t/d", #"{"sent":253.15,"must":20}"#) == ["d freezer.temperature -20"])
        #expect(trial.faults == ["must unit_unknown"])
        #expect(trial.read("t/d", #"{"unit":"[degF]","must":14}"#) == ["d ambient.temperature -10"])
    }

    @Test("says nothing of the unit of an earlier message in one that is no document")
    func staleUnit() throws {
        let text = try ProfileSource.of("text/{device}") { ($0.format, $0.path) = (.text, try Template("t")) }
        let entry = try ChannelEntry.of("t", as: "fridge.temperature") {
            $0.unit = .sent(at: try Pointer("/unit"), names: [], otherwise: SourceUnit("Cel"))
        }
        var trial = ReadingTrial(try .of("p", [text, try .of("json/{device}")], [entry]))
        #expect(trial.read("text/d", "5") == ["d fridge.temperature 5"])
        #expect(trial.read("json/d", #"{"t":50,"unit":"[degF]"}"#) == ["d fridge.temperature 10"])
        #expect(trial.read("text/d", "5") == ["d fridge.temperature 5"])
    }

    @Test("knows what it drops on purpose, and says where a path became no channel")
    func dropped() throws {
        var gone = try ChannelEntry(key: "gone")
        gone.dropped = "the cloud's own number"
        var trial = try Self.trial([gone, try .of("bad", as: "no.such.channel"), try .of("ok", as: "power.active")])
        #expect(trial.read("t/d", #"{"gone":1,"bad":2,"ok":3}"#) == ["d power.active 3"])
        #expect(trial.decoding.unknownPaths == 0 && trial.faults == ["bad channel_unknown"])
    }

    @Test("names a flag after the last segment of its path, and notes its part")
    func flags() throws {
        var trial = try Self.trial([
            try .of("alarm/{name}", as: "fault.flag") { ($0.kind, $0.component) = (.flag, "compressor") },
            try .of("{group}-err/{name}", as: "fault.flag.{group}.{name}") { $0.kind = .flag },
        ])
        #expect(
            trial.read("t/d", #"{"alarm":{"High Press":true,"a/b":"OFF","c":7},"x-err":{"e1":0}}"#)
                == [
                    "d fault.flag.High_Press true compressor", "d fault.flag.a_b false compressor",
                    "d fault.flag.c true compressor", "d fault.flag.x.e1 false",
                ])
    }

    @Test("names a capture once in a key", arguments: ["{a}/{a}", "x{a}/y/{a:\\d}"])
    func twice(key: String) {
        #expect(throws: PatternFault.self) { try ChannelEntry(key: key) }
    }
}
