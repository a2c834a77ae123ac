/// Every `package` declaration says what it is, in a `///` comment directly above it.
///
/// Members of protocols and cases of enums inherit their access and are left to the reader's eye.
enum DocumentationRules {
    static func findings(in file: SourceFile) -> [Finding] {
        guard file.path.hasPrefix("Sources/"), file.path.hasSuffix(".swift") else { return [] }
        return file.code.indices.compactMap { index in
            guard let name = packageDeclaration(file.code[index]), !isDocumented(index, in: file.lines)
            else { return nil }
            return Finding(
                path: file.path, line: index + 1, wrong: "\(name) has no documentation",
                right: "a /// comment directly above: what it is, units, bounds, errors, source")
        }
    }

    /// The name that a line of code declares with `package` access; nil where it declares none so.
    static func packageDeclaration(_ line: String) -> String? {
        let keywords: Set<Substring> = [
            "actor", "class", "enum", "func", "init", "let", "macro", "protocol", "struct", "subscript",
            "typealias", "var", "extension",
        ]
        let words = line.split { !$0.isPartOfName }
        guard let package = words.firstIndex(of: "package"),
            let keyword = words.firstIndex(where: { keywords.contains($0) }), package < keyword,
            words[package...].dropFirst().first != "import",
            isDeclaration(words[..<package])
        else { return nil }
        // `class func` and `package static func` are one declaration each; its name follows the last keyword.
        let rest = words[keyword...].drop { keywords.contains($0) && $0 != "init" && $0 != "subscript" }
        return rest.first.map(String.init) ?? String(words[keyword])
    }

    /// Before `package` stand only attributes and modifiers, never a name or a value.
    private static func isDeclaration(_ words: ArraySlice<Substring>) -> Bool {
        let endings: Set<Substring> = ["let", "var", "func", "case", "return", "import", "in", "if", "guard"]
        return !words.contains { endings.contains($0) }
    }

    private static func isDocumented(_ index: Int, in lines: [String]) -> Bool {
        for line in lines[..<index].reversed() {
            let trimmed = line.drop { $0 == " " }
            if trimmed.hasPrefix("///") { return true }
            guard trimmed.hasPrefix("@") else { return false }
        }
        return false
    }
}
