package import Appliances

/// One visit from the door of the centre to the end of the work (M-20 to M-61, N-9 to N-22).
package struct Visit: Hashable, Sendable, Codable {
    /// How it ended.
    package enum Outcome: String, CaseIterable, Hashable, Sendable, Codable {
        /// Mended.
        case fixed
        /// Better, and somebody must come again (M-71).
        case partly
        /// A part was not there, broken or wrong (M-45).
        case partsMissing = "parts_missing"
        /// Taken along (M-48).
        case pulledBack = "pulled_back"
        /// Nobody can mend it: an exchange is asked for (H-5, X-9).
        case notRepairable = "not_repairable"
        /// Nothing was wrong (M-46).
        case noFaultFound = "no_fault_found"
        /// The customer did not want the repair (M-65).
        case refused
        /// Nobody was at home (M-28).
        case absent
        /// The appliance stands elsewhere (M-35).
        case moved
        /// Nobody got there: another time or another engineer was agreed on while somebody was on the way (M-24).
        case calledOff = "called_off"
        /// The customer did not let the engineer in, certificate and numbers or not (M-34).
        case doubted

        /// Whether somebody worked on the appliance.
        package var isRepair: Bool { self == .fixed || self == .partly }
    }

    /// What the functional test said (N-22, M-59).
    package enum Test: String, CaseIterable, Hashable, Sendable, Codable {
        /// All functions work.
        case passed
        /// Something does not.
        case failed
        /// There was no time; a call follows after two hours (M-59).
        case notTested = "not_tested"
    }

    /// The engineer's number.
    package let engineer: String
    /// The checklist that was gone through before leaving: its edition (M-20, M-21).
    package var checklist = ""
    /// What was answered to it so far; nil for nothing.
    package var answered: ChecklistAnswers?
    /// When the engineer left.
    package var departed: Timestamp?
    /// When the engineer arrived.
    package var arrived: Timestamp?
    /// How long after the window; zero where in time.
    package var lateness = TimeSpan.zero
    /// The true cause of the lateness, or of calling the visit off; empty where in time (1.7, D-1).
    package var lateCause = ""
    /// The last apology for it; nil where nobody has apologised.
    package var apology: Apology?
    /// Whether customer and product were confirmed (M-29, N-13).
    package var isIdentified = false
    /// Whether cause, plan, parts, time and cost were explained (N-17).
    package var isExplained = false
    /// Whether the charging standard was shown (C-6).
    package var isTariffShown = false
    /// What the customer agreed to pay before the work; nil before a consent (M-43).
    package var consent: Money?
    /// Whether the work has begun.
    package var isWorking = false
    /// When it ended; nil while it goes on.
    package var ended: Timestamp?
    /// How it ended; nil while it goes on.
    package var outcome: Outcome?
    /// The part that had failed, as found on the spot (M-42).
    package var component: Component?
    /// The cause, in the code of the category's table (M-42).
    package var cause = ""
    /// The parts that were replaced.
    package var parts: [PartUse] = []
    /// The functional test.
    package var test: Test?
    /// Whether the rest was looked at for hidden dangers (M-58).
    package var isInspected = false
    /// The card of the visit; nil before it came in.
    package var card: SupervisionCard?
    /// Whether the customer does not know of it, since nobody was reached (M-17).
    package var isUnannounced = false
    /// What the centre was told of it meanwhile; empty before (M-17).
    package var feedback = ""
    /// What was done where nobody was at home; nil where somebody was (M-28).
    package var absence: Absence?
    /// Why the customer did not want the repair; nil where that was made (M-41).
    package internal(set) var refusal: RepairRefusal?
    /// Why it was repaired at home although triage had seen it in the workshop; nil where it had not (H-5).
    package internal(set) var whyAtHome: String?
    /// What stood in the way of going on at once, in its order (M-56).
    package internal(set) var interruptions: [Interruption] = []
    /// What is dangerous about place or connection, each kind as it was said last (M-49, C-17).
    package internal(set) var hazards: [Hazard] = []

    /// Whether a card must come in: somebody was at the door (M-73).
    package var wantsCard: Bool { outcome != nil && outcome != .calledOff }

    /// A visit of an engineer.
    package init(engineer: String) { self.engineer = engineer }

    /// What is done where nobody opens, before somebody goes away (M-28).
    package struct Absence: Hashable, Sendable, Codable {
        /// Whether the customer was called.
        package let isCalled: Bool
        /// Whether a note was left at the door.
        package let isNoteLeft: Bool
        /// Whether a neighbour was asked; where there is none, nobody can be.
        package let isNeighbourAsked: Bool

        /// What was done.
        package init(isCalled: Bool, isNoteLeft: Bool, isNeighbourAsked: Bool) {
            (self.isCalled, self.isNoteLeft, self.isNeighbourAsked) = (isCalled, isNoteLeft, isNeighbourAsked)
        }

        private enum CodingKeys: String, CodingKey {
            case isCalled = "called"
            case isNoteLeft = "note"
            case isNeighbourAsked = "neighbour_asked"
        }
    }

    /// An apology for being late (M-31, M-32).
    package struct Apology: Hashable, Sendable, Codable {
        /// Whether a small gift came with it.
        package let gift: Bool
        /// Whether the customer accepted it.
        package let isAccepted: Bool
        /// Whether the after-sales manager made it.
        package let isByManager: Bool

        private enum CodingKeys: String, CodingKey {
            case gift
            case isAccepted = "accepted"
            case isByManager = "by_manager"
        }

        /// Whether it is enough: it was accepted, or nobody higher is left to make one.
        package var settles: Bool { isAccepted || isByManager }
    }
}

