package import Appliances

/// A question of the template for a category (Z-3), and the fact that its answer fills.
package struct TriageQuestion: Hashable, Sendable {
    /// What an answer fills.
    package enum Fact: Hashable, Sendable {
        /// Something that verification asks for.
        case missing(MissingFact)
        /// The code that the appliance shows (N-2).
        case errorCode
        /// When it began (N-2).
        case onset
        /// What happened before (N-2).
        case trigger
        /// What the customer wishes (M-1).
        case wish
        /// Who uses it; asked of whoever writes an e-mail.
        case usedBy
        /// By when it should be repaired; asked of whoever writes an e-mail.
        case wantedBy
        /// Pictures and videos.
        case attachments
        /// More about the failure, in words; asked as long as nothing else was found out.
        case detail

        /// All of them, in the order of verification and then of a fault's record.
        package static let all: [Fact] =
            MissingFact.allCases.map(Fact.missing)
            + [.errorCode, .onset, .trigger, .wish, .usedBy, .wantedBy, .attachments, .detail]

        /// As files write it, such as `model` or `error_code`.
        package var name: String {
            switch self {
            case .missing(let fact): fact.rawValue
            case .errorCode: "error_code"
            case .onset: "onset"
            case .trigger: "trigger"
            case .wish: "wish"
            case .usedBy: "used_by"
            case .wantedBy: "wanted_by"
            case .attachments: "attachments"
            case .detail: "detail"
            }
        }
    }

    /// Its name, such as `both_compartments`.
    package let id: String
    /// The question.
    package let words: Localised
    /// What its answer fills.
    package let fact: Fact
    /// Whether nobody is sent before it is answered (H-1).
    package let isRequired: Bool
    /// The symptoms that it tells apart; empty where it is always asked.
    package let symptoms: [String]

    /// A question.
    package init(id: String, words: Localised, fact: Fact, isRequired: Bool = false, symptoms: [String] = []) {
        self.id = id
        self.words = words
        self.fact = fact
        self.isRequired = isRequired
        self.symptoms = symptoms
    }
}

/// How a customer is guided by phone, step by step (M-4, N-3).
package struct GuidanceScript: Hashable, Sendable {
    /// Its name, as `guide` takes it.
    package let id: String
    /// What it is called.
    package let title: Localised
    /// The steps, in their order; at least one.
    package let steps: [Localised]
    /// The causes that it can mend.
    package let causes: [String]
    /// Whether it makes safe what may harm people; such a script alone is offered where something may (N-18).
    package let isSafety: Bool

    /// A script.
    package init(id: String, title: Localised, steps: [Localised], causes: [String] = [], isSafety: Bool = false) {
        self.id = id
        self.title = title
        self.steps = steps
        self.causes = causes
        self.isSafety = isSafety
    }
}

extension TriageQuestion.Fact {
    /// Whether the request says it already; telemetry counts for what it can say (1.6).
    func isKnown(in request: ServiceRequest) -> Bool {
        let demands = request.demands
        switch self {
        case .missing(let fact): return isKnown(fact, in: request)
        case .errorCode: return !request.errorCodes.isEmpty
        case .onset: return !request.evidence.isEmpty || demands.contains { $0.onset != nil }
        case .trigger: return demands.contains { !$0.trigger.isEmpty }
        case .wish: return demands.contains { !$0.wish.isEmpty }
        // Who calls uses it, and says when somebody may come; dealers and exporters write.
        case .usedBy: return !isWritten(demands) || demands.contains { $0.usedBy != nil }
        case .wantedBy: return !isWritten(demands) || demands.contains { $0.wantedBy != nil }
        case .attachments: return demands.contains { !$0.attachments.isEmpty }
        case .detail: return false
        }
    }

    private func isWritten(_ demands: [Demand]) -> Bool { demands.contains { $0.channel == .email } }

    /// What nobody misses and somebody has said, written down or found out.
    private func isKnown(_ fact: MissingFact, in request: ServiceRequest) -> Bool {
        if request.missing.contains(fact) { return false }
        // The registry has given what a machine's request needs.
        if request.demands.isEmpty { return true }
        let isFound = request.attempts.contains { $0.fact == fact && $0.result == .found }
        let isSaid = request.demands.contains { demand in
            switch fact {
            case .model: !demand.model.isEmpty
            case .brand: !demand.brand.isEmpty
            case .symptom: !demand.symptom.isEmpty
            case .customer: !demand.customer.isEmpty
            default: false
            }
        }
        return isFound || isSaid || request.demands.contains { $0.known.contains(fact) }
    }
}
