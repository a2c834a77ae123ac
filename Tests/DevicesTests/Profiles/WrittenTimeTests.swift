import Appliances
@testable import Devices
import Testing

@Suite("A written time")
struct WrittenTimeTests {
    private static func time(_ text: String, _ format: String, zone: Int = 0) throws -> String? {
        try WrittenTime(format).time(of: text.utf8.span, zoneSeconds: zone)?.description
    }

    @Test(
        "is read by its format",
        arguments: [
            ("rfc3339", "2026-11-22T08:15:30+08:00", "2026-11-22T00:15:30Z"), ("rfc3339", "2026-11-22T08:15:30", nil),
            ("unix", "1700000000", "2023-11-14T22:13:20Z"), ("unix", "1700000000.25", "2023-11-14T22:13:20.250Z"),
            ("unix_ms", "1700000000250", "2023-11-14T22:13:20.250Z"),
            ("unix_us", "1700000000250499", "2023-11-14T22:13:20.250Z"),
            ("unix_ns", "1700000000250000000", "2023-11-14T22:13:20.250Z"), ("unix", "yesterday", nil),
            ("unix", "", nil),
            ("unix", "-1", nil), ("unix", "1e300", nil), ("unix", "0", "1970-01-01T00:00:00Z"),
            ("yyyy-MM-dd HH:mm:ss", "2026-11-22 00:15:30", "2026-11-22T00:15:30Z"),
            ("yyyy-MM-dd'T'HH:mm:ss", "2026-11-22T00:15:30", "2026-11-22T00:15:30Z"),
            ("yyyy.MM.dd HH:mm:ss.SSS", "2026.11.22 00:15:30.042", "2026-11-22T00:15:30.042Z"),
            ("yyyyMMddHHmmss", "20261122001530", "2026-11-22T00:15:30Z"),
            ("dd/MM/yyyy", "22/11/2026", "2026-11-22T00:00:00Z"),
            ("yyyy", "2026", "2026-01-01T00:00:00Z"), ("yyyy年MM月dd日", "2026年11月22日", "2026-11-22T00:00:00Z"),
            ("'at 'yyyy-MM-dd' o''clock'", "at 2026-11-22 oclock", "2026-11-22T00:00:00Z"),
            ("yyyy-MM-dd'T'HH:mm:ssXXX", "2026-11-22T08:15:30+08:00", "2026-11-22T00:15:30Z"),
            ("yyyy-MM-dd'T'HH:mm:ssXXX", "2026-11-22T08:15:30+0800", "2026-11-22T00:15:30Z"),
            ("yyyy-MM-dd'T'HH:mm:ssXXX", "2026-11-21T20:15:30-04", "2026-11-22T00:15:30Z"),
            ("yyyy-MM-dd'T'HH:mm:ssXXX", "2026-11-22T00:15:30Z", "2026-11-22T00:15:30Z"),
            ("HH:mm:ssXXX yyyy", "00:15:30+00:30 2026", "2025-12-31T23:45:30Z"),
        ] as [(String, String, String?)])
    func reads(format: String, text: String, time: String?) throws {
        #expect(try Self.time(text, format) == time)
    }

    @Test(
        "is none where a letter is missing, too many or impossible",
        arguments: [
            "2026-11-22 00:15", "2026-11-22 00:15:3", "2026-11-22 00:15:30 ", " 2026-11-22 00:15:30",
            "2026-11-22T00:15:30",
            "2026-13-22 00:15:30", "2026-02-30 00:15:30", "2026-00-22 00:15:30", "2026-11-22 24:15:30",
            "2026-11-22 00:60:30", "2026-11-22 00:15:61", "2O26-11-22 00:15:30", "0000-11-22 00:15:30", "",
            "+026-11-22 00:15:30", "２026-11-22 00:15:30",
        ])
    func impossible(text: String) throws {
        #expect(try Self.time(text, "yyyy-MM-dd HH:mm:ss") == nil)
    }

    @Test(
        "has no offset but a plain one",
        arguments: [
            "", "+", "+8", "+8:00", "+08:0", "+08:60", "+24:00", "08:00", "+08:", "+:08", "+08::00", "+08:00x",
            "+0800:", "Zulu", "±08:00",
        ])
    func offsets(offset: String) throws {
        #expect(try Self.time("2026-11-22" + offset, "yyyy-MM-ddXXX") == nil)
    }

    @Test("without an offset is of its zone, with one of its own")
    func zone() throws {
        #expect(try Self.time("2026-11-22 08:15:30", "yyyy-MM-dd HH:mm:ss", zone: 28_800) == "2026-11-22T00:15:30Z")
        #expect(try Self.time("2026-11-22 00:15:30", "yyyy-MM-dd HH:mm:ss", zone: -3_600) == "2026-11-22T01:15:30Z")
        #expect(try Self.time("2026-11-22 08:15Z", "yyyy-MM-dd HH:mmXXX", zone: 28_800) == "2026-11-22T08:15:00Z")
        #expect(try Self.time("1700000000", "unix", zone: 28_800) == "2023-11-14T22:13:20Z")
    }

    @Test(
        "as a number tells by its size what it counts",
        arguments: [
            (1_700_000_000.0, "2023-11-14T22:13:20Z"), (1_700_000_000_250, "2023-11-14T22:13:20.250Z"),
            (1_700_000_000_250_000, "2023-11-14T22:13:20.250Z"), (17e17, "2023-11-14T22:13:20Z"),
            (0, "1970-01-01T00:00:00Z"), (-1, nil), (1e30, nil), (99_999_999_999, "5138-11-16T09:46:39Z"),
            (100_000_000_000, "1973-03-03T09:46:40Z"),
        ] as [(Double, String?)])
    func bySize(number: Double, time: String?) throws {
        #expect(try WrittenTime("unix_auto").time(of: number)?.description == time)
    }

    @Test("that is no number is not read from one", arguments: ["rfc3339", "yyyy"])
    func noNumber(format: String) throws {
        #expect(try WrittenTime(format).time(of: 2_026) == nil)
    }

    @Test(
        "has a format that is one of the words, or a pattern with the year",
        arguments: [
            "", "iso", "HH:mm", "yy-MM-dd", "yyyy-MM-dd'T", "yyyyy", "yyyy-M-dd", "yyyy-MM-ddd", "yyyy hh", "yyyy SS",
            "yyyy SSSSSS",
            "yyyyT", "yyyy" + String(repeating: "s", count: 40),
        ])
    func badFormats(format: String) {
        #expect(throws: PatternFault.self) { try WrittenTime(format) }
    }
}
