package import Appliances
package import ServiceDesk
import Warranty

/// What a customer is told of a request (Z-21), in one language: a value of the request and the moment, nothing else.
///
/// It holds no name, phone or address, and no words that the customer or a caller said: those may hold all three.
package struct ProgressView: Hashable, Sendable {
    /// Who does what next, and by when.
    package struct Step: Hashable, Sendable {
        /// Who.
        package let who: String
        /// What.
        package let what: String
        /// By when, in local time; empty where nobody has promised that.
        package let by: String
    }

    /// One visit.
    package struct Stay: Hashable, Sendable {
        /// Who came.
        package let engineer: String
        /// When, in local time.
        package let arrived: String
        /// How late, with the true cause (1.7, D-1); empty where in time.
        package let lateness: String
        /// How it ended; empty while it goes on.
        package let outcome: String
        /// The parts that were replaced.
        package let parts: String
    }

    /// One charge.
    package struct Charge: Hashable, Sendable {
        /// What for.
        package let what: String
        /// What it costs.
        package let price: String
        /// Who pays it.
        package let payer: String
        /// Why it costs that.
        package let why: String
    }

    /// What may be done now: never more than the desk would do.
    package enum Offer: String, CaseIterable, Hashable, Sendable {
        /// Agree to the window (H-8).
        case confirm
        /// Propose another window (M-7).
        case reschedule
        /// Confirm the charges (Z-15).
        case charges
        /// Rate the service, and say whether it satisfies (Z-17, H-15).
        case rate
    }

    /// The request's number.
    package let number: String
    /// The language of every text.
    package let language: Language
    /// After how many events this was so; what is sent back names it, so that the same form sent twice is done once.
    package let eventCount: Int
    /// How far it has come.
    package let state: String
    /// What it is about; empty where nobody knows yet.
    package let about: String
    /// Who looks at it beside the engineer, since somebody was not satisfied; empty where nobody.
    package let escalation: String
    /// Who does what next; empty once it is over.
    package let steps: [Step]
    /// When somebody comes; empty while nothing is proposed, and once the visit is over.
    package let appointment: String
    /// Whether both have agreed to that.
    package let agreement: String
    /// Who comes; empty while nobody is chosen, and once the work is done.
    package let engineer: String
    /// The parts that are needed and where they are, a line each.
    package let parts: [String]
    /// The visits so far.
    package let visits: [Stay]
    /// Who pays; empty before that is decided.
    package let entitlement: String
    /// Why, a reason a line.
    package let reasons: [String]
    /// What it costs, a charge each; empty before that is presented.
    package let charges: [Charge]
    /// What of it the customer has to pay in all; empty before that is presented.
    package let payable: String
    /// What of it is agreed, waived, paid and owed.
    package let sums: [String]
    /// What the customer has said of it.
    package let ratings: [String]
    /// What may be done now, in the order of ``Offer``.
    package let offers: [Offer]
    /// The first day for which another window may be proposed.
    package let today: CalendarDay

    /// What a customer is told.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - language: In which language.
    ///   - moment: When, which says what may still be proposed.
    ///   - rules: The thresholds of the desk, and the zone of all times.
    ///   - engineerName: The name of an engineer as customers may see it; nil where they see the number.
    package init(
        of request: ServiceRequest, in language: Language, at moment: Timestamp, under rules: ServiceRules,
        engineerName: @escaping (String) -> String? = { _ in nil }
    ) {
        let writer = ProgressWriter(request: request, language: language, rules: rules, engineerName: engineerName)
        (number, self.language, eventCount) = (request.number, language, request.eventCount)
        state = request.state.words[language]
        about = request.component?.words[language] ?? ""
        escalation = writer.escalation
        steps = writer.steps
        (appointment, agreement) = (writer.appointment, writer.agreement)
        engineer = writer.comes ? request.engineer.map { writer.name(of: $0) } ?? "" : ""
        parts = request.state.isOpen ? request.needs.map { writer.line(of: $0) } : []
        visits = request.visits.map { writer.stay($0) }
        entitlement = request.entitlement?.headline(in: language) ?? ""
        reasons = request.entitlement?.reasonLines(in: language) ?? []
        charges = request.charges?.sheet.lines.map { writer.charge($0) } ?? []
        (payable, sums) = (writer.payable, writer.sums)
        ratings = request.ratings.map { $0.line(in: language) }
        offers = Offer.allCases.filter { $0.isOpen(in: request, at: moment, under: rules) }
        today = writer.time.day(of: moment)
    }
}

extension ProgressView.Offer {
    /// Whether the desk would do it; asked of the desk itself, so that the page promises nothing else.
    fileprivate func isOpen(in request: ServiceRequest, at moment: Timestamp, under rules: ServiceRules) -> Bool {
        switch self {
        case .confirm where request.appointment?.isConfirmed == true: return false
        case .charges where request.charges?.isConfirmed == true: return false
        default: break
        }
        do throws(Refusal) {
            _ = try request.decide(example(at: moment), by: Actor(.customer, ""), at: moment, under: rules)
            return true
        } catch {
            return false
        }
    }

    private func example(at moment: Timestamp) -> DeskCommand {
        switch self {
        case .confirm: .confirm
        case .reschedule:
            .propose(from: moment + .days(1), through: moment + .days(1) + .hours(2), reason: "-", consent: true)
        case .charges: .confirmCharges
        case .rate: .rate(ReturnCall.Scores(attitude: 5, skill: 5, charges: 5, overall: 5), satisfied: true, reason: "")
        }
    }
}
