/// What is wrong with a rule's meaning, in which of its formulas and where.
package struct RuleFault: Error, Hashable, Sendable {
    /// Which formula, such as `signal short` or `raise of major`; `rule` for the rule as a whole.
    package let formula: String
    /// How many characters into that formula, from 0; nil where it is the formula as a whole.
    package let offset: Int?
    /// What is wrong; what would be right.
    package let text: String

    /// A fault of a rule.
    package init(formula: String, offset: Int? = nil, text: String) {
        self.formula = formula
        self.offset = offset
        self.text = text
    }
}
