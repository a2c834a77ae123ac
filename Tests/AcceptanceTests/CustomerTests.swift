import Foundation
import Testing

@Suite("Customers' records over a socket", .serialized)
struct CustomerTests {
    private static let record = """
        {"name":"Quillfeather","phone":"13912345678","email":"quill@feather.example","address":"12 Larkspur Lane",
         "language":"en"}
        """

    @Test("are written by hotline agents, and seen as far as each must see them")
    func sight() async throws {
        let house = try ConsoleHouse()
        let agent = try house.token("hotline_agent", "H-1")
        let path = "/api/v1/customers/C-17"
        #expect(await house.send("GET", path, token: agent)?.status == 404)
        #expect(await house.send("PUT", path, Self.record, token: agent)?.status == 201)
        #expect(await house.send("PUT", path, Self.record, token: agent)?.status == 200)
        for (role, who, name) in [
            ("information_officer", "I-1", "Quillfeather"), ("dispatcher", "D-1", "Q**"), ("quality", "Q-1", "Q**"),
            ("customer", "C-17", "Quillfeather"), ("engineer", "E-101", "Q**"),
        ] {
            let seen = await house.send("GET", path, token: try house.token(role, who))
            #expect(seen?.object["name"] as? String == name, "\(role)")
        }
        #expect(await house.send("GET", path, token: try house.token("customer", "C-18"))?.status == 404)
        let refused = await house.send("PUT", path, Self.record, token: try house.token("dispatcher", "D-1"))
        #expect(refused?.status == 403 && refused?.type == "application/problem+json")
        // Whoever is to go there sees the way, and nobody else who is an engineer.
        let number = try await house.open()
        let commands = "/api/v1/requests/\(number)/commands"
        let triage = #"{"triage":{"diagnosis":{"hypotheses":[{"component":"compressor","cause":"w","percent":80}]}}}"#
        #expect(await house.send("POST", commands, triage, token: agent)?.status == 200)
        let assigned = await house.send(
            "POST", commands, #"{"assign":{"engineer":"E-101"}}"#, token: try house.token("dispatcher", "D-1"))
        try #require(assigned?.status == 200)
        let way = await house.send("GET", path, token: try house.token("engineer", "E-101"))
        #expect(way?.object["address"] as? String == "12 Larkspur Lane")
        #expect(way?.object["email"] as? String == "q**@feather.example")
        let other = await house.send("GET", path, token: try house.token("engineer", "E-8"))
        #expect(other?.object["address"] as? String == "**")
        // Nothing of it stands in requests, and nothing after it was forgotten stands anywhere.
        #expect(await house.send("DELETE", path, token: agent)?.status == 204)
        #expect(await house.send("DELETE", path, token: agent)?.status == 404)
        #expect(house.stop() == 0)
        for file in FileManager.default.subpaths(atPath: house.shop.folder.path) ?? [] {
            let bytes = FileManager.default.contents(atPath: house.shop.path(file)) ?? Data()
            #expect(bytes.range(of: Data("Quillfeather".utf8)) == nil, "\(file)")
        }
    }

    @Test("are forgotten with the words in requests and with what came along, and the request says so")
    func forgotten() async throws {
        let house = try ConsoleHouse()
        let agent = try house.token("hotline_agent", "H-1")
        #expect(await house.send("PUT", "/api/v1/customers/C-17", Self.record, token: agent)?.status == 201)
        let letter = [
            "From: <quill@feather.example>", "Message-ID: <one@mail.example>", "Subject: marigold", "", "It hums.", "",
        ].joined(separator: "\r\n")
        let posted = await house.send("POST", "/api/v1/mail", letter, token: agent, type: "message/rfc822")
        let number = try #require(posted?.object["number"] as? String)
        let sheets = FileManager.default.subpaths(atPath: house.shop.path("state/attachments")) ?? []
        try #require(sheets.contains { $0.contains("/") })
        #expect(await house.send("DELETE", "/api/v1/customers/C-17", token: agent)?.status == 204)
        #expect(await house.send("DELETE", "/api/v1/customers/C-17", token: agent)?.status == 404)
        let left = FileManager.default.subpaths(atPath: house.shop.path("state/attachments")) ?? []
        #expect(!left.contains { $0.contains("/") })
        let shown = await house.send("GET", "/api/v1/requests/\(number)", token: agent)
        let demand = try #require((shown?.object["demands"] as? [[String: Any]])?.first)
        #expect(demand["symptom"] as? String == "[erased]" && (demand["attachments"] as? [String])?.isEmpty == true)
        #expect(shown?.object["erased"] is String && shown?.object["state"] as? String == "verifying")
        // The same letter is still known, and brings nothing back.
        let again = await house.send("POST", "/api/v1/mail", letter, token: agent, type: "message/rfc822")
        #expect(again?.object["number"] as? String == number)
        let dispatcher = try house.token("dispatcher", "D-1")
        #expect(await house.send("DELETE", "/api/v1/customers/C-17", token: dispatcher)?.status == 403)
        #expect(house.stop() == 0)
        let state = ["--state", house.shop.path("state")]
        #expect(try foretell(["request", "show", number] + state).output.contains("erased"))
        for file in FileManager.default.subpaths(atPath: house.shop.path("state")) ?? [] where !file.contains("/") {
            let bytes = FileManager.default.contents(atPath: house.shop.path("state/\(file)")) ?? Data()
            #expect(bytes.range(of: Data("marigold".utf8)) == nil, "\(file)")
        }
    }

    @Test("that are wrong are not written, and the answer does not repeat them")
    func wrong() async throws {
        let house = try ConsoleHouse()
        let officer = try house.token("information_officer", "I-1")
        let body = #"{"name":"A","email":"Quill <quill@feather.example>","phone":"1"}"#
        let reply = await house.send("PUT", "/api/v1/customers/C-17", body, token: officer)
        #expect(reply?.status == 400)
        let detail = try #require(reply?.object["detail"] as? String)
        #expect(detail.contains("phone: ") && detail.contains("email: ") && !detail.contains("quill"))
        #expect(await house.send("PUT", "/api/v1/customers/C%2017", "{}", token: officer)?.status == 400)
        let named = await house.send("PUT", "/api/v1/customers/C-17", #"{"number":"C-18"}"#, token: officer)
        #expect(named?.status == 400)
    }

    @Test("spare the customer the questions that they answer (H-1)")
    func known() async throws {
        let house = try ConsoleHouse()
        let agent = try house.token("hotline_agent", "H-1")
        let put = await house.send("PUT", "/api/v1/customers/C-17", Self.record, token: agent)
        try #require(put?.status == 201)
        let demand = #"{"channel":"hotline","key":"k","customer":"C-17","symptom":"warm","model":"BCD-1"}"#
        let opened = await house.send("POST", "/api/v1/requests", demand, token: agent)
        #expect(opened?.object["missing"] as? [String] == ["purchase_date"], "\(opened?.object ?? [:])")
    }

    @Test("are set, shown and erased by hand while no gateway has them")
    func hand() throws {
        let shop = try Workshop()
        let state = ["--state", shop.path("state")]
        let set = try foretell(["customer", "set", "C-17"] + state, input: Data(Self.record.utf8))
        #expect(set.status == 0, "\(set.errors)")
        let shown = try foretell(["customer", "show", "C-17"] + state)
        #expect(shown.status == 0 && shown.output.contains("Quillfeather"))
        #expect(try !foretell(["customer", "show", "C-17", "--masked"] + state).output.contains("Quillfeather"))
        #expect(try foretell(["customer", "erase", "C-17"] + state).status == 0)
        #expect(try foretell(["customer", "erase", "C-17"] + state).status == 1)
        #expect(try foretell(["customer", "show", "C-17"] + state).status == 1)
        let wrong = try foretell(["customer", "set", "C-17"] + state, input: Data(#"{"phone":"x"}"#.utf8))
        #expect(wrong.status == 2 && wrong.errors.contains("phone: "))
    }
}
