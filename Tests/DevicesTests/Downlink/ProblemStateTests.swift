import Appliances
import Devices
import Testing

@Suite("The state of a problem")
struct ProblemStateTests {
    private static let since = Timestamp(milliseconds: 1_797_580_800_000)

    private static func problem(_ offer: ProblemState.Offer?, expected: String? = "2026-12-24") -> ProblemState {
        .present(
            .init(
                fault: "compressor.hard_start", severity: "major", expected: expected.flatMap { CalendarDay($0) },
                offered: offer, since: since, english: "The compressor starts \"hard\".", chinese: "压缩机启动困难。"))
    }

    @Test(
        "is JSON that says what is wrong and what is offered",
        arguments: [
            (problem(.request(number: "SR-17")), #""offered":"request","request":"SR-17""#),
            (problem(.quote("380.00 CNY")), #""offered":"quote","quote":"380.00 CNY""#),
            (problem(.advice), #""offered":"advice""#),
            (problem(nil), #""offered":null"#),
        ])
    func present(state: ProblemState, offer: String) {
        #expect(
            state.payload == """
                {"state":"ON","fault":"compressor.hard_start","severity":"major","expected":"2026-12-24",\(offer),\
                "since":"2026-12-18T08:00:00Z","en":"The compressor starts \\"hard\\".","zh":"压缩机启动困难。"}
                """)
    }

    @Test("has a null where no day can be said")
    func noDay() throws {
        #expect(try document(Self.problem(.advice, expected: nil).payload)["expected"] == .null)
    }

    @Test("is off where nothing is wrong")
    func clear() {
        #expect(ProblemState.clear(since: Self.since).payload == #"{"state":"OFF","since":"2026-12-18T08:00:00Z"}"#)
        #expect(ProblemState.clear(since: nil).payload == #"{"state":"OFF","since":null}"#)
    }

    @Test("reads as the template of the discovery message asks for it", arguments: [problem(nil), .clear(since: nil)])
    func template(state: ProblemState) throws {
        let (template, _) = try DiscoveryReading.template("{{ value_json.state }}")
        #expect(["ON", "OFF"].contains(try document(state.payload)[template]?.text))
    }
}
