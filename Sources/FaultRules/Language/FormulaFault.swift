/// What is wrong with the writing of a formula and how many characters in.
package struct FormulaFault: Error, Hashable, Sendable {
    /// The place in the text, from 0.
    package let offset: Int
    /// What is wrong; what would be right.
    package let text: String

    /// A fault at a place.
    package init(offset: Int, text: String) {
        self.offset = offset
        self.text = text
    }
}
