import Appliances
import Console
import Foundation
import ServiceDesk
import Testing

@Suite("The document of the API")
struct OpenAPITests {
    private func schemas() throws -> [String: [String: Any]] {
        let document = try JSONSerialization.jsonObject(with: Data(OpenAPI.document.utf8)) as? [String: Any]
        let components = try #require(document?["components"] as? [String: Any])
        return try #require(components["schemas"] as? [String: [String: Any]])
    }

    @Test("names every command, with the examples that help shows")
    func commands() throws {
        let all = try #require(try schemas()["command"]?["oneOf"] as? [[String: Any]])
        #expect(all.compactMap { $0["title"] as? String } == DeskCommand.names)
        let examples = all.flatMap { $0["examples"] as? [[String: Any]] ?? [] }
        #expect(examples.count == DeskCommand.examples.count)
        for schema in all {
            #expect((schema["examples"] as? [[String: Any]])?.isEmpty == false, "\(schema["title"] ?? "")")
        }
        for example in examples {
            let text = try JSONSerialization.data(withJSONObject: example)
            let command = try JSONDecoder().decode(DeskCommand.self, from: text)
            #expect(DeskCommand.examples.contains(command))
        }
    }

    @Test("has every field of a demand")
    func demand() throws {
        var demand = Demand(channel: .web, key: "k")
        (demand.device, demand.category, demand.component) = (DeviceID("fridge-1"), .refrigerator, .compressor)
        (demand.years, demand.hasExtendedWarranty, demand.onset) = (3, true, start)
        (demand.usedBy, demand.wantedBy) = (.theirCustomer, CalendarDay("2026-12-01"))
        let written = try JSONSerialization.jsonObject(with: JSONEncoder().encode(demand)) as? [String: Any]
        let known = try #require(try schemas()["demand"]?["properties"] as? [String: Any])
        #expect(Set(known.keys) == Set(try #require(written).keys))
    }
}
