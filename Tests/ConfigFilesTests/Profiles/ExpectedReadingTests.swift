import Appliances
import ConfigFiles
import Devices
import Foundation
import Testing

/// One line of the draft of what the shared messages mean.
private struct Draft: Decodable {
    let file: String
    let topic: String
    let device: String
    let channel: String
    let value: Worth
    let unit: String

    enum Worth: Decodable, CustomStringConvertible {
        case number(Double)
        case flag(Bool)
        case word(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else {
                self = .word(try container.decode(String.self))
            }
        }

        var description: String {
            switch self {
            case .number(let number): "\(number)"
            case .flag(let flag): "\(flag)"
            case .word(let word): word
            }
        }
    }

    var description: String { "\(file) \(device) \(channel) \(value) \(unit)" }

    /// The same as a promise of a profile.
    var expected: ExpectedReading {
        var expected = ExpectedReading(channel: channel)
        expected.device = device
        expected.unit = unit.isEmpty ? nil : SourceUnit(unit)
        switch value {
        case .number(let number): expected.value = .number(number)
        case .flag(let flag): expected.value = .number(flag ? 1 : 0)
        case .word(let word): expected.value = .word(word)
        }
        return expected
    }
}

@Suite("The draft of what the shared messages mean", .enabled(if: SharedMessages.isThere, "FORETELL_DATA is not set"))
struct ExpectedReadingTests {
    /// Lines of the draft that we hold to be wrong, with the reason.
    private static let wrong: [(reason: String, holds: @Sendable (Draft) -> Bool)] = [
        ("setpoint.temperature is the channel of an air conditioner's setting", { $0.channel == "main.setpoint" }),
        ("a heat pump's modulation in % is no speed", { $0.channel == "compressor.speed" && $0.unit == "%" }),
        (
            "a water heater's tempZ1 and tempZ2 are water, and it has neither fridge nor freezer",
            { $0.file.contains("wh_265") && ["fridge.temperature", "freezer.temperature"].contains($0.channel) }
        ),
        (
            "Matter's 1/87/2 says that a door has been open for too long; 0 is no closed door",
            { $0.file.hasPrefix("matter/") && $0.channel == "door.open" }
        ),
        (
            "37 and 0 in this dump are °F, as the unit beside them says",
            { $0.file.contains("da_ref_normal_000001") && $0.unit == "Cel" }
        ),
        (
            "a frame of rtl_433 comes two or three times and counts once; its device is model, channel and id",
            { $0.file.hasPrefix("rtl_433/") }
        ),
    ]

    private static let drafts: [Draft] = SharedMessages.bytes("expected_readings.jsonl").split(separator: 10)
        .compactMap { try? JSONDecoder().decode(Draft.self, from: Data($0)) }

    @Test("is fulfilled in at least 95 of 100 lines, those that are wrong left aside")
    func share() throws {
        try #require(Self.drafts.count > 300)
        let judged = Self.drafts.filter { draft in !Self.wrong.contains { $0.holds(draft) } }
        var missing: [Draft] = []
        for file in Set(judged.map(\.file)).sorted() {
            let lines = judged.filter { $0.file == file }
            let topic = lines.first?.topic ?? ""
            var left = DecodedStream(SharedMessages.messages(file, topic: topic)).readings
            for line in lines {
                if let place = left.firstIndex(where: { $0.fulfils(line.expected) }) {
                    left.remove(at: place)
                } else {
                    missing.append(line)
                }
            }
        }
        let share = 1 - Double(missing.count) / Double(judged.count)
        print("expected readings: \(judged.count - missing.count) of \(judged.count) lines (\(share)); missing:")
        for line in missing { print("  \(line.description)") }
        #expect(share >= 0.95, "missing: \(missing.map(\.description).joined(separator: "\n"))")
    }

    @Test("holds no line that a reason of ours takes out by accident")
    func reasons() {
        for (reason, holds) in Self.wrong {
            #expect(Self.drafts.contains(where: holds), "no line is wrong because \(reason)")
        }
        let taken = Self.drafts.filter { draft in Self.wrong.contains { $0.holds(draft) } }
        #expect(taken.count <= Self.drafts.count / 10)
    }

    @Test("never becomes a reading where a sensor is absent")
    func absent() {
        let sentinels: [(files: String, channels: String, values: [Double])] = [
            ("haier-hon/ac", "temperature", [-64]), ("haier-hon/ac", "compressor.current", [51.1]),
            ("haier-hon/ref", "temperature", [-38]), ("hisense-connectlife/", "temperature", [-40, 50]),
            ("hisense-connectlife/", "humidity", [1.28]), ("hisense-connectlife/", "supply.voltage", [0]),
            ("shelly/", "temperature", [999]), ("tasmota/", "temperature", [85, -127]),
        ]
        for file in Set(Self.drafts.map(\.file)).sorted() {
            let topic = Self.drafts.first { $0.file == file }?.topic ?? ""
            for shown in DecodedStream(SharedMessages.messages(file, topic: topic)).readings {
                let isAbsent = sentinels.contains { sentinel in
                    file.hasPrefix(sentinel.files) && shown.channel.name.contains(sentinel.channels)
                        && sentinel.values.contains(shown.reading.value)
                }
                #expect(!isAbsent, "\(file): \(shown.line(arrival: nil))")
            }
        }
    }
}
