import Appliances
import ServiceDesk
import Warranty

/// A desk at which people of all roles do what comes to their mind, some of it sensible.
struct RandomDesk {
    var desk = Desk()
    /// The request in hand.
    var number = ""
    var events: [RecordedEvent] = []
    private(set) var refused = 0
    /// Every guard that was in the way so far.
    private(set) var guards: Set<Guard> = []
    var chance: SplitMix64
    var now = start
    /// What was done last; nil where something was refused, or nothing asked for.
    var done: Done?
    /// How long it is from one command to the next at most, in minutes, but for a pause now and then.
    var pace = 60

    private static let staff: [Actor] =
        Role.allCases.map { Actor($0, "\($0.rawValue)-1") }
        + [
            Actor(.engineer, "engineer-2"), Actor(.quality, "engineer-1"),
            Actor(.informationOfficer, "information_officer-2"), Actor(.customer, "C-00017"),
        ]

    /// What the tariff says of any repair.
    private static let proposed = tariff.sheet(
        for: ChargedWork(.compressor, parts: ["relay"], on: CalendarDay(daysSinceEpoch: 20_790)), decision: nil)

    init(seed: UInt64) throws {
        chance = SplitMix64(seed: seed)
        if chance.below(2) == 0 {
            let (decision, events) = desk.take(
                prediction(in: try appliance(owner: chance.below(3) == 0 ? "" : "C-1"), priority: .p3),
                entitled: outlook(chance.below(2) == 0 ? .free : .undetermined(needs: [.certificate])), tariff: tariff,
                at: now)
            if case .opened(let opened) = decision { number = opened }
            self.events = events
        } else {
            var demand = Story.call(key: "call-\(seed)")
            if chance.below(2) == 0 { demand.known = [.phone, .address] }
            let (decision, events) = desk.take(
                demand, entitled: chance.below(2) == 0 ? ServiceDeskTests.decision(.chargeable) : nil,
                by: Story.agent, at: now)
            number = decision.request
            self.events = events
        }
    }

    /// One more command, accepted or not; the events that followed.
    mutating func step() -> [RecordedEvent] {
        now = now + .minutes(Int64(chance.below(chance.below(5) == 0 ? pace * 33 : pace)))
        guard let request = desk.request(number) else { return [] }
        let command = chance.below(4) == 0 ? anything() : sensible(request)
        let actor = chance.below(4) == 0 ? chance.pick(Self.staff) : fitting(command, request)
        return does(command, by: actor)
    }

    /// A command with its circumstances.
    struct Done {
        let command: DeskCommand
        let number: String
        let actor: Actor
        let now: Timestamp
        let feasibility: Feasibility
        let proposed: ProposedSheet?

        func perform(on desk: inout Desk, key: String? = nil) throws(Refusal) -> [RecordedEvent]? {
            try desk.perform(
                command, on: number, by: actor, key: key, at: now, feasibility: feasibility, proposed: proposed)
        }
    }

    /// Does it where no guard is in the way.
    mutating func does(_ command: DeskCommand, by actor: Actor) -> [RecordedEvent] {
        let obstacles = chance.below(12) == 0 ? [chance.pick(Feasibility.Obstacle.allCases)] : []
        let asked = Done(
            command: command, number: number, actor: actor, now: now, feasibility: Feasibility(obstacles),
            proposed: chance.below(9) == 0 ? Self.proposed : nil)
        do throws(Refusal) {
            let found = try asked.perform(on: &desk) ?? []
            done = asked
            events += found
            return found
        } catch {
            refused += 1
            guards.formUnion(error.unmet.map(\.rule))
            return []
        }
    }

    private mutating func fitting(_ command: DeskCommand, _ request: ServiceRequest) -> Actor {
        let role = chance.pick(command.allowed.roles)
        return Actor(role, role == .engineer ? request.engineer ?? "engineer-1" : "\(role.rawValue)-1")
    }

