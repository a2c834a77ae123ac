import ArgumentParser
import ConfigFiles
import FaultRules
import Foundation
import RuleTrials
import Telemetry

/// `foretell rule test`.
struct RuleTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Runs the tests that stand beside rules, on a virtual clock.",
        discussion: """
            Every test runs as it is written, and its readings once more for each seed after seven metamorphoses
            that must change no episode: every record twice, shuffled within the lateness, the gateway killed, the
            device's clock off, split into two runs, the rules read again, other devices added. --coverage names
            what no test reaches. --mutate puts one mistake after another into the rule and names those that no
            test finds. Exit status 1 where a test fails.

            Examples:
              foretell rule test
              foretell rule test warm_cabinet --coverage --mutate
              foretell rule test --seeds 20 --junit rules.xml
            """)

    @OptionGroup var options: ConfigOptions
    @Flag(help: "Names the levels, resets, inhibitions, distinctions and overrides that no test reaches.")
    var coverage = false
    @Flag(help: "Puts mistakes into the rules and names those that no test finds.") var mutate = false
    @Option(help: "How often each metamorphosis is tried, each time with other chance; 0 for not at all.")
    var seeds = 3
    @Option(help: "Writes the results as JUnit XML to this file.") var junit: String?
    @Argument(help: "The rules; all where none is named.") var rules: [String] = []

    func run() throws {
        guard (0...1_000_000).contains(seeds) else { throw Failure.badInput("--seeds is from 0 to 1000000") }
        let book = try RuleBook(options)
        let pages = try book.pages(named: rules)
        let progress = Progress("rule test")
        var reports: [RuleTestReport] = []
        for (number, page) in pages.enumerated() {
            let report = try report(on: page, of: book) { share, text in
                progress.show(share: (Double(number) + share) / Double(pages.count), "\(page.rule.name): \(text)")
            }
            reports.append(report)
        }
        let tests = reports.reduce(0) { $0 + $1.results.count }
        let passed = reports.reduce(0) { $0 + $1.passedCount }
        progress.end("\(passed) of \(tests) tests passed, of \(reports.count) rules")
        for line in reports.flatMap(\.lines) { print(line) }
        if let junit { try write(junitXML(reports), to: junit) }
        if reports.contains(where: { !$0.isPassed }) { throw ExitCode(1) }
    }

    /// Everything that was asked for about one rule; `show` hears how far it is, from 0 to 1.
    private func report(
        on page: RuleBook.Page, of book: RuleBook, _ show: (Double, String) -> Void
    ) throws -> RuleTestReport {
        var report = RuleTestReport(rule: page.rule.name, file: page.file)
        let trial = try book.trial(of: page.rule)
        let mutants = mutate ? page.rule.mutants : []
        let all = Double(max(1, page.tests.count * (1 + seeds) + mutants.count))
        var done = 0.0
        func step(_ text: String) throws {
            if Interrupt.isAsked { throw ExitCode(130) }
            show(done / all, text)
            done += 1
        }
        for (number, test) in page.tests.enumerated() {
            try step(test.name)
            report.results.append(trial.run(test))
            for seed in 0..<seeds {
                try step("\(test.name), seed \(seed + 1)")
                let failures = trial.metamorphicFailures(test, seed: UInt64(seed + 1))
                report.differences += failures.map { (number, $0) }
            }
        }
        report.seedCount = seeds
        if coverage { report.coverage = trial.coverage(page.tests, report.results) }
        // Tests that fail without a mistake would find every one.
        guard mutate, !page.tests.isEmpty, report.results.allSatisfy(\.isPassed) else { return report }
        var score = MutationScore()
        for mutant in mutants {
            try step("\(mutant.place): \(mutant.text)")
            score.tryMutant(mutant, of: trial, page.tests)
        }
        report.mutation = score
        return report
    }

    private func write(_ xml: String, to path: String) throws {
        do {
            try xml.write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            throw Failure.badInput("--junit \(path): cannot be written; does its folder exist?")
        }
    }
}

/// The rules of a configuration with the tests beside them.
struct RuleBook {
    /// One rule file.
    struct Page {
        let rule: FaultRule
        let file: String
        let tests: [RuleTest]
    }

    /// In the order of their files.
    let pages: [Page]
    private let set: RuleSet

    /// Reads `rules/` and the overrides; throws every problem of every file.
    init(_ options: ConfigOptions) throws {
        let folder = URL(filePath: options.config)
        let below = FileManager.default.subpaths(atPath: folder.appending(path: "rules").path) ?? []
        let names = below.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
        let channels = ChannelList()
        let files = names.map { name in
            RuleFile(
                folder.appending(path: "rules/\(name)"), as: "\(options.config)/rules/\(name)", channels: channels)
        }
        let (overrides, wrong) = readOverrideFolder(
            folder, shownAs: options.config, rules: files.compactMap(\.rule),
            isComplete: files.allSatisfy { $0.problems.isEmpty })
        var problems = wrong
        switch compileRules(files, overrides: overrides, channels: channels) {
        case .success(let compiled): set = compiled
        case .failure(let found): throw ConfigProblems(problems + found.all)
        }
        var pages: [Page] = []
        for (file, name) in zip(files, names) {
            guard let rule = file.rule else { continue }
            let url = folder.appending(path: "rules/\(name)")
            switch readRuleTests(of: rule, in: url, as: file.path, channels: set.channels) {
            case .success(let tests): pages.append(Page(rule: rule, file: file.path, tests: tests))
            case .failure(let found): problems += found.all
            }
        }
        guard problems.isEmpty else { throw ConfigProblems(problems) }
        self.pages = pages
    }

    /// The pages of these rules in the order of the files; all where none is named.
    func pages(named names: [String]) throws -> [Page] {
        let known = pages.map(\.rule.name)
        for name in names where !known.contains(name) {
            throw Failure.badInput("no rule is named \(visible(name))\(suggestion(for: name, in: known))")
        }
        return names.isEmpty ? pages : pages.filter { names.contains($0.rule.name) }
    }

    /// A trial of a rule among the others.
    func trial(of rule: FaultRule) throws -> RuleTrial<RuleEngine> {
        do throws(RuleFaults) {
            return try RuleTrial(
                rule, among: pages.map(\.rule), overrides: set.overrides, channels: set.channels)
        } catch {
            // What compiles among all rules compiles among those that it names.
            throw Failure.badInput("\(rule.name): \(error.faults.map(\.fault.text).joined(separator: "; "))")
        }
    }
}
