import Appliances
import Foundation
import Glibc
import Testing
import Warranty

/// Cases of all sorts, made from a seed.
private struct CaseMaker {
    var chance: SplitMix64

    private static let bounds = [
        "2007-12-29", "2007-12-30", "2007-12-31", "2008-02-29", "2009-11-30", "2009-12-01", "2009-12-31", "2010-01-01",
        "2012-02-29", "2020-06-15",
    ].compactMap { CalendarDay($0) }

    mutating func make() -> WarrantyCase {
        let invoiced = chance.pick(Self.bounds).adding(days: chance.below(5) - 2)
        let months = chance.below(4) == 0 ? chance.below(4) : 12 * chance.below(12)
        let failure = invoiced.adding(months: months).adding(days: chance.below(40))
        return WarrantyCase(
            brand: chance.pick(["Haier", "haier", "海尔", "Other", ""]),
            category: chance.pick(Category.allCases),
            attributes: Attribute.allCases.compactMap { attribute in
                let roll = chance.below(3)
                return roll == 2 ? nil : Attribute.Value(attribute, roll == 1)
            },
            component: chance.pick(Component.allCases),
            purchase: Purchase(
                invoiceDay: chance.below(12) == 0 ? nil : invoiced,
                saleDay: chance.below(2) == 0 ? nil : invoiced.adding(days: -chance.below(3)),
                invoice: chance.pick([.valid, .valid, .valid, .missing, .altered]),
                certificate: chance.pick([.valid, .valid, .valid, .missing, .altered]),
                city: chance.pick(["Jinan", "Beijing", "Hefei", ""])),
            failureDay: max(failure, invoiced), pauses: pauses(after: invoiced), findings: findings(),
            failedRepairs: chance.below(3), way: chance.pick(ServiceWay.allCases))
    }

    mutating func pauses(after day: CalendarDay) -> [WarrantyPause] {
        (0..<chance.below(6)).map { _ in
            let from = day.adding(days: chance.below(3) == 0 ? 360 + chance.below(20) : chance.below(4_000) - 20)
            return WarrantyPause(
                from: from, through: from.adding(days: chance.below(130)), cause: chance.pick([.repair, .waitingParts]))
        }
    }

    private mutating func findings() -> [WarrantyCase.Finding] {
        guard chance.below(8) == 0 else { return [] }
        return WarrantyCase.Finding.Kind.allCases.filter { _ in chance.below(2) == 0 }.map {
            WarrantyCase.Finding($0, decidedBy: .engineer, evidence: chance.below(2) == 0 ? [] : ["photo 7"])
        }
    }
}

@Suite("Ten thousand cases")
struct EntitlementPropertyTests {
    /// The same for every test, so that a failing one is named by its number.
    private static let cases: [WarrantyCase] = {
        var maker = CaseMaker(chance: SplitMix64(seed: 20_261_126))
        return (0..<10_000).map { _ in maker.make() }
    }()

    /// Every policy, the optional one too.
    private static let policies = Shipped.all

    private func decide(_ case: WarrantyCase) -> EntitlementDecision { entitlement(of: `case`, under: Self.policies) }

    @Test("reach every outcome and every finding of a step but a few")
    func variety() {
        let decisions = Self.cases.map(decide)
        #expect(Set(decisions.map(\.outcome)) == Set(EntitlementDecision.Outcome.allCases))
        let found = Set(decisions.flatMap(\.reasons).map(\.finding))
        let missing = Set(EntitlementDecision.Reason.Finding.allCases).subtracting(found)
        // No shipped policy leaves a conflict to a person or an exclusion out; dates ahead are refused by readers.
        #expect(missing.isSubset(of: [.overlapOpen, .notExcluded, .invoiceAhead, .saleAhead, .noted, .noPolicy]))
    }

    @Test("are never less covered for a pause more, or a longer one")
    func pausesNeverShorten() throws {
        var chance = SplitMix64(seed: 2)
        for (number, one) in Self.cases.enumerated() {
            let before = decide(one)
            var more = one
            let from = one.failureDay.adding(days: chance.below(2_000) - 1_900)
            more.pauses.append(WarrantyPause(from: from, through: from.adding(days: chance.below(60)), cause: .repair))
            var longer = one
            longer.pauses = one.pauses.map { pause in
                WarrantyPause(
                    from: pause.from.adding(days: -chance.below(9)),
                    through: pause.through.adding(days: chance.below(9)), cause: pause.cause)
            }
            for after in [decide(more), decide(longer)] {
                let never = CalendarDay(daysSinceEpoch: 0)
                #expect((after.validUntil ?? never) >= (before.validUntil ?? never), "case \(number)")
                #expect(!before.isCovered || after.isCovered, "case \(number)")
            }
        }
    }

    @Test("count the days of overlapping pauses once")
    func overlaps() {
        for (number, one) in Self.cases.enumerated() {
            var twice = one
            twice.pauses += one.pauses
            #expect(decide(twice) == decide(one), "case \(number)")
        }
    }

    @Test("are decided alike in whatever order things are told")
    func order() {
        var chance = SplitMix64(seed: 3)
        for (number, one) in Self.cases.enumerated() {
            var mixed = one
            mixed.pauses = chance.mixed(one.pauses)
            mixed.findings = chance.mixed(one.findings)
            mixed.attributes = chance.mixed(one.attributes)
            #expect(decide(mixed) == decide(one), "case \(number)")
        }
    }

    @Test("come back from the text that is printed, and that text is the same every time")
    func roundTrip() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        for (number, one) in Self.cases.enumerated() {
            let decision = decide(one)
            let text = try encoder.encode(decision)
            let read = try JSONDecoder().decode(EntitlementDecision.self, from: text)
            #expect(read == decision, "case \(number)")
            #expect(try encoder.encode(read) == text, "case \(number)")
        }
    }

    @Test("say why in both languages, with nothing left out")
    func words() {
        for (number, one) in Self.cases.enumerated() {
            for reason in decide(one).reasons {
                let text = reason.text
                #expect(!text.en.contains("?") && !text.zh.contains("?"), "case \(number): \(text)")
                #expect(!text.en.isEmpty && !text.zh.isEmpty && text.en != text.zh, "case \(number): \(text)")
            }
        }
    }

    @Test("are always repaired, never refused, and ask for something where they are open (H-18)")
    func neverRefused() {
        for (number, one) in Self.cases.enumerated() {
            let decision = decide(one)
            #expect(decision.options.contains(.repair) && !decision.reasons.isEmpty, "case \(number)")
            #expect((decision.outcome == .undetermined) == !decision.needs.isEmpty, "case \(number)")
            #expect(decision.payers.map(\.line) == one.way.lines, "case \(number)")
        }
    }
}

@Suite("The zone of the machine", .serialized)
struct EntitlementZoneTests {
    @Test("has no part in an answer")
    func zones() throws {
        var maker = CaseMaker(chance: SplitMix64(seed: 4))
        let cases = (0..<10_000).map { _ in maker.make() }
        let before = getenv("TZ").map { String(cString: $0) }
        defer { set(before) }
        var answers: [[EntitlementDecision]] = []
        for zone in ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Shanghai"] {
            set(zone)
            answers.append(cases.map { entitlement(of: $0, under: Shipped.policies) })
        }
        #expect(answers.allSatisfy { $0 == answers[0] })
    }

    private func set(_ zone: String?) {
        if let zone { setenv("TZ", zone, 1) } else { unsetenv("TZ") }
        tzset()
    }
}
