import ConfigFiles
import FaultRules
import Foundation
import Gateway
import Glibc
import Logging
import Synchronization

/// Looks each second whether the files of the rules have changed, and reads them anew where they have.
///
/// Rules with a problem are never handed to the gateway: it keeps those that it has. SIGHUP asks for a look without
/// any change.
final class RuleWatcher: RuleSource, Sendable {
    private struct State {
        var rules: RuleSet?
        var isStopping = false
    }

    private let folder: String
    private let note: ReloadNote
    private let logger: Logger
    private let state = Mutex(State())
    private let stopped = DispatchSemaphore(value: 0)

    /// How often it looks.
    private static let lookEvery = 1.0

    /// Watches the configuration in a folder, from how its files were before they were read; `note` says to
    /// `foretell doctor` why a change was not taken up.
    init(_ folder: String, since first: RulePrint, note: ReloadNote, logger: Logger) {
        (self.folder, self.note, self.logger) = (folder, note, logger)
        _ = HangUp.isAsked()
        // What an earlier process could not take up, this one has read.
        note.clear()
        let thread = Thread { [self] in watch(first) }
        thread.name = "rule files"
        thread.start()
    }

    /// Ends after the look in hand.
    func stop() {
        state.withLock { $0.isStopping = true }
        stopped.wait()
    }

    private func watch(_ first: RulePrint) {
        var (known, before) = (first, first)
        while !state.withLock({ $0.isStopping }) {
            Thread.sleep(forTimeInterval: RuleWatcher.lookEvery)
            let now = RulePrint(folder)
            // Whoever writes several files, or a long one, is given time to come to an end.
            defer { before = now }
            guard HangUp.isAsked() || (now != known && now == before) else { continue }
            known = now
            read()
        }
        stopped.signal()
    }

    private func read() {
        do {
            let rules = try House.rules(in: folder)
            // A folder that is being exchanged is empty for a moment, and must not end every episode.
            guard !rules.rules.isEmpty else { return refuse(["\(folder)/rules: there are no rules"]) }
            state.withLock { $0.rules = rules }
        } catch let problems as ConfigProblems {
            refuse(problems.all.map(\.description))
        } catch {
            refuse(["\(error)"])
        }
    }

    private func refuse(_ problems: [String]) {
        // A sound set that the gateway has not asked for yet is not what the files say now.
        state.withLock { $0.rules = nil }
        logger.error("rules not changed: their files have problems", metadata: ["problems": "\(problems.count)"])
        for problem in problems { logger.error("\(problem)") }
        note.write(problems)
    }

    // MARK: The gateway's thread

    func takeUpdate() -> RuleSet? {
        state.withLock { state in
            defer { state.rules = nil }
            return state.rules
        }
    }

    func note(_ outcome: ReloadOutcome) {
        switch outcome {
        case .reloaded: note.clear()
        case .refused(let reason): note.write([reason])
        }
    }
}

/// By what one sees that files of rules or overrides have changed: names, sizes, times of change.
struct RulePrint: Equatable, Sendable {
    private let files: [String]

    /// How the files of a configuration are now.
    init(_ folder: String) {
        var paths: [String] = []
        for name in ["rules", "overrides"] {
            let below = FileManager.default.subpaths(atPath: "\(folder)/\(name)") ?? []
            paths += below.map { "\(folder)/\(name)/\($0)" }
        }
        paths.append("\(folder)/overrides.yaml")
        files = paths.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted().compactMap { path in
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            return "\(path) \(status.st_ino) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
        }
    }
}

/// SIGHUP, which otherwise would end the process.
private enum HangUp {
    private static let isSet = Atomic(false)

    private static let handler: Void = {
        signal(SIGHUP) { _ in HangUp.isSet.store(true, ordering: .relaxed) }
    }()

    /// Whether it came since the last question; watching begins with the first one.
    static func isAsked() -> Bool {
        _ = handler
        return isSet.exchange(false, ordering: .relaxed)
    }
}

/// Why the rules in force are not those of the files, in a file of the state folder while that is so.
struct ReloadNote: Sendable {
    private struct Content: Codable {
        let at: String
        let problems: [String]
    }

    private let file: URL

    /// The note of a state folder.
    init(state folder: URL) { file = folder.appending(path: "rules-not-changed.json") }

    /// Writes why.
    func write(_ problems: [String]) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        // The log has it too: where the disk is full, the gateway goes on without the note.
        let content = Content(at: "\(GatewayShell.wallClock())", problems: problems)
        try? encoder.encode(content).write(to: file, options: .atomic)
    }

    /// The rules in force are those of the files.
    func clear() { try? FileManager.default.removeItem(at: file) }

    /// Since when, and why; nil where all is well.
    func read() -> (since: String, problems: [String])? {
        guard let data = try? Data(contentsOf: file),
            let content = try? JSONDecoder().decode(Content.self, from: data)
        else { return nil }
        return (content.at, content.problems)
    }
}
