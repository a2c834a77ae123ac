package import Appliances

/// What does not agree between visits, cards and calls back of one day (M-73 to M-76).
package struct Reconciliation: Hashable, Sendable, Codable {
    /// One thing that does not agree.
    package struct Mismatch: Hashable, Sendable, Codable {
        /// What.
        package enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
            /// The card of a visit has not come in (M-73).
            case cardMissing = "card_missing"
            /// It came in on a later day (M-75).
            case cardLate = "card_late"
            /// It bears a signature that is not the customer's (M-75).
            case signatureOfAnother = "signature_of_another"
            /// It bears the customer's signature, and the customer says not to have signed (M-75).
            case signatureDenied = "signature_denied"
            /// It is not reconciled at a level (M-75, M-76).
            case notReconciled = "not_reconciled"
            /// The card says satisfied, and the customer says otherwise on the phone (M-75).
            case satisfiedCardUnsatisfiedCall = "satisfied_card_unsatisfied_call"
            /// The card says satisfied, and the customer has rated otherwise since (M-75).
            case satisfiedCardUnsatisfiedRating = "satisfied_card_unsatisfied_rating"
            /// The card says satisfied, and telemetry has found a fault again since.
            case satisfiedCardFaultSince = "satisfied_card_fault_since"

            /// Whether what was found are the customer's own words.
            var quotesCustomer: Bool {
                self == .satisfiedCardUnsatisfiedCall || self == .satisfiedCardUnsatisfiedRating
            }

            /// Where it is written.
            package var clause: String {
                switch self {
                case .cardMissing: "M-73"
                case .notReconciled: "M-76"
                case .cardLate, .signatureOfAnother, .signatureDenied, .satisfiedCardUnsatisfiedCall,
                    .satisfiedCardUnsatisfiedRating, .satisfiedCardFaultSince:
                    "M-75"
                }
            }
        }

        /// The request's number.
        package let request: String
        /// Whose visit.
        package let engineer: String
        /// What.
        package let kind: Kind
        /// More about it, such as the level; empty where the kind says it all.
        package let found: String
    }

    /// The day of the visits, or of the round.
    package let day: CalendarDay
    /// How many visits were gone through.
    package let visits: Int
    /// What does not agree, by request and visit.
    package let mismatches: [Mismatch]

    /// Compares the visits that ended on a day with their cards, and with what was said and measured since.
    package init(of requests: [ServiceRequest], on day: CalendarDay, under rules: ServiceRules = ServiceRules()) {
        self.init(requests, day, rules) {
            rules.day(of: $0) == day
        } keeps: { _, _ in
            true
        }
    }

    /// The round of a day: what is open of the visits of the last days, until a moment (M-76).
    ///
    /// What comes to light later, such as by the call of the next day, is in the next round. A card that was late,
    /// bears another's signature or one that was denied is put right once branch and centre have reconciled it.
    package init(
        roundOf requests: [ServiceRequest], on day: CalendarDay, at moment: Timestamp,
        under rules: ServiceRules = ServiceRules()
    ) {
        let since = rules.reconciledSince(day)
        self.init(requests, day, rules) {
            $0 > since && $0 <= moment
        } keeps: { kind, card in
            let isSettled = card.map { Set($0.reconciled).count == SupervisionCard.Level.allCases.count } ?? false
            return !isSettled || ![.cardLate, .signatureOfAnother, .signatureDenied].contains(kind)
        }
    }

    private init(
        _ requests: [ServiceRequest], _ day: CalendarDay, _ rules: ServiceRules, counts: (Timestamp) -> Bool,
        keeps: (Mismatch.Kind, SupervisionCard?) -> Bool
    ) {
        self.day = day
        var (visits, mismatches): (Int, [Mismatch]) = (0, [])
        for request in requests.sorted(by: { $0.number < $1.number }) {
            for visit in request.visits {
                guard visit.wantsCard, let ended = visit.ended, counts(ended) else { continue }
                visits += 1
                let found = Reconciliation.found(visit, ended, of: request, rules.day(of: ended), rules)
                mismatches += found.filter { keeps($0.0, visit.card) }.map { kind, found in
                    Mismatch(request: request.number, engineer: visit.engineer, kind: kind, found: found)
                }
            }
        }
        (self.visits, self.mismatches) = (visits, mismatches)
    }

    private static func found(
        _ visit: Visit, _ ended: Timestamp, of request: ServiceRequest, _ day: CalendarDay, _ rules: ServiceRules
    ) -> [(Mismatch.Kind, String)] {
        guard let card = visit.card else { return [(.cardMissing, "")] }
        var found: [(Mismatch.Kind, String)] = []
        if rules.day(of: card.submitted) > day { found.append((.cardLate, "\(card.submitted)")) }
        if card.signature == .other { found.append((.signatureOfAnother, "")) }
        if card.suspicion?.because == .signature { found.append((.signatureDenied, "")) }
        for level in SupervisionCard.Level.allCases where !card.reconciled.contains(level) {
            found.append((.notReconciled, level.rawValue))
        }
        guard card.isSatisfied else { return found }
        for call in request.calls + request.pastCalls where call.due >= ended {
            if case .unsatisfied(_, let reason) = call.answers.last {
                found.append((.satisfiedCardUnsatisfiedCall, reason))
            }
        }
        for rating in request.ratings where rating.at >= ended && !rating.isSatisfied {
            found.append((.satisfiedCardUnsatisfiedRating, rating.reason))
        }
        if let again = request.evidence.first(where: { $0.raised > ended }) {
            found.append((.satisfiedCardFaultSince, again.fault))
        } else if let standing = request.telemetry?.standing, !standing.isEmpty {
            found.append((.satisfiedCardFaultSince, standing.joined(separator: ", ")))
        }
        return found
    }
}
