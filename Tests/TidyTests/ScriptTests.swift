import Foundation
import Testing

/// What a person types first has to answer.
@Suite("A script")
struct ScriptTests {
    /// Files with a shebang line; `common.sh` is sourced and has none.
    static let scripts = SourceTree.files
        .filter { $0.path.hasPrefix("scripts/") && $0.lines.first?.hasPrefix("#!") == true }
        .map(\.path)

    @Test("is there for each thing a person does", arguments: ["setup", "test", "check", "demo", "bench"])
    func exists(name: String) {
        #expect(ScriptTests.scripts.contains("scripts/\(name)"))
    }

    @Test("can be run", arguments: scripts + [".ci/run"])
    func isExecutable(path: String) {
        let absolute = SourceTree.root.appendingPathComponent(path).path
        #expect(
            FileManager.default.isExecutableFile(atPath: absolute),
            "\(path):1: the file is not executable; chmod +x \(path) would make it so")
    }

    @Test("explains itself with usage and examples", arguments: scripts)
    func answersHelp(path: String) throws {
        let (status, said) = try run(path, "--help")
        #expect(status == 0)
        #expect(said.contains("Usage: \(path)"))
        #expect(said.contains("Examples:"))
    }

    @Test("refuses what it does not know with status 2", arguments: ["setup", "check", "demo", "bench"])
    func refuses(name: String) throws {
        let (status, _) = try run("scripts/\(name)", "--no-such-option")
        #expect(status == 2)
    }

    private func run(_ path: String, _ argument: String) throws -> (status: Int32, said: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = SourceTree.root.appendingPathComponent(path)
        process.arguments = [argument]
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let said = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: said, as: UTF8.self))
    }
}
