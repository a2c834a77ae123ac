/// What stands where words of a customer stood who is forgotten; words that were never said stay empty.
package let erasedWords = "[erased]"

extension RecordedEvent {
    /// The same event, at its place, without the words of a customer who is forgotten.
    ///
    /// What was decided, when and by whom stays, so that the sum of the events is the same request but for the words.
    ///
    /// - Parameters:
    ///   - customer: The number of the customer, not empty.
    ///   - isTheirs: Whether the request is this customer's own: then what the staff took down of what was said goes as
    ///     well. On another customer's request only this one's own demands and acts lose their words.
    /// - Returns: The event; itself where it holds none, and where they are erased already.
    package func withoutWords(of customer: String, isTheirs: Bool) -> RecordedEvent {
        let isOwnAct = by?.role == .customer && by?.number == customer
        let left: RequestEvent =
            switch event {
            case .demanded(let demand):
                demand.customer == customer || (isTheirs && demand.customer.isEmpty)
                    ? .demanded(demand: demand.withoutWords) : event
            // The hotline writes down when a customer wishes somebody to come, and why.
            case .windowProposed, .visitCalledOff:
                isOwnAct || (isTheirs && by?.role == .hotlineAgent) ? event.withoutReason : event
            default: isTheirs || isOwnAct ? event.withoutTalk : event
            }
        return RecordedEvent(request: request, number: number, at: at, by: by, key: key, event: left)
    }
}

extension RequestEvent {
    /// The names of what came along, or was sent along.
    package var attachments: [String] {
        switch self {
        case .demanded(let demand): demand.attachments
        case .solutionSent(_, let attachments): attachments
        default: []
        }
    }

    /// The same time without the reason for it.
    fileprivate var withoutReason: RequestEvent {
        switch self {
        case .windowProposed(let from, let through, let reason, let travel):
            .windowProposed(from: from, through: through, reason: struck(reason), travel: travel)
        case .visitCalledOff(let cause): .visitCalledOff(cause: struck(cause))
        default: self
        }
    }

    /// What was decided, without what the customer said and what was written to the customer.
    ///
    /// What engineers and managers find out and decide by their own word stays: causes, lateness, evidence.
    fileprivate var withoutTalk: RequestEvent {
        switch self {
        case .complained(let subject, let level, let words):
            .complained(subject: subject, level: level, words: struck(words))
        case .complaintResolved(let complaint, let resolution):
            .complaintResolved(complaint: complaint, resolution: struck(resolution))
        case .complaintRaised(let complaint, let reason):
            .complaintRaised(complaint: complaint, reason: struck(reason))
        case .rated(let scores, let satisfied, let reason):
            .rated(scores: scores, satisfied: satisfied, reason: struck(reason))
        case .called(let kind, .unsatisfied(let scores, let reason), let signed):
            .called(kind: kind, answer: .unsatisfied(scores: scores, reason: struck(reason)), signed: signed)
        case .attempted(let attempt): .attempted(attempt: attempt.withoutWords)
        case .visitEnded(let report): .visitEnded(report: report.withoutWords)
        case .reopened(let reason): .reopened(reason: struck(reason))
        case .escalated(let reason): .escalated(reason: struck(reason))
        case .incident(let what): .incident(what: struck(what))
        case .damaged(let what, let amount): .damaged(what: struck(what), amount: amount)
        case .clockHeld(let reason): .clockHeld(reason: struck(reason))
        case .approvalAsked(let asked):
            .approvalAsked(
                approval: Approval(
                    asked.subject, amount: asked.amount, reason: struck(asked.reason), failure: asked.failure,
                    refusal: asked.refusal?.withoutWords))
        case .solutionSent(let text, _): .solutionSent(text: struck(text), attachments: [])
        default: self
        }
    }
}

extension Demand {
    /// The same demand without what the customer said, and without what came along.
    ///
    /// What it is about stays, and by what it is named on its way: the same again is still the same demand.
    fileprivate var withoutWords: Demand {
        var left = self
        (left.symptom, left.wish, left.trigger) = (struck(symptom), struck(wish), struck(trigger))
        left.attachments = []
        return left
    }
}

extension VerificationAttempt {
    /// The same without the symptom in the customer's words; a model or a city is nobody's word.
    fileprivate var withoutWords: VerificationAttempt {
        guard fact == .symptom, let words = value?.text else { return self }
        return VerificationAttempt(source, fact, result, value: .text(struck(words)), category: category)
    }
}

extension VisitReport {
    /// The same without the customer's reason for wanting no repair.
    fileprivate var withoutWords: VisitReport {
        guard let refusal else { return self }
        return VisitReport(
            outcome, component: component, cause: cause, parts: parts, test: test, isInspected: isInspected,
            absence: absence, isPlaceKnown: isPlaceKnown, failure: failure, refusal: refusal.withoutWords,
            whyAtHome: whyAtHome)
    }
}

extension RepairRefusal {
    /// The code of the reason alone.
    fileprivate var withoutWords: RepairRefusal { RepairRefusal(code, words: struck(words)) }
}

/// The mark for words, nothing for none.
private func struck(_ words: String) -> String { words.isEmpty ? "" : erasedWords }
