import Foundation
import Telemetry
import Testing

@Suite("A hostile payload")
struct HostilePayloadTests {
    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test(
        "is rejected with its reason",
        arguments: [
            ("", .notJSON), (" ", .notJSON), ("{", .notJSON), ("[", .notJSON), ("}", .notJSON), ("]", .notJSON),
            ("{]", .notJSON), ("[}", .notJSON), ("{,}", .notJSON), ("[,]", .notJSON), ("[{}", .notJSON),
            ("{}{}", .notJSON), ("{} {}", .notJSON), ("[][]", .notJSON), ("{}x", .notJSON), ("{}\u{0}", .notJSON),
            ("{},", .notJSON), ("[{},]", .notJSON), ("[{} {}]", .notJSON), (#"{"a":1,}"#, .notJSON),
            (#"{"a":[1,]}"#, .notJSON), (#"{"a":[,1]}"#, .notJSON), (#"{"a" 1}"#, .notJSON), (#"{"a":}"#, .notJSON),
            (#"{"a"}"#, .notJSON), (#"{a:1}"#, .notJSON), (#"{'a':1}"#, .notJSON), (#"{1:1}"#, .notJSON),
            (#"{"a":1 "b":2}"#, .notJSON), (#"{"a":NaN}"#, .notJSON), (#"{"a":-NaN}"#, .notJSON),
            (#"{"a":Infinity}"#, .notJSON), (#"{"a":-Infinity}"#, .notJSON), (#"{"a":inf}"#, .notJSON),
            (#"{"a":1e999}"#, .numberNotFinite), (#"{"a":-1e999}"#, .numberNotFinite),
            (#"{"readings":{"fridge.temperature":1e999}}"#, .numberNotFinite), (#"{"seq":1e999}"#, .numberNotFinite),
            (#"{"a":1e99999999999999999999}"#, .numberNotFinite), (#"{"a":01}"#, .notJSON), (#"{"a":-01}"#, .notJSON),
            (#"{"a":00}"#, .notJSON), (#"{"a":+1}"#, .notJSON), (#"{"a":.5}"#, .notJSON), (#"{"a":1.}"#, .notJSON),
            (#"{"a":-}"#, .notJSON), (#"{"a":-.5}"#, .notJSON), (#"{"a":1.e5}"#, .notJSON), (#"{"a":1e}"#, .notJSON),
            (#"{"a":1e+}"#, .notJSON), (#"{"a":1e1.5}"#, .notJSON), (#"{"a":0x1F}"#, .notJSON),
            (#"{"a":1_000}"#, .notJSON),
            (#"{"a":1,000}"#, .notJSON), (#"{"a":--1}"#, .notJSON), (#"{"a":1f}"#, .notJSON), (#"{"a":１}"#, .notJSON),
            (#"{"a":tru}"#, .notJSON), (#"{"a":True}"#, .notJSON), (#"{"a":truee}"#, .notJSON),
            (#"{"a":nul"#, .notJSON),
            (#"{"a":undefined}"#, .notJSON), ("// c\n{}", .notJSON), ("{/* c */}", .notJSON), ("{}# c", .notJSON),
            ("\u{feff}{}", .notJSON), ("\u{a0}{}", .notJSON), ("\u{b}{}", .notJSON), ("\u{0}{}", .notJSON),
            (#"{"a":"x}"#, .notJSON), (#"{"a":"\"}"#, .notJSON), (#"{"a":"\x41"}"#, .notJSON),
            (#"{"a":"\'"}"#, .notJSON),
            (#"{"a":"\u12"}"#, .notJSON), (#"{"a":"\u12G4"}"#, .notJSON), (#"{"a":"\U0041"}"#, .notJSON),
            (#"{"a":"\u+041"}"#, .notJSON),
            ("5", .notRecords), ("null", .notRecords), ("true", .notRecords), (#""text""#, .notRecords),
            ("[1]", .notRecords), ("[null]", .notRecords), ("[[]]", .notRecords), ("[{},1]", .notRecords),
            (#"[{},"x"]"#, .notRecords), ("[[{}]]", .notRecords), ("5 5", .notJSON), ("-", .notJSON),
        ] as [(String, Rejection)])
    func text(payload: String, why: Rejection) {
        #expect(rejection(of: Self.bytes(payload)) == why)
    }

    @Test(
        "with a key twice in one object is rejected, on every level and in every spelling",
        arguments: [
            #"{"a":1,"a":1}"#, #"{"a":1,"\u0061":1}"#, #"{"\u0061":1,"a":1}"#, #"{"\u0061":1,"\u0061":2}"#,
            #"{"readings":{},"readings":{}}"#, #"{"readings":{},"reading\u0073":{}}"#, #"{"at":1,"at":1}"#,
            #"{"readings":{"fridge.temperature":1,"fridge.temperature":1}}"#,
            #"{"readings":{"fridge.temperature":1,"fridge\u002etemperature":2}}"#,
            #"{"readings":{"x":1,"y":{},"x":null}}"#, #"{"a":{"b":1,"b":1}}"#, #"{"a":[{"b":1},{"b":1,"b":1}]}"#,
            #"{"a":{"b":{"c":{"d":1,"e":1,"\u0064":1}}}}"#, #"[{"a":1},{"a":1,"a":1}]"#, #"{"":1,"":1}"#,
            #"{"冰":1,"\u51b0":1}"#, #"{"😀":1,"\ud83d\ude00":1}"#, #"{"/":1,"\/":1}"#,
            #"{"x":{"\u0061":1,"\u0062":1,"\u0061":1}}"#, #"{"\u0061":{"\u0062":1,"b":1}}"#,
        ])
    func duplicateKeys(payload: String) {
        #expect(rejection(of: Self.bytes(payload)) == .duplicateKey)
    }

    @Test(
        "with one key in several objects is none",
        arguments: [
            #"{"a":{"a":{"a":1}},"b":{"a":1}}"#, #"[{"a":1},{"a":1}]"#, #"{"x":[{"a":1},{"a":1}]}"#,
            // Canonically equivalent, but other bytes: other keys.
            "{\"\u{e9}\":1,\"e\u{301}\":1}", #"{"a":1,"A":1,"a ":1," a":1}"#,
            #"{"x":{"\u0061":1,"\u0062":1,"\u0063":1,"d":1}}"#,
        ])
    func sameKeyElsewhere(payload: String) {
        #expect(rejection(of: Self.bytes(payload)) == nil)
    }

    @Test(
        "with bytes that are not UTF-8 is rejected",
        arguments: [
            [0x80], [0xff], [0xfe], [0xc3], [0xc3, 0x28], [0xe2, 0x82], [0xf0, 0x9f, 0x98],
            [0xc0, 0x80], [0xc0, 0xaf], [0xc1, 0xbf], [0xe0, 0x80, 0xaf], [0xf0, 0x80, 0x80, 0xaf],
            [0xed, 0xa0, 0x80], [0xed, 0xbf, 0xbf], [0xf4, 0x90, 0x80, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80],
            Array(#"\ud800"#.utf8), Array(#"\udc00"#.utf8), Array(#"\ud800\u0041"#.utf8), Array(#"\ud83d\ud83d"#.utf8),
            Array(#"\ud83dx"#.utf8), Array(#"\ud83d\n"#.utf8), [0xc3] + Array(#"\u00a9"#.utf8),
        ] as [[UInt8]])
    func notUTF8(bytes: [UInt8]) {
        for (head, tail) in [(#"{"a":"x"#, #"y"}"#), (#"{""#, #"":1}"#), (#"{"readings":{"fault.code":""#, #""}}"#)] {
            #expect(rejection(of: Array(head.utf8) + bytes + Array(tail.utf8)) == .notUTF8)
        }
    }

    @Test(
        "with a control or text-direction character is rejected, raw and escaped",
        arguments: [
            0x00, 0x01, 0x07, 0x08, 0x09, 0x0a, 0x0d, 0x1b, 0x1f, 0x7f, 0x80, 0x85, 0x9f, 0x61c, 0x200e, 0x200f, 0x2028,
            0x2029, 0x202a, 0x202e, 0x2066, 0x2069, 0xfeff,
        ] as [UInt32])
    func controls(code: UInt32) throws {
        let character = String(try #require(Unicode.Scalar(code)))
        let hex = String(code, radix: 16)
        let escape = "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        for text in [character, escape, "é" + character, "é" + escape, "\\\"" + character] {
            #expect(rejection(of: Self.bytes("{\"a\":\"\(text)\"}")) == .controlCharacter)
            #expect(rejection(of: Self.bytes("{\"\(text)\":1}")) == .controlCharacter)
        }
    }

    @Test("with an escape for a control character is rejected", arguments: ["b", "f", "n", "r", "t"])
    func controlEscapes(letter: String) {
        #expect(rejection(of: Self.bytes(#"{"a":"\\#(letter)"}"#)) == .controlCharacter)
    }

    @Test(
        "in UTF-16 or UTF-32 is rejected",
        arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian, .utf16, .utf32])
    func wideEncodings(encoding: String.Encoding) throws {
        let data = try #require(#"{"readings":{}}"#.data(using: encoding))
        #expect(rejection(of: Array(data)) == .notJSON)
    }

    @Test("cut off at any byte is rejected")
    func truncated() {
        let whole = Self.bytes(goodMessage)
        #expect(rejection(of: whole) == nil)
        for length in whole.indices {
            let why = rejection(of: Array(whole[..<length]))
            #expect(why == .notJSON, "cut after \(length) bytes")
        }
    }

    @Test("of great depth or size is rejected without a stack that overflows")
    func great() {
        #expect(rejection(of: Array(repeating: 0x5b, count: 10_000)) == .tooDeep)
        #expect(rejection(of: Self.bytes(String(repeating: #"{"a":"#, count: 10_000))) == .tooDeep)
        #expect(rejection(of: Self.bytes(String(repeating: #"[{"a":"#, count: 10_000))) == .tooDeep)
        let text = String(repeating: "a", count: 1 << 20)
        #expect(rejection(of: Self.bytes("{\"a\":\"\(text)\"}")) == .tooLarge)
        #expect(rejection(of: Self.bytes("{\"a\":\"\(text.prefix(60_000))\"}")) == .stringTooLong)
        #expect(rejection(of: Self.bytes("{\"\(text.prefix(60_000))\":1}")) == .stringTooLong)
        #expect(rejection(of: Self.bytes("{\"a\":\(String(repeating: "9", count: 60_000))}")) == .numberNotFinite)
        #expect(rejection(of: Self.bytes("{\"a\":0.\(String(repeating: "9", count: 60_000))}")) == nil)
    }

    @Test("with 257 members is rejected, wherever they stand")
    func fields() {
        let names = (0..<256).map { "\"k\($0)\":0" }.joined(separator: ",")
        #expect(rejection(of: Self.bytes("{\"readings\":{\(names)}}")) == .tooManyFields)
        #expect(rejection(of: Self.bytes("{\"x\":{\(names)}}")) == .tooManyFields)
        let objects = Array(repeating: #"{"a":0}"#, count: 256).joined(separator: ",")
        #expect(rejection(of: Self.bytes("{\"x\":[\(objects)]}")) == .tooManyFields)
    }

    @Test("never fills the list of channels beyond its limit")
    func channels() throws {
        var form = CanonicalForm()
        for message in 0..<50 {
            let names = (0..<100).map { "\"probe.p\(message * 100 + $0).humidity\":0.5" }.joined(separator: ",")
            _ = try Sample(Self.bytes("{\"readings\":{\(names)}}"), &form)
        }
        #expect(form.channels.channels.count == Limits.channelsMax)
        let late = try Sample(Self.bytes(#"{"readings":{"probe.late.humidity":0.5,"fridge.temperature":4}}"#), &form)
        #expect(late.faults == ["probe.late.humidity channel_unknown"])
        #expect(late.readings == ["fridge.temperature=4.0"])
    }

    @Test("has an explanation for every reason, and a word of its own")
    func explanations() {
        #expect(Set(Rejection.allCases.map(\.explanation)).count == Rejection.allCases.count)
    }
}
