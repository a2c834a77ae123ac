import Appliances
import Foundation
import ServiceDesk
import Testing
import Warranty

@Suite("Whatever people do to a request")
struct InvariantTests {
    /// How long a run is, in commands; weeks pass in it.
    private static let commands = 90

    /// What no command may ever bring about (requirements, 2.2); nil where all is well.
    private func broken(_ recorded: RecordedEvent, _ request: ServiceRequest, _ before: [RecordedEvent]) -> String? {
        switch recorded.event {
        case .closed, .closedUnconfirmed: return closedWrongly(request)
        case .departed:
            if request.appointment?.isBinding != true { return "somebody left without a promise" }
            let isVerified = before.contains { $0.event == .verified } && request.missing.isEmpty
            return isVerified ? nil : "somebody was sent unverified"
        case .workBegan:
            if request.doubted != nil { return "the work of a doubted engineer began without a manager" }
            let mayCost = request.entitlement?.outcome != .free
            return mayCost && request.visit?.consent == nil ? "work that may cost began without consent" : nil
        case .visitEnded(let report):
            let isLeft = request.visits.last?.hazards.contains(where: \.isLeft) == true
            return isLeft && report.outcome == .fixed ? "something unsafe was left under power" : nil
        case .charged(let sheet):
            guard sheet.total > Money(fen: 0) else { return nil }
            let left = before.lastIndex { if case .departed = $0.event { true } else { false } } ?? 0
            let consent = before[left...].contains { if case .consented = $0.event { true } else { false } }
            return consent ? nil : "charged without an earlier consent"
        case .paid:
            guard let charges = request.charges else { return "paid without a sheet" }
            let lowest = charges.sheet.lines.filter { $0.payer == .customer }
                .reduce(0) { $0 + min($1.tariff.fen, $1.certificate?.fen ?? .max) }
            return charges.paid.fen > lowest ? "more was collected than the lower price" : nil
        case .called:
            let isVisitor = request.visits.contains { $0.engineer == recorded.by?.number }
            return isVisitor ? "whoever visited called back" : nil
        case .approvalDecided: return recorded.by?.role == .engineer ? "an engineer approved" : nil
        default: return nil
        }
    }

    /// An open request of which nobody has the next word; nil where somebody has, or the clock stands still (2.3).
    private static func lies(_ request: ServiceRequest) -> String? {
        guard request.state.isOpen, !request.isHeld, request.due().isEmpty else { return nil }
        return "nothing is due while it is \(request.state)"
    }

    private func closedWrongly(_ request: ServiceRequest) -> String? {
        if request.pullBack?.isLoanerOut == true { return "closed with a loaner out" }
        if request.pauses.contains(where: { $0.through == nil }) { return "closed with an open pause" }
        if request.visits.contains(where: { $0.wantsCard && $0.card?.reconciled.contains(.branch) != true }) {
            return "closed with a card that is not reconciled"
        }
        let isUnsatisfied = request.calls.contains { call in
            if case .unsatisfied = call.answers.last { true } else { false }
        }
        if isUnsatisfied { return "closed with an unsatisfied customer" }
        let isTried = request.calls.contains { $0.kind == .afterMismatch && $0.answers.count >= 3 }
        if !isTried, request.visits.contains(where: { $0.card?.isUnderSuspicion == true }) {
            return "closed with a card that the customer speaks against"
        }
        if request.calls.isEmpty { return "closed without a call back" }
        if !request.openComplaints.isEmpty { return "closed with an open complaint" }
        if request.compensationOwed.fen > 0 { return "closed with a compensation unpaid" }
        return request.approvals.contains { $0.decision == nil } ? "closed with an open approval" : nil
    }

    @Test("no invariant breaks, and the events alone give the same request", arguments: 0..<16)
    func runs(block: Int) throws {
        var reached: [RequestState: Int] = [:]
        var refused = 0
        for run in 0..<500 {
            var random = try RandomDesk(seed: UInt64(block * 500 + run))
            for _ in 0..<Self.commands {
                let before = random.events
                let found = random.step()
                let after = try #require(random.desk.request(random.number))
                if !found.isEmpty, let what = Self.lies(after) {
                    Issue.record("run \(block * 500 + run): \(what) after \(found)")
                    return
                }
                for recorded in found {
                    let request = after
                    if let what = broken(recorded, request, before) {
                        Issue.record("run \(block * 500 + run): \(what) by \(recorded)")
                        return
                    }
                }
            }
            let request = try #require(random.desk.request(random.number))
            var again = Desk()
            for recorded in random.events { again.apply(recorded) }
            #expect(again.request(random.number) == request, "run \(block * 500 + run)")
            reached[request.state, default: 0] += 1
            refused += random.refused
        }
        // A test that nobody gets through shows nothing.
        #expect(reached[.closed] ?? 0 > 50 && refused > 1_000, "\(reached)")
    }

