import Appliances
import ServiceDesk
import Testing
import Warranty

@Suite("The words of a customer who is forgotten")
struct ErasureTests {
    private static let hotline = Actor(.hotlineAgent, "H-1")
    private static let scores = ReturnCall.Scores(attitude: 1, skill: 1, charges: 1, overall: 1)

    private func recorded(_ event: RequestEvent, by actor: Actor? = nil) -> RecordedEvent {
        RecordedEvent(request: "SR-1", number: 2, at: start, by: actor, key: "k", event: event)
    }

    private static var demand: Demand {
        var demand = Demand(channel: .email, key: "letter-1")
        (demand.customer, demand.symptom, demand.wish, demand.trigger) = ("C-1", "secret", "secret", "secret")
        (demand.attachments, demand.errorCode) = (["aa"], "E1")
        return demand
    }

    /// What says "secret", and what says the same without it.
    private static var events: [(said: RequestEvent, left: RequestEvent)] {
        [
            (
                .complained(subject: .skill, level: .manager, words: "secret"),
                .complained(subject: .skill, level: .manager, words: erasedWords)
            ),
            (
                .rated(scores: scores, satisfied: false, reason: "secret"),
                .rated(scores: scores, satisfied: false, reason: erasedWords)
            ),
            (
                .called(kind: .quality, answer: .unsatisfied(scores: scores, reason: "secret")),
                .called(kind: .quality, answer: .unsatisfied(scores: scores, reason: erasedWords))
            ),
            (
                .called(kind: .quality, answer: .unsatisfied(scores: scores, reason: "secret"), signed: false),
                .called(kind: .quality, answer: .unsatisfied(scores: scores, reason: erasedWords), signed: false)
            ),
            (
                .attempted(attempt: VerificationAttempt(.customer, .symptom, .found, value: .text("secret"))),
                .attempted(attempt: VerificationAttempt(.customer, .symptom, .found, value: .text(erasedWords)))
            ),
            (
                .attempted(attempt: VerificationAttempt(.distributor, .model, .found, value: .text("BCD-1"))),
                .attempted(attempt: VerificationAttempt(.distributor, .model, .found, value: .text("BCD-1")))
            ),
            (
                .visitEnded(report: VisitReport(.refused, refusal: RepairRefusal(.price, words: "secret"))),
                .visitEnded(report: VisitReport(.refused, refusal: RepairRefusal(.price, words: erasedWords)))
            ),
            (
                .approvalAsked(
                    approval: Approval(
                        .returnGoods, amount: Money(fen: 0), reason: "secret",
                        refusal: RepairRefusal(.wantsReturn, words: "secret"))),
                .approvalAsked(
                    approval: Approval(
                        .returnGoods, amount: Money(fen: 0), reason: erasedWords,
                        refusal: RepairRefusal(.wantsReturn, words: erasedWords)))
            ),
            (.reopened(reason: "secret"), .reopened(reason: erasedWords)),
            (.escalated(reason: ""), .escalated(reason: "")),
            (
                .solutionSent(text: "secret", attachments: ["aa"]),
                .solutionSent(text: erasedWords, attachments: [])
            ),
            (.declined(engineer: "E-7", reason: "ill"), .declined(engineer: "E-7", reason: "ill")),
        ]
    }

    @Test("go from the own request, whoever took them down; what was decided stays")
    func own() {
        for (said, left) in Self.events {
            let event = recorded(said, by: Self.hotline)
            let found = event.withoutWords(of: "C-1", isTheirs: true)
            #expect(found == recorded(left, by: Self.hotline))
            #expect(found.withoutWords(of: "C-1", isTheirs: true) == found, "once more changes nothing")
        }
        let found = recorded(.demanded(demand: Self.demand)).withoutWords(of: "C-1", isTheirs: true)
        guard case .demanded(let demand) = found.event else {
            _ = Issue.record("another event")
            return
        }
        #expect(demand.symptom == erasedWords && demand.wish == erasedWords && demand.trigger == erasedWords)
        #expect(demand.attachments.isEmpty && demand.errorCode == "E1" && demand.customer == "C-1")
        #expect(demand.key == "letter-1", "the same letter is still the same demand")
    }

    @Test("of somebody else stay, and so do those of the staff on somebody else's request")
    func others() {
        for (said, left) in Self.events {
            let byStaff = recorded(said, by: Self.hotline)
            #expect(byStaff.withoutWords(of: "C-1", isTheirs: false) == byStaff)
            let byOther = recorded(said, by: Actor(.customer, "C-2"))
            #expect(byOther.withoutWords(of: "C-1", isTheirs: false) == byOther)
            let byThem = recorded(said, by: Actor(.customer, "C-1"))
            #expect(byThem.withoutWords(of: "C-1", isTheirs: false).event == left)
        }
        let theirs = recorded(.demanded(demand: Self.demand))
        #expect(theirs.withoutWords(of: "C-2", isTheirs: true) == theirs)
        #expect(theirs.withoutWords(of: "C-1", isTheirs: false) != theirs)
    }

    @Test("are all that the sum of the events loses, whatever was done", arguments: 0..<60)
    func sum(seed: UInt64) throws {
        var random = try RandomDesk(seed: seed)
        for _ in 0..<90 { _ = random.step() }
        let before = try #require(random.desk.request(random.number))
        let left = random.events.map { $0.withoutWords(of: "C-00017", isTheirs: true) }
        let first = try #require(left.first)
        var request = try #require(ServiceRequest(opening: first))
        for event in left.dropFirst() { request.apply(event) }
        #expect(request.state == before.state && request.level == before.level && request.missing == before.missing)
        #expect(request.due() == before.due() && request.owed == before.owed)
        // Why a repair was not wanted is the customer's word; its code stays.
        #expect(zip(request.visits, before.visits).allSatisfy { $0 == $1 || $1.refusal != nil })
        #expect(request.visits.map(\.refusal?.code) == before.visits.map(\.refusal?.code))
        #expect(request.openComplaints.count == before.openComplaints.count)
        #expect(request.demands.allSatisfy { $0.symptom.isEmpty || $0.symptom == erasedWords })
        request.apply(
            RecordedEvent(request: request.number, number: left.count + 1, at: random.now, event: .erased))
        #expect(request.erased == random.now && request.state == before.state)
        #expect(request.due() == before.due(), "nobody has more to do because of it")
    }
}
