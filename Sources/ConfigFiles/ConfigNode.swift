package import Appliances
import Yams

/// One YAML value with its place in the file, read with errors that name the line.
///
/// Readers ask for what they need; what does not fit is noted in the shared list and a
/// nil comes back, so that one pass finds every problem of a file.
package struct ConfigNode {
    /// Where problems of one file are noted while it is read.
    package final class Notes {
        /// The file's path as the person gave it.
        package let file: String
        /// What was found so far.
        package private(set) var problems: [ConfigProblem] = []
        /// The lines of the text, to tell whether a value stands there as it reads.
        fileprivate var source: [Substring.UnicodeScalarView] = []

        /// No problems yet.
        package init(file: String) { self.file = file }

        /// Notes one problem.
        package func add(line: Int, column: Int? = nil, _ text: String) {
            problems.append(ConfigProblem(file: file, line: line, column: column, text: text))
        }
    }

    /// The value as YAML has it.
    let node: Node
    private let notes: Notes
    /// How messages call this value, such as `term of compressor`.
    package let name: String

    private init(node: Node, notes: Notes, name: String) {
        self.node = node
        self.notes = notes
        self.name = name
    }

    /// The root of a file's text; nil, with a note, where it is not YAML or empty.
    package init?(yaml text: String, notes: Notes) {
        notes.source = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        do {
            guard let node = try Yams.compose(yaml: text) else {
                notes.add(line: 1, "the file is empty; see config/ for examples")
                return nil
            }
            self.init(node: node, notes: notes, name: "the file")
        } catch let problem as YamlError {
            let (line, what) = ConfigNode.place(of: problem)
            notes.add(line: line, what)
            return nil
        } catch {
            notes.add(line: 1, "not YAML: \(error)")
            return nil
        }
    }

    /// The line in the file, from 1.
    package var line: Int { node.mark?.line ?? 1 }

    /// The column in which the text of this value begins, from 1; nil where it does not stand in one line
    /// as it reads: blocks, escapes, lines that were joined, lists and mappings.
    package var column: Int? {
        guard let scalar = node.scalar, let mark = scalar.mark, notes.source.indices.contains(mark.line - 1)
        else { return nil }
        let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
        let begin = mark.column + (isQuoted ? 1 : 0)
        // Compared with the file rather than trusted: what YAML makes of a text is not what stands there.
        let rest = notes.source[mark.line - 1].dropFirst(begin - 1)
        return rest.starts(with: scalar.string.unicodeScalars) ? begin : nil
    }

    /// The file's path as the person gave it.
    package var file: String { notes.file }

    /// Everything that is noted of the file so far.
    package var problems: [ConfigProblem] { notes.problems }

    /// Notes a problem at this value's line.
    package func fault(_ text: String) { notes.add(line: line, text) }

    /// Notes a problem so many characters into the text of this value.
    package func fault(_ text: String, at offset: Int) {
        notes.add(line: line, column: column.map { $0 + offset }, text)
    }

    /// The values by key; notes keys that are not `known` and keys given twice.
    ///
    /// Where this is no mapping, notes that and answers an empty one.
    package func fields(_ known: [String]) -> Fields {
        guard case .mapping(let mapping) = node else {
            fault("\(name) must be a list of `key: value` lines")
            return Fields(owner: self, values: [])
        }
        var values: [(key: String, value: ConfigNode)] = []
        for (key, value) in mapping {
            let word = key.string ?? "?"
            if !known.isEmpty, !known.contains(word) {
                notes.add(
                    line: key.mark?.line ?? line,
                    "\(name) has no key `\(word)`\(suggestion(for: word, in: known))")
                continue
            }
            values.append((word, ConfigNode(node: value, notes: notes, name: "`\(word)`")))
        }
        return Fields(owner: self, values: values)
    }

    /// The members of a list; a single value counts as a list of one.
    package var items: [ConfigNode] {
        guard case .sequence(let sequence) = node else { return [self] }
        return sequence.map { ConfigNode(node: $0, notes: notes, name: name) }
    }

    /// Whether this is a plain value and neither list nor mapping.
    package var isScalar: Bool { node.scalar != nil }

    /// Whether this is null or an empty text.
    var isNothing: Bool { node.null != nil || node.scalar?.string.isEmpty ?? false }

    /// Whether this is a mapping.
    package var isMapping: Bool { node.mapping != nil }

    /// The text as written; notes where this is no plain value.
    package var text: String? {
        if let scalar = node.scalar { return scalar.string }
        fault("\(name) must be a plain value")
        return nil
    }

    /// A finite number; notes where it is none or outside `range`.
    package func number(in range: ClosedRange<Double>) -> Double? {
        guard let text else { return nil }
        guard let value = Double(text), value.isFinite else {
            fault("\(name) must be a number, not `\(text)`")
            return nil
        }
        guard range.contains(value) else {
            fault("\(name) is \(text); it must be from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return value
    }

    /// A whole number; notes where it is none or outside `range`.
    package func whole(in range: ClosedRange<Int>) -> Int? {
        guard let text else { return nil }
        guard let value = Int(text) else {
            fault("\(name) must be a whole number, not `\(text)`")
            return nil
        }
        guard range.contains(value) else {
            fault("\(name) is \(text); it must be from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return value
    }

    /// `true` or `false`; notes anything else.
    package var flag: Bool? {
        guard let text else { return nil }
        switch text {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default:
            fault("\(name) must be true or false, not `\(text)`")
            return nil
        }
    }

    /// A length of time such as `30m`; notes anything else and what lies outside `range`.
    package func span(in range: ClosedRange<TimeSpan> = .zero...TimeSpan.days(36_500)) -> TimeSpan? {
        guard let text else { return nil }
        guard let span = TimeSpan(text) else {
            fault("\(name) must be a length of time such as 30s, 10m, 2h or 3d, not `\(text)`")
            return nil
        }
        guard range.contains(span) else {
            fault("\(name) is \(span); it must be from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return span
    }

    /// A day such as `2026-11-22`; notes anything else.
    package var day: CalendarDay? {
        guard let text else { return nil }
        if let day = CalendarDay(text) { return day }
        fault("\(name) must be a day such as 2026-11-22, not `\(text)`")
        return nil
    }

    /// One word of a list; notes what is none of them, with the nearest.
    package func choice<Choice: RawRepresentable & CaseIterable>(
        _ type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        guard let text else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let known = Choice.allCases.map(\.rawValue)
        fault("\(name) cannot be `\(text)`\(suggestion(for: text, in: known))")
        return nil
    }

    private static func place(of problem: YamlError) -> (Int, String) {
        switch problem {
        case .scanner(_, let what, let mark, _), .parser(_, let what, let mark, _),
            .composer(_, let what, let mark, _):
            (mark.line, "not YAML: \(what)")
        case .duplicatedKeysInMapping(let keys, let context):
            (context.mark.line, "the key \(keys.map { "`\($0)`" }.joined(separator: ", ")) stands here twice")
        default: (1, "not YAML: \(problem)")
        }
    }
}

/// The values of one mapping, in the order of the file.
package struct Fields {
    private let owner: ConfigNode
    /// Key and value, in the order of the file.
    package let values: [(key: String, value: ConfigNode)]

    fileprivate init(owner: ConfigNode, values: [(key: String, value: ConfigNode)]) {
        self.owner = owner
        self.values = values
    }

    /// The value of a key; nil where the key is not there.
    package subscript(_ key: String) -> ConfigNode? {
        values.first { $0.key == key }?.value
    }

    /// The value of a key that must be there; notes its absence.
    package func required(_ key: String) -> ConfigNode? {
        if let value = self[key] { return value }
        owner.fault("\(owner.name) lacks `\(key)`")
        return nil
    }
}
