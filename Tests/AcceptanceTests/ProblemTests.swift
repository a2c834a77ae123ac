import Foundation
import Testing

@Suite("Why the console did not do it", .serialized)
struct ProblemTests {
    private func kind(_ reply: ConsoleHouse.Reply?) -> String {
        (reply?.object["type"] as? String ?? "").replacing("urn:foretell:problem:", with: "")
    }

    /// Whether an answer is a problem document of this status and kind, with all that one must have.
    private func check(_ reply: ConsoleHouse.Reply?, _ status: Int, _ kind: String) {
        #expect(reply?.status == status && self.kind(reply) == kind, "\(reply?.object ?? [:])")
        #expect(reply?.type == "application/problem+json")
        #expect(reply?.object["status"] as? Int == status)
        #expect((reply?.object["title"] as? String)?.isEmpty == false)
        #expect((reply?.object["detail"] as? String)?.isEmpty == false)
    }

    @Test("an address that there is not, and a method that it does not take")
    func routes() async throws {
        let house = try ConsoleHouse()
        let token = try house.token("hotline_agent", "H-1")
        for path in ["/", "/api/v1/nothing", "/api/v2/requests", "/api/v1/requests/SR-0/nothing", "/favicon.ico"] {
            check(await house.send("GET", path, token: token), 404, "no_route")
        }
        let cases = [
            ("DELETE", "/api/v1/requests", "GET, HEAD, POST"), ("PUT", "/api/v1/requests/SR-0", "GET, HEAD"),
            ("GET", "/api/v1/requests/SR-0/commands", "POST"), ("POST", "/health", "GET, HEAD"),
            ("POST", "/api/v1/customers/C-1", "DELETE, GET, HEAD, PUT"), ("GET", "/api/v1/mail", "POST"),
        ]
        for (method, path, allowed) in cases {
            let reply = await house.send(method, path, token: token)
            check(reply, 405, "method")
            #expect(reply?.headers["allow"] == allowed, "\(method) \(path)")
        }
        let head = await house.send("HEAD", "/health")
        #expect(head?.status == 200 && head?.body.isEmpty == true)
    }

    @Test("a token that is missing, wrong, of another centre or of another role")
    func tokens() async throws {
        let house = try ConsoleHouse()
        let none = await house.send("GET", "/api/v1/requests")
        check(none, 401, "unauthorised")
        #expect(none?.headers["www-authenticate"] == #"Bearer realm="foretell""#)
        let wrong = await house.send("GET", "/api/v1/requests", token: "foretell_nonsense")
        check(wrong, 401, "unauthorised")
        #expect(wrong?.headers["www-authenticate"] == #"Bearer realm="foretell", error="invalid_token""#)
        let customer = try house.token("customer", "C-17")
        check(await house.send("GET", "/api/v1/requests", token: customer), 403, "forbidden")
        check(await house.send("GET", "/api/v1/worklist", token: customer), 403, "forbidden")
        check(await house.send("DELETE", "/api/v1/customers/C-17", token: customer), 403, "forbidden")
        let quality = try house.token("quality", "Q-1")
        check(await house.send("POST", "/api/v1/requests", "{}", token: quality), 403, "forbidden")
    }

    @Test("a body that is of another type, too large, no UTF-8 or no JSON, with the place")
    func bodies() async throws {
        let house = try ConsoleHouse()
        let token = try house.token("hotline_agent", "H-1")
        func post(_ body: String, type: String? = nil, to path: String = "requests") async -> ConsoleHouse.Reply? {
            await house.send("POST", "/api/v1/\(path)", body, token: token, type: type)
        }
        for type in ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1"] {
            check(await post("{}", type: type), 415, "media_type")
        }
        check(await post("{}", type: "application/json", to: "mail"), 415, "no_letter")
        check(await post(String(repeating: " ", count: 300_000)), 413, "too_large")
        let syntax = await post("{\"channel\": \"web\",\n \"key\": }")
        check(syntax, 400, "unreadable")
        #expect((syntax?.object["detail"] as? String)?.contains("line 2, column 9") == true)
        check(await post(""), 400, "unreadable")
        let field = await post(
            #"{"triage":{"diagnosis":{"hypotheses":[{"component":"x"}]}}}"#, to: "requests/S/commands")
        check(field, 400, "unreadable")
        #expect(field?.object["pointer"] as? String == "/triage/diagnosis/hypotheses/0/component")
        let missing = await post(#"{"triage":{}}"#, to: "requests/S/commands")
        #expect(missing?.object["pointer"] as? String == "/triage/diagnosis")
    }

    @Test("a key that came with another body before, and none for the same body")
    func keys() async throws {
        let house = try ConsoleHouse()
        let number = try await house.open()
        let path = "/api/v1/requests/\(number)/commands"
        let agent = try house.token("hotline_agent", "H-1")
        let escalate = #"{"escalate":{"reason":"the customer asks"}}"#
        let done = await house.send("POST", path, escalate, token: agent, key: "k 1")
        let count = done?.object["event_count"] as? Int
        #expect(done?.status == 200 && count != nil)
        let other = #"{"escalate":{"reason":"once more"}}"#
        check(await house.send("POST", path, other, token: agent, key: "k 1"), 422, "key_reused")
        house.kill()
        try house.start()
        check(await house.send("POST", path, other, token: agent, key: "k 1"), 422, "key_reused")
        let again = await house.send("POST", path, escalate, token: agent, key: "k 1")
        #expect(again?.status == 200 && again?.object["event_count"] as? Int == count)
        // Somebody else's is another one, and so is another name.
        let second = try house.token("hotline_agent", "H-2")
        #expect(await house.send("POST", path, other, token: second, key: "k 1")?.status == 200)
        #expect(await house.send("POST", path, other, token: agent, key: "k")?.status == 200)
        let long = String(repeating: "k", count: 201)
        check(await house.send("POST", path, escalate, token: agent, key: long), 400, "unreadable")
    }
    @Test("a demand whose key came with another body before, and none for the same body")
    func demandKeys() async throws {
        let house = try ConsoleHouse()
        let agent = try house.token("hotline_agent", "H-1")
        func send(_ symptom: String, more: String = "", key: String? = nil) async -> ConsoleHouse.Reply? {
            let demand = "{\"channel\":\"hotline\",\"customer\":\"C-17\",\"symptom\":\"\(symptom)\"\(more)}"
            return await house.send("POST", "/api/v1/requests", demand, token: agent, key: key)
        }
        let taken = await send("does not cool", key: "call-1")
        let number = try #require(taken?.object["number"] as? String)
        #expect(taken?.status == 201)
        for _ in 0..<2 {
            let again = await send("does not cool", key: "call-1")
            #expect(again?.status == 200 && again?.object["number"] as? String == number)
            // The key may stand in the body as well, and what need not be asked is no other demand.
            let known = await send("does not cool", more: ",\"key\":\"call-1\",\"known\":[\"phone\"]")
            #expect(known?.status == 200 && known?.object["number"] as? String == number)
            check(await send("it hums", key: "call-1"), 422, "key_reused")
            house.kill()
            try house.start()
        }
        #expect(await send("it hums", key: "call-2")?.status == 201)
    }
}
