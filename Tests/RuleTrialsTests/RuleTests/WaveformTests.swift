import Appliances
import RuleTrials
import Testing

@Suite("Waveforms")
struct WaveformTests {
    /// Values at every minute, as text; `-` where nothing is said.
    private func values(_ waveform: Waveform, _ count: Int) -> String {
        (0..<count).map { minute in
            waveform.value(at: .minutes(Int64(minute))).map { "\(Int($0.rounded()))" } ?? "-"
        }.joined(separator: " ")
    }

    private static let table: [(Waveform, String)] = [
        (.constant(7), "7 7 7"), (.step(7, .minutes(1)), "7 7 7"), (.gap(.minutes(1)), "- - -"),
        (.sequence([.step(1, .minutes(2)), .gap(.minutes(2)), .step(3, .minutes(1))]), "1 1 - - 3 3 3"),
        (.sequence([.step(1, .minutes(2)), .gap(.minutes(1))]), "1 1 - - -"),
        (.ramp(from: 0, to: 40, over: .minutes(4)), "0 10 20 30 40 40"),
        (.repeated(2, .sequence([.step(1, .minutes(1)), .step(2, .minutes(1))])), "1 2 1 2 2 2"),
        (.sine(around: 10, swing: 5, period: .minutes(4), lasting: .minutes(8)), "10 15 10 5 10 15 10 5 10 10"),
        (.sequence([]), "- -"),
    ]

    @Test("say a value at every moment, and the last one after their end", arguments: table)
    func says(waveform: Waveform, said: String) {
        #expect(values(waveform, said.split(separator: " ").count) == said)
    }

    @Test("are as long as their parts, and a constant as long as the others")
    func length() {
        let cycle = Waveform.sequence([.step(1, .minutes(6)), .gap(.minutes(2))])
        #expect(cycle.length == .minutes(8) && Waveform.repeated(20, cycle).length == .minutes(160))
        #expect(Waveform.noise(cycle, swing: 1, seed: 1).length == .minutes(8))
        #expect(Waveform.constant(5).length == .zero)
    }

    @Test("make the same noise from the same seed, within its swing")
    func noise() {
        let (one, other) = (
            Waveform.noise(.constant(5), swing: 0.5, seed: 1), Waveform.noise(.constant(5), swing: 0.5, seed: 2)
        )
        let values = (0..<500).compactMap { one.value(at: .seconds(Int64($0))) }
        #expect(values == (0..<500).compactMap { one.value(at: .seconds(Int64($0))) })
        #expect(values != (0..<500).compactMap { other.value(at: .seconds(Int64($0))) })
        #expect(values.allSatisfy { (4.5...5.5).contains($0) })
        #expect((values.max() ?? 0) > 5.4 && (values.min() ?? 9) < 4.6)
        #expect(Waveform.noise(.gap(.minutes(1)), swing: 1, seed: 1).value(at: .zero) == nil)
    }

    @Test("swing to twelve digits as a sine does")
    func sine() throws {
        let wave = Waveform.sine(around: 0, swing: 1, period: .seconds(360), lasting: .seconds(3_600))
        let exact: [(Int64, Double)] = [
            (30, 0.5), (45, 0.707_106_781_186_547_5), (60, 0.866_025_403_784_438_6), (90, 1), (150, 0.5), (180, 0),
            (210, -0.5), (270, -1), (330, -0.5), (390, 0.5),
        ]
        for (degrees, value) in exact {
            let found = try #require(wave.value(at: .seconds(degrees)))
            #expect(abs(found - value) < 1e-12, "at \(degrees)°")
        }
    }
}
