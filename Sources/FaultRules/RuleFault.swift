/// What is wrong with a rule's meaning, and in which of its formulas.
package struct RuleFault: Error, Hashable, Sendable {
    /// Which formula, such as `signal short` or `raise of major`.
    package let formula: String
    /// What is wrong; what would be right.
    package let text: String
}
