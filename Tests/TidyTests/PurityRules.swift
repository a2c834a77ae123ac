/// What a pure module may not say, and what no module may.
enum PurityRules {
    struct Ban: Sendable {
        let pattern: String
        let right: String
    }

    private static let clock = "time comes in as an argument, a Timestamp"
    private static let chance = "draw from the seeded generator that is passed in"

    static let inPureModules: [Ban] = [
        Ban(pattern: "Date(", right: clock),
        Ban(pattern: "Date.now", right: clock),
        Ban(pattern: "ContinuousClock", right: clock),
        Ban(pattern: "SuspendingClock", right: clock),
        Ban(pattern: "clock_gettime", right: clock),
        Ban(pattern: "gettimeofday", right: clock),
        Ban(pattern: "UUID(", right: "derive the id from its inputs, as StableHash does"),
        Ban(pattern: ".random", right: chance),
        Ban(pattern: "randomElement", right: chance),
        Ban(pattern: "shuffled", right: chance),
        Ban(pattern: "SystemRandomNumberGenerator", right: chance),
        Ban(pattern: "await ", right: "decide at once; Gateway waits, before and after"),
        Ban(pattern: "print(", right: "return the value; the command prints it"),
        Ban(pattern: "import Foundation", right: "the standard library, or a value that is passed in"),
        Ban(pattern: "fatalError(", right: "precondition with a sentence, or an error value"),
    ]

    static let everywhere: [Ban] = [
        Ban(pattern: "try!", right: "throw on, or handle the error"),
        Ban(pattern: "as!", right: "as? and a guard, or a type that needs no cast"),
    ]

    static func findings(in file: SourceFile) -> [Finding] {
        guard let module = file.module, file.path.hasSuffix(".swift") else { return [] }
        let pure = ImportTable.pure.contains(module)
        let bans = pure ? inPureModules + everywhere : everywhere
        return file.code.enumerated().flatMap { index, line in
            bans.filter { line.holds($0.pattern) }.map { ban in
                let place = pure ? "the pure module \(module)" : "Sources"
                let word = ban.pattern.last == " " ? String(ban.pattern.dropLast()) : ban.pattern
                return Finding(
                    path: file.path, line: index + 1, wrong: "\(word) has no place in \(place)", right: ban.right)
            }
        }
    }
}