    /// What no turn may ever bring about between requests; nil where all is well.
    private static func brokenBetween(_ open: [ServiceRequest]) -> String? {
        let places = open.filter { $0.device != nil }.map { "\($0.device?.text ?? "") \($0.family?.rawValue ?? "?")" }
        if Set(places).count < places.count { return "two requests are open for one of \(places.sorted())" }
        let away = open.compactMap { $0.visit?.engineer }
        return Set(away).count < away.count ? "an engineer is on two visits" : nil
    }

    /// The same of all requests there ever were: what was told is told once, and what was fitted is fitted once.
    private static func brokenAmong(_ all: [ServiceRequest]) -> String? {
        let demands = all.filter { $0.duplicateOf == nil }.flatMap(\.demands).map { "\($0.channel.rawValue) \($0.key)" }
        if Set(demands).count < demands.count { return "a demand is on two requests, or twice on one" }
        let twice = all.first { one in
            let pieces = one.evidence.map { "\($0.component.family.rawValue) \($0.episode) \($0.level)" }
            return Set(pieces).count < pieces.count
        }
        if let twice { return "\(twice.number) has a piece of evidence twice" }
        let fitted = all.flatMap(\.visits).flatMap(\.parts).filter { $0.new != PartUse.none }.map(\.new)
        return Set(fitted).count < fitted.count ? "a part was fitted twice" : nil
    }

    @Test("no invariant breaks between several requests of one desk, and the events alone give all", arguments: 0..<20)
    func several(block: Int) throws {
        var (closed, merged, refused) = (0, 0, 0)
        for run in 0..<100 {
            let seed = UInt64(block * 100 + run)
            var random = RandomDesk(manyWith: seed)
            var before: [String: [RecordedEvent]] = [:]
            for _ in 0..<180 {
                let found = try random.turn()
                for recorded in found {
                    let request = try #require(random.desk.request(recorded.request))
                    let what = broken(recorded, request, before[recorded.request] ?? []) ?? Self.lies(request)
                    if let what {
                        Issue.record("run \(seed): \(what) by \(recorded)")
                        return
                    }
                }
                for recorded in found { before[recorded.request, default: []].append(recorded) }
                if !found.isEmpty, let what = Self.brokenBetween(random.desk.openRequests) {
                    Issue.record("run \(seed): \(what) after \(found)")
                    return
                }
            }
            let all = try before.keys.sorted().map { try #require(random.desk.request($0)) }
            if let what = Self.brokenAmong(all) { Issue.record("run \(seed): \(what)") }
            var again = Desk()
            for recorded in random.events { again.apply(recorded) }
            #expect(before.keys.sorted().map { again.request($0) } == all, "run \(seed)")
            closed += all.filter { $0.state == .closed }.count
            merged += all.filter { $0.state == .duplicate || $0.demands.count + $0.evidence.count > 1 }.count
            refused += random.refused
        }
        #expect(closed > 5 && merged > 100 && refused > 1_000, "\(closed) closed, \(merged) merged")
    }

    @Test("every guard is in somebody's way, and says why in both languages")
    func guards() throws {
        var met: Set<Guard> = []
        for seed in 0..<600 {
            var random = try RandomDesk(seed: UInt64(seed))
            for _ in 0..<Self.commands { _ = random.step() }
            met.formUnion(random.guards)
        }
        for seed in 0..<60 {
            var random = RandomDesk(manyWith: UInt64(seed))
            for _ in 0..<180 { _ = try random.turn() }
            met.formUnion(random.guards)
        }
        // These say what earlier guards have kept from happening, or are asked in stories alone.
        let seldom: Set<Guard> = [
            .changeConsent, .clockRuns, .exchange, .loanerBack, .foretold, .performanceFailure,
        ]
        #expect(Set(Guard.allCases).subtracting(met).isSubset(of: seldom))
        for one in Guard.allCases {
            #expect(one.text.en != one.rawValue && one.text.zh != one.text.en && !one.clause.isEmpty, "\(one)")
        }
    }

    @Test("the events come back from their stored form", arguments: 0..<40)
    func stored(seed: UInt64) throws {
        var random = try RandomDesk(seed: seed)
        for _ in 0..<Self.commands { _ = random.step() }
        let text = try JSONEncoder().encode(random.events)
        #expect(try JSONDecoder().decode([RecordedEvent].self, from: text) == random.events)
        #expect(!String(decoding: text, as: UTF8.self).contains("_0"))
    }
}
