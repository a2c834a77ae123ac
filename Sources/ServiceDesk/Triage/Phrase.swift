/// How customers say something: `not cold`, `leak*`, `water & floor` or `不制冷`.
///
/// Terms joined by `&` must all be there, in any order. A term of Latin letters is found as whole words in their
/// order, and `*` at its end takes any ending; any other term is found anywhere, because Chinese leaves no spaces.
package struct Phrase: Hashable, Sendable {
    /// As it stands in the table.
    package let text: String
    private let terms: [Term]

    private struct Term: Hashable, Sendable {
        let text: String
        let isWords: Bool
        let takesEndings: Bool
    }

    /// A phrase; nil where a term has neither letter nor digit.
    package init?(_ text: String) {
        let parts = text.split(separator: "&", omittingEmptySubsequences: false).map(Phrase.term)
        let terms = parts.compactMap { $0 }
        guard !terms.isEmpty, terms.count == parts.count else { return nil }
        self.text = text
        self.terms = terms
    }

    private static func term(_ part: Substring) -> Term? {
        let trimmed = part.filter { $0 != "*" }
        let words = CustomerWords(String(trimmed))
        guard !words.joined.isEmpty else { return nil }
        let isWords = words.joined.utf8.allSatisfy { $0 < 0x80 }
        let takesEndings = part.last { !$0.isWhitespace } == "*"
        return Term(text: isWords ? words.spaced : words.joined, isWords: isWords, takesEndings: takesEndings)
    }

    /// Whether somebody said it.
    package func isSaid(in words: CustomerWords) -> Bool {
        terms.allSatisfy { term in
            guard term.isWords else { return words.joined.contains(term.text) }
            // The words stand between blanks, so that `hot` is not found in `shot`.
            return words.spaced.contains(term.takesEndings ? String(term.text.dropLast()) : term.text)
        }
    }
}

/// What a customer said, made alike: small letters, no apostrophes, one blank for all other signs, and one between
/// Latin and Chinese, so that `显示E2` has the word `e2`.
package struct CustomerWords: Hashable, Sendable {
    /// The words between single blanks, with one at each end; only blanks where nothing was said.
    package let spaced: String
    /// The same without blanks.
    package let joined: String

    /// What was said.
    package init(_ text: String) {
        var spaced = " "
        var wasLatin = true
        for scalar in text.unicodeScalars {
            let plain = halfWidth(scalar)
            if plain == "'" || plain == "\u{2019}" { continue }
            if plain.properties.isAlphabetic || plain.properties.numericType != nil {
                if plain.isASCII != wasLatin, spaced.last != " " { spaced += " " }
                wasLatin = plain.isASCII
                spaced += plain.properties.lowercaseMapping
            } else if spaced.last != " " {
                spaced += " "
            }
        }
        if spaced.last != " " { spaced += " " }
        self.spaced = spaced
        joined = spaced.filter { $0 != " " }
    }

    /// The words one by one.
    var words: [Substring] { spaced.split(separator: " ") }
}

/// An error code, made alike: `E-1`, `e 1` and `Ｅ１` are `E1`.
package struct CodeText: Hashable, Sendable {
    /// Letters and digits alone, the letters in capitals.
    package let text: String

    /// A code; nil where the text has neither letter nor digit.
    package init?(_ text: String) {
        let signs = text.unicodeScalars.map(halfWidth).filter {
            $0.properties.isAlphabetic || $0.properties.numericType != nil
        }
        guard !signs.isEmpty else { return nil }
        self.text = signs.map(\.properties.uppercaseMapping).joined()
    }

    /// Whether a word of a sentence can be meant as a code: it has a letter and a digit.
    var isTelling: Bool {
        let signs = text.unicodeScalars
        return signs.contains(where: \.properties.isAlphabetic) && signs.contains { $0.properties.numericType != nil }
    }
}

/// The sign of common width: phones with a Chinese keyboard send `Ｅ１` for `E1`.
private func halfWidth(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard (0xff01...0xff5e).contains(scalar.value) else { return scalar }
    return Unicode.Scalar(scalar.value - 0xfee0) ?? scalar
}
