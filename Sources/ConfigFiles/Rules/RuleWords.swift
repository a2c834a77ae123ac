import Appliances

/// Words that join formulas or stand for something in every rule, and so can name nothing; functions may, since a
/// parenthesis follows them.
private let languageWords = [
    "and", "or", "not", "on", "off", "for", "then", "without", "within", "where", "unchanged", "of", "before",
    "silent", "this", "received", "coverage", "info", "minor", "major", "critical", "p05", "p10", "p50", "p90", "p95",
]

/// Notes names of parameters and signals that the rule language could not read.
func checkOwnWord(_ word: String, at node: ConfigNode) {
    if languageWords.contains(word) {
        node.fault("`\(word)` is a word of the rule language; choose another name")
    } else if !isRuleWord(word) {
        node.fault("`\(word)` is no name; names have small letters, digits and `_`, and begin with no digit")
    }
}

/// A name made of `a` to `z`, digits and `_` that begins with no digit, of at most 64 signs.
func isRuleWord(_ word: String) -> Bool {
    let first = word.utf8.first.map { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
    return first && isPlainIdentifier(word) && word == word.lowercased() && !word.contains("-")
}

/// The name; notes where the text is none.
func ruleWord(_ node: ConfigNode) -> String? {
    guard let word = node.text else { return nil }
    if isRuleWord(word) { return word }
    node.fault(
        "\(node.name) must have small letters, digits and `_`, and begin with no digit, not `\(word)`", at: 0)
    return nil
}

/// Dotted words, such as `compressor.short_cycle`.
func faultName(_ node: ConfigNode) -> String? {
    guard let name = node.text else { return nil }
    let words = name.split(separator: ".", omittingEmptySubsequences: false)
    if words.allSatisfy({ isRuleWord(String($0)) }), name.utf8.count <= 64 { return name }
    node.fault("\(node.name) must be words joined by dots, such as compressor.short_cycle, not `\(name)`", at: 0)
    return nil
}