    /// What somebody might do next in this state.
    private mutating func sensible(_ request: ServiceRequest) -> DeskCommand {
        if request.isHeld, chance.below(4) == 0 { return .releaseClock }
        if let open = request.openComplaints.first, chance.below(3) == 0 {
            return .resolve(complaint: open.number, resolution: "settled")
        }
        if request.compensationOwed > Money(fen: 0), chance.below(3) == 0 {
            return .compensate(request.compensationOwed)
        }
        if !request.group.isEmpty, chance.below(2) == 0 { return .dissolveGroup }
        if let given = request.handOver, given.acknowledged == nil, chance.below(4) == 0 { return .acknowledge }
        if let next = deciding(request) { return next }
        if request.calls.contains(where: { $0.kind == .afterMismatch && !$0.isAnswered }), chance.below(3) == 0 {
            return .call(.afterMismatch, answer(), signed: chance.pick([nil, true, false]))
        }
        switch request.state {
        case .received, .verifying:
            return .verify(
                VerificationAttempt(
                    chance.pick(VerificationAttempt.Source.allCases), request.missing.first ?? .phone,
                    chance.pick([.found, .found, .unknown, .unanswered])))
        case .verified: return .triage(diagnosis())
        case .triaged, .scheduling, .awaitingParts: return agreeing(request)
        case .guided: return chance.below(2) == 0 ? .call(.afterGuidance, answer()) : .close
        case .scheduled: return leaving()
        case .enRoute: return onTheWay()
        case .onSite: return onSite(request)
        case .pulledBack:
            return .bringBack(
                test: chance.pick([.passed, .failed]), loanerBack: chance.below(2) == 0, parts: used(request))
        case .workDone: return settling(request)
        case .followUp: return closing(request)
        case .postponed: return .resume
        case .closed, .cancelled, .duplicate: return anything()
        }
    }

    /// What others decide, and what follows of it.
    private mutating func deciding(_ request: ServiceRequest) -> DeskCommand? {
        if chance.below(40) == 0 {
            return .ask(
                Approval(
                    chance.pick(Approval.Subject.allCases), amount: Money(fen: 0), reason: "it fails again",
                    refusal: chance.below(3) == 0 ? nil : RepairRefusal(.failsAgain, words: "the third time")))
        }
        if let asked = request.approvals.first(where: { $0.decision == nil }), chance.below(3) == 0 {
            return .decide(asked.subject, granted: chance.below(4) > 0)
        }
        func isGranted(_ subject: Approval.Subject) -> Bool {
            request.approvals.last { $0.subject == subject }?.decision?.isGranted == true
        }
        if isGranted(.exchange), request.exchangedFor.isEmpty, chance.below(3) == 0 { return .exchange(serial: "N-1") }
        if isGranted(.returnGoods), request.refund == nil, chance.below(3) == 0 {
            return .takeBack(refund: Money(fen: 9))
        }
        return nil
    }

    private mutating func diagnosis() -> Diagnosis {
        Diagnosis(
            [Diagnosis.Hypothesis(chance.pick(Component.allCases), cause: "c", percent: 1 + chance.below(100))],
            parts: chance.below(2) == 0 ? [] : ["relay"], place: chance.below(8) == 0 ? .workshop : .home,
            pullBackPercent: chance.pick([0, 0, 60]),
            isRemoteFixable: chance.below(4) == 0)
    }

    private mutating func agreeing(_ request: ServiceRequest) -> DeskCommand {
        if let need = request.needs.first(where: { $0.state == .needed }) {
            return .movePart(
                PartNeed(need.part, chance.below(3) == 0 ? .applied(due: now + .days(3)) : .reserved(stock: .van)))
        }
        if let need = request.needs.first(where: { if case .applied = $0.state { true } else { false } }) {
            return .movePart(PartNeed(need.part, .arrived))
        }
        if request.diagnosis?.pullBackPercent ?? 0 > 40, chance.below(3) == 0 {
            return .movePart(PartNeed(ServiceRequest.loaner, .reserved(stock: .centre)))
        }
        if request.diagnosis?.place == .workshop, chance.below(2) == 0 {
            let part = chance.pick([ServiceRequest.loaner, ServiceRequest.vehicle])
            return .movePart(PartNeed(part, chance.pick([.reserved(stock: .outlet), .waived(reason: "not wanted")])))
        }
        if request.diagnosis?.isRemoteFixable == true, chance.below(2) == 0 {
            return .guide(script: "s", accepted: chance.below(2) == 0)
        }
        guard request.engineer != nil else {
            return .assign(
                engineer: chance.pick(["engineer-1", "engineer-2"]), Feasibility(),
                reason: chance.pick([nil, nil, "water on the floor"]))
        }
        guard let window = request.appointment, window.through > now else {
            return .propose(
                from: now + .hours(1), through: now + .hours(3), reason: "later", consent: chance.below(2) == 0)
        }
        if chance.below(3) == 0 { return .tryCall(answer: chance.pick(Contact.Answer.allCases)) }
        return window.isAccepted
            ? .confirmWindow(facts: chance.pick([nil, ServiceRequest.factsOfCall, ServiceRequest.factsOfCall]))
            : .accept
    }

