import Foundation
import Testing

@Suite("The help of the command")
struct HelpTests {
    /// Each command with all below it, as `foretell request show`.
    private func commands(_ command: [String: Any], under name: String) -> [(name: String, discussion: String)] {
        let own = [name, command["commandName"] as? String ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
        let below = (command["subcommands"] as? [[String: Any]] ?? []).filter { $0["commandName"] as? String != "help" }
        return [(own, command["discussion"] as? String ?? "")] + below.flatMap { commands($0, under: own) }
    }

    @Test("has an example that is one of each command, and says what the exit statuses mean")
    func examples() throws {
        let printed = try foretell(["--experimental-dump-help"])
        let tree = try JSONSerialization.jsonObject(with: Data(printed.output.utf8)) as? [String: Any]
        let all = commands(try #require(tree?["command"] as? [String: Any]), under: "")
        #expect(all.count > 40)
        for one in all {
            #expect(one.discussion.contains("Example"), "\(one.name)")
            #expect(one.discussion.contains(one.name), "\(one.name)")
        }
        for name in ["foretell", "foretell request", "foretell customer", "foretell token"] {
            #expect(all.first { $0.name == name }?.discussion.contains("Exit status: 0") == true, "\(name)")
        }
    }

    @Test(
        "what is wrong is said, and what would be right",
        arguments: [
            (["request", "show", "SR-0"], 2, "foretell run"),
            (["token", "make", "--role", "chef", "--number", "D-1"], 2, "dispatcher"),
        ])
    func errors(arguments: [String], status: Int32, said: String) throws {
        let shop = try Workshop()
        let ended = try foretell(arguments + ["--state", shop.path("state")])
        #expect(ended.status == status && ended.errors.contains(said), "\(ended.errors)")
    }
}
