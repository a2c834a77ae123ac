import Testing

@testable import Telemetry

@Suite("A tape that has read others before")
struct MemberNamesTests {
    /// Reads documents one after the other on one tape; answers what became of the last.
    private static func last(_ documents: [String]) -> Rejection? {
        var tape = JSONTape()
        var rejection: Rejection?
        for document in documents {
            rejection = nil
            do throws(Rejection) {
                try tape.read(document.utf8.span)
            } catch {
                rejection = error
            }
        }
        return rejection
    }

    @Test(
        "finds a name that stands twice",
        arguments: [
            [#"{"a":1,"a":2}"#], [#"{"a":1,"b":2}"#, #"{"a":1,"b":2,"a":3}"#], [#"{"a":1,"b":2}"#, #"{"b":1,"b":2}"#],
            [#"{"\u0061":1,"a":2}"#], [#"{"a":1,"\u0061":2}"#], [#"{"a":1}"#, #"{"\u0061":1,"a":2}"#],
            [#"{"\"":1,"\u0022":2}"#], [#"{"a":{"b":1,"b":2}}"#], [#"{"a":{"b":1,"c":2}}"#, #"{"a":{"b":1,"b":2}}"#],
            [#"{"a":1,"b":{"a":2},"a":3}"#], [#"[{"a":1,"a":2}]"#],
        ])
    func twice(documents: [String]) {
        #expect(MemberNamesTests.last(documents) == .duplicateKey)
    }

    @Test(
        "takes the same names in any order, in any object, again and again",
        arguments: [
            [#"{"a":1,"b":2}"#, #"{"b":1,"a":2}"#, #"{"a":1,"b":2,"c":3}"#, #"{"c":1}"#, #"{}"#, #"{"a":1}"#],
            [#"{"a":{"b":1},"b":{"a":1,"b":{"b":2}}}"#, #"{"b":{"a":1,"b":{"b":2}},"a":{"b":1}}"#],
            [#"{"":1," ":2}"#, #"{" ":1,"":2}"#], [#"[{"a":1},{"a":2}]"#, #"{"a":[{"a":1}]}"#],
        ])
    func anyOrder(documents: [String]) {
        for count in 1...documents.count { #expect(MemberNamesTests.last(Array(documents[..<count])) == nil) }
    }

    @Test("does not take a guessed name for one that was sent with an escape")
    func guess() {
        #expect(MemberNamesTests.last([#"{"a\"b":1}"#, #"{"a"b":1}"#]) == .notJSON)
        #expect(MemberNamesTests.last([#"{"ab":1}"#, #"{"ab:1}"#]) == .notJSON)
        #expect(MemberNamesTests.last([#"{"ab":1}"#, #"{"ab"#]) == .notJSON)
    }

    @Test("gives a name the same number for as long as it is kept, and none to those beyond its bound")
    func numbers() throws {
        var tape = JSONTape()
        try tape.read(#"{"a":1,"b":2}"#.utf8.span)
        let first = tape.nodes[1].name
        for part in 0..<6 {
            let names = (0..<1_000).map { "\"n\(part)-\($0)\":0" }
            try tape.read("{\(names.joined(separator: ","))}".utf8.span)
        }
        #expect(tape.nodes.last?.name == -1)
        try tape.read(#"{"x":0,"\u0061":1}"#.utf8.span)
        #expect(tape.nodes[1].name == -1 && tape.nodes[2].name == first)
        #expect(throws: Rejection.duplicateKey) { try tape.read(#"{"x":0,"a":1,"x":2}"#.utf8.span) }
    }
}
