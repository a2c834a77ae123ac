@testable import Devices
import Telemetry
import Testing

@Suite("A pointer")
struct PointerTests {
    /// The example of RFC 6901, 5, and beside it an array of objects.
    private static let document = #"""
        {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8,
         "01": 9, "5": 10, "list": [{"t": 1}, {"u": {"t": 2}}, [7, 8]], "~1": 11, "switch:0": {"on": true},
         "x/switch:1": {"on": false}}
        """#

    private static func text(_ pointer: String, from node: Int = 0) throws -> String? {
        var tape = JSONTape()
        try tape.read(document.utf8.span)
        return tape.place(of: try Pointer(pointer), from: node).flatMap { tape.text(of: $0) }
    }

    @Test(
        "finds what RFC 6901 says",
        arguments: [
            ("/foo/0", "bar"), ("/foo/1", "baz"), ("/", "0"), ("/a~1b", "1"), ("/c%d", "2"), ("/e^f", "3"),
            ("/g|h", "4"),
            ("/i\\j", "5"), ("/k\"l", "6"), ("/ ", "7"), ("/m~0n", "8"), ("/01", "9"), ("/5", "10"), ("/~01", "11"),
            ("/list/0/t", "1"), ("/list/1/u/t", "2"), ("/list/2/1", "8"),
            ("/foo/2", nil), ("/foo/01", nil), ("/foo/-", nil), ("/foo/bar", nil), ("/nothing", nil), ("/a/b", nil),
            ("/foo/0/0", nil), ("", nil), ("/foo", nil), ("/list/0", nil), ("/foo/99999999999999999999", nil),
        ])
    func standard(pointer: String, text: String?) throws {
        #expect(try Self.text(pointer) == text)
    }

    @Test(
        "with wildcards finds the first place that fits",
        arguments: [
            ("/foo/*", "bar"), ("/*/1", "baz"), ("/list/*/u/t", "2"), ("/list/{n}/t", "1"), ("/list/{n:[12]}/u/t", "2"),
            ("/foo/{n:1}", "baz"), ("/foo/{n:\\d\\d}", nil), ("/switch:{n}/on", "true"),
            ("/x~1switch:{n:\\d}/on", "false"),
            ("/{name:[a-z]/[a-z]}", "1"), ("/5/*", nil), ("/list/*/nothing", nil),
        ])
    func wildcards(pointer: String, text: String?) throws {
        #expect(try Self.text(pointer) == text)
    }

    @Test("that begins with a point is seen from the member")
    func relative() throws {
        var tape = JSONTape()
        try tape.read(#"{"a":{"t":1,"v":2},"t":3}"#.utf8.span)
        let member = try #require(tape.place(of: try Pointer("/a"), from: 0))
        let found = try [("./t", "1"), ("/t", "3"), ("./a/t", nil), ("./v", "2")].map { pointer, text in
            let place = tape.place(of: try Pointer(pointer), from: member)
            return place.flatMap { tape.text(of: $0) } == text
        }
        #expect(found == [true, true, true, true])
        #expect(try tape.place(of: Pointer("."), from: member) == member)
        #expect(try tape.place(of: Pointer(""), from: member) == 0)
        #expect(try Pointer(".").isRelative && Pointer("./t").isRelative && !Pointer("/.t").isRelative)
    }

    @Test("of nothing at all finds nothing")
    func empty() throws {
        #expect(try JSONTape().place(of: Pointer("/a"), from: 0) == nil)
        #expect(try JSONTape().place(of: Pointer(""), from: 0) == nil)
    }

    @Test("knows the names of its captures in their order")
    func names() throws {
        #expect(try Pointer("/{b}/*/x{a:[/]+}y/./{c}").names == ["b", "a", "c"])
        #expect(try Pointer("/a/*").names == [])
    }

    @Test("writes a name as a segment, and back", arguments: ["", "a", "a/b", "~", "~1", "a~0/~/1", "//", "温/度"])
    func escaping(name: String) {
        let escaped = String(decoding: Pointer.escaped(name.utf8), as: UTF8.self)
        #expect(!escaped.contains("/") && Pointer.unescaped(escaped) == name)
    }

    @Test(
        "that is none says why",
        arguments: [
            ("a", "`a` is no pointer; it begins with `/` or `./`"),
            ("..", "`..` is no pointer; it begins with `/` or `./`"),
            (".a", "`.a` is no pointer; it begins with `/` or `./`"), ("/{x}/{x}", "`/{x}/{x}` names a capture twice"),
            ("/{X}", "`{X}` must begin with a name of small letters, digits and `_`"),
            ("/{x", "`{x` has a `{` without its `}`"),
            ("/{x}y}", "`{x}y}` must begin with a name of small letters, digits and `_`"),
            ("/{x:[}", "`{x:[}` is no pattern: a `[` is not closed"),
        ])
    func faults(pointer: String, says: String) {
        #expect {
            try Pointer(pointer)
        } throws: { error in
            (error as? PatternFault)?.text == says
        }
    }
}
