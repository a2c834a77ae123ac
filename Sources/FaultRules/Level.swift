/// How bad a fault is, from a note to a danger.
package enum Level: Int, CaseIterable, Comparable, Sendable {
    /// Worth telling the owner.
    case info = 1
    /// Worth watching.
    case minor
    /// Somebody should come.
    case major
    /// Somebody should come now.
    case critical

    /// The word in rule files.
    package var word: String {
        switch self {
        case .info: "info"
        case .minor: "minor"
        case .major: "major"
        case .critical: "critical"
        }
    }

    /// The level of a word; nil where there is none.
    package init?(word: String) {
        guard let level = Level.allCases.first(where: { $0.word == word }) else { return nil }
        self = level
    }

    /// Milder comes first.
    package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
}
