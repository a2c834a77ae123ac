/// A test as it stands in a file, or a suite as a whole: its lines, with its display name and comments.
struct TestPlace {
    /// `Suite.function`, or the suite's name alone.
    let name: String
    let lines: ArraySlice<String>

    func cites(_ number: String) -> Bool { lines.contains { $0.cites(number) } }
}

extension TestPlace {
    /// The suites and tests of a file, as the house writes them: suites at the margin, tests one step in.
    static func places(in file: SourceFile) -> [TestPlace] {
        var places: [TestPlace] = []
        var suite: (name: String, line: Int)?
        for (index, line) in file.code.enumerated() {
            if let name = line.nameOfType {
                suite = (name, index)
            } else if let open = suite {
                if line.hasPrefix("}") {
                    places.append(
                        TestPlace(name: open.name, lines: file.lines[file.beginning(of: open.line)...index]))
                    suite = nil
                } else if line.hasPrefix("    @Test"), let test = file.test(at: index, of: open.name) {
                    places.append(test)
                }
            }
        }
        return places
    }
}

extension SourceFile {
    /// The test whose attribute stands on this line.
    fileprivate func test(at index: Int, of suite: String) -> TestPlace? {
        guard let head = code[index...].firstIndex(where: { $0.contains("func ") }),
            let name = code[head].ranges(of: "func ").first.map({ code[head][$0.upperBound...] })
        else { return nil }
        let isShort = code[head].contains("{") && code[head].contains("}")
        let end = isShort ? head : code[head...].firstIndex { $0.hasPrefix("    }") }
        guard let end else { return nil }
        return TestPlace(
            name: "\(suite).\(name.prefix { $0.isPartOfName })", lines: lines[beginning(of: index)...end])
    }

    /// The first of the comments and attributes that stand right above a line.
    fileprivate func beginning(of index: Int) -> Int {
        var first = index
        while first > 0 {
            let above = lines[first - 1].drop { $0 == " " }
            guard above.hasPrefix("//") || above.hasPrefix("@") else { break }
            first -= 1
        }
        return first
    }
}

extension String {
    /// The type that a line at the margin opens.
    fileprivate var nameOfType: String? {
        guard let first, !first.isWhitespace, contains("{") else { return nil }
        let words = split(separator: " ")
        guard let keyword = words.firstIndex(where: { ["struct", "class", "enum", "extension"].contains($0) }),
            keyword + 1 < words.count
        else { return nil }
        return String(words[keyword + 1].prefix { $0.isPartOfName })
    }

    /// Whether the number stands here as a citation: not as a piece of a longer one, and not as all that a string
    /// holds, since people have such numbers, too.
    func cites(_ number: String) -> Bool {
        ranges(of: number).contains { range in
            let before = range.lowerBound == startIndex ? nil : self[index(before: range.lowerBound)]
            let after = range.upperBound == endIndex ? nil : self[range.upperBound]
            if before == "\"", after == "\"" { return false }
            return before?.isPartOfName != true && before != "-" && after?.isPartOfName != true
        }
    }
}
