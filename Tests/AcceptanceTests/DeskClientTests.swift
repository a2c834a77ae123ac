import Foundation
import Testing

@Suite("The desk from a shell and over a socket", .serialized)
struct DeskClientTests {
    private func ask(
        _ house: ConsoleHouse, _ role: String, _ who: String, _ arguments: [String], input: Data = Data()
    ) throws -> Outcome {
        let file = try house.shop.write(try house.token(role, who), to: "\(role).token")
        return try foretell(
            ["request"] + arguments + ["--url", "http://127.0.0.1:\(house.port)", "--token-file", file], input: input)
    }

    @Test("opens requests, does commands, and names every guard in the way")
    func way() throws {
        let house = try ConsoleHouse()
        let demand = """
            {"channel":"hotline","customer":"C-17","symptom":"does not cool","category":"refrigerator",
             "known":["customer_name","phone","address","model","purchase_date"]}
            """
        let opened = try ask(house, "hotline_agent", "H-1", ["open", "-", "--key", "1"], input: Data(demand.utf8))
        try #require(opened.status == 0, "\(opened.errors)")
        let object = try JSONSerialization.jsonObject(with: Data(opened.output.utf8)) as? [String: Any]
        let number = try #require(object?["number"] as? String)
        let early = try ask(house, "quality", "Q-1", ["do", number, "close"])
        #expect(early.status == 1 && early.errors.contains("H-15: ") && early.errors.contains("2.2: "))
        let strange = try ask(house, "quality", "Q-1", ["do", number, "clse"])
        #expect(strange.status == 2 && strange.errors.contains("did you mean close"))
        let diagnosis = #"diagnosis.hypotheses:=[{"component":"compressor","cause":"worn","percent":80}]"#
        let triaged = try ask(house, "hotline_agent", "H-1", ["do", number, "triage", diagnosis])
        #expect(triaged.status == 0 && triaged.output.contains("\"triaged\""), "\(triaged.errors)")
        let sent = try ask(house, "dispatcher", "D-1", ["do", number, #"{"assign":{"engineer":"E-101"}}"#])
        #expect(sent.status == 0, "\(sent.errors)")
        let declined = try ask(house, "engineer", "E-101", ["do", number, "decline", "reason=ill"])
        #expect(declined.status == 0, "\(declined.errors)")
        #expect(try ask(house, "engineer", "E-101", ["do", "SR-0", "decline", "reason=ill"]).status == 1)
        let bare = try foretell(["request", "do", number, "close", "--url", "http://127.0.0.1:\(house.port)"])
        #expect(bare.status == 2 && bare.errors.contains("a token is needed"))
    }

    @Test("says where no gateway answers, and lists what can be done")
    func alone() throws {
        let shop = try Workshop()
        let file = try shop.write("foretell_x", to: "token")
        let nobody = try foretell([
            "request", "do", "SR-0", "close", "--url", "http://127.0.0.1:1", "--token-file", file,
        ])
        #expect(nobody.status == 2 && nobody.errors.contains("no gateway answers"))
        let commands = try foretell(["request", "commands", "--role", "engineer"])
        #expect(commands.status == 0 && commands.output.contains(#"{"decline":{"reason":"ill"}}"#))
        #expect(!commands.output.contains("\nassign  "))
        #expect(try foretell(["request", "commands", "--role", "engneer"]).errors.contains("did you mean engineer"))
    }

    @Test("advises what is probably wrong, what it costs and what a visit goes through")
    func advice() async throws {
        let house = try ConsoleHouse()
        let agent = try house.token("hotline_agent", "H-1")
        let demand = """
            {"channel":"hotline","key":"k","customer":"C-17","category":"refrigerator",
             "symptom":"fridge not cold, 不制冷",
             "known":["customer_name","phone","address","model","purchase_date"]}
            """
        let opened = await house.send("POST", "/api/v1/requests", demand, token: agent)
        let number = try #require(opened?.object["number"] as? String)
        let path = "/api/v1/requests/\(number)"
        let none = await house.send("GET", "\(path)/charges", token: agent)
        #expect(none?.status == 404 && none?.object["type"] as? String == "urn:foretell:problem:nothing")
        let triage = await house.send("GET", "\(path)/triage", token: agent)
        let causes = try #require(triage?.object["hypotheses"] as? [[String: Any]])
        #expect(!causes.isEmpty && triage?.object["edition"] as? String == "refrigerator@2", "\(triage?.object ?? [:])")
        #expect((triage?.object["reasons"] as? [[String: Any]])?.first?["zh"] is String)
        // What is proposed is what the command takes.
        let diagnosis = try JSONSerialization.data(
            withJSONObject: ["triage": ["diagnosis": try #require(triage?.object["diagnosis"])]])
        let done = await house.send(
            "POST", "\(path)/commands", String(decoding: diagnosis, as: UTF8.self), token: agent)
        #expect(done?.status == 200, "\(done?.object ?? [:])")
        let charges = await house.send("GET", "\(path)/charges", token: agent)
        #expect(charges?.status == 200 && charges?.object["after_repair"] as? Bool == false)
        let list = await house.send("GET", "\(path)/checklist", token: agent)
        #expect(list?.object["edition"] as? String == "haier@2")
        #expect((list?.object["phases"] as? [[String: Any]])?.count == 5)
        for kind in ["triage", "charges", "checklist"] {
            let mine = await house.send("GET", "\(path)/\(kind)", token: try house.token("customer", "C-17"))
            #expect(mine?.status == 403, "\(kind) is for the staff")
            #expect(await house.send("GET", "/api/v1/requests/SR-0/\(kind)", token: agent)?.status == 404)
            let printed = try foretell(["request", kind, number, "--state", house.shop.path("state"), "--zh"])
            #expect(printed.status == 0 && printed.output.hasPrefix(number), "\(kind): \(printed.errors)")
        }
    }

    @Test("gives each role what it must do, as the ledger has it")
    func worklist() async throws {
        let house = try ConsoleHouse()
        let agent = try house.token("hotline_agent", "H-1")
        _ = try await house.open()
        let open = #"{"channel":"hotline","key":"k2","customer":"C-18","symptom":"loud"}"#
        let asked = await house.send("POST", "/api/v1/requests", open, token: agent)
        let second = try #require(asked?.object["number"] as? String)
        let own = await house.send("GET", "/api/v1/worklist", token: agent)
        let contacts = own?.list.filter { $0["kind"] as? String == "first_contact" } ?? []
        #expect(contacts.contains { $0["request"] as? String == second })
        let one = await house.send("GET", "/api/v1/worklist?most=1", token: agent)
        #expect(one?.list.count == 1)
        let theirs = await house.send("GET", "/api/v1/worklist?role=quality", token: agent)
        #expect(theirs?.status == 200 && theirs?.list.isEmpty == true)
        let wrong = await house.send("GET", "/api/v1/worklist?role=qualty", token: agent)
        #expect(wrong?.status == 400 && (wrong?.object["detail"] as? String)?.contains("did you mean quality") == true)
        let customer = await house.send("GET", "/api/v1/worklist", token: try house.token("customer", "C-17"))
        #expect(customer?.status == 403)
        let due = try foretell(["request", "due", "--state", house.shop.path("state"), "--json"])
        #expect(due.output.split(separator: "\n").count == own?.list.count, "\(due.output)")
    }

    @Test("tokens that are made at once all count")
    func tokens() async throws {
        let shop = try Workshop()
        let state = shop.path("state")
        try await withThrowingTaskGroup(of: Int32.self) { group in
            for number in 0..<8 {
                group.addTask {
                    try foretell(["token", "make", "--role", "quality", "--number", "Q-\(number)", "--state", state])
                        .status
                }
            }
            for try await status in group { #expect(status == 0) }
        }
        let listed = try foretell(["token", "list", "--state", state]).output
        #expect(listed.split(separator: "\n").count == 8)
    }
}
