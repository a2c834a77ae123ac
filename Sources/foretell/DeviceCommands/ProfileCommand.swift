import ArgumentParser
import ConfigFiles
import Devices
import Foundation

/// The profiles below a folder that somebody named, or beside the profile.yaml that was named.
private func profileFolder(_ name: String) throws -> DeviceFolder {
    var folder = URL(filePath: name)
    var shown = name
    if folder.lastPathComponent == "profile.yaml" {
        folder.deleteLastPathComponent()
        shown = folder.relativePath
    }
    let read = DeviceFolder(folder, shownAs: shown)
    guard read.files.isEmpty else { return read }
    guard read.problems.isEmpty else { throw ConfigProblems(read.problems) }
    throw Failure.badInput("\(name): holds no profile.yaml; name the folder above it, such as devices")
}

/// `foretell profile`.
struct ProfileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile", abstract: "Device profiles: how messages become readings.",
        discussion: "Example:\n  foretell profile test",
        subcommands: [Test.self, Lint.self, List.self])

    /// `foretell profile test`.
    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Runs the examples of profiles: each message must give the readings it promises.",
            discussion: """
                All profiles of --devices stand beside those that are tested, because which one reads a message
                is part of what is tried. Exit status 1 where a reading is missing, wrong or one too many.

                Examples:
                  foretell profile test
                  foretell profile test devices/plug/tasmota
                """)

        @OptionGroup var options: DeviceOptions
        @Flag(help: "Shows every example, not only those that fail.") var verbose = false
        @Argument(help: "Only the profiles below this folder.") var folder: String?

        func run() throws {
            let all = try options.profiles()
            let wanted = try folder.map { try ids(below: $0, among: all) }
            let trial = ProfileTrial(all)
            var (examples, failed) = (0, 0)
            for profile in all where wanted?.contains(profile.id) ?? true {
                for finding in trial.findings(of: profile) {
                    examples += 1
                    if !finding.complaints.isEmpty { failed += 1 }
                    show(finding)
                }
            }
            print("\(examples - failed) of \(examples) examples give what they promise")
            if failed > 0 || examples == 0 { throw ExitCode(1) }
        }

        /// The profiles to be tested; what stands elsewhere, such as one that is extended, was read with the rest.
        private func ids(below name: String, among all: [DeviceProfile]) throws -> Set<String> {
            let found = Set(try profileFolder(name).files.keys)
            let strange = found.subtracting(all.map(\.id)).sorted()
            guard strange.isEmpty else {
                throw Failure.badInput(
                    "\(name): `\(strange.joined(separator: "`, `"))` is not in \(options.devices); move it there, "
                        + "or name the folder above it with --devices")
            }
            return found
        }

        private func show(_ finding: ProfileTrial.Finding) {
            if verbose || !finding.complaints.isEmpty {
                let word = finding.complaints.isEmpty ? "ok    " : "FAILED"
                print("\(word)  \(finding.profile):\(finding.line)  \(finding.example)")
            }
            for complaint in finding.complaints { print("          \(complaint)") }
        }
    }

    /// `foretell profile lint`.
    struct Lint: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads profiles and shows all errors at once, and what an author would want to know.",
            discussion: """
                Warnings change nothing; exit status 2 where there are errors.

                Example:
                  foretell profile lint devices
                """)

        @Argument(help: "The folder of device profiles, or one profile.yaml.") var folder = "devices"

        func run() throws {
            let read = try profileFolder(folder)
            guard read.problems.isEmpty else { throw ConfigProblems(read.problems) }
            for warning in read.warnings { print("warning: \(warning)") }
            print("\(folder): in order: \(read.profiles.count) profiles, \(read.warnings.count) warnings")
        }
    }

    /// `foretell profile list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists profiles with the topics that they read.",
            discussion: """
                Examples:
                  foretell profile list
                  foretell profile list --filters      what a gateway subscribes to, for the broker's access list
                """)

        @OptionGroup var options: DeviceOptions
        @Flag(help: "The MQTT filters that a gateway subscribes to for them, one a line.") var filters = false

        func run() throws {
            if filters { return print(Subscriptions.filters(for: try options.profiles()).joined(separator: "\n")) }
            for profile in try options.profiles() {
                print("\(profile.id) v\(profile.version)  \(profile.title)")
                for source in profile.sources { print("    \(source.topic.text)") }
            }
        }
    }
}