    private mutating func leaving() -> DeskCommand {
        switch chance.below(10) {
        case 0, 1: .decline(reason: "ill")
        case 2: .expect(arrival: now + .minutes(Int64(chance.below(300))), cause: chance.pick(["", "a jam"]))
        case 3: .tryCall(answer: chance.pick(Contact.Answer.allCases))
        default: .depart(checklist: "haier@1")
        }
    }

    private mutating func onTheWay() -> DeskCommand {
        let isAgreed = chance.below(2) == 0
        return switch chance.below(10) {
        case 0: .expect(arrival: now + .minutes(Int64(chance.below(300))), cause: chance.pick(["", "a jam"]))
        case 1: .propose(from: now + .hours(2), through: now + .hours(4), reason: "a jam", consent: isAgreed)
        case 2: .assign(engineer: "engineer-2", Feasibility(), reason: "an accident", consent: isAgreed)
        case 3: .reportDelay(by: .minutes(Int64(chance.below(99))), cause: "a long way")
        default: .arrive(cause: chance.below(2) == 0 ? "" : "traffic")
        }
    }

    private mutating func onSite(_ request: ServiceRequest) -> DeskCommand {
        guard let visit = request.visit else { return anything() }
        if request.doubted != nil, chance.below(9) == 0 { return .attend }
        if !visit.isIdentified, chance.below(8) == 0 { return .doubt(accepted: chance.below(2) == 0) }
        if visit.awayUntil != nil, chance.below(3) > 0 { return .interrupt(.back, why: "") }
        if !visit.isIdentified { return chance.below(6) == 0 ? .endVisit(.absent) : .identify }
        if !visit.isExplained { return .explain }
        if !visit.isTariffShown { return .showTariff }
        if visit.consent == nil, chance.below(3) > 0 { return .consent(Money(fen: chance.below(40_000))) }
        if request.pullBack?.returned == nil, request.pullBack != nil { return .endVisit(VisitReport(.pulledBack)) }
        if chance.below(4) == 0 {
            return .pullBack(
                PullBack(
                    condition: "ok", isReceiptSigned: chance.below(4) > 0,
                    loaner: chance.pick([.declined, .out(serial: "L-1")]),
                    promised: CalendarDay(now, utcOffsetSeconds: 28_800).adding(days: chance.below(4)),
                    reason: chance.below(4) == 0 ? nil : PullBack.Reason(.longTest, words: "once a day")))
        }
        if visit.lateness > .zero, visit.apology?.settles != true, chance.below(2) == 0 {
            return .apologise(gift: chance.below(2) == 0, accepted: chance.below(3) > 0)
        }
        if let left = visit.hazards.first(where: \.isLeft), chance.below(2) == 0 { return hazard(left.kind, .stopped) }
        if chance.below(12) == 0 {
            return .interrupt(.away(until: now + .minutes(Int64(chance.below(90)))), why: "lunch")
        }
        if chance.below(12) == 0 { return hazard(.electricity, chance.pick(Hazard.Decision.allCases)) }
        if !visit.isWorking { return .beginWork }
        let outcome: Visit.Outcome =
            chance.below(9) == 0
            ? .notRepairable : chance.pick([.fixed, .fixed, .partly, .noFaultFound, .partsMissing, .refused])
        return .endVisit(
            VisitReport(
                outcome, component: .compressor, cause: chance.below(5) == 0 ? "" : "worn",
                parts: chance.below(2) == 0 ? fitted() : used(request),
                test: chance.pick([.passed, .passed, .notTested, .failed]), isInspected: chance.below(5) > 0,
                refusal: chance.below(3) == 0 ? nil : RepairRefusal(.price, words: "too dear"),
                whyAtHome: chance.below(3) == 0 ? nil : "a new tool"))
    }

