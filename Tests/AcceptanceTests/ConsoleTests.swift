import Foundation
import FoundationNetworking
import Testing

/// A gateway with its console, and people who use it over a real socket.
final class ConsoleHouse {
    let shop: Workshop
    private var process: Companion?
    private(set) var port = 0
    private var tokens: [String: String] = [:]
    private var starts = 0

    private let more: [String]

    init(more: [String] = []) throws {
        self.more = more
        shop = try Workshop()
        try start()
    }

    /// Starts it, or starts it again on the same state.
    func start() throws {
        starts += 1
        let log = shop.path("gateway-\(starts).log")
        process = try Companion(
            Workshop.foretell,
            ["run", "--state", shop.path("state"), "--set", "console.port=0", "--set", "broker.port=1"]
                // Tests come faster than people; those of the rate set their own.
                + ["--set", "console.rate.per_second=10000", "--set", "console.rate.burst=100000"] + more,
            log: log)
        let isUp = eventually {
            let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            guard let match = text.firstMatch(of: /listens on http:\/\/127\.0\.0\.1:(\d+)\//) else { return false }
            self.port = Int(match.1) ?? 0
            return self.port > 0
        }
        try #require(isUp, "the console did not start")
    }

    func kill() { process?.kill() }
    func kill(after microseconds: Int) { process?.kill(after: microseconds) }
    func stop() -> Int32 { process?.stop() ?? -1 }

    /// The token of a role; made where there is none yet.
    func token(_ role: String, _ number: String) throws -> String {
        let name = "\(role) \(number)"
        if let token = tokens[name] { return token }
        let made = try foretell(["token", "make", "--role", role, "--number", number, "--state", shop.path("state")])
        try #require(made.status == 0, "\(made.errors)")
        let token = String(made.output.split(separator: "\n")[1])
        tokens[name] = token
        return token
    }

    struct Reply {
        let status: Int
        let type: String
        let body: Data
        var headers: [String: String] = [:]

        var object: [String: Any] { (try? JSONSerialization.jsonObject(with: body)) as? [String: Any] ?? [:] }
        var list: [[String: Any]] { (try? JSONSerialization.jsonObject(with: body)) as? [[String: Any]] ?? [] }
    }

    /// Sends a request; nil where nobody answers.
    func send(
        _ method: String, _ path: String, _ body: String? = nil, token: String? = nil, key: String? = nil,
        type: String? = nil
    ) async -> Reply? {
        guard let url = URL(string: "http://127.0.0.1:\(port)\(path)") else { return nil }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        request.timeoutInterval = 60
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        if type != nil || body != nil {
            request.setValue(type ?? "application/json", forHTTPHeaderField: "Content-Type")
        }
        if let key { request.setValue(key, forHTTPHeaderField: "Idempotency-Key") }
        guard let (data, response) = try? await URLSession.shared.data(for: request),
            let answer = response as? HTTPURLResponse
        else { return nil }
        let headers = answer.allHeaderFields.reduce(into: [String: String]()) { headers, field in
            headers[String(describing: field.key).lowercased()] = String(describing: field.value)
        }
        return Reply(status: answer.statusCode, type: headers["content-type"] ?? "", body: data, headers: headers)
    }

    /// Opens a request of which everything is known; its number.
    func open(_ key: String = "call-1") async throws -> String {
        let demand = """
            {"channel":"hotline","key":"\(key)","customer":"C-17","symptom":"does not cool",
             "known":["customer_name","phone","address","model","purchase_date"]}
            """
        let reply = await send("POST", "/api/v1/requests", demand, token: try token("hotline_agent", "H-1"))
        let opened = try #require(reply)
        try #require(opened.status == 201, "\(String(decoding: opened.body, as: UTF8.self))")
        return try #require(opened.object["number"] as? String)
    }
}

@Suite("The console", .serialized)
struct ConsoleTests {
    private static let triage = """
        {"triage":{"diagnosis":{"hypotheses":[{"component":"compressor","cause":"worn","percent":80}]}}}
        """

