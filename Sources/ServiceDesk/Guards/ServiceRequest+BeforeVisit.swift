import Appliances

extension ServiceRequest {
    /// The name under which a loaner is among the parts that are needed (M-9).
    package static let loaner = "loaner"
    /// The name under which a vehicle, with the receipt for what it takes along, is among the parts that are needed
    /// (H-5).
    package static let vehicle = "vehicle"
    /// The name under which what comes instead of the appliance is among the parts that are needed.
    package static let replacement = "replacement"
    /// What is gone through on the phone before somebody agrees to a window for the customer (M-10).
    package static let factsOfCall: [MissingFact] = [.address, .model, .purchaseDate, .symptom]

    /// How many parts a request may need.
    static let needsMax = 100

    /// Guards of verification, triage, parts and appointment.
    func askBeforeVisit(_ asked: Asked, _ book: inout GuardBook) {
        switch asked.command {
        case .verify(let attempt): ask(attempt, asked.rules, &book)
        case .movePart(let need):
            ask(need, asked, &book)
            book.ask(.ownEngineer, engineer == nil || isOwn(asked.actor), asked.actor.number)
        case .triage(let diagnosis):
            book.ask(.ownEngineer, engineer == nil || isOwn(asked.actor), asked.actor.number)
            let isSound = diagnosis.hypotheses.allSatisfy { (1...100).contains($0.percent) }
            book.ask(.hypothesis, isSound && !(diagnosis.hypotheses.isEmpty && diagnosis.consulted.isEmpty))
            book.ask(.parts, diagnosis.parts.count <= ServiceRequest.needsMax, "\(diagnosis.parts.count)")
        case .guide:
            book.ask(.ownEngineer, engineer == nil || isOwn(asked.actor), asked.actor.number)
            book.ask(.remote, diagnosis?.isRemoteFixable ?? false)
        case .assign(_, let said, let reason, let consent):
            ask(said.merging(asked.feasibility), &book)
            let agrees = consent == true && reason?.isEmpty == false
            let isPromised = appointment?.isPromised == true && state != .enRoute
            book.ask(.changeConsent, agrees || state != .enRoute, "somebody is on the way")
            book.ask(.changeConsent, agrees || !isPromised, "a window is promised")
        case .decline(let reason):
            book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number)
            book.ask(.reason, !reason.isEmpty)
        case .propose(let from, let through, let reason, let consent, let travel):
            let isWindow = from < through && from > asked.moment && isNear(through, asked) && through - from <= .days(1)
            book.ask(.window, isWindow, "\(from) to \(through)")
            if let travel {
                book.ask(.window, (TimeSpan.zero...TimeSpan.days(1)).contains(travel), "a way of \(travel)")
            }
            book.ask(.feasible, engineer != nil, "nobody is assigned")
            ask(asked.feasibility, &book)
            // The customer who moves it agrees to it.
            let agrees = consent || asked.actor.role == .customer
            book.ask(.changeConsent, appointment?.isConfirmed != true || (agrees && !reason.isEmpty))
            if asked.actor.role == .engineer { book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number) }
        case .accept: askPromise(asked, &book)
        case .confirmWindow(let facts):
            askPromise(asked, &book)
            ask(facts ?? [], asked.actor, &book)
        case .depart(let checklist, let answers):
            book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number)
            book.ask(.promised, appointment?.isBinding ?? false)
            ask(asked.feasibility, &book)
            askLeaving(ChecklistAnswers(edition: checklist, answers ?? []), asked.checklist, &book)
            askSupplies(asked.rules, &book)
        default: break
        }
    }

    private func ask(_ need: PartNeed, _ asked: Asked, _ book: inout GuardBook) {
        switch need.state {
        case .applied(let due), .purchased(let due): book.ask(.window, isNear(due, asked), "\(due)")
        case .waived(let reason): book.ask(.reason, !reason.isEmpty, need.part)
        case .needed, .reserved, .arrived: break
        }
        let isKnown = needs.contains { $0.part == need.part }
        book.ask(.parts, isKnown || needs.count < ServiceRequest.needsMax, "\(needs.count) are enough")
    }

    private func ask(_ attempt: VerificationAttempt, _ rules: ServiceRules, _ book: inout GuardBook) {
        book.ask(.value, attempt.hasFittingValue, attempt.fact.rawValue)
        if attempt.result == .mismatch { return }
        book.ask(.asked, missing.contains(attempt.fact), attempt.fact.rawValue)
        guard attempt.fact.mayBeOnFile else { return }
        let earlier = rules.verificationOrder.prefix { $0 != attempt.source }
        let skipped = earlier.filter { source in
            !attempts.contains { $0.source == source && $0.fact == attempt.fact }
        }
        book.ask(.order, skipped.isEmpty, skipped.map(\.rawValue).joined(separator: ", "))
    }

    /// Whoever agrees for the customer has gone through the facts on the phone (M-10).
    private func ask(_ facts: [MissingFact], _ actor: Actor, _ book: inout GuardBook) {
        guard actor.role != .customer else { return }
        let left = ServiceRequest.factsOfCall.filter { !facts.contains($0) && !confirmedFacts.contains($0) }
        book.ask(.facts, left.isEmpty, left.map(\.rawValue).joined(separator: ", "))
    }

    private func ask(_ feasibility: Feasibility, _ book: inout GuardBook) {
        book.ask(.feasible, feasibility.isFeasible, feasibility.line)
    }

    /// A window is a promise once both have agreed; then everything must be at hand (H-8, H-9).
    private func askPromise(_ asked: Asked, _ book: inout GuardBook) {
        if asked.actor.role == .engineer { book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number) }
        guard let appointment else { return book.ask(.window, false, "none is proposed") }
        book.ask(.window, appointment.through > asked.moment, "it ended \(appointment.through)")
        let isLast = asked.command == .accept ? appointment.isConfirmed : appointment.isAccepted
        if isLast { askSupplies(asked.rules, &book) }
    }

    private func askSupplies(_ rules: ServiceRules, _ book: inout GuardBook) {
        let lacking = needs.filter { !$0.isSecured }.map(\.part)
        book.ask(.parts, lacking.isEmpty, lacking.joined(separator: ", "))
        guard let diagnosis else { return }
        func has(_ part: String) -> Bool { needs.contains { $0.part == part && $0.isSecured } }
        // Whoever judges that it is the workshop's need not reckon how likely that is (H-5); 101 asks for no loaner.
        let isWorkshop = diagnosis.place == .workshop
        if diagnosis.pullBackPercent >= rules.loanerFromPercent || (isWorkshop && rules.loanerFromPercent <= 100) {
            let found = isWorkshop ? "the workshop" : "\(diagnosis.pullBackPercent) %"
            book.ask(.loaner, has(ServiceRequest.loaner), found)
        }
        book.ask(.vehicle, !isWorkshop || has(ServiceRequest.vehicle))
    }
}