extension Visit {
    private enum CodingKeys: String, CodingKey {
        case engineer, checklist, answered, departed, arrived, lateness
        case lateCause = "late_cause"
        case apology
        case isIdentified = "identified"
        case isExplained = "explained"
        case isTariffShown = "tariff_shown"
        case consent
        case isWorking = "working"
        case ended, outcome, component, cause, parts, test
        case isInspected = "inspected"
        case card
        case isUnannounced = "unannounced"
        case feedback, absence, refusal
        case whyAtHome = "why_at_home"
        case interruptions, hazards
    }
}

/// An appliance that was taken along (M-48, M-51).
package struct PullBack: Hashable, Sendable, Codable {
    /// What became of the loaner (M-9).
    package enum Loaner: Hashable, Sendable, Codable {
        /// It was offered, and the customer did not want it.
        case declined
        /// This one stands at the customer's.
        case out(serial: String)
        /// It is back.
        case back
    }

    /// Why an appliance is taken along: the true reason, whatever the customer is told (D-2).
    package struct Reason: Hashable, Sendable, Codable {
        /// As far as codes go.
        package enum Code: String, CaseIterable, Hashable, Sendable, Codable {
            /// Nobody knows the cause: it is to be looked into with instruments (M-44).
            case unsureOfCause = "unsure_of_cause"
            /// It cannot be mended at home (M-48).
            case needsWorkshop = "needs_workshop"
            /// Parts must come first.
            case partsFirst = "parts_first"
            /// The fault is new to everybody here (M-52).
            case newFault = "new_fault"
            /// It must be watched for longer than a visit.
            case longTest = "long_test"
            /// The customer wants it so.
            case customersWish = "customers_wish"
            /// Anything else.
            case other
        }

        /// As far as codes go.
        package let code: Code
        /// In words; 1 to 400 characters.
        package let words: String

        /// A reason.
        package init(_ code: Code, words: String) { (self.code, self.words) = (code, words) }
    }

    /// How the appliance looked, in the customer's presence.
    package let condition: String
    /// Whether the customer has the signed receipt.
    package let isReceiptSigned: Bool
    /// The loaner.
    package var loaner: Loaner
    /// The day on which it was promised back.
    package let promised: CalendarDay
    /// Why it was taken along; nil where that was not written down yet (D-2).
    package let reason: Reason?
    /// When it came back; nil while it is away.
    package var returned: Timestamp?

    /// An appliance that is taken along.
    package init(
        condition: String, isReceiptSigned: Bool, loaner: Loaner, promised: CalendarDay, reason: Reason? = nil
    ) {
        self.condition = condition
        self.isReceiptSigned = isReceiptSigned
        self.loaner = loaner
        self.promised = promised
        self.reason = reason
    }

    /// Whether the loaner still stands at the customer's.
    package var isLoanerOut: Bool { if case .out = loaner { true } else { false } }
}

extension PullBack {
    private enum CodingKeys: String, CodingKey {
        case condition
        case isReceiptSigned = "receipt_signed"
        case loaner, promised, reason, returned
    }
}