    private mutating func hazard(_ kind: Hazard.Kind, _ decision: Hazard.Decision) -> DeskCommand {
        .reportHazard(
            Hazard(
                kind, what: "no earth", isUnsafe: chance.below(2) == 0, isExplained: chance.below(6) > 0,
                decision: decision, notice: chance.pick(Hazard.Notice.allCases)))
    }

    /// The parts of a repair, some of them without a number, of another maker, or fitted before.
    private mutating func fitted() -> [PartUse] {
        (0..<chance.below(chance.below(3) == 0 ? 3 : 1)).map { _ in
            PartUse(
                "relay", faulty: chance.pick(["A-1", "A-2", PartUse.none, ""]),
                new: chance.pick(["N-\(chance.below(9))", PartUse.none]), isOriginal: chance.below(6) > 0,
                oldPart: chance.pick(PartUse.OldPart.allCases))
        }
    }

    /// All that is needed for it, and something that nobody had thought of.
    private func used(_ request: ServiceRequest) -> [PartUse] {
        (request.needs.map(\.part).filter { $0 != ServiceRequest.loaner } + ["fuse"]).map {
            PartUse($0, faulty: PartUse.none, new: PartUse.none, oldPart: .kept)
        }
    }

    private mutating func settling(_ request: ServiceRequest) -> DeskCommand {
        guard let charges = request.charges else {
            return chance.below(2) == 0 ? .settle : .charge(sheet())
        }
        if !charges.isConfirmed { return chance.below(3) == 0 ? .charge(sheet()) : .confirmCharges }
        if let asked = request.approvals.first(where: { $0.decision == nil }) {
            return .decide(asked.subject, granted: chance.below(2) == 0)
        }
        if request.owed > Money(fen: 0) {
            return chance.below(4) == 0
                ? .ask(Approval(.waiver, amount: Money(fen: chance.below(9_000)), reason: "too dear"))
                : .pay(Money(fen: 1 + chance.below(request.owed.fen + chance.below(2))), .cash)
        }
        return charges.isReceiptGiven ? .settle : .giveReceipt(invoiceFollows: chance.below(2) == 0)
    }

    private mutating func sheet() -> ChargeSheet {
        ChargeSheet(
            [ChargeLine.labour, .parts, .travel].filter { _ in chance.below(2) == 0 }.map { line in
                ChargeSheet.Line(
                    line, tariff: Money(fen: chance.below(20_000)),
                    certificate: chance.below(2) == 0 ? nil : Money(fen: chance.below(20_000)),
                    payer: chance.pick([.customer, .customer, .company]))
            })
    }

    private mutating func closing(_ request: ServiceRequest) -> DeskCommand {
        if request.visits.contains(where: { $0.card == nil }), chance.below(2) == 0 {
            return .submitCard(chance.pick(SupervisionCard.Signature.allCases), satisfied: chance.below(3) > 0)
        }
        if let due = request.calls.first(where: { !$0.isAnswered }), chance.below(2) == 0 {
            return .call(due.kind, answer(), signed: chance.pick([nil, nil, true, true, false]))
        }
        if chance.below(8) == 0 { return rate() }
        if request.isInvoiceOwed, chance.below(2) == 0 { return .issueInvoice(number: "INV-1") }
        if request.visits.contains(where: { $0.isUnannounced && $0.feedback.isEmpty }) {
            return .feedBack(what: "nobody had answered")
        }
        return chance.below(2) == 0 ? .reconcile(chance.pick([.branch, .branch, .centre])) : .close
    }

    private mutating func rate() -> DeskCommand {
        let scores = ReturnCall.Scores(attitude: 5, skill: 4, charges: 1 + chance.below(6), overall: 5)
        return .rate(scores, satisfied: chance.below(6) > 0, reason: chance.pick(["", "it hums"]))
    }

