import Foundation
import ServiceDesk
import Testing

@Suite("The written form of a feasibility")
struct FeasibilityCodingTests {
    private func command(_ text: String) throws -> DeskCommand {
        try JSONDecoder().decode(DeskCommand.self, from: Data(text.utf8))
    }

    @Test(
        "is read as it always was, with words, and may be left out",
        arguments: [
            (#"{"assign": {"engineer": "E-7", "feasibility": {"obstacles": ["travel", "skill"]}}}"#, "skill; travel"),
            (#"{"assign": {"engineer": "E-7", "feasibility": {"obstacles": []}}}"#, ""),
            (#"{"assign": {"engineer": "E-7", "feasibility": {}}}"#, ""),
            (#"{"assign": {"engineer": "E-7"}}"#, ""),
            (
                #"{"assign": {"engineer": "E-7", "feasibility": {"obstacles": ["shift"], "findings": "#
                    + #"[{"obstacle": "shift", "found": "ill"}]}}}"#, "shift: ill"
            ),
        ])
    func reading(text: String, line: String) throws {
        guard case .assign("E-7", let feasibility, _, _) = try command(text) else {
            Issue.record("another command")
            return
        }
        #expect(feasibility.line == line)
    }

    @Test("is written as it always was where nobody said why, and reads back")
    func writing() throws {
        let plain = Feasibility([.skill])
        #expect(String(decoding: try JSONEncoder().encode(plain), as: UTF8.self) == #"{"obstacles":["skill"]}"#)
        let told = Feasibility(findings: [Feasibility.Finding(.skill, "level 1"), Feasibility.Finding(.parts)])
        #expect(try JSONDecoder().decode(Feasibility.self, from: try JSONEncoder().encode(told)) == told)
    }
}
