import Appliances
import Warranty

extension DeskCommand {
    /// One of each, in the order of the way, with values that could be real: what help and documents show.
    ///
    /// A command whose roles depend on what it says stands there once for each; a test asks that none is left out.
    package static let examples: [DeskCommand] = before + visit + money + after + late

    private static let before: [DeskCommand] = [
        .verify(VerificationAttempt(.informationOfficer, .phone, .found)),
        .verify(
            VerificationAttempt(.customer, .model, .found, value: .text("BCD-500"), category: .refrigerator)),
        .triage(
            Diagnosis(
                [Diagnosis.Hypothesis(.compressor, cause: "start_relay_worn", percent: 80)], parts: ["start_relay"],
                pullBackPercent: 10)),
        .guide(script: "power_and_plug", accepted: true), .movePart(PartNeed("start_relay", .reserved(stock: .van))),
        .assign(engineer: "E-7", Feasibility()), .decline(reason: "ill"),
        .propose(from: morning, through: morning + .hours(2), reason: "", consent: false, travel: .minutes(25)),
        .accept, .confirm,
        .depart(
            checklist: "haier@1",
            answers: [
                ChecklistAnswers.Answer("pad_cloth"),
                ChecklistAnswers.Answer("spare_parts", .notNeeded(because: "only a look")),
            ]),
    ]

    private static let visit: [DeskCommand] = [
        .answer(checklist: "haier@1", answers: [ChecklistAnswers.Answer("shoe_covers")]),
        .arrive(cause: ""), .identify, .explain, .showTariff, .consent(Money(fen: 300_00)), .beginWork,
        .interrupt(.away(until: morning + .hours(1)), why: "the family eats"), .interrupt(.back, why: ""),
        .endVisit(
            VisitReport(
                .fixed, component: .compressor, cause: "start_relay_worn",
                parts: [PartUse("start_relay", faulty: "A-1", new: "B-2", oldPart: .taken)], test: .passed,
                isInspected: true)),
        .pullBack(
            PullBack(
                condition: "a scratch on the left side", isReceiptSigned: true, loaner: .out(serial: "L-9"),
                promised: day, reason: PullBack.Reason(.unsureOfCause, words: "it fails once a day"))),
        .bringBack(
            test: .passed, loanerBack: true,
            parts: [PartUse("compressor", faulty: "C-1", new: "C-2", oldPart: .taken)]),
        .bringBack(test: .passed, loanerBack: true), .reportIncident(what: "water near the socket"),
        .reportHazard(
            Hazard(
                .electricity, what: "the socket has no earth", isUnsafe: true, isExplained: true, decision: .stopped,
                notice: .signed)),
        .reportDamage(what: "a scratched tile", Money(fen: 90_00)),
    ]

    private static let money: [DeskCommand] = [
        .charge(
            ChargeSheet([
                ChargeSheet.Line(.labour, tariff: Money(fen: 120_00), certificate: Money(fen: 100_00), payer: .customer)
            ])),
        .confirmCharges, .ask(Approval(.waiver, amount: Money(fen: 50_00), reason: "came late")),
        .ask(
            Approval(
                .exchange, amount: Money(fen: 0), reason: "it never cooled", failure: .lacksPerformance)),
        .decide(.waiver, granted: true), .decide(.exchange, granted: true), .pay(Money(fen: 100_00), .wechat),
        .giveReceipt(invoiceFollows: false), .settle,
    ]

    private static let after: [DeskCommand] = [
        .call(.quality, .satisfied(scores: scores), signed: true), .call(.afterGuidance, .unanswered),
        .call(.afterMismatch, .satisfied(scores: nil), signed: false),
        .rate(scores, satisfied: true, reason: ""), .submitCard(.customer, satisfied: true), .reconcile(.branch),
        .escalate(reason: "the customer asks for somebody above"), .holdClock(reason: "the customer is away"),
        .releaseClock, .handOver(to: .technicalSupport), .acknowledge,
        .openGroup(members: ["C-00017", "T-3", "S-1"]), .dissolveGroup, .apologise(gift: true, accepted: true),
        .exchange(serial: "N-4711"), .close, .cancel(reason: "sold it"),
        .markDuplicate(of: "SR-0123456789ABC"), .postpone(until: day), .resume,
        .find(.misuse, evidence: "photo 1: the plug was wet"), .issueInvoice(number: "INV-4711"),
    ]

    private static let late: [DeskCommand] = [
        .sendSolution(text: "Clean the filter, as the film shows.", attachments: ["filter.mp4"]),
        .takeBack(refund: Money(fen: 2_999_00)), .expect(arrival: morning + .hours(3), cause: "a jam"),
        .reportDelay(by: .minutes(40), cause: "a second fault was found"), .tryCall(answer: .unanswered),
        .endVisit(
            VisitReport(.absent, absence: Visit.Absence(isCalled: true, isNoteLeft: true, isNeighbourAsked: false))),
        .endVisit(VisitReport(.moved, isPlaceKnown: true)),
        .endVisit(VisitReport(.notRepairable, component: .evaporator, cause: "tube_corroded")),
        .endVisit(VisitReport(.refused, refusal: RepairRefusal(.failsAgain, words: "the third time this year"))),
        .feedBack(what: "nobody had answered; the neighbour opened"), .doubt(accepted: true), .attend,
        .complain(.attitude, words: "rude at the door"),
        .raise(complaint: 1, reason: "the customer does not accept it"),
        .resolve(complaint: 1, resolution: "the manager has apologised"), .compensate(Money(fen: 50_00)),
    ]

    private static let scores = ReturnCall.Scores(attitude: 5, skill: 5, charges: 4, overall: 5)
    /// 2 December 2026, nine o'clock in China.
    private static let morning = Timestamp(milliseconds: 1_796_173_200_000)
    private static let day = CalendarDay(daysSinceEpoch: 20_790)
}
