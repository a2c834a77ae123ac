import Appliances
@testable import Devices
import Testing

@Suite("A value as sent")
struct ValueReadingTests {
    private static func read(
        _ kind: SentKind, _ number: Double, _ text: String, on name: String, unit: String? = nil,
        _ change: (inout ChannelEntry) throws -> Void
    ) throws -> ValueOutcome {
        let entry = try ChannelEntry.of("x", as: name, unit: unit, change)
        let channel = try #require(Channel.named(name))
        let slot = EntrySlot(entry: 0, entry, channel: 0, channel, table: entry.table == nil ? -1 : 0)
        return ValueReading(slot: slot, entry: entry, channel: channel)(kind, number, text.utf8.span, way: slot.way)
    }

    private static func number(
        _ number: Double, on name: String = "power.active", unit: String? = nil,
        _ change: (inout ChannelEntry) throws -> Void = { _ in }
    ) throws -> ValueOutcome {
        try read(.number, number, SentValue.plain(number), on: name, unit: unit, change)
    }

    private static func text(
        _ text: String, on name: String = "power.active", _ change: (inout ChannelEntry) throws -> Void = { _ in }
    ) throws -> ValueOutcome {
        try read(.text, 0, text, on: name, change)
    }

    private static func flag(
        _ flag: Bool, on name: String, _ change: (inout ChannelEntry) throws -> Void = { _ in }
    ) throws -> ValueOutcome {
        try read(.flag, flag ? 1 : 0, "\(flag)", on: name, change)
    }

    @Test(
        "that is a text counts as the number that it is",
        arguments: [
            ("28.50", .number(28.5)), ("-3", .number(-3)), ("+3", .number(3)), ("007", .number(7)),
            (".5", .number(0.5)),
            ("5.", .number(5)), (" 42\t", .number(42)), ("1e3", .number(1_000)), ("1.5E-1", .number(0.15)),
            ("0.1234567890123456789", .number(0.123_456_789_012_345_68)), ("28,5", .fault(.wrongType)),
            ("", .fault(.wrongType)),
            (".", .fault(.wrongType)), ("-", .fault(.wrongType)), ("0x1F", .fault(.wrongType)),
            ("12W", .fault(.wrongType)),
            ("1 2", .fault(.wrongType)), ("1.2.3", .fault(.wrongType)), ("--1", .fault(.wrongType)),
            ("true", .fault(.wrongType)),
            ("nan", .fault(.numberNotFinite)), ("NaN", .fault(.numberNotFinite)), ("-inf", .fault(.numberNotFinite)),
            ("Infinity", .fault(.numberNotFinite)), ("nano", .fault(.wrongType)), ("1e999", .fault(.numberNotFinite)),
        ] as [(String, ValueOutcome)])
    func texts(text: String, outcome: ValueOutcome) throws {
        #expect(try Self.text(text) == outcome)
    }

    @Test("that is none is absent, and one that holds others is no value")
    func kinds() throws {
        #expect(try Self.read(.missing, 0, "null", on: "power.active") { _ in } == .fault(.absent))
        #expect(try Self.read(.compound, 0, "", on: "fault.code") { _ in } == .nothing)
        #expect(try Self.flag(true, on: "power.active") == .fault(.wrongType))
        #expect(try Self.flag(true, on: "fault.code") == .fault(.wrongType))
    }

    @Test(
        "that means absent is absent, as a number where both are numbers",
        arguments: [
            (-127.0, ["-127"], true), (-127, ["-127.00"], true), (-127, ["-127.1", "127"], false),
            (85, ["N/A", "85"], true),
        ])
    func absentNumbers(number: Double, absent: [String], isAbsent: Bool) throws {
        let outcome = try Self.number(number, on: "fridge.temperature") { $0.absent = absent.map { SentValue($0) } }
        #expect((outcome == .fault(.absent)) == isAbsent)
    }

