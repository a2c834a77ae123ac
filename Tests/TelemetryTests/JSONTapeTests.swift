import Telemetry
import Testing

@Suite("A document on a tape")
struct JSONTapeTests {
    /// The document written anew, with `k=` before members, to see what is where.
    private static func written(_ tape: JSONTape, _ node: Int = 0) -> String {
        let value = tape.nodes[node]
        let text = String(
            decoding: tape.bytes[Int(value.bytes.lowerBound)..<Int(value.bytes.upperBound)], as: UTF8.self)
        switch value.kind {
        case .null: return "null"
        case .flag: return value.number == 1 ? "yes" : "no"
        case .number: return "\(value.number)"
        case .text: return "'\(text)'"
        case .object, .array:
            var parts: [String] = []
            var child = node + 1
            while child < Int(value.next) {
                let key = tape.nodes[child].key
                let name = String(decoding: tape.bytes[Int(key.lowerBound)..<Int(key.upperBound)], as: UTF8.self)
                parts.append((value.kind == .object ? name + "=" : "") + written(tape, child))
                child = Int(tape.nodes[child].next)
            }
            let inside = parts.joined(separator: " ")
            return value.kind == .object ? "{\(inside)}" : "[\(inside)]"
        }
    }

    private static func read(_ json: String) throws -> JSONTape {
        var tape = JSONTape()
        try tape.read(json.utf8.span)
        return tape
    }

