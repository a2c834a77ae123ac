import Appliances
import Foundation
import Gateway
import Logging
import ServiceDesk
import Testing

@testable import Console

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

    private func paths() throws -> [String: [String: [String: Any]]] {
        let document = try JSONSerialization.jsonObject(with: Data(OpenAPI.document.utf8)) as? [String: Any]
        return try #require(document?["paths"] as? [String: [String: [String: Any]]])
    }

    @Test("has every route of the API, and no other one")
    func routes() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "foretell-routes-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let console = Console(
            Console.Settings(port: 0), counter: DeskCounter(), tokens: TokenBook(folder: folder),
            pages: ProgressPages(links: try ProgressLinks(folder: folder), rules: ServiceRules(), now: { start }),
            warranty: { _ in .failure(UnreadableCase("")) },
            mail: MailDesk(read: { _ in .failure(UntakenLetter(.busy, "")) }, counters: { [:] }),
            customers: CustomerDesk(find: { _ in nil }, write: { _ in }, erase: { _ in false }, remove: { _ in }),
            post: { [:] },
            logger: Logger(label: "test"))
        let documented = try paths().flatMap { path, methods in methods.keys.map { "\($0.uppercased()) \(path)" } }
        // The pages of customers are for people.
        let routed = console.routeNames.filter { !$0.contains(" /p/") }
        #expect(routed.sorted() == documented.sorted())
        #expect(console.routeNames.count == routed.count + 2)
    }

    @Test("has every kind of problem, where it can come back")
    func problems() throws {
        let types = try #require(try schemas()["problem_type"]?["enum"] as? [String])
        #expect(types == ProblemKind.allCases.map { "urn:foretell:problem:\($0.rawValue)" })
        var met: Set<Int> = []
        for (path, methods) in try paths() {
            for (method, operation) in methods {
                let codes = Set(try #require(operation["responses"] as? [String: Any]).keys.compactMap { Int($0) })
                met.formUnion(codes)
                #expect(codes.isSuperset(of: [405, 500]) && codes.contains { $0 < 300 }, "\(method) \(path)")
                let isOpen = (operation["security"] as? [Any])?.isEmpty == true
                #expect(codes.isSuperset(of: [401, 403, 429, 503]) != isOpen, "\(method) \(path)")
                let hasBody = operation["requestBody"] != nil
                #expect(codes.isSuperset(of: [400, 413, 415]) == hasBody, "\(method) \(path)")
                #expect(!path.contains("{number}") || codes.contains(404) || method == "put", "\(method) \(path)")
                #expect(operation["x-problems"] == nil)
            }
        }
        #expect(met.isSuperset(of: ProblemKind.allCases.flatMap { $0.codes }))
    }

    @Test("has the limits that hold")
    func limits() throws {
        let document = try JSONSerialization.jsonObject(with: Data(OpenAPI.document.utf8)) as? [String: Any]
        let limits = (document?["info"] as? [String: Any])?["x-limits"] as? [String: Any]
        let settings = Console.Settings(port: 0)
        #expect(limits?["head_bytes"] as? Int == settings.headBytesMax)
        #expect(limits?["connections"] as? Int == settings.connectionsMax)
        #expect(limits?["idle_seconds"] as? Int == settings.idleSeconds)
        #expect(limits?["letter_bytes"] as? Int == LetterRoute.bytesMax)
        #expect(limits?["letters_at_once"] as? Int == LetterRoute.lettersMax)
        #expect(limits?["waiting_calls"] as? Int == DeskCounter.capacity)
        #expect(limits?["body_bytes"] as? Int == ConsoleContext.bodyBytesMax)
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