    @Test("that is a text means absent letter by letter, or as a number")
    func absentTexts() throws {
        let absent = { (entry: inout ChannelEntry) in entry.absent = ["N/A", "-127", "false"].map { SentValue($0) } }
        #expect(try Self.text("N/A", absent) == .fault(.absent))
        #expect(try Self.text("n/a", absent) == .fault(.wrongType))
        #expect(try Self.text("-127.0", absent) == .fault(.absent))
        #expect(try Self.flag(false, on: "door.open", absent) == .fault(.absent))
        #expect(try Self.flag(true, on: "door.open", absent) == .number(1))
    }

    @Test("is scaled and moved, then bounded, then comes into the channel's unit")
    func scale() throws {
        #expect(try Self.number(52, unit: "kW") { $0.scale = 0.1 } == .number(5_200))
        #expect(try Self.number(250, on: "fridge.temperature") { ($0.scale, $0.offset) = (0.1, -40) } == .number(-15))
        #expect(try Self.number(5, on: "radio.rssi") { ($0.scale, $0.offset) = (10, -120) } == .number(-70))
        let range = { (entry: inout ChannelEntry) in (entry.scale, entry.range) = (0.1, 0...4) }
        #expect(try Self.number(40, unit: "kW", range) == .number(4_000))
        #expect(try Self.number(41, unit: "kW", range) == .fault(.outOfRange))
        #expect(try Self.number(-1, unit: "kW", range) == .fault(.outOfRange))
        // What the channel holds possible counts beside the entry's own range.
        #expect(try Self.number(101, on: "fridge.temperature") { $0.range = 0...500 } == .fault(.outOfRange))
        #expect(try Self.number(1e300) { $0.scale = 1e300 } == .fault(.numberNotFinite))
        #expect(try Self.number(1, unit: "Cel") == .fault(.unitUnknown))
    }

