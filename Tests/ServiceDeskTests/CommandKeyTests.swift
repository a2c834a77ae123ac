import Appliances
import Testing

@testable import ServiceDesk

@Suite("The key of a command")
struct CommandKeyTests {
    private func key(_ name: String, _ content: String = "h1", number: String = "E-7", on request: String = "SR-1")
        -> CommandKey
    {
        CommandKey(of: Actor(.engineer, number), on: request, content: content, name: name)
    }

    @Test(
        "comes back from its text, whatever the sender calls it", arguments: ["k", "a b c", "", " ", "engineer E-7 x"])
    func text(name: String) { #expect(CommandKey(key(name).text) == key(name)) }

    @Test("has the same name with another content, and no other name", arguments: ["k", "k h1", "h1"])
    func names(name: String) {
        #expect(key(name).named == key(name, "h2").named)
        for other in [key("k2"), key(name, number: "E-8"), key(name, on: "SR-2")] where other != key(name) {
            #expect(key(name).named != other.named)
        }
    }

    @Test("is none in other texts", arguments: ["", "link SR-1 h1 5-rate", "nobody E-7 SR-1 h1 k", "engineer E-7"])
    func none(text: String) { #expect(CommandKey(text) == nil) }

    @Test("that came with another command is told apart, from memory and after a restart")
    func reused() throws {
        var story = Story()
        _ = try story.predict()
        let number = try story.request.number
        let (first, second) = (key("k", on: number), key("k", "h2", on: number))
        var desk = story.desk
        #expect(!desk.isReused(first.text))
        let events = try #require(
            try desk.perform(.escalate(reason: "x"), on: number, by: Story.engineer, key: first.text, at: story.now) {
                _, _ in nil
            })
        #expect(!events.isEmpty && !desk.isReused(first.text) && desk.isReused(second.text))
        #expect(!desk.isReused(key("k 2", on: number).text))
        #expect(desk.isDone(first.text, on: number) && !desk.isDone(second.text, on: number))
    }
}
