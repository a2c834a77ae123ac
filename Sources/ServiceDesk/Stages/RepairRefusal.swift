/// Why a customer does not want the repair, or wants the appliance gone: the code first, then the words (M-41).
package struct RepairRefusal: Hashable, Sendable, Codable {
    /// The reason, as far as codes go.
    package enum Code: String, CaseIterable, Hashable, Sendable, Codable {
        /// It costs too much.
        case price
        /// The customer wants the money back (H-21).
        case wantsReturn = "wants_return"
        /// The customer wants another one (H-22).
        case wantsExchange = "wants_exchange"
        /// It has failed too often.
        case failsAgain = "fails_again"
        /// The customer does not trust the repair, or whoever makes it.
        case noTrust = "no_trust"
        /// It takes too long.
        case takesLong = "takes_long"
        /// The customer lives with it, or repairs it otherwise.
        case notNeeded = "not_needed"
        /// Anything else.
        case other
    }

    /// The reason, as far as codes go.
    package let code: Code
    /// What the customer says; 1 to 400 characters.
    package let words: String

    /// A reason.
    package init(_ code: Code, words: String) { (self.code, self.words) = (code, words) }

    /// Whether it says anything.
    var isSound: Bool { (1...400).contains(words.count) }
}
