import Appliances
import Foundation
import Testing

@Suite("The stored vocabulary")
struct CodingTests {
    /// One of each, as a stored event would hold them.
    private struct Everything: Codable, Equatable {
        var moment: Timestamp
        var span: TimeSpan
        var day: CalendarDay
        var device: DeviceID
        var site: SiteID
        var money: Money
        var category: Appliances.Category
        var component: Component
        var family: ComponentFamily
        var unit: Appliances.Unit
    }

    private static func everything() throws -> Everything {
        Everything(
            moment: Timestamp(milliseconds: -1), span: .minutes(-90),
            day: try #require(CalendarDay("2024-02-29")), device: try #require(DeviceID("fridge-01")),
            site: try #require(SiteID("home_7")), money: Money(fen: 38_005), category: .airConditioner,
            component: .defrostHeater, family: .airAndFrost, unit: .revolutionsPerMinute)
    }

    @Test("is written as people write it, one plain value each")
    func text() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(try Self.everything()), as: UTF8.self)
        #expect(
            text == """
                {"category":"air_conditioner","component":"defrost_heater","day":"2024-02-29",\
                "device":"fridge-01","family":"air_and_frost","moment":"1969-12-31T23:59:59.999Z",\
                "money":"380.05 CNY","site":"home_7","span":"-90m","unit":"{rev}/min"}
                """)
    }

    @Test("is read back as it was")
    func roundTrip() throws {
        let everything = try Self.everything()
        let coded = try JSONEncoder().encode(everything)
        #expect(try JSONDecoder().decode(Everything.self, from: coded) == everything)
    }

    @Test("has every component in a family, and all cases are read back")
    func cases() throws {
        let coder = (JSONEncoder(), JSONDecoder())
        for component in Component.allCases {
            let coded = try coder.0.encode([component])
            #expect(try coder.1.decode([Component].self, from: coded) == [component])
            #expect(ComponentFamily.allCases.contains(component.family))
        }
        #expect(Set(Component.allCases.map(\.family)) == Set(ComponentFamily.allCases))
    }

    @Test(
        "is not read from a text of another kind",
        arguments: [
            #"["2026-02-30"]"#, #"["2026-13-01T00:00:00Z"]"#, #"["a/b"]"#, #"["<b>"]"#, "[5]", "[null]", "[{}]",
        ])
    func refuses(json: String) {
        let data = Data(json.utf8)
        let decoder = JSONDecoder()
        #expect(throws: DecodingError.self) { try decoder.decode([CalendarDay].self, from: data) }
        #expect(throws: DecodingError.self) { try decoder.decode([Timestamp].self, from: data) }
        #expect(throws: DecodingError.self) { try decoder.decode([TimeSpan].self, from: data) }
        #expect(throws: DecodingError.self) { try decoder.decode([Money].self, from: data) }
    }

    @Test("names in an error what was wrong")
    func error() {
        do {
            _ = try JSONDecoder().decode([DeviceID].self, from: Data(#"["a+b"]"#.utf8))
            Issue.record("`a+b` was taken for a device's name")
        } catch {
            #expect("\(error)".contains("`a+b` is no DeviceID"))
        }
    }
}
