/// Names and words that stand nowhere in the project.
enum WordingRules {
    /// Words in file names that say nothing of what is inside.
    static let emptyNames = ["Manager", "Helper", "Util"]

    /// Words that put a decision off.
    static let putOff = ["TODO", "FIXME"]

    /// Beginnings of paths that exist on one machine only.
    static let machinePaths = ["/work/", "/root/", "/home/", "/Users/"]

    static func findings(in file: SourceFile) -> [Finding] {
        // The words have to stand somewhere: here, and in the table of snippets that break the rules.
        file.path.hasPrefix("Tests/TidyTests/") ? [] : names(file) + words(file)
    }

    private static func names(_ file: SourceFile) -> [Finding] {
        emptyNames.filter { file.name.contains($0) }.map {
            Finding(
                path: file.path, line: 1, wrong: "a file named \($0) says nothing of what is inside",
                right: "the one type or verb that it introduces")
        }
    }

    private static func words(_ file: SourceFile) -> [Finding] {
        file.lines.enumerated().flatMap { index, line in
            putOff.filter(line.holds).map {
                Finding(
                    path: file.path, line: index + 1, wrong: "\($0) puts a decision off",
                    right: "do it now, or open an issue and name its number")
            }
                + machinePaths.filter { line.holdsPath($0) }.map {
                    Finding(
                        path: file.path, line: index + 1, wrong: "\($0) is a path of one machine",
                        right: "a path from the project's root, an option or an environment variable")
                }
        }
    }
}

extension String {
    /// Whether a path begins with `prefix` somewhere in the line; `a/work/b` does not begin with `/work/`.
    fileprivate func holdsPath(_ prefix: String) -> Bool {
        ranges(of: prefix).contains { range in
            guard range.lowerBound > startIndex else { return true }
            let before = self[index(before: range.lowerBound)]
            return !before.isPartOfName && !".-/}~*".contains(before)
        }
    }
}
