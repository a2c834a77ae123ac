import Appliances
import Testing

@Suite("A timestamp")
struct TimestampTests {
    private static let firstMoment: Int64 = -62_135_596_800_000
    private static let lastMoment: Int64 = 253_402_300_799_999

    @Test(
        "is read from RFC 3339",
        arguments: [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01t00:00:00z", 0),
            ("1970-01-01T00:00:00+00:00", 0),
            ("1970-01-01T00:00:00-00:00", 0),
            ("2026-11-22T08:15:30.250+08:00", 1_795_306_530_250),
            ("2026-11-22t08:15:30.250+08:00", 1_795_306_530_250),
            ("2026-11-22T00:15:30.25Z", 1_795_306_530_250),
            ("1970-01-01T23:59:00+23:59", 0),
            ("1969-12-31T00:01:00-23:59", 0),
            ("1970-01-01T00:00:00.1Z", 100),
            ("1970-01-01T00:00:00.12Z", 120),
            ("1970-01-01T00:00:00.123Z", 123),
            ("1970-01-01T00:00:00.1234Z", 123),
            ("1970-01-01T00:00:00.12345Z", 123),
            ("1970-01-01T00:00:00.123999Z", 123),
            ("1970-01-01T00:00:00.1239999Z", 123),
            ("1970-01-01T00:00:00.12399999Z", 123),
            ("1970-01-01T00:00:00.123999999Z", 123),
            ("1970-01-01T00:00:00.000999999Z", 0),
            ("1969-12-31T23:59:59.999Z", -1),
            ("1969-12-31T23:59:59Z", -1_000),
            ("1900-01-01T00:00:00Z", -2_208_988_800_000),
            ("2000-02-29T12:00:00Z", 951_825_600_000),
            ("2024-02-29T23:59:59.999Z", 1_709_251_199_999),
            // A leap second is the first moment of the next minute.
            ("2016-12-31T23:59:60Z", 1_483_228_800_000),
            ("2016-12-31T23:59:60.5Z", 1_483_228_800_500),
            ("0001-01-01T00:00:00Z", firstMoment),
            ("9999-12-31T23:59:59.999Z", lastMoment),
        ])
    func reads(text: String, milliseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test(
        "is not read from anything else",
        arguments: [
            "", "Z", "2026", "2026-11-22", "2026-11-22T08:15", "2026-11-22T08:15Z", "2026-11-22T08:15:30",
            "2026-11-22T08:15:30.250", "2026-02-30T00:00:00Z", "2025-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
            "2026-00-10T00:00:00Z", "2026-13-10T00:00:00Z", "2026-11-00T00:00:00Z", "2026-11-31T00:00:00Z",
            "2026-11-22T24:00:00Z", "2026-11-22T23:60:00Z", "2026-11-22T23:59:61Z", "2026-11-22T-1:00:00Z",
            "2026-11-22 08:15:30Z", "2026-11-22_08:15:30Z", "2026/11/22T08:15:30Z", "2026-11-22T08.15.30Z",
            "2026-11-22T08:15:30.Z", "2026-11-22T08:15:30,5Z", "2026-11-22T08:15:30.5", "2026-11-22T08:15:30.5.5Z",
            "2026-11-22T08:15:30+24:00", "2026-11-22T08:15:30+08:60", "2026-11-22T08:15:30+0800",
            "2026-11-22T08:15:30+08", "2026-11-22T08:15:30+8:00", "2026-11-22T08:15:30 +08:00",
            "2026-11-22T08:15:30Z ", " 2026-11-22T08:15:30Z", "2026-11-22T08:15:30ZZ", "2026-11-22T08:15:30+08:00Z",
            "2026-11-22T08:15:30\u{0}", "2026-11-22T08:15:30Z\u{0}", "+2026-11-22T08:15:30Z", "-026-11-22T08:15:30Z",
            "12026-11-22T08:15:30Z", "0000-01-01T00:00:00Z", "２026-11-22T08:15:30Z", "٢٠٢٦-11-22T08:15:30Z",
            "2026-11-22T08:15:30−08:00", "1970-01-01T00:00:00.0Z1970-01-01T00:00:00Z",
            // The offset carries these out of the years 1 to 9999.
            "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "9999-12-31T23:59:60Z",
        ])
    func refuses(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test(
        "of any moment of the years 1 to 9999 is read back from its own text", arguments: 1...20 as ClosedRange<UInt64>)
    func readsItsOwnText(seed: UInt64) {
        var dice = Dice(seed: seed)
        let bounds = Self.firstMoment...Self.lastMoment
        let near: [ClosedRange<Int64>] = [bounds, -100_000...100_000, -9_000_000_000...9_000_000_000]
        for _ in 0..<500 {
            let moment = Timestamp(milliseconds: dice.roll(near[Int(dice.roll(0...2))]))
            #expect(Timestamp(rfc3339: moment.description) == moment)
        }
        for edge in [bounds.lowerBound, -86_400_000, -86_399_999, -86_400_001, -1, 0, 1, bounds.upperBound] {
            #expect(Timestamp(rfc3339: Timestamp(milliseconds: edge).description)?.milliseconds == edge)
        }
    }

    @Test(
        "is written in UTC with milliseconds where there are any",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (5, "1970-01-01T00:00:00.005Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (-86_400_000, "1969-12-31T00:00:00Z"), (1_795_306_530_250, "2026-11-22T00:15:30.250Z"),
        ])
    func writes(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
    }

    @Test("of the farthest moments has a text, without a trap", arguments: [Int64.min, Int64.min + 1, Int64.max])
    func writesTheFarthest(milliseconds: Int64) {
        #expect(Timestamp(milliseconds: milliseconds).description.hasSuffix("Z"))
    }

    @Test("adds and subtracts spans")
    func arithmetic() {
        let moment = Timestamp(milliseconds: 1_000)
        #expect(moment + .seconds(2) - .seconds(3) == .epoch)
        #expect(moment - Timestamp(milliseconds: 4_000) == .seconds(-3))
        #expect(Timestamp(milliseconds: -1) < .epoch)
    }
}
