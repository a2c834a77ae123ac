package import Appliances

/// A part that left a shelf for good: a visit, the workshop or an exchange has used it (M-51, X-9).
///
/// A part that came from the factory for its request never lay on a shelf, and is none of these.
package struct PartTaken: Hashable, Sendable, Codable {
    /// Its number or name.
    package let part: String
    /// Where it lay; never the factory.
    package let stock: PartNeed.Stock
    /// Whose van, or whose outlet: the engineer's number. Empty where nobody was assigned, and it lay at the centre.
    package let engineer: String
    /// When it was used.
    package let at: Timestamp
    /// Whether it had been laid aside there. A part that nobody had looked for was in the van of whoever was there.
    package let isReserved: Bool

    /// A part that was used.
    package init(
        _ part: String, from stock: PartNeed.Stock, of engineer: String, at moment: Timestamp, isReserved: Bool
    ) {
        (self.part, self.stock, self.engineer) = (part, stock, engineer)
        (at, self.isReserved) = (moment, isReserved)
    }

    private enum CodingKeys: String, CodingKey {
        case part, stock, engineer, at
        case isReserved = "reserved"
    }
}

extension ServiceRequest {
    /// The parts that lie aside for it, and where; none once it is over.
    ///
    /// What was laid aside and not used goes back to its shelf with the end of the work. A granted exchange is still to
    /// be made then, and a loaner may still be out.
    package var laidAside: [(part: String, stock: PartNeed.Stock)] {
        needs.compactMap { need in
            guard case .reserved(let stock) = need.state, stock != .factory, isAside(need.part) else { return nil }
            return (need.part, stock)
        }
    }

    private func isAside(_ part: String) -> Bool {
        switch state {
        case .workDone, .followUp:
            part == ServiceRequest.replacement || (part == ServiceRequest.loaner && pullBack?.isLoanerOut == true)
        default: state.isOpen
        }
    }

    /// Takes over that parts were used: each leaves where it lay aside, and is needed no more.
    mutating func use(_ parts: [PartUse], by engineer: String, at moment: Timestamp) {
        for used in parts { take(away: used.part, by: engineer, at: moment) }
    }

    /// A part leaves its shelf, if it lay on one.
    mutating func take(away part: String, by engineer: String, at moment: Timestamp) {
        let place = needs.firstIndex { $0.part == part }
        switch place.map({ needs[$0].state }) {
        case .reserved(let stock) where stock != .factory:
            taken.append(PartTaken(part, from: stock, of: engineer, at: moment, isReserved: true))
        // It came for this request, on whatever way.
        case .reserved, .applied, .purchased, .arrived: break
        case .needed, .waived, nil:
            taken.append(PartTaken(part, from: .van, of: engineer, at: moment, isReserved: false))
        }
        guard let place else { return }
        needs.remove(at: place)
        needsSince.remove(at: place)
    }

    /// Whatever had gone back to its shelf is to be looked for anew; somebody else may have taken it since.
    mutating func lookAnew(at moment: Timestamp) {
        let aside = Set(laidAside.map(\.part))
        for place in needs.indices where !aside.contains(needs[place].part) {
            guard case .reserved = needs[place].state else { continue }
            (needs[place].state, needsSince[place]) = (.needed, moment)
        }
    }
}