    private static func rejection(_ bytes: [UInt8]) -> Rejection? {
        var tape = JSONTape()
        do throws(Rejection) {
            try tape.read(bytes.span)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "holds its values in the order in which they stand",
        arguments: [
            ("{}", "{}"), ("[]", "[]"), (" 1.5e1 ", "15.0"), ("\"a\"", "'a'"), ("true", "yes"), ("false", "no"),
            ("null", "null"),
            (#"{"a":1,"b":[true,null,{"c":"x"}],"d":{}}"#, "{a=1.0 b=[yes null {c='x'}] d={}}"),
            ("[[],[[1]],2]", "[[] [[1.0]] 2.0]"), ("\t[ 1 ,\r\n2 ] ", "[1.0 2.0]"), (#"{"":{"":0}}"#, "{={=0.0}}"),
            (#"{"a":{"a":1},"b":{"a":1}}"#, "{a={a=1.0} b={a=1.0}}"), ("[-0.25,1E2,-1e-2]", "[-0.25 100.0 -0.01]"),
        ])
    func structure(json: String, shape: String) throws {
        #expect(Self.written(try Self.read(json)) == shape)
    }

    @Test(
        "holds texts unescaped, and names as well",
        arguments: [
            (#"["\"\\\/"]"#, #"['"\/']"#), (#"["a\u0041\u00e9\u6c34\ud83d\ude00"]"#, "['aAé水😀']"),
            (#"{"\u0061":"b"}"#, "{a='b'}"),
            (#"["\b\f\n\r\t"]"#, "['     ']"), (#"{"a\/b":1,"温度":"℃"}"#, "{a/b=1.0 温度='℃'}"),
            (#"["\u2028","‮"]"#, "['\u{2028}' '‮']"),
            (#"{"\u0061":"\u0062","c":"\u0064","e":"f"}"#, "{a='b' c='d' e='f'}"),
        ])
    func escapes(json: String, shape: String) throws {
        #expect(Self.written(try Self.read(json)) == shape)
    }

    @Test("finds members by their names and items by their numbers")
    func lookup() throws {
        let tape = try Self.read(#"{"a":[10,{"x":1},[20],30],"\u0062":2,"c":{"a":3}}"#)
        func member(_ name: String, of parent: Int) -> Int? { tape.member(name.utf8.span, of: parent) }
        func number(_ place: Int?) -> Double? { place.map { tape.nodes[$0].number } }
        let list = try #require(member("a", of: 0))
        let kinds = [0, 1, 2, 3, 4, -1].map { tape.item($0, of: list).map { tape.nodes[$0].kind } }
        #expect(kinds == [.number, .object, .array, .number, nil, nil])
        let last = try #require(member("c", of: 0))
        #expect(number(member("b", of: 0)) == 2 && number(member("a", of: last)) == 3)
        // Only objects have members, and only arrays have items.
        #expect(member("x", of: 0) == nil && member("a", of: list) == nil && member("", of: last + 1) == nil)
        #expect(tape.item(0, of: 0) == nil && tape.item(0, of: last + 1) == nil)
    }

    @Test(
        "is read as strictly as the canonical form",
        arguments: [
            ("", .notJSON), (" ", .notJSON), ("{", .notJSON), ("[1,]", .notJSON), ("{\"a\":1,}", .notJSON),
            ("[1 2]", .notJSON),
            ("{\"a\" 1}", .notJSON), ("{a:1}", .notJSON), ("{1:1}", .notJSON), ("'a'", .notJSON), ("tru", .notJSON),
            ("nul", .notJSON),
            ("NaN", .notJSON), ("01", .notJSON), ("+1", .notJSON), (".5", .notJSON), ("1.", .notJSON),
            ("\"a", .notJSON),
            ("\"\\x\"", .notJSON), ("\"\\u12\"", .notJSON), ("1 1", .notJSON), ("{} x", .notJSON), ("[]]", .notJSON),
            ("{}\u{0}", .notJSON),
            ("\u{feff}{}", .notJSON), ("\"\\ud800\"", .notUTF8), ("\"\\udc00\"", .notUTF8),
            ("\"\\ud800\\u0041\"", .notUTF8),
            ("\"a\nb\"", .controlCharacter), ("{\"a\tb\":1}", .controlCharacter),
            ("{\"a\":1,\"a\":2}", .duplicateKey), ("{\"a\":1,\"\\u0061\":2}", .duplicateKey),
            ("[{\"x\":{\"b\":1,\"b\":2}}]", .duplicateKey),
        ] as [(String, Rejection)])
    func strict(json: String, reason: Rejection) {
        #expect(Self.rejection(Array(json.utf8)) == reason)
    }

    @Test(
        "that is not UTF-8 is rejected",
        arguments: [[0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80]] as [[UInt8]])
    func notUTF8(bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        #expect(Self.rejection([quote] + bytes + [quote]) == .notUTF8)
        #expect(Self.rejection([quote, 0x5c, 0x2f] + bytes + [quote]) == .notUTF8)
        #expect(Self.rejection(Array("{\"".utf8) + bytes + Array("\":1}".utf8)) == .notUTF8)
    }

    @Test("may be as deep, as long and as full as its bounds, and no more")
    func bounds() {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        #expect(Self.rejection(nested(32)) == nil && Self.rejection(nested(33)) == .tooDeep)
        #expect(Self.rejection(Array(repeating: UInt8(ascii: "["), count: 60_000)) == .tooDeep)
        func text(_ length: Int) -> [UInt8] { Array("\"\(String(repeating: "x", count: length))\"".utf8) }
        let longest = Limits.foreignStringBytesMax
        #expect(Self.rejection(text(longest)) == nil && Self.rejection(text(longest + 1)) == .stringTooLong)
        func items(_ count: Int) -> [UInt8] {
            Array("[\(Array(repeating: "1", count: count).joined(separator: ","))]".utf8)
        }
        // The array is a value too.
        let most = Limits.foreignValuesMax
        #expect(Self.rejection(items(most - 1)) == nil && Self.rejection(items(most)) == .tooManyFields)
        let spaces = Array(repeating: UInt8(ascii: " "), count: Limits.payloadBytesMax - 1)
        #expect(Self.rejection(spaces + [0x31]) == nil && Self.rejection(spaces + [0x20, 0x31]) == .tooLarge)
    }

    @Test("may have a thousand members, each of which is found, and no more than its bound")
    func large() throws {
        let names = (0..<1_024).map { "k\($0)" }
        let tape = try Self.read("{\(names.enumerated().map { "\"\($1)\":\($0)" }.joined(separator: ","))}")
        #expect(tape.nodes.count == 1_025)
        for number in stride(from: 0, to: 1_024, by: 93) {
            let place = tape.member(names[number].utf8.span, of: 0)
            #expect(place.map { tape.nodes[$0].number } == Double(number))
        }
        let more = (0...1_024).map { "\"k\($0)\":0" }.joined(separator: ",")
        #expect(throws: Rejection.tooManyFields) { try Self.read("{\(more)}") }
    }

    @Test("is used again, also after a document that could not be read")
    func again() throws {
        var tape = JSONTape()
        for json in [#"{"a":{"b":[1,"\u0062"]}}"#, "[1,2", #"{"a":1,"a":2}"#, "\"", "[{\"b\":{\"c\":"] {
            try? tape.read(json.utf8.span)
            try tape.read(#"{"a":1,"c":["\u0064"]}"#.utf8.span)
            #expect(Self.written(tape) == "{a=1.0 c=['d']}" && tape.nodes.count == 4)
        }
    }
}
