package import Appliances

/// A meal, or anything else that stands in the way of going on at once (M-56): with consent the work goes on, else the
/// engineer leaves and says when to be back.
package enum Interruption: Hashable, Sendable, Codable {
    /// The customer agrees that the work goes on.
    case goesOn
    /// The engineer is away, as agreed with the customer until this moment.
    case away(until: Timestamp)
    /// The engineer is back.
    case back

    private enum CodingKeys: String, CodingKey {
        case goesOn = "goes_on"
        case away, back
    }
}

extension Visit {
    /// Until when the engineer is away, as agreed; nil where the engineer is there (M-56).
    package var awayUntil: Timestamp? {
        if case .away(let until) = interruptions.last { until } else { nil }
    }
}

extension ServiceRequest {
    /// How long somebody may be away from a visit that goes on.
    private static let awayMax = TimeSpan.hours(12)

    /// A certain time of return that lies ahead; whoever is away comes back before anything else (M-56).
    func ask(_ interruption: Interruption, why: String, _ asked: Asked, _ book: inout GuardBook) {
        book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number)
        book.ask(.identified, visit?.isIdentified ?? false)
        let isAway = visit?.awayUntil != nil
        switch interruption {
        case .back: book.ask(.comeBack, isAway, "nobody is away")
        case .goesOn:
            book.ask(.comeBack, !isAway, "the engineer is away")
            book.ask(.reason, !why.isEmpty)
        case .away(let until):
            let latest = asked.moment + ServiceRequest.awayMax
            book.ask(.comeBack, until > asked.moment && until <= latest, "\(until)")
            book.ask(.reason, !why.isEmpty)
        }
    }

    /// The engineer is back at the time that was agreed on (M-56).
    func comeBackDue() -> [DueItem] {
        guard state == .onSite, let visit, let until = visit.awayUntil else { return [] }
        return [item(.comeBack, visit.engineer, by: until, .engineer, to: .dispatcher, "M-56")]
    }
}
