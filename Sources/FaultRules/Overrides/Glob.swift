/// A pattern over texts in which `*` stands for any characters, also none: `2024-3*`.
///
/// Letters count as written. What is unknown, the empty text, fits no pattern, not even `*`.
package struct Glob: Hashable, Sendable, CustomStringConvertible {
    /// The pattern as written.
    package let text: String
    /// The text between the stars; one piece is a plain word.
    private let pieces: [[UInt8]]

    /// A pattern.
    package init(_ text: String) {
        self.text = text
        pieces = text.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map(Array.init)
    }

    /// The one text that fits; nil where there is a star.
    package var word: String? { pieces.count == 1 ? text : nil }

    /// The pattern as written.
    package var description: String { text }

    /// Whether a text fits; time is at most the product of both lengths.
    package func matches(_ text: String) -> Bool {
        if text.isEmpty { return false }
        guard let first = pieces.first, let last = pieces.last, pieces.count > 1 else { return text == self.text }
        var rest = text.utf8[...]
        guard rest.starts(with: first) else { return false }
        rest = rest.dropFirst(first.count)
        for piece in pieces.dropFirst().dropLast() {
            // The first place where a piece fits leaves most for the others.
            while !rest.starts(with: piece) {
                if rest.isEmpty { return false }
                rest = rest.dropFirst()
            }
            rest = rest.dropFirst(piece.count)
        }
        return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
    }
}
