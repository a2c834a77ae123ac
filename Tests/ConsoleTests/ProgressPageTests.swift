import Appliances
import ServiceDesk
import Testing

@testable import Console

@Suite("The page of a request")
struct ProgressPageTests {
    private func page(_ story: Case, _ language: Language = .en, _ message: ProgressPage.Message? = nil) throws
        -> String
    {
        let view = ProgressView(of: try story.request, in: language, at: story.now, under: ServiceRules())
        return ProgressPage.html(view, at: "/p/N/S", message: message)
    }

    @Test("is plain HTML in its language, with a form for each thing that may be done")
    func plain() throws {
        var story = Case()
        try story.propose()
        let html = try page(story, .zh, .done(.confirm))
        #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"zh-CN\" dir=\"ltr\">"))
        #expect(html.contains("name=\"viewport\"") && !html.contains("<script"))
        #expect(html.contains("时间已确认。") && html.contains("/p/N/S?lang=en"))
        let count = try story.request.eventCount
        for offer in ["confirm", "reschedule"] {
            #expect(html.contains("/p/N/S/\(offer)?lang=zh") && html.contains("value=\"\(count)-\(offer)\""))
        }
    }

    @Test("suits a phone: no zoom, no scrolling aside, light or dark, fields with names", arguments: Language.allCases)
    func phone(language: Language) throws {
        var story = Case()
        try story.propose()
        try story.visit()
        let html = try page(story, language)
        for piece in [
            "name=\"viewport\" content=\"width=device-width, initial-scale=1\"", "prefers-color-scheme:dark",
            "name=\"color-scheme\"", "dir=\"ltr\"", "min-height:2.75rem", "overflow-wrap:anywhere",
            "<fieldset><legend>",
            "max-width:30rem", "<tr class=\"head\">",
        ] { #expect(html.contains(piece), "\(piece)") }
        // Each field that people fill in stands in a label, and no style or script stands in a tag.
        let fields = html.ranges(of: /<(select|textarea|input type="(date|radio)"|input name)/).count
        #expect(html.ranges(of: "<label").count == fields && fields == 7)
        #expect(!html.contains(" style=") && !html.contains(" onclick"))
        #expect(ProgressPage.sheetHash.hasPrefix("sha256-") && ProgressPage.sheetHash.count == 51)
    }

    @Test("holds no word that a customer said, and no phone number")
    func personal() throws {
        var story = Case(symptom: "does not cool, call 13800138000, 5 Long Street")
        try story.propose()
        try story.visit(cause: "13800138000 did not answer")
        for language in Language.allCases {
            let html = try page(story, language)
            #expect(!html.contains("13800138000") && !html.contains("Long Street") && !html.contains("C-00017"))
        }
    }

    @Test(
        "lets no text become markup (F12)",
        arguments: [
            "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'><b>", "&lt;", "a\u{202E}b\u{0}c",
        ])
    func hostile(text: String) throws {
        var story = Case()
        try story.propose()
        try story.does(Actor(.partsClerk, "P-1"), .movePart(PartNeed(text, .needed)))
        let html = try page(story, .en, .refused([text]))
        #expect(!html.contains(text) && html.contains(escaped(text)))
        #expect(!html.contains("<script") && !html.contains("<img") && !html.contains("<b>"))
        #expect(!html.unicodeScalars.contains("\u{202E}") && !html.unicodeScalars.contains("\u{0}"))
    }

    @Test("has words for every state, role, outcome, charge and payer in both languages")
    func words() {
        let all =
            RequestState.allCases.map(\.words) + Role.allCases.map(\.words) + Visit.Outcome.allCases.map(\.words)
        for one in all { #expect(!one.en.isEmpty && !one.zh.isEmpty && one.en != one.zh) }
    }

    @Test(
        "keeps numbers that may be a phone's to itself",
        arguments: [
            ("traffic", "traffic"), ("12 minutes", "12 minutes"), ("call 13800138000!", "call ***!"),
            ("138-0013-8000 rang", "*** rang"), ("+86 138 0013 8000", "+***"), ("route 66, km 12", "route 66, km 12"),
        ])
    func masks(text: String, kept: String) { #expect(masked(text) == kept) }
}

@Suite("What a form asks for")
struct ProgressFormTests {
    private static let zone = LocalTime(utcOffsetSeconds: 28_800)

    private func command(_ offer: ProgressView.Offer, _ body: String) throws -> DeskCommand {
        let fields = try #require(FormFields(body))
        return try ProgressForm(offer, fields, at: start, in: Self.zone).command
    }

    @Test("another window, in local time, with the customer's reason or the wish itself (M-7, N-6)")
    func reschedule() throws {
        let day = try #require(CalendarDay("2026-11-24"))
        let from = Self.zone.moment(day, hour: 14)
        #expect(from.description == "2026-11-24T06:00:00Z")
        for (sent, reason) in [("", "the customer wishes it"), ("I+work%21", "I work!")] {
            let body = "key=5-reschedule&day=2026-11-24&window=14-16&reason=\(sent)"
            let wanted = DeskCommand.propose(from: from, through: from + .hours(2), reason: reason, consent: true)
            #expect(try command(.reschedule, body) == wanted)
        }
    }

    @Test("a rating with its words (Z-17)")
    func rate() throws {
        let body = "key=9-rate&attitude=5&skill=4&charges=3&overall=2&satisfied=no&words=%E5%93%8D%0A%00"
        let scores = ReturnCall.Scores(attitude: 5, skill: 4, charges: 3, overall: 2)
        #expect(try command(.rate, body) == .rate(scores, satisfied: false, reason: "响"))
    }

    @Test(
        "nothing, where it is not filled in",
        arguments: [
            (ProgressView.Offer.confirm, "key="), (.confirm, "key=a%20b"),
            (.reschedule, "key=k&day=2026-11-21&window=9-11"),
            (.reschedule, "key=k&day=2026-12-23&window=9-11"), (.reschedule, "key=k&day=2026-11-24&window=12-14"),
            (.rate, "key=k&attitude=5&skill=5&charges=5&satisfied=yes"),
            (.rate, "key=k&attitude=5&skill=5&charges=5&overall=5&satisfied=maybe"),
        ])
    func faults(offer: ProgressView.Offer, body: String) throws {
        #expect(throws: ProgressForm.Fault.self) { try command(offer, body) }
    }

    @Test("nothing, where it is no form", arguments: ["a", "a=1&a=2", "a=%zz", "a=%ff"])
    func noForm(body: String) { #expect(FormFields(body) == nil) }

    @Test(
        "a page in the visitor's language",
        arguments: [
            (nil, nil, Language.zh), ("en", "zh", .en), ("xx", "en-GB,en;q=0.9", .en),
            (nil, "zh-CN,zh;q=0.9,en;q=0.8", .zh),
            (nil, "fr, en;q=0.3, zh;q=0.7", .zh), (nil, "de", .zh), (nil, "en;q=0", .zh),
        ] as [(String?, String?, Language)])
    func language(query: String?, accept: String?, wanted: Language) {
        #expect(Language(query: query, accept: accept) == wanted)
    }
}
