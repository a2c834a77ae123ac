import Appliances

extension ServiceRequest {
    /// Guards of what is said and done before somebody is at the door, and of being let in.
    func askOnTheWay(_ asked: Asked, _ book: inout GuardBook) {
        switch asked.command {
        case .expect(let arrival, let cause):
            book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number)
            book.ask(.window, arrival >= asked.moment, "\(arrival) is past")
            let lateness = lateness(at: arrival)
            book.ask(.trueCause, lateness <= .zero || !cause.isEmpty, "late by \(lateness)")
        case .reportDelay(let span, let cause):
            book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number)
            book.ask(.window, (TimeSpan.minutes(1)...TimeSpan.hours(12)).contains(span), "\(span)")
            book.ask(.trueCause, !cause.isEmpty)
        case .tryCall:
            book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number)
            book.ask(.window, appointment != nil, "none is proposed")
        case .feedBack(let what):
            book.ask(.asked, visitToFeedBack(of: asked.actor) != nil, "no visit of \(asked.actor.number) waits for it")
            book.ask(.reason, !what.isEmpty)
        case .doubt(let accepted):
            book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number)
            book.ask(.returned, accepted || !isAway, "it was taken along")
        case .reportHazard(let hazard): ask(hazard, asked, &book)
        case .interrupt(let interruption, let why): ask(interruption, why: why, asked, &book)
        case .find(_, let evidence): book.ask(.evidence, (1...400).contains(evidence.count))
        case .attend: book.ask(.asked, doubted != nil, "nobody has doubted")
        default: break
        }
    }

    /// What such a command makes happen.
    func eventsOnTheWay(_ asked: Asked) -> [RequestEvent] {
        switch asked.command {
        case .expect(let arrival, let cause):
            [.arrivalExpected(arrival: arrival, cause: lateness(at: arrival) > .zero ? cause : "")]
        case .reportDelay(let span, let cause): [.delayReported(by: span, cause: cause)]
        case .tryCall(let answer): tried(answer, asked)
        case .feedBack(let what): [.fedBack(what: what)]
        case .doubt(accepted: true): [.doubted(accepted: true)]
        case .doubt(accepted: false):
            [
                .doubted(accepted: false), .visitEnded(report: VisitReport(.doubted)),
                .escalated(reason: "the customer doubts the engineer"),
            ]
        case .attend: [.attended]
        case .interrupt(let interruption, let why): [.interrupted(interruption: interruption, why: why)]
        case .reportHazard(let hazard): [.hazardReported(hazard: hazard)]
        case .find(let kind, let evidence): [.found(finding: kind, evidence: evidence)]
        case .issueInvoice(let invoice): [.invoiceIssued(number: invoice)]
        default: eventsOfComplaints(asked)
        }
    }

    /// What ends a visit that is on its way; nothing where none is (M-24).
    func calledOff(_ cause: String) -> [RequestEvent] { state == .enRoute ? [.visitCalledOff(cause: cause)] : [] }

    private func tried(_ answer: Contact.Answer, _ asked: Asked) -> [RequestEvent] {
        var window = appointment
        window?.contacts.append(Contact(at: asked.moment, answer: answer))
        return [.contactTried(answer: answer)] + unannounced(window, asked)
    }

    /// Whether a customer who was called often enough is visited without an answer: once the engineer has agreed, and
    /// before the window is over (M-17).
    func unannounced(_ window: Appointment?, _ asked: Asked) -> [RequestEvent] {
        guard state == .scheduling, let window, window.isAccepted, !window.isConfirmed, asked.moment <= window.through,
            window.unanswered(apart: asked.rules.contactApart) >= asked.rules.contactTries
        else { return [] }
        return [.unannounced]
    }

    /// The place of the first visit of an engineer that the customer did not know of, and of which the centre has
    /// heard nothing (M-17).
    func visitToFeedBack(of actor: Actor?) -> Int? {
        visits.firstIndex { $0.isUnannounced && $0.feedback.isEmpty && $0.engineer == actor?.number }
    }

    /// Takes over what happened on the way and at the door.
    mutating func takeOnTheWay(_ recorded: RecordedEvent) {
        switch recorded.event {
        case .arrivalExpected(let arrival, _):
            appointment?.expected = arrival
            // Whoever is told when the engineer comes knows of the delay.
            appointment?.delay = nil
        case .delayReported: break
        case .delayForeseen(let span, let because):
            appointment?.delay = Appointment.Delay(by: span, because: because, since: recorded.at)
        case .visitCalledOff(let cause):
            change { ($0.ended, $0.outcome, $0.lateCause) = (recorded.at, .calledOff, cause) }
            // What follows at once may be another engineer, who has promised nothing yet.
            if appointment?.isPromised == true { withdrawnAt = recorded.number + 1 }
            appointment = nil
            state = .scheduling
        case .contactTried(let answer): take(answer, at: recorded.at)
        case .unannounced:
            appointment?.isUnannounced = true
            state = .scheduled
        case .fedBack(let what):
            if let place = visitToFeedBack(of: recorded.by) { visits[place].feedback = what }
        case .doubted(let accepted): if !accepted { doubted = recorded.at }
        case .attended: doubted = nil
        case .interrupted(let interruption, _): change { $0.interruptions.append(interruption) }
        case .hazardReported(let hazard): change { $0.take(hazard) }
        case .found(let kind, let evidence):
            if let by = recorded.by { facts.take(kind, by: by, evidence) }
        case .invoiceIssued(let invoice): take(invoice: invoice)
        case .contended(let other): contention = Contention(with: other, since: recorded.at)
        default: takeComplaint(recorded)
        }
    }

    private mutating func take(_ answer: Contact.Answer, at moment: Timestamp) {
        appointment?.contacts.append(Contact(at: moment, answer: answer))
        guard answer == .reached else { return }
        appointment?.delay = nil
        // Whoever is reached after all is asked again.
        guard state == .scheduled, appointment?.isUnannounced == true else { return }
        appointment?.isUnannounced = false
        state = .scheduling
    }
}