    private mutating func answer() -> ReturnCall.Answer {
        switch chance.below(6) {
        case 0: .unanswered
        case 1: .unsatisfied(scores: chance.pick([nil, Story.scores, Story.scores]), reason: "no")
        default: .satisfied(scores: ReturnCall.Scores(attitude: 5, skill: 4, charges: 1 + chance.below(6), overall: 5))
        }
    }

    /// Whatever comes to somebody's mind.
    private mutating func anything() -> DeskCommand {
        let all: [DeskCommand] = [
            rate(), .close, .settle, .beginWork, .accept, .confirm, .identify, .explain, .showTariff, .resume,
            .depart(checklist: ""), .arrive(cause: ""), .consent(Money(fen: 100)), .charge(sheet()), .confirmCharges,
            .pay(Money(fen: 1 + chance.below(50_000)), .wechat), .giveReceipt(invoiceFollows: false),
            .ask(Approval(.compensation, amount: Money(fen: 500), reason: "a scratch")),
            .decide(chance.pick(Approval.Subject.allCases), granted: true), .escalate(reason: "loud"),
            .call(chance.pick(ReturnCall.Kind.allCases), answer(), signed: chance.pick([nil, false])),
            .reconcile(.branch), .triage(diagnosis()),
            .bringBack(test: .passed, loanerBack: chance.below(2) == 0), .endVisit(VisitReport(.noFaultFound)),
            .verify(VerificationAttempt(.customer, .address, .mismatch)),
            .cancel(reason: chance.pick(["", "sold it"])),
            .postpone(until: CalendarDay(now, utcOffsetSeconds: 0).adding(days: chance.below(9))),
            .reportDamage(what: "a scratch", Money(fen: 900)), .reportIncident(what: "a dog"),
            .guide(script: "s", accepted: true), .triage(Diagnosis([])), .endVisit(.fixed),
            .verify(VerificationAttempt(.informationOfficer, .phone, .found)),
            .verify(VerificationAttempt(.customer, .address, .mismatch, value: .text("Nanjing Road 1"))),
            .verify(VerificationAttempt(.customer, .symptom, .mismatch)),
            .pullBack(
                PullBack(
                    condition: "", isReceiptSigned: false, loaner: .back,
                    promised: CalendarDay(now, utcOffsetSeconds: 0))),
            .holdClock(reason: chance.pick(["", "on holiday"])), .releaseClock, .handOver(to: .technicalSupport),
            .acknowledge, .openGroup(members: chance.pick([[], ["C-1", "T-1", "S-1"]])), .dissolveGroup,
            .apologise(gift: true, accepted: chance.below(2) == 0), .exchange(serial: chance.pick(["", "N-1"])),
            .submitCard(.other, satisfied: true, quality: chance.pick([nil, 3, 6])), .takeBack(refund: Money(fen: 0)),
            .sendSolution(text: chance.pick(["", "clean the filter"]), attachments: ["a.mp4"]), .decline(reason: "far"),
            .markDuplicate(of: "SR-X"), .expect(arrival: now + .minutes(Int64(chance.below(90)) - 30), cause: ""),
            .reportDelay(by: .minutes(20), cause: ""), .tryCall(answer: .message), .feedBack(what: ""),
            .doubt(accepted: false), .attend, .endVisit(VisitReport(.calledOff)),
            .endVisit(VisitReport(.moved)), .endVisit(VisitReport(.absent, isPlaceKnown: false)), .reconcile(.centre),
            .issueInvoice(number: chance.pick(["", "INV-2"])),
            .find(chance.pick([.misuse, .selfRepair, .accident]), evidence: chance.pick(["", "photo-1"])),
            .complain(chance.pick(Complaint.Subject.allCases), words: "rude"),
            .raise(complaint: 1, reason: "again"), .resolve(complaint: 2, resolution: "settled"),
            .compensate(Money(fen: 500)), hazard(.position, .kept), .interrupt(.goesOn, why: "lunch"),
        ]
        return chance.pick(all)
    }
}
