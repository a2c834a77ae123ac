import ConfigFiles
import Devices
import Telemetry
import Testing

@Suite("A capture")
struct MessageStreamTests {
    private func read(_ text: String) -> Result<[SampleMessage], ConfigProblems> {
        readMessageStream(Array(text.utf8), file: "capture.jsonl")
    }

    private func problems(_ text: String) -> [String] {
        guard case .failure(let problems) = read(text) else { return [] }
        return problems.all.map(\.description)
    }

    @Test(
        "holds the longest payload of a broker's text and hexadecimal digits",
        arguments: [
            #""payload":"\#(String(repeating: "x", count: Limits.payloadBytesMax))""#,
            #""payload_hex":"\#(String(repeating: "78", count: Limits.payloadBytesMax))""#,
        ])
    func longest(payload: String) throws {
        let messages = try read("{\"topic\":\"a/b\",\(payload)}").get()
        #expect(messages.map(\.payload.count) == [Limits.payloadBytesMax])
    }

    @Test("may begin with a byte order mark")
    func byteOrderMark() throws {
        #expect(try read("\u{FEFF}{\"topic\":\"a/b\",\"payload\":1}").get().map(\.topic) == ["a/b"])
    }

    @Test("says of each bad line what is wrong with it")
    func badLines() {
        let found = problems(
            """
            {"topic":"a/+","payload":1}
            {"topic":"a/b","topic":"a/c","payload":1}
            [1]
            {"topic":"a/b","payload_hex":"0"}
            {"topic":"a/b"}
            """)
        #expect(
            found == [
                "capture.jsonl:1: `topic` must be that of one message, without `+` and `#`, not `a/+`",
                "capture.jsonl:2: cannot be read: duplicate_key: a key stands twice in one object",
                "capture.jsonl:3: is no JSON object; a line is {\"topic\": …, \"payload\": …}",
                "capture.jsonl:4: `payload_hex` must be hexadecimal digits, two for each byte",
                "capture.jsonl:5: lacks `payload` or `payload_hex`",
            ])
    }
}
