import Appliances
import Testing

@Suite("A span of time")
struct TimeSpanTests {
    @Test(
        "is read as people write it",
        arguments: [
            ("250ms", 250), ("30 s", 30_000), ("30s", 30_000), ("10m", 600_000), ("10 min", 600_000),
            ("5sec", 5_000), ("2h", 7_200_000), ("3d", 259_200_000), ("1w", 604_800_000), ("1.5h", 5_400_000),
            ("0.25s", 250), ("0s", 0), (" 7 d ", 604_800_000), ("7\u{a0}d", 604_800_000), ("0.0004s", 0),
            ("0.0006s", 1), ("36525d", 3_155_760_000_000),
        ])
    func reads(text: String, milliseconds: Int64) {
        #expect(TimeSpan(text)?.milliseconds == milliseconds)
    }

    @Test(
        "is not read from anything else",
        arguments: [
            "", " ", "5", "s", "m5", "-5s", "+5s", "5 y", "5S", "5H", "1e3s", "1,5h", "1..5h", ".", ".s", "1h30m",
            "1 0s", "1m s", "3 0 m", "5 s s", "٣s", "½h", "５s", "nans", "infs", "0x5s", "36526d", "1e400s",
            "99999999999999999999999w", "5s\u{0}", "5\ts", "5\n s",
        ])
    func refuses(text: String) {
        #expect(TimeSpan(text) == nil)
    }

    @Test(
        "is written in the largest unit that is exact",
        arguments: [
            (0, "0s"), (1, "1ms"), (1_000, "1s"), (1_500, "1500ms"), (60_000, "1m"), (5_400_000, "90m"),
            (7_200_000, "2h"), (86_400_000, "1d"), (604_800_000, "7d"), (-5_400_000, "-90m"), (-1, "-1ms"),
        ])
    func writes(milliseconds: Int64, text: String) {
        #expect(TimeSpan(milliseconds: milliseconds).description == text)
    }

    @Test("is read back from its own text", arguments: 1...10 as ClosedRange<UInt64>)
    func readsItsOwnText(seed: UInt64) {
        var dice = Dice(seed: seed)
        let units: [Int64] = [1, 1_000, 60_000, 3_600_000, 86_400_000]
        for _ in 0..<300 {
            let unit = units[Int(dice.roll(0...4))]
            let span = TimeSpan(milliseconds: dice.roll(0...3_155_760_000_000 / unit) * unit)
            #expect(TimeSpan(span.description) == span)
            #expect(TimeSpan(codedText: span.codedText) == span)
            let negative = TimeSpan(milliseconds: -span.milliseconds)
            #expect(TimeSpan(codedText: negative.codedText) == negative)
        }
    }

    @Test("in code is no span with two signs, and none at all", arguments: ["--5s", "-", "- -5s", "-+5s"])
    func refusesCoded(text: String) {
        #expect(TimeSpan(codedText: text) == nil)
    }
}
