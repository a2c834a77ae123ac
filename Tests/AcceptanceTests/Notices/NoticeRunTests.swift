import Foundation
import Testing

@Suite("Notices of a gateway", .serialized)
struct NoticeRunTests {
    private static let secret = "0123456789abcdef0123456789abcdef"

    /// The shipped configuration with a webhook; the keys of one cannot be set one by one.
    private static func configuration(_ server: OutsideServer, in shop: Workshop) throws -> [String] {
        let files = FileManager.default
        try files.copyItem(atPath: Workshop.root.appending(path: "config").path, toPath: shop.path("config"))
        try files.createSymbolicLink(
            atPath: shop.path("devices"), withDestinationPath: Workshop.root.appending(path: "devices").path)
        let file = shop.path("config/foretell.yaml")
        let section = """

            notices:
              webhook: {url: "http://127.0.0.1:\(server.port)/hook", secret_file: "\(shop.path("secret"))"}

            """
        try (String(contentsOfFile: file, encoding: .utf8) + section).write(
            toFile: file, atomically: true, encoding: .utf8)
        return ["--config", shop.path("config")]
    }

    private func ids(_ server: OutsideServer, answered: Int = 200) -> [String] {
        server.taken.filter { $0["answer"] as? Int == answered }.compactMap { $0["id"] as? String }
    }

    @Test("a demand makes a webhook with its number and until when somebody calls; kill -9 loses none (Z-4, F16)")
    func killed() async throws {
        let shop = try Workshop()
        try shop.write(Self.secret + "\n", to: "secret")
        let server = try OutsideServer.endpoint(shop, secret: Self.secret)
        let house = try ConsoleHouse(more: Self.configuration(server, in: shop))
        let number = try await house.open("call-1")
        let arrives = eventually {
            server.taken.contains { ($0["notice"] as? [String: Any])?["request"] as? String == number }
        }
        try #require(arrives, "no webhook")
        let notice = try #require(server.taken.first?["notice"] as? [String: Any])
        #expect(notice["kind"] as? String == "request_received")
        let values = try #require(notice["values"] as? [[String: String]])
        let until = try #require(values.first { $0["name"] == "until" }?["value"])
        #expect(until.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/) != nil, "\(until)")
        let text = try #require(notice["text"] as? [String: String])
        #expect(text["en"]?.contains(number) == true && text["zh"]?.contains(number) == true)

        server.stop()
        var numbers = [number]
        for call in 2...6 { numbers.append(try await house.open("call-\(call)")) }
        house.kill()
        try house.start()
        numbers.append(try await house.open("call-7"))
        house.kill()
        try server.start()
        try house.start()
        let all = eventually {
            let seen = Set(
                server.taken.compactMap { ($0["notice"] as? [String: Any])?["request"] as? String })
            return numbers.allSatisfy(seen.contains)
        }
        #expect(all, "\(server.taken.count) of \(numbers.count) arrived")
        // Each at least once, the first times in order, a repeat under the same id.
        var order: [String] = []
        var names: [String: String] = [:]
        for taken in server.taken {
            let id = try #require(taken["id"] as? String)
            let request = try #require((taken["notice"] as? [String: Any])?["request"] as? String)
            #expect(names[request, default: id] == id, "another id for \(request)")
            if names.updateValue(id, forKey: request) == nil { order.append(request) }
        }
        #expect(order == numbers)
        #expect(house.stop() == 0)

        let state = house.shop.path("state")
        let list = try foretell(["notice", "list", "--json", "--channel", "webhook", "--state", state])
        #expect(list.status == 0 && list.output.split(separator: "\n").count == numbers.count)
        #expect(list.output.contains("\"delivered\"") && !list.output.contains(Self.secret))
        for file in 1...3 {
            let log = try String(contentsOfFile: house.shop.path("gateway-\(file).log"), encoding: .utf8)
            #expect(!log.contains(Self.secret))
        }
    }

    @Test("a dead letter is listed with its reason, and sent once more when told so, not under a gateway's hands")
    func retried() async throws {
        let shop = try Workshop()
        try shop.write(Self.secret, to: "secret")
        let server = try OutsideServer.endpoint(shop, secret: Self.secret, fails: 1, status: 422)
        let house = try ConsoleHouse(more: Self.configuration(server, in: shop))
        let state = house.shop.path("state")
        let number = try await house.open("call-1")
        let isDead = try eventually {
            try foretell(["notice", "list", "--dead", "--request", number, "--state", state])
                .output.contains("HTTP 422")
        }
        try #require(isDead, "nothing was put aside")
        let list = try foretell(["notice", "list", "--dead", "--json", "--state", state])
        let line = try #require(list.output.split(separator: "\n").first)
        let row = try #require((try JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any])
        let place = try #require(row["place"] as? Int)
        let early = try foretell(["notice", "retry", "\(place)", "--state", state])
        #expect(early.status == 2 && early.errors.contains("stop"), "\(early.errors)")
        #expect(house.stop() == 0)
        #expect(try foretell(["notice", "retry", "\(place)", "--state", state]).status == 0)
        #expect(try foretell(["notice", "retry", "\(place)", "--state", state]).status == 1)
        try house.start()
        let isThere = eventually { self.ids(server).count == 1 }
        #expect(isThere && ids(server) == ids(server, answered: 422))
    }
}
