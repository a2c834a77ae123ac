/// A channel table in the making.
struct TableDraft {
    private(set) var entries: [ProfileDraft.Entry] = []
    private(set) var strangers: [SeenPath] = []
    private(set) var notUnderstood: [String] = []
    private var paths: Set<String> = []

    /// How many lines a draft has; a person is to go over them.
    static let linesMax = 512

    /// Adds paths that were seen; `words` count for each of them.
    mutating func add(_ seen: SeenPaths, words: [String]) {
        for path in seen.all {
            let unit = path.unit ?? siblingUnit(of: path.path, in: seen)
            add(
                PathClue(path: path.path, words: words, unit: unit, values: path.values), seen: path,
                hasPointUnit: path.unit != nil)
        }
    }

    /// Adds one path.
    mutating func add(_ clue: PathClue, seen: SeenPath? = nil, remarks: [String] = [], hasPointUnit: Bool = false) {
        guard entries.count + strangers.count < Self.linesMax, paths.insert(clue.path).inserted else { return }
        guard var entry = EntryGuess.entry(clue) else {
            if clue.path.contains("{") || clue.path.contains("}") {
                notUnderstood.append("\(clue.path): a path with braces cannot stand in the table")
            } else if let seen, !seen.values.isEmpty {
                strangers.append(seen)
            } else {
                notUnderstood.append(clue.path + (remarks.isEmpty ? "" : " (\(remarks.joined(separator: "; ")))"))
            }
            return
        }
        entry.remarks = remarks + entry.remarks
        entry.hasPointUnit = hasPointUnit && entry.unit != nil
        entries.append(entry)
    }

    /// Notes something that is no path.
    mutating func note(_ text: String) { notUnderstood.append(text) }

    /// The unit that stands beside a value: `…/value` and `…/unit`.
    private func siblingUnit(of path: String, in seen: SeenPaths) -> String? {
        let parts = path.split(separator: "/")
        guard let last = parts.last, ["value", "val", "v"].contains(last.lowercased()) else { return nil }
        let stem = parts.dropLast().joined(separator: "/")
        let sibling = seen[stem.isEmpty ? "unit" : "\(stem)/unit"]
        guard case .text(let unit)? = sibling?.values.first else { return nil }
        return unit
    }
}

extension ProfileDraft {
    /// Takes a finished table in.
    mutating func take(_ table: TableDraft) {
        entries += table.entries
        strangers += table.strangers
        notUnderstood += table.notUnderstood
        settleChannels()
    }
}

/// Makes sure that no message is taken by two sources of a draft.
enum SourceOverlaps {
    /// Lets each source of many levels leave to the others what is theirs; `topics` are the topics of each source.
    static func exclude(in sources: inout [ProfileDraft.Source], topics: [[String]]) {
        for place in sources.indices {
            guard let pattern = try? TopicPattern(sources[place].topic) else { continue }
            for other in sources.indices where other != place {
                guard isWider(sources[place].topic, than: sources[other].topic),
                    topics[other].contains(where: { pattern.match(Array($0.utf8)) != nil }),
                    let filter = try? TopicPattern(sources[other].topic).filter,
                    !sources[place].except.contains(filter)
                else { continue }
                sources[place].except.append(filter)
            }
        }
    }

    private static func isWider(_ topic: String, than other: String) -> Bool {
        if topic.contains("*}") != other.contains("*}") { return topic.contains("*}") }
        let captures = { (text: String) in text.split(separator: "/").filter { $0.contains("{") || $0 == "+" }.count }
        return captures(topic) > captures(other)
    }
}
