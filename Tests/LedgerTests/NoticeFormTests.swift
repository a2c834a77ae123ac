import Appliances
import Daybook
import Foundation
import ServiceDesk
import Testing
import Warranty

@Suite("The written form of a notice (decision 19)")
struct NoticeFormTests {
    private static let opened = Notice.Content.requestOpened(
        request: "SR-1", component: .fanMotor, fault: "f", missing: [.invoice], lapses: CalendarDay("2027-03-01"))
    private static let told = Notice.Content.tellOwner(advice: "close_door", episode: "EP-1")

    private func written(_ content: Notice.Content) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(content), as: UTF8.self)
    }

    private func read(_ text: String) throws -> Notice.Content {
        try JSONDecoder().decode(Notice.Content.self, from: Data(text.utf8))
    }

    @Test(
        "has one key that names what it says, and is read as it was recorded before",
        arguments: [
            (
                opened,
                #"{"request_opened":{"component":"fan_motor","fault":"f","lapses":"2027-03-01","missing":["invoice"],"#
                    + #""request":"SR-1"}}"#, ("request_opened", "requestOpened")
            ),
            (told, #"{"tell_owner":{"advice":"close_door","episode":"EP-1"}}"#, ("tell_owner", "tellOwner")),
        ])
    func form(content: Notice.Content, text: String, names: (now: String, earlier: String)) throws {
        #expect(try written(content) == text)
        #expect(try read(text) == content)
        #expect(try read(text.replacing(names.now, with: names.earlier)) == content)
    }

    @Test("names advice once, and is read with the name of old")
    func advice() throws {
        let (taken, _) = try intake(.chargeable)
        let text = try written(.advice(try #require(taken.decision.advice)))
        #expect(text.hasPrefix(#"{"advice":{"#) && !text.contains("_0"))
        let inner = text.dropFirst(#"{"advice":"#.count).dropLast()
        #expect(try read(#"{"advice":{"_0":\#(inner)}}"#) == read(text))
    }

    @Test("is refused where it is none", arguments: ["{}", #"{"x":{}}"#, #"{"tell_owner":{},"reminder":{}}"#])
    func none(text: String) { #expect(throws: DecodingError.self) { try read(text) } }
}

extension IntakeDecision {
    /// The advice that was given; nil where none was.
    fileprivate var advice: Advice? { if case .advised(let advice) = self { advice } else { nil } }
}
