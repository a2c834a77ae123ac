import Appliances
import Testing

@testable import ServiceDesk

@Suite("The words of notices")
struct NoticeTemplateTests {
    @Test("the standard ones of every kind can be read, and say what they can in both languages")
    func standard() throws {
        #expect(standardWords.map(\.key).count == DeskNotice.Kind.allCases.count)
        for kind in DeskNotice.Kind.allCases {
            let words = try #require(standardWords.first { $0.key == kind }?.value, "\(kind) has no words")
            var used: [Set<String>] = []
            for language in Language.allCases {
                let pieces = try NoticeTemplates.parse(words[language], for: kind)
                used.append(
                    Set(pieces.compactMap { if case .variable(let name) = $0 { name } else { nil } }))
            }
            #expect(used[0] == used[1], "\(kind) says other things in the other language")
            #expect(words.en != words.zh && words.en.allSatisfy(\.isASCII), "\(kind)")
            #expect(words.zh.contains { !$0.isASCII } || kind.isOfAppliance, "\(kind)")
            #expect(used[0].contains(kind.isOfAppliance ? "device" : "request"), "\(kind) does not say which")
        }
    }

    @Test("a request's number and until when somebody calls stand in the first words (Z-4, N-4)")
    func received() throws {
        let pieces = try #require(standardWords.first { $0.key == .requestReceived }?.value)
        for words in [pieces.en, pieces.zh] { #expect(words.contains("{request}") && words.contains("{until}")) }
    }

    @Test("two braces are one, and one has a partner")
    func braces() throws {
        let pieces = try NoticeTemplates.parse("a {{b}} {request}", for: .closed)
        #expect(pieces == [.words("a {b} "), .variable("request")])
        #expect(try NoticeTemplates.parse("", for: .closed).isEmpty)
        for wrong in ["a {", "a }", "{request", "}{", "{{{", "{request}}"] {
            #expect(throws: NoticeTemplates.Fault.unbalanced, "\(wrong)") {
                try NoticeTemplates.parse(wrong, for: .closed)
            }
        }
        #expect(throws: NoticeTemplates.Fault.unknown(variable: "part", known: ["request", "link"])) {
            try NoticeTemplates.parse("{part}", for: .closed)
        }
        #expect(throws: NoticeTemplates.Fault.self) { try NoticeTemplates.parse("{request}", for: .reminder) }
    }

    @Test("words of one's own take the place of the standard ones, of one kind and one language alone")
    func own() throws {
        var templates = NoticeTemplates.standard
        try templates.set("Nr. {request}: {{ok}}", for: .closed, in: .en)
        let values: [(name: String, value: NoticeValue)] = [("request", .code("SR-1"))]
        let text = templates.text(of: .closed, values, zone: 0)
        #expect(text.en == "Nr. SR-1: {ok}" && text.zh == "工单SR-1已完成，感谢您的支持。")
        #expect(throws: NoticeTemplates.Fault.self) { try templates.set("{", for: .closed, in: .en) }
        #expect(templates.text(of: .closed, values, zone: 0) == text)
    }

    @Test("a value that is not there leaves neither itself nor the room around it")
    func absent() {
        let text = NoticeTemplates.standard.text(
            of: .windowProposed, [("request", .code("SR-1")), ("from", .moment(start)), ("through", .moment(start))],
            zone: 28_800)
        #expect(text.en.hasSuffix("00.") && !text.en.contains("  "), "\(text.en)")
    }

    @Test("what stands in a value is no template")
    func values() {
        let text = NoticeTemplates.standard.text(
            of: .escalated, [("request", .code("SR-1")), ("reason", .words("{link} }{"))], zone: 0)
        #expect(text.en.hasSuffix("{link} }{"))
    }

    @Test("moments are those of the centre's clock, also before 1970 and over midnight")
    func moments() {
        #expect(NoticeValue.local(.epoch, zone: 0) == "1970-01-01 00:00")
        #expect(NoticeValue.local(.epoch, zone: 28_800) == "1970-01-01 08:00")
        #expect(NoticeValue.local(.epoch, zone: -3_600) == "1969-12-31 23:00")
        #expect(NoticeValue.local(Timestamp(milliseconds: 59_999), zone: 0) == "1970-01-01 00:00")
    }
}
