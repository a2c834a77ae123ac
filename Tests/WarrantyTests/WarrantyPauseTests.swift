import Appliances
import Testing
import Warranty

@Suite("Warranty pauses")
struct WarrantyPauseTests {
    @Test(
        "move the end by their days",
        arguments: [
            ([], "2026-11-01"),
            ([("2024-01-01", "2024-01-01")], "2026-11-02"),
            ([("2024-01-01", "2024-01-10"), ("2024-01-05", "2024-01-12")], "2026-11-13"),
            // Inside another one, twice the same, and one right after the other.
            ([("2024-01-01", "2024-01-10"), ("2024-01-03", "2024-01-04")], "2026-11-11"),
            ([("2024-01-01", "2024-01-10"), ("2024-01-01", "2024-01-10")], "2026-11-11"),
            ([("2024-01-01", "2024-01-10"), ("2024-01-11", "2024-01-12")], "2026-11-13"),
            // Days before the invoice count nothing, its own day does.
            ([("2023-10-01", "2023-10-31")], "2026-11-01"),
            ([("2023-10-01", "2023-11-01")], "2026-11-02"),
            ([("2023-10-01", "2023-11-02")], "2026-11-03"),
            // On the last day it still counts, the day after it does not.
            ([("2026-11-01", "2026-11-05")], "2026-11-06"),
            ([("2026-11-02", "2026-11-05")], "2026-11-01"),
            // Inside the extension it extends again.
            ([("2024-01-01", "2024-01-10"), ("2026-11-08", "2026-11-09")], "2026-11-13"),
            ([("2024-01-01", "2024-01-10"), ("2026-11-12", "2026-11-19")], "2026-11-11"),
            // The wrong way round it holds no day.
            ([("2024-01-10", "2024-01-01")], "2026-11-01"),
            // Without an end in sight the day remains one that can be written down.
            ([("2024-01-01", "9999-12-31")], "9999-12-31"),
        ] as [([(String, String)], String)])
    func ends(spans: [(String, String)], end: String) throws {
        let pauses = try spans.map { try pause($0.0, $0.1) }
        let found = coveredThrough(
            try day("2026-11-01"), countedFrom: try day("2023-11-01"), deducting: pauses)
        #expect(try found == day(end))
    }

    private static let invoiced = CalendarDay(daysSinceEpoch: 19_662)
    private static let end = CalendarDay(daysSinceEpoch: 19_662 + 365)

    private func end(with pauses: [WarrantyPause]) -> CalendarDay {
        coveredThrough(Self.end, countedFrom: Self.invoiced, deducting: pauses)
    }

    @Test("end where counting day by day ends", arguments: 1...200)
    func agreesWithCounting(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        let pauses = chance.pauses(after: Self.invoiced)
        var today = Self.invoiced
        // A pause on the day of the invoice puts the end off, too, though that day itself is not counted.
        var unpaused = pauses.contains { $0.from <= today && today <= $0.through } ? -1 : 0
        while unpaused < 365 {
            today = today.adding(days: 1)
            if !pauses.contains(where: { $0.from <= today && today <= $0.through }) { unpaused += 1 }
        }
        #expect(end(with: pauses) == today)
    }

    @Test("never shorten the period, added or lengthened", arguments: 1...200)
    func neverShorten(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        let pauses = chance.pauses(after: Self.invoiced)
        let before = end(with: pauses)
        #expect(before >= Self.end)
        #expect(end(with: pauses + chance.pauses(after: Self.invoiced)) >= before)
        let longer = pauses.map {
            WarrantyPause(
                from: $0.from.adding(days: -chance.below(9)),
                through: $0.through.adding(days: chance.below(9)), cause: $0.cause)
        }
        #expect(end(with: longer) >= before)
    }

    @Test("count once, in any order, however they are cut", arguments: 1...200)
    func orderAndOverlap(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        let pauses = chance.pauses(after: Self.invoiced)
        let before = end(with: pauses)
        #expect(end(with: chance.mixed(pauses)) == before)
        #expect(end(with: pauses + pauses) == before)
        let cut = pauses.flatMap { pause in
            let middle = pause.from.adding(days: chance.below(20))
            return middle >= pause.through
                ? [pause]
                : [
                    WarrantyPause(from: pause.from, through: middle, cause: pause.cause),
                    WarrantyPause(from: middle, through: pause.through, cause: .waitingParts),
                ]
        }
        #expect(end(with: chance.mixed(cut)) == before)
    }
}

extension SplitMix64 {
    /// Up to seven pauses of up to forty days, some before the day, many around a year after it.
    mutating func pauses(after day: CalendarDay) -> [WarrantyPause] {
        (0..<below(8)).map { _ in
            let from = day.adding(days: below(2) == 0 ? 330 + below(150) : below(500) - 50)
            return WarrantyPause(from: from, through: from.adding(days: below(40)), cause: .repair)
        }
    }
}
