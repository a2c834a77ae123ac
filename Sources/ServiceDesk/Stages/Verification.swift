/// One try to find out a fact, and what came of it (H-2, H-3, M-2, M-16).
package struct VerificationAttempt: Hashable, Sendable, Codable {
    /// Who was asked.
    package enum Source: String, CaseIterable, Hashable, Sendable, Codable {
        /// The information officer's own books.
        case informationOfficer = "information_officer"
        /// Whoever sends the engineers.
        case dispatcher
        /// Who sold it.
        case distributor
        /// The customer.
        case customer
    }

    /// What came of it.
    package enum Result: String, CaseIterable, Hashable, Sendable, Codable {
        /// The fact is known.
        case found
        /// The source does not know it.
        case unknown
        /// Nobody answered: another time is tried (M-16).
        case unanswered
        /// What was known is wrong; it is asked for again (M-12).
        case mismatch
    }

    /// Who was asked.
    package let source: Source
    /// For what.
    package let fact: MissingFact
    /// What came of it.
    package let result: Result

    /// An attempt.
    package init(_ source: Source, _ fact: MissingFact, _ result: Result) {
        self.source = source
        self.fact = fact
        self.result = result
    }
}