    @Test("takes a demand down, does commands and answers why not")
    func way() async throws {
        let house = try ConsoleHouse()
        let number = try await house.open()
        let agent = try house.token("hotline_agent", "H-1")
        let path = "/api/v1/requests/\(number)/commands"
        let done = await house.send("POST", path, Self.triage, token: agent)
        #expect(done?.status == 200 && done?.object["state"] as? String == "triaged")
        let early = await house.send("POST", path, #"{"close":{}}"#, token: try house.token("quality", "Q-1"))
        #expect(early?.status == 409 && early?.type == "application/problem+json")
        let unmet = early?.object["unmet"] as? [[String: Any]] ?? []
        #expect(unmet.contains { $0["clause"] as? String == "H-15" && $0["zh"] is String })
        let other = await house.send("POST", path, #"{"close":{}}"#, token: agent)
        #expect(other?.status == 403, "a hotline agent closes nothing")
        let shown = try foretell(["request", "show", number, "--state", house.shop.path("state")])
        #expect(shown.status == 0 && shown.output.contains("triaged"))
        let due = try foretell(["request", "due", "--state", house.shop.path("state")])
        #expect(due.status == 0 && due.output.contains("assign") && !due.output.contains("OVERDUE"))
        let agreed = try foretell(["request", "reconcile", "--state", house.shop.path("state")])
        #expect(agreed.status == 0 && agreed.output.contains("0 visits, 0 mismatches"))
        let list = await house.send("GET", "/api/v1/requests", token: agent)
        #expect(list?.list.compactMap { $0["number"] as? String } == [number])
        #expect(house.stop() == 0)
    }

    @Test("lets nobody in without a token that counts, and customers see only what is theirs")
    func doors() async throws {
        let house = try ConsoleHouse()
        let number = try await house.open()
        for token in [nil, "foretell_nonsense"] {
            let reply = await house.send("GET", "/api/v1/requests/\(number)", token: token)
            #expect(reply?.status == 401 && reply?.object["type"] as? String == "urn:foretell:problem:unauthorised")
        }
        let mine = await house.send("GET", "/api/v1/requests/\(number)", token: try house.token("customer", "C-17"))
        #expect(mine?.status == 200)
        let theirs = await house.send("GET", "/api/v1/requests/\(number)", token: try house.token("customer", "C-18"))
        #expect(theirs?.status == 404)
        // Whoever guesses the key of another one's demand gets a request of their own.
        let guess = #"{"channel":"hotline","key":"call-1","symptom":"mine"}"#
        let own = await house.send("POST", "/api/v1/requests", guess, token: try house.token("customer", "C-18"))
        #expect(own?.status == 201 && own?.object["number"] as? String != number)
        let list = await house.send("GET", "/api/v1/requests", token: try house.token("customer", "C-17"))
        #expect(list?.status == 403)
        // Made while the gateway runs, and taken back while it runs.
        let officer = try house.token("information_officer", "I-1")
        #expect(await house.send("GET", "/api/v1/requests", token: officer)?.status == 200)
        let listed = try foretell(["token", "list", "--state", house.shop.path("state")]).output
        let id = try #require(listed.split(separator: "\n").first { $0.contains("information_officer") }?.prefix(10))
        #expect(try foretell(["token", "revoke", String(id), "--state", house.shop.path("state")]).status == 0)
        #expect(await house.send("GET", "/api/v1/requests", token: officer)?.status == 401)
        #expect(!listed.contains(officer), "a list shows no token")
    }

    @Test(
        "names what is wrong with what was sent",
        arguments: [
            ("/api/v1/requests", "{", 400, "valid JSON"), ("/api/v1/requests", "{}", 400, "`channel` is missing"),
            ("/api/v1/requests", #"{"channel":"hotline"}"#, 400, "`key` is missing"),
            ("/api/v1/requests", #"{"channel":"prediction","key":"k"}"#, 400, "only telemetry predicts"),
            ("/api/v1/requests/SR-0/commands", #"{"close":{}}"#, 404, "SR-0"),
            ("/api/v1/requests/SR-0/commands", #"{"triage":{}}"#, 400, "triage: `diagnosis` is missing"),
            ("/api/v1/requests/SR-0/commands", #"{"clos":{}}"#, 400, "did you mean close"),
            ("/api/v1/requests/SR-0/commands", #"{"close":{},"settle":{}}"#, 400, "one key must name the command"),
            (
                "/api/v1/requests", #"{"channel":"hotlin","key":"k"}"#, 400,
                "channel: `hotlin` is none of prediction, hotline"
            ),
            ("/api/v1/requests", #"{"channel":"web","key":"k","priority":"P9"}"#, 400, "priority: `P9` is none of P1"),
            (
                "/api/v1/requests/SR-0/commands", #"{"reconcile":{"level":"branhc"}}"#, 400,
                "`branhc` is none of branch, centre; did you mean branch"
            ),
            ("/api/v1/warranty/decisions", #"{"brand":"Haier"}"#, 400, "the file lacks `category`"),
        ])
    func wrong(path: String, body: String, status: Int, said: String) async throws {
        let house = try ConsoleHouse()
        let reply = await house.send("POST", path, body, token: try house.token("hotline_agent", "H-1"))
        #expect(reply?.status == status)
        #expect((reply?.object["detail"] as? String)?.contains(said) == true, "\(reply?.object ?? [:])")
    }

    @Test("ends with a word where its port is taken")
    func taken() async throws {
        let house = try ConsoleHouse()
        let second = try foretell([
            "run", "--state", house.shop.path("second"), "--set", "console.port=\(house.port)", "--set",
            "broker.port=1",
        ])
        #expect(second.status == 2)
        #expect(second.errors.contains("the console cannot listen on 127.0.0.1:\(house.port)"), "\(second.errors)")
    }

    @Test("bears no more than it was built for")
    func limits() async throws {
        let house = try ConsoleHouse()
        let large = #"{"channel":"hotline","key":"k","symptom":""# + String(repeating: "x", count: 300_000) + #""}"#
        let reply = await house.send("POST", "/api/v1/requests", large, token: try house.token("hotline_agent", "H-1"))
        #expect(reply?.status == 413)
        let health = await house.send("GET", "/health")
        let post = try #require(health?.object["post"] as? [String: Int])
        #expect(health?.status == 200 && post["dead"] == 0 && post["waiting"] != nil && post["oldest_seconds"] != nil)
    }

    @Test("has a document of itself in which every path answers")
    func document() async throws {
        let house = try ConsoleHouse()
        let reply = try #require(await house.send("GET", "/api/v1/openapi.json"))
        #expect(reply.status == 200 && reply.object["openapi"] as? String == "3.1.0")
        let paths = try #require(reply.object["paths"] as? [String: [String: Any]])
        #expect(paths.count == 13)
        let token = try house.token("hotline_agent", "H-1")
        for (path, methods) in paths.sorted(by: { $0.key < $1.key }) {
            for method in methods.keys.sorted() {
                let real = path.replacing("{number}", with: "SR-0")
                let body = method == "post" || method == "put" ? "{}" : nil
                let answer = await house.send(method.uppercased(), real, body, token: token)
                let isRouted = answer?.status == 204 || answer?.type.hasPrefix("application/") == true
                #expect(isRouted && answer?.status != 405, "\(method) \(path): \(answer?.status ?? 0)")
            }
        }
    }

    @Test("killed between any two commands, it loses and doubles none")
    func kills() async throws {
        let house = try ConsoleHouse()
        let number = try await house.open()
        let agent = try house.token("hotline_agent", "H-1")
        // More of them in scripts/soak, with other chance.
        let environment = ProcessInfo.processInfo.environment
        let steps = environment["FORETELL_DESK_STEPS"].flatMap { Int($0) } ?? 24
        var chance = environment["FORETELL_SEED"].flatMap { UInt64($0) } ?? 1
        for step in 1...steps {
            let command = Self.triage.replacing("80", with: "\(step % 100 + 1)")
            if step % 6 == 0 {
                // In the middle of it: whether it was recorded nobody knows but the gateway.
                chance = chance &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                house.kill(after: Int(chance >> 33) % 20_000)
                _ = await house.send(
                    "POST", "/api/v1/requests/\(number)/commands", command, token: agent, key: "step-\(step)")
                house.kill()
                try house.start()
            }
            var reply = await house.send(
                "POST", "/api/v1/requests/\(number)/commands", command, token: agent, key: "step-\(step)")
            #expect(reply?.status == 200)
            #expect(reply?.object["event_count"] as? Int == 2 + step)
            guard step % 6 == 3 else { continue }
            house.kill()
            try house.start()
            // Whoever has lost the answer asks again.
            reply = await house.send(
                "POST", "/api/v1/requests/\(number)/commands", command, token: agent, key: "step-\(step)")
            #expect(reply?.status == 200)
            #expect(reply?.object["event_count"] as? Int == 2 + step)
        }
    }
}
