import Appliances
@testable import Devices
import Testing

@Suite("A message that comes again")
struct RepeatTests {
    private static func trial(_ format: ProfileSource.Format = .json) throws -> ReadingTrial {
        let source = try ProfileSource.of("t/{device}") {
            $0.repeatWindow = .seconds(2)
            $0.format = format
            $0.path = try Template("p")
        }
        let other = try ProfileSource.of("u/{device}") { $0.repeatWindow = .seconds(2) }
        return ReadingTrial(try .of("p", [source, other], [try .of("p", as: "power.active")]))
    }

    @Test(
        "within its window counts once, seen from the first",
        arguments: [
            (seconds: [0, 1, 2, 3, 4.5, 5.5], counts: "#..#.#"), (seconds: [0, 2, 2.001], counts: "#.#"),
            (seconds: [5, 4, 6], counts: "##."),
        ])
    func window(seconds: [Double], counts: String) throws {
        var trial = try Self.trial()
        let seen = seconds.map { trial.read("t/d", #"{"p":5}"#, at: 100 + $0).isEmpty ? "." : "#" }.joined()
        #expect(seen == counts)
    }

    @Test("is a repeat and nothing else")
    func outcome() throws {
        var trial = try Self.trial()
        _ = trial.read("t/d", #"{"p":5,"x":1}"#, at: 1)
        #expect(trial.decoding.outcome == .read(profile: 0) && trial.decoding.unknownPaths == 1)
        _ = trial.read("t/d", #"{"p":5,"x":1}"#, at: 2)
        #expect(trial.decoding.outcome == .repeated(profile: 0) && trial.decoding.unknownPaths == 0)
    }

    @Test("is another for another payload, device or source, and where nobody says when it came")
    func others() throws {
        var trial = try Self.trial()
        for (topic, payload) in [
            ("t/d", #"{"p":5}"#), ("t/d", #"{"p":6}"#), ("t/e", #"{"p":6}"#), ("u/d", #"{"p":6}"#),
        ] {
            #expect(trial.read(topic, payload, at: 1).count == 1)
        }
        #expect(trial.read("u/d", #"{"p":6}"#).count == 1)
        #expect(trial.read("u/d", #"{"p":6}"#).count == 1)
    }

    @Test("is one in every form", arguments: [ProfileSource.Format.json, .text])
    func forms(format: ProfileSource.Format) throws {
        var trial = try Self.trial(format)
        let payload = format == .json ? #"{"p":5}"# : "5"
        #expect(trial.read("t/d", payload, at: 1) == ["d power.active 5"])
        #expect(trial.read("t/d", payload, at: 2) == [])
        #expect(trial.read("t/d", payload, at: 3.5) == ["d power.active 5"])
    }

    @Test("always counts where its source has no window")
    func never() throws {
        var trial = ReadingTrial(try .of("p", [try .of("t/{device}")], [try .of("p", as: "power.active")]))
        for _ in 0..<3 { #expect(trial.read("t/d", #"{"p":5}"#, at: 1).count == 1) }
    }

    @Test("is told apart for a device as long as no half of all that are remembered came after it")
    func bounded() throws {
        var trial = try Self.trial()
        for number in 0..<ReaderMemory.devicesMax / 2 { _ = trial.read("t/\(number)", #"{"p":5}"#, at: 1) }
        #expect(trial.read("t/0", #"{"p":5}"#, at: 2) == [])
        for number in 0..<ReaderMemory.devicesMax { _ = trial.read("t/x\(number)", #"{"p":5}"#, at: 1) }
        #expect(trial.read("t/0", #"{"p":5}"#, at: 2) == ["0 power.active 5"])
    }
}
