import Devices

/// Messages in tests, as lines `topic = payload`; `~` in the place of `=` for a retained one.
func messages(_ lines: String) -> [SampleMessage] {
    lines.split(separator: "\n").compactMap { line in
        guard let place = line.firstRange(of: " = ") ?? line.firstRange(of: " ~ ") else { return nil }
        let isRetained = line[place] == " ~ "
        return SampleMessage(
            topic: String(line[..<place.lowerBound]), payload: Array(line[place.upperBound...].utf8),
            isRetained: isRetained)
    }
}

/// What a draft says, part by part.
struct DraftReading {
    let lines: [String]

    init(_ text: String) { lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

    init(of seen: String) { self.init(ProfileSuggestion.draft(from: messages(seen), id: "draft")) }

    /// The lines of a part without their comments, blanks cut off.
    func part(_ name: String) -> [String] {
        let begin = lines.firstIndex { $0.hasPrefix("\(name):") } ?? lines.endIndex
        let rest = lines[begin...].dropFirst()
        return rest.prefix { $0.hasPrefix(" ") }.map { String($0.drop { $0 == " " }) }.filter { !$0.hasPrefix("#") }
    }

    /// The topics of the sources.
    var topics: [String] {
        part("sources").filter { $0.hasPrefix("- topic: ") }.map { String($0.dropFirst(9).filter { $0 != "\"" }) }
    }

    /// The lines of the channel table.
    var table: [String] { part("channels") }

    /// What the examples promise.
    var promises: [String] { part("examples").filter { $0.hasPrefix("- {") }.map { String($0.dropFirst(2)) } }

    /// The comments, blanks and their sign cut off.
    var comments: [String] {
        lines.filter { $0.drop { $0 == " " }.hasPrefix("#") }.map { String($0.drop { $0 == " " || $0 == "#" }) }
    }
}
