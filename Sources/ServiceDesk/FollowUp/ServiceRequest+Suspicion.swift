package import Appliances

extension SupervisionCard {
    /// Why a card cannot be as it says, by what the customer has said on the phone (M-75).
    package struct Suspicion: Hashable, Sendable, Codable {
        /// What does not agree.
        package enum Cause: String, CaseIterable, Hashable, Sendable, Codable {
            /// It bears the customer's signature, and the customer says not to have signed.
            case signature
            /// It says satisfied, the customer says otherwise, and nobody knows whether the customer has signed it.
            case satisfaction

            /// What does not agree, in words.
            var words: String {
                switch self {
                case .signature: "the customer says not to have signed"
                case .satisfaction: "the customer is not satisfied, and nobody has asked who signed"
                }
            }
        }

        /// What does not agree; a signature that was denied weighs more and stays.
        package let because: Cause
        /// Since when that is known.
        package let since: Timestamp
        /// When the quality department has spoken with the customer about it; nil before.
        package internal(set) var followedUp: Timestamp?

        private enum CodingKeys: String, CodingKey {
            case because, since
            case followedUp = "followed_up"
        }
    }
}

// A forger writes `customer` on the card. So it is not the card that tells, but whoever answered for the signature.

extension ServiceRequest {
    /// What a call back brings to light about the card of the visit of which it speaks.
    ///
    /// - Parameters:
    ///   - kind: Why the customer was called; the prompt call of M-75 speaks of the card that made it due.
    ///   - answer: What the customer said.
    ///   - signed: Whether the customer says to have signed the card; nil where nobody has asked.
    ///   - isRaised: Whether the call takes the request one level higher anyway.
    ///   - asked: The command with its circumstances.
    /// - Returns: The events to record; none where both agree, or it is known already.
    func suspected(
        by kind: ReturnCall.Kind, _ answer: ReturnCall.Answer, signed: Bool?, isRaised: Bool, _ asked: Asked
    ) -> [RequestEvent] {
        guard let place = visitOfCall(kind), let card = visits[place].card else { return [] }
        return suspected(
            card, at: place, signed: signed, isSatisfied: answer.isSatisfied, by: kind, asked, isRaised: isRaised)
    }

    /// The same for a card that comes in after the call.
    func suspected(_ card: SupervisionCard, at place: Int?, _ asked: Asked) -> [RequestEvent] {
        guard let place, place == visits.lastIndex(where: \.wantsCard), let ended = visits[place].ended else {
            return []
        }
        let words = (calls + pastCalls).filter { ($0.times.last ?? .epoch) >= ended && $0.isAnswered }
            .sorted { ($0.times.last ?? .epoch) < ($1.times.last ?? .epoch) }
        return suspected(
            card, at: place, signed: words.last { $0.signed != nil }?.signed,
            isSatisfied: words.last?.answers.last?.isSatisfied, by: .quality, asked)
    }

    private func suspected(
        _ card: SupervisionCard, at place: Int, signed: Bool?, isSatisfied: Bool?, by kind: ReturnCall.Kind,
        _ asked: Asked, isRaised: Bool = false
    ) -> [RequestEvent] {
        let isPrompt = kind == .afterMismatch
        let cause: SupervisionCard.Suspicion.Cause
        if signed == false, card.signature == .customer {
            cause = .signature
        } else if isSatisfied == false, signed != true, card.isSatisfied, !isPrompt {
            // Whoever has signed it and finds a fault since is helped by the next visit: that is no forgery.
            cause = .satisfaction
        } else {
            return []
        }
        if let known = card.suspicion, known.because == .signature || known.because == cause { return [] }
        let engineer = visits[place].engineer
        var events: [RequestEvent] = [.fraudSuspected(visit: place + 1, engineer: engineer, because: cause)]
        if cause == .signature {
            let words = "the customer has not signed the card of \(engineer)"
            events += (isRaised ? [] : [.escalated(reason: words)]) + [complained(.fraud, words)]
        }
        // Whoever makes the prompt call has just spoken with the customer about it.
        let isDue = calls.contains { $0.kind == .afterMismatch && !$0.isAnswered }
        if !isPrompt, !isDue {
            events.append(.callDue(kind: .afterMismatch, due: asked.moment + asked.rules.callAfterMismatch))
        }
        return events
    }

    /// The place of the visit of which a call speaks: the last one at the door, and the one whose card is suspected
    /// where that is why the customer is called.
    func visitOfCall(_ kind: ReturnCall.Kind) -> Int? {
        guard kind == .afterMismatch else { return visits.lastIndex(where: \.wantsCard) }
        return visits.lastIndex { $0.card?.isUnderSuspicion == true }
    }

    /// Takes over that a card is suspected: whoever has reconciled it did not know, and does so again.
    mutating func suspect(_ number: Int, _ because: SupervisionCard.Suspicion.Cause, at moment: Timestamp) {
        guard visits.indices.contains(number - 1), var card = visits[number - 1].card else { return }
        card.suspicion = SupervisionCard.Suspicion(
            because: because, since: moment, followedUp: card.suspicion?.followedUp)
        (card.reconciled, card.branchOfficer) = ([], nil)
        visits[number - 1].card = card
    }

    /// Takes over that the quality department has spoken with the customer about what was suspected; such a call is
    /// past once it was answered, so that no further visit answers it and none is held up by it.
    mutating func followUpSuspicion(at moment: Timestamp) {
        for place in visits.indices where visits[place].card?.isUnderSuspicion == true {
            visits[place].card?.suspicion?.followedUp = moment
        }
        pastCalls += calls.filter { $0.kind == .afterMismatch && $0.isAnswered }
        calls.removeAll { $0.kind == .afterMismatch && $0.isAnswered }
    }
}

extension SupervisionCard {
    /// Whether it is suspected and the quality department has not spoken with the customer about it.
    package var isUnderSuspicion: Bool { suspicion.map { $0.followedUp == nil } ?? false }
}

extension ReturnCall.Answer {
    /// Whether the customer is satisfied; nil where nobody answered.
    var isSatisfied: Bool? {
        switch self {
        case .unanswered: nil
        case .satisfied: true
        case .unsatisfied: false
        }
    }
}