    @Test(
        "becomes one of its bits, or some of them as a number",
        arguments: [
            (6.0, 0...0, 0.0), (6, 1...1, 1), (6, 0...7, 6), (6, 1...2, 3), (0xabcd, 4...11, 0xbc), (1, 63...63, 0),
            (7, 0...63, 7),
        ])
    func bits(number: Double, bits: ClosedRange<Int>, value: Double) throws {
        #expect(try Self.number(number) { $0.bits = bits } == .number(value))
        #expect(try Self.text("\(Int(number))") { $0.bits = bits } == .number(value))
        let isState = value == 0 || value == 1
        #expect(
            try Self.number(number, on: "door.open") { $0.bits = bits }
                == (isState ? .number(value) : .fault(.valueUnknown)))
        #expect(
            try Self.number(number, on: "fault.flag.x") { ($0.bits, $0.kind) = (bits, .flag) }
                == .number(value == 0 ? 0 : 1))
    }

    @Test("is what its bits are for everything that follows")
    func bitsFirst() throws {
        let phase = { (entry: inout ChannelEntry) in
            entry.bits = 4...7
            entry.absent = [SentValue("15")]
            entry.meanings = [ChannelEntry.Meaning(sent: SentValue("2"), value: .word("rinse"))]
        }
        #expect(try Self.number(0x2f, on: "cycle.phase", phase) == .word("rinse"))
        #expect(try Self.number(0xf2, on: "cycle.phase", phase) == .fault(.absent))
        #expect(try Self.number(0x32, on: "cycle.phase", phase) == .fault(.valueUnknown))
        #expect(try Self.number(15, on: "cycle.phase", phase) == .fault(.valueUnknown))
        let code = { (entry: inout ChannelEntry) in (entry.bits, entry.clear) = (4...7, [SentValue("0")]) }
        #expect(
            try Self.number(0x0f, on: "fault.code", code) == .clear
                && Self.text("47", on: "fault.code", code) == .word("2"))
        #expect(try Self.number(0x7f) { ($0.bits, $0.scale) = (4...7, 10) } == .number(70))
    }

    @Test("that is no whole number has no bits", arguments: [-1, 1.5, 9_007_199_254_740_992])
    func noBits(number: Double) throws {
        #expect(try Self.number(number) { $0.bits = 0...0 } == .fault(.wrongType))
        #expect(try Self.number(number, on: "door.open") { $0.bits = 0...0 } == .fault(.wrongType))
        #expect(try Self.text("on", on: "door.open") { $0.bits = 0...0 } == .fault(.wrongType))
    }

    @Test("means what its table of meanings says, and nothing else")
    func meanings() throws {
        let meant = { (entry: inout ChannelEntry) in
            entry.meanings = [("0", 0.0), ("on", 1), ("true", 1)].map { sent, value in
                ChannelEntry.Meaning(sent: SentValue(sent), value: .number(value))
            }
        }
        #expect(try Self.number(0, on: "door.open", meant) == .number(0))
        #expect(try Self.text("0.0", on: "door.open", meant) == .number(0))
        #expect(try Self.text("on", on: "door.open", meant) == .number(1))
        #expect(try Self.flag(true, on: "door.open", meant) == .number(1))
        #expect(try Self.text("ON", on: "door.open", meant) == .fault(.valueUnknown))
        #expect(try Self.flag(false, on: "door.open", meant) == .fault(.valueUnknown))
        let any = { (entry: inout ChannelEntry) in
            meant(&entry)
            entry.otherwise = .number(1)
        }
        #expect(try Self.text("whatever", on: "door.open", any) == .number(1))
        let words = { (entry: inout ChannelEntry) in
            entry.meanings = [ChannelEntry.Meaning(sent: SentValue("2"), value: .word("rinse"))]
        }
        #expect(try Self.number(2, on: "cycle.phase", words) == .word("rinse"))
        #expect(try Self.number(2, on: "drum.speed", words) == .fault(.wrongType))
    }

    @Test(
        "reads as true or false by the words that devices use",
        arguments: [
            ("true", 1.0), ("ON", 1), ("Yes", 1), ("open", 1), ("1", 1), ("1.0", 1), ("FALSE", 0), ("off", 0),
            ("no", 0), ("Closed", 0), ("0", 0), ("0.00", 0), ("maybe", nil), ("", nil), ("2", nil), ("tru", nil),
        ] as [(String, Double?)])
    func states(text: String, value: Double?) throws {
        #expect(try Self.text(text, on: "door.open") == (value.map { .number($0) } ?? .fault(.valueUnknown)))
        // A flag is raised by whatever does not read as false.
        #expect(try Self.text(text, on: "fault.flag.x") { $0.kind = .flag } == .number(value == 0 ? 0 : 1))
    }

    @Test("that is a number is true or false only as one or zero, except for flags")
    func numbersAsStates() throws {
        #expect(try Self.number(0, on: "door.open") == .number(0) && Self.number(1, on: "door.open") == .number(1))
        #expect(try Self.number(2, on: "door.open") == .fault(.valueUnknown))
        #expect(try Self.number(-1, on: "fault.flag.x") { $0.kind = .flag } == .number(1))
        #expect(try Self.number(0, on: "fault.flag.x") { $0.kind = .flag } == .number(0))
    }

    @Test("becomes a word of one line, as sent")
    func words() throws {
        #expect(try Self.text(" E 1\n2 ", on: "fault.code") == .word("E 1 2"))
        #expect(try Self.number(12, on: "fault.code") == .word("12"))
        #expect(try Self.text("  ", on: "fault.code") == .fault(.absent))
        #expect(try Self.text(String(repeating: "x", count: 257), on: "fault.code") == .fault(.wrongType))
        let clear = { (entry: inout ChannelEntry) in
            (entry.kind, entry.clear) = (.code, [SentValue("0"), SentValue("none")])
        }
        #expect(try Self.number(0, on: "fault.code", clear) == .clear)
        #expect(try Self.text("none", on: "fault.code", clear) == .clear)
        #expect(try Self.text("E1", on: "fault.code", clear) == .word("E1"))
    }
}
