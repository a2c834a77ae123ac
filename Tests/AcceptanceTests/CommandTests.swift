import Foundation
import Testing

/// The command line as a contract: output, errors and exit status.
@Suite("Command line")
struct CommandTests {
    @Test("the shipped configuration is in order")
    func shipped() throws {
        let outcome = try foretell(["check", "config"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("in order"))
    }

    @Test("ten broken files give their errors with file and line, all at once, and status 2")
    func broken() throws {
        let shop = try Workshop()
        let files: [(name: String, text: String, line: Int)] = [
            ("foretell.yaml", "broker:\n  port: 99999\n", 2),
            ("registry.csv", "device,site,category\nRF-1,home,refrigerator\nRF 2,home,refrigerator\n", 3),
            ("rules/a.yaml", "rule: a\nversion: 1\napplies: all\ncomponent: compresor\n", 4),
            ("rules/b.yaml", Self.rule("b", raise: "fridge.temprature > 8 °C"), 6),
            ("rules/c.yaml", Self.rule("c", raise: "avg(fridge.temperature) > 8 °C"), 6),
            ("rules/d.yaml", Self.rule("d", raise: "fridge.temperature > "), 6),
            ("rules/e.yaml", "rule: e\n  version: 1\n", 2),
            ("warranty/x.yaml", "policy: x\nversion: 1\ncategory: fridge\n", 3),
            ("service/tariff.yaml", "visit: free\n", 1),
            ("maintenance/x.yaml", "plans:\n  - {plan: x, category: refrigerator, every: often}\n", 2),
        ]
        for file in files { try shop.write(file.text, to: "config/" + file.name) }
        let outcome = try foretell(["check", shop.path("config")])
        #expect(outcome.status == 2)
        for file in files {
            let place = "/config/\(file.name):\(file.line):"
            #expect(outcome.errors.contains(place), "\(place) in\n\(outcome.errors)")
        }
    }

    private static func rule(_ name: String, raise: String) -> String {
        """
        rule: \(name)
        version: 1
        applies: all
        component: compressor
        raise:
          major: \(raise)
        reset:
          major: fridge.temperature < 7 °C

        """
    }

    @Test("a message is decoded to one reading a line")
    func decode() throws {
        let message =
            #"{"at":"2026-11-22T08:15:30.250+08:00","readings":{"fridge.temperature":3.9,"fridge.door.open":false}}"#
        let outcome = try foretell(["decode", "--topic", "foretell/v1/home/RF-1/telemetry"], input: Data(message.utf8))
        #expect(outcome.status == 0)
        let tail = #""at":"2026-11-22T00:15:30.250Z","quality":"good"}"# + "\n"
        #expect(
            outcome.output == #"{"device":"RF-1","channel":"fridge.temperature","value":3.9,"unit":"Cel","# + tail
                + #"{"device":"RF-1","channel":"fridge.door.open","value":false,"unit":"1","# + tail)
    }

    @Test("what is rejected goes to standard error with its reason, and the answer is no")
    func decodeRejected() throws {
        let outcome = try foretell(
            ["decode", "--topic", "foretell/v1/home/RF-1/telemetry"], input: Data(#"{"readings":{"no.such":1}}"#.utf8))
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("no.such: channel_unknown"))
    }

    @Test(
        "bad usage has status 2",
        arguments: [
            ["nonsense"], ["decode"], ["run", "--clock", "cuckoo"], ["request", "list", "--state", "/nonexistent"],
        ])
    func usage(arguments: [String]) throws {
        let outcome = try foretell(arguments)
        #expect(outcome.status == 2)
        #expect(!outcome.errors.isEmpty)
    }

    @Test(
        "every command explains itself",
        arguments: [
            [], ["run"], ["check"], ["decode"], ["simulate"], ["replay"], ["request"], ["request", "list"],
            ["request", "show"], ["request", "due"], ["request", "reconcile"],
            ["episode", "list"], ["quarantine", "list"], ["history", "compact"], ["history", "export"], ["summary"],
            ["doctor"], ["warranty"], ["warranty", "decide"], ["warranty", "explain"], ["warranty", "lint"],
            ["token", "make"],
            ["token", "list"], ["token", "revoke"],
        ])
    func help(command: [String]) throws {
        let outcome = try foretell(command + ["--help"])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("USAGE"))
    }
}
