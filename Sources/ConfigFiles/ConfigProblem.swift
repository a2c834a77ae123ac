import Appliances

/// What is wrong with a file, where, and what would be right.
///
/// Reads `file:line: what is wrong; what would be right`, with the column where it is known. All
/// problems of all files are collected before anything gives up.
package struct ConfigProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file's path as the person gave it.
    package let file: String
    /// The line, from 1; 0 where the problem is the file itself.
    package let line: Int
    /// The column, from 1; nil where only the line is known.
    package let column: Int?
    /// What is wrong and what would be right.
    package let text: String

    /// A problem at a place.
    package init(file: String, line: Int, column: Int? = nil, text: String) {
        self.file = file
        self.line = line
        self.column = column
        self.text = text
    }

    /// `file:line: text` or `file:line:column: text`.
    package var description: String {
        guard line > 0 else { return "\(file): \(text)" }
        return "\(file):\(line)\(column.map { ":\($0)" } ?? ""): \(text)"
    }
}

/// Every problem found so far, in the order of discovery.
package struct ConfigProblems: Error, Sendable, CustomStringConvertible {
    /// The problems, sorted by file, line and column.
    package var all: [ConfigProblem]

    /// These problems.
    package init(_ all: [ConfigProblem]) {
        self.all = all.sorted { ($0.file, $0.line, $0.column ?? 0) < ($1.file, $1.line, $1.column ?? 0) }
    }

    /// One problem a line.
    package var description: String {
        all.map(\.description).joined(separator: "\n")
    }
}

/// `; did you mean X?` where a known word is near, otherwise the list of known words.
package func suggestion(for word: String, in known: [String]) -> String {
    if let near = nearest(to: word, in: known) { return "; did you mean \(near)?" }
    return known.count <= 24 ? "; known are \(known.joined(separator: ", "))" : ""
}
