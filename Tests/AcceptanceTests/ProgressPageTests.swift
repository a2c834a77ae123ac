import Foundation
import FoundationNetworking
import Testing

/// A customer with a link and a browser; the staff beside it uses the API.
private struct Visitor {
    let house: ConsoleHouse
    let number: String
    let path: String
    /// The day after tomorrow, where the house is.
    let day: String
    /// Somebody of the staff list who works on that day: E-102 has Mondays off.
    let engineer: String

    struct Page {
        let status: Int
        let headers: [String: String]
        let text: String

        /// What a form of the page sends back of itself.
        func key(_ action: String) -> String? {
            text.matches(of: /name="key" value="(\d+-(\w+))"/).first { $0.2 == action }.map { String($0.1) }
        }
    }

    init(_ house: ConsoleHouse) async throws {
        self.house = house
        number = try await house.open()
        let shown = try foretell(["request", "link", number, "--state", house.shop.path("state")])
        try #require(shown.status == 0, "\(shown.errors)")
        path = shown.output.trimmingCharacters(in: .newlines)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 8 * 3_600))
        let moment = Date.now.addingTimeInterval(2 * 86_400)
        let parts = calendar.dateComponents([.year, .month, .day], from: moment)
        day = String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
        engineer = calendar.component(.weekday, from: moment) == 2 ? "E-101" : "E-102"
    }

    /// Opens a page, or sends a form and follows where that leads.
    func visit(_ path: String, form: String? = nil, language: String = "en") async throws -> Page {
        let url = try #require(URL(string: "http://127.0.0.1:\(house.port)\(path)"))
        var request = URLRequest(url: url)
        request.timeoutInterval = 60
        request.setValue(language, forHTTPHeaderField: "Accept-Language")
        if let form {
            request.httpMethod = "POST"
            request.httpBody = Data(form.utf8)
            request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
        }
        let (data, response) = try await URLSession.shared.data(for: request)
        let answer = try #require(response as? HTTPURLResponse)
        let headers = answer.allHeaderFields.map { ("\($0.key)".lowercased(), "\($0.value)") }
        return Page(
            status: answer.statusCode, headers: Dictionary(headers) { first, _ in first },
            text: String(decoding: data, as: UTF8.self))
    }

    /// Fills in a form of the page as it stands.
    func send(_ action: String, _ fields: String = "", key: String? = nil) async throws -> Page {
        let shown = try await visit(path).key(action)
        let key = try #require(key ?? shown, "the page has no form to \(action)")
        return try await visit("\(path)/\(action)?lang=en", form: "key=\(key)&\(fields)")
    }

    /// A member of staff does something.
    func staff(_ role: String, _ who: String, _ commands: String...) async throws {
        for command in commands {
            let reply = await house.send(
                "POST", "/api/v1/requests/\(number)/commands", command, token: try house.token(role, who))
            try #require(reply?.status == 200, "\(command): \(String(decoding: reply?.body ?? Data(), as: UTF8.self))")
        }
    }

    /// An engineer is chosen; the customer is asked for a time.
    func assign() async throws {
        try await staff(
            "hotline_agent", "H-1",
            #"{"triage":{"diagnosis":{"hypotheses":[{"component":"compressor","cause":"worn","percent":80}]}}}"#)
        try await staff("dispatcher", "D-1", #"{"assign":{"engineer":"\#(engineer)"}}"#)
    }

    /// What an engineer sends who leaves with everything that must be along (M-20).
    private func departure() async throws -> String {
        let reply = await house.send(
            "GET", "/api/v1/requests/\(number)/checklist", token: try house.token("engineer", engineer))
        let phases = reply?.object["phases"] as? [[String: Any]] ?? []
        let lines = phases.first?["lines"] as? [[String: Any]] ?? []
        let answers = lines.compactMap { $0["id"] as? String }.map { "{\"line\":\"\($0)\"}" }
        return """
            {"depart":{"checklist":"haier@2","answers":[\(answers.joined(separator: ","))]}}
            """
    }

    /// The customer's window, the visit and the charges.
    func repair() async throws {
        let moved = try await send("reschedule", "day=\(day)&window=14-16&reason=")
        try #require(moved.status == 200, "\(moved.text)")
        try await staff(
            "engineer", engineer, #"{"accept":{}}"#, try await departure(), #"{"arrive":{"cause":""}}"#,
            #"{"identify":{}}"#, #"{"explain":{}}"#, #"{"show_tariff":{}}"#, #"{"consent":{"amount":"300.00 CNY"}}"#,
            #"{"begin_work":{}}"#,
            """
            {"end_visit":{"report":{"outcome":"fixed","component":"compressor","cause":"worn","test":"passed",
             "inspected":true}}}
            """,
            """
            {"charge":{"sheet":{"lines":[{"line":"labour","tariff":"280.00 CNY","certificate":"100.00 CNY",
             "payer":"customer"}]}}}
            """)
    }
}

@Suite("The page of a customer", .serialized)
struct ProgressPageTests {
    @Test("shows the own request to whoever has its link, and keeps that to itself (Z-21)")
    func shows() async throws {
        let customer = try await Visitor(try ConsoleHouse())
        let page = try await customer.visit(customer.path)
        #expect(page.status == 200 && page.text.contains("Your details are complete"))
        #expect(page.headers["content-type"] == "text/html; charset=utf-8")
        #expect(page.headers["content-security-policy"]?.hasPrefix("default-src 'none';") == true)
        let policy = page.headers["content-security-policy"] ?? ""
        #expect(policy.contains("style-src 'sha256-") && !policy.contains("unsafe"))
        #expect(page.headers["referrer-policy"] == "no-referrer" && page.headers["cache-control"] == "no-store")
        #expect(page.headers["x-robots-tag"] == "noindex" && page.headers["set-cookie"] == nil)
        #expect(!page.text.contains("C-17") && !page.text.contains("does not cool"))
        #expect(try await customer.visit(customer.path, language: "de").text.contains("信息已核实"))
        // Neither a query nor another number's link opens anything.
        let other = customer.path.replacing(customer.number, with: "SR-0123456789ABC")
        let wrong = String(customer.path.dropLast()) + (customer.path.hasSuffix("0") ? "1" : "0")
        for path in [other, wrong, "/p/\(customer.number)/0"] {
            let none = try await customer.visit(path)
            #expect(none.status == 404 && none.text.contains("There is no such request."))
        }
        let asked = try await customer.visit("\(customer.path)?done=%3Cscript%3E&lang=%22")
        #expect(asked.status == 200 && !asked.text.contains("script"))
        let none = try foretell(["request", "link", "SR-0", "--state", customer.house.shop.path("state")])
        #expect(none.status == 1 && none.errors.contains("there is no request"))
        #expect(customer.house.stop() == 0)
    }

    @Test("takes a time, the charges and a rating; what is sent twice is done once (M-7, Z-15, Z-17, H-15)")
    func forms() async throws {
        let customer = try await Visitor(try ConsoleHouse())
        try await customer.assign()
        try await customer.repair()
        let page = try await customer.visit(customer.path)
        #expect(page.text.contains("tariff 280.00 CNY, warranty certificate 100.00 CNY: the lower one counts"))
        let key = try #require(page.key("charges"))
        for _ in 0..<2 {
            let confirmed = try await customer.send("charges", key: key)
            #expect(confirmed.status == 200 && confirmed.text.contains("You have confirmed the charges."))
        }
        let scores = "attitude=5&skill=2&charges=4&overall=2"
        let silent = try await customer.send("rate", "\(scores)&satisfied=no&words=")
        #expect(silent.status == 409 && silent.text.contains("a reason is needed"))
        let rated = try await customer.send("rate", "\(scores)&satisfied=no&words=%3Cb%3Eit+hums%3C%2Fb%3E")
        #expect(rated.status == 200 && rated.text.contains("Thank you for your rating."))
        #expect(rated.text.contains("not satisfied: attitude 5, skill 2") && !rated.text.contains("<b>"))
        let seen = await customer.house.send(
            "GET", "/api/v1/requests/\(customer.number)", token: try customer.house.token("hotline_agent", "H-1"))
        #expect(seen?.object["state"] as? String == "triaged" && seen?.object["level"] as? Int == 1)
        let shown = try foretell(["request", "show", customer.number, "--state", customer.house.shop.path("state")])
        #expect(shown.output.contains("not satisfied: attitude 5"))
    }

    @Test("answers in words why something is not done, and bears no more than a form")
    func refusals() async throws {
        let customer = try await Visitor(try ConsoleHouse())
        let early = try await customer.visit("\(customer.path)/charges?lang=zh", form: "key=2-charges")
        #expect(early.status == 409 && early.text.contains("工单当前阶段不允许此操作") && early.text.contains("工单 SR-"))
        let empty = try await customer.visit("\(customer.path)/rate", form: "key=2-rate&satisfied=yes")
        #expect(empty.status == 400 && empty.text.contains("Give all four scores"))
        let words = "key=2-rate&words=" + String(repeating: "x", count: 17_000)
        #expect(try await customer.visit("\(customer.path)/rate", form: words).status == 413)
        #expect(try await customer.visit("\(customer.path)/close", form: "key=1").status == 404)
        let reply = await customer.house.send("POST", "\(customer.path)/confirm", "{}")
        #expect(reply?.status == 415, "JSON is no form")
    }

    @Test("answers few wrong links, and whoever has a right one always")
    func guesses() async throws {
        let customer = try await Visitor(try ConsoleHouse())
        let wrong = try await customer.visit("/p/\(customer.number)/0123456789abcdefghjkmnpqrstvwxyz")
        let none = try await customer.visit("/p/SR-0/0123456789abcdefghjkmnpqrstvwxyz")
        // Nobody learns which numbers there are.
        #expect(wrong.status == 404 && none.status == 404 && wrong.text == none.text)
        let odd = try await customer.visit("/p/nothing")
        #expect(odd.status == 404 && odd.text == none.text && odd.headers["cache-control"] == "no-store")
        let form = try await customer.visit(customer.path, form: "key=1")
        #expect(form.status == 405 && form.headers["allow"] == "GET, HEAD")
        // All at once, on one connection: no machine is slow enough to answer one in three seconds.
        let line = try Line(port: customer.house.port)
        let guess = "GET /p/\(customer.number)/0 HTTP/1.1\r\nHost: x\r\n"
        #expect(line.say(String(repeating: guess + "\r\n", count: 99) + guess + "Connection: close\r\n\r\n"))
        let heard = line.hearAll(seconds: 60)
        let statuses = heard.matches(of: /HTTP\/1\.1 (\d+)/).map { String($0.1) }
        let refused = statuses.count { $0 == "429" }
        #expect(statuses.count == 100 && statuses.prefix(17).allSatisfy { $0 == "404" } && refused >= 1)
        #expect(heard.contains(/retry-after: 3\r\n/.ignoresCase()))
        #expect(try await customer.visit(customer.path).status == 200)
        let health = await customer.house.send("GET", "/health")
        #expect(health?.object["links_refused"] as? Int == refused)
    }
}
