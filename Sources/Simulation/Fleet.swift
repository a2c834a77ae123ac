package import Appliances

/// A seeded fleet of household refrigerators, of which some fail on purpose.
///
/// The same numbers make the same fleet on every machine, byte for byte.
package struct Fleet: Sendable {
    /// The moment of the first round.
    package let start: Timestamp
    /// The moment after the last round: `start` and the span.
    package let end: Timestamp
    /// The time from one round to the next.
    package let step: TimeSpan
    /// The appliances in the order of their ids.
    package private(set) var appliances: [SimulatedAppliance]

    private var upcoming: Timestamp

    /// A fleet of `count` appliances (at most 999 999) that lives from `start` for `span`.
    ///
    /// Rounds are at `start`, `start` + `step` and so on, before the end. The number of
    /// faulty ones is the rounded share, but at least 4 (each kind once) in a fleet of 20
    /// or more; a share of 0 makes a fleet without faults. Faults begin in the second
    /// fifth to the middle of the span (20 % to 50 %).
    package init(
        count: Int, seed: UInt64, start: Timestamp, step: TimeSpan, span: TimeSpan,
        faultyShare: Double = 0.1
    ) {
        precondition((0...999_999).contains(count), "Ids have six digits.")
        precondition(step > .zero && span >= .zero, "A fleet lives forward, step by step.")
        precondition((0...1).contains(faultyShare), "A share lies between 0 and 1.")
        self.start = start
        self.step = step
        end = start + span
        upcoming = start
        var dealer = SeededGenerator(seed: seed)
        let faulty = Fleet.faultyCount(of: count, share: faultyShare)
        let places = Fleet.draw(faulty, of: count, from: &dealer)
        let cards = places.enumerated().map { turn, place in
            let kind = SeededFault.allCases[turn % SeededFault.allCases.count]
            let share = (Double(turn) + dealer.unit()) / Double(faulty)
            return Card(place: place, fault: kind, at: Fleet.onset(share, start: start, span: span))
        }
        appliances = Fleet.settle(cards, count: count, start: start, seed: seed)
    }

    /// Fills `records` with the next round, in the order of ids, and says its moment; nil at the end.
    ///
    /// What stood in `records` is dropped. Silent appliances are left out.
    package mutating func nextRound(into records: inout [TelemetryRecord]) -> Timestamp? {
        records.removeAll(keepingCapacity: true)
        guard upcoming < end else { return nil }
        let moment = upcoming
        upcoming = moment + step
        for place in appliances.indices {
            if let record = appliances[place].step(to: moment) { records.append(record) }
        }
        return moment
    }
}

extension Fleet {
    /// One appliance's fate.
    private struct Card {
        let place: Int
        let fault: SeededFault
        let at: Timestamp
    }

    private static func faultyCount(of count: Int, share: Double) -> Int {
        guard share > 0 else { return 0 }
        let rounded = Int((Double(count) * share).rounded())
        return count >= 20 ? max(4, rounded) : rounded
    }

    /// So many different places, in the order drawn: the first steps of a Fisher-Yates shuffle.
    private static func draw(
        _ wanted: Int, of count: Int, from dealer: inout SeededGenerator
    ) -> [Int] {
        var places = Array(0..<count)
        for turn in 0..<wanted { places.swapAt(turn, turn + dealer.below(count - turn)) }
        return Array(places.prefix(wanted))
    }

    /// The moment at this share of the way from 20 % to 50 % of the span, on a tick of the model.
    private static func onset(_ share: Double, start: Timestamp, span: TimeSpan) -> Timestamp {
        let ticks = span.seconds / Double(Refrigerator.tickSeconds)
        let (first, last) = ((0.2 * ticks).rounded(.up), (0.5 * ticks).rounded(.down))
        let tick = first + (max(0, last - first) * share).rounded(.down)
        return start + .seconds(Int64(tick) * Int64(Refrigerator.tickSeconds))
    }

    /// Gives every appliance its papers and its card.
    private static func settle(
        _ cards: [Card], count: Int, start: Timestamp, seed: UInt64
    ) -> [SimulatedAppliance] {
        var hands = [Card?](repeating: nil, count: count)
        var cases = [PaperCase?](repeating: nil, count: count)
        let visits = cards.filter { $0.fault == .warmCabinet || $0.fault == .shortCycling }
        for (turn, card) in visits.enumerated() { cases[card.place] = .dealt(turn) }
        for card in cards { hands[card.place] = card }
        let today = CalendarDay(start, utcOffsetSeconds: 8 * 3_600)
        return (0..<count).map { place in
            // Each from its own seed: one appliance more in the fleet changes no other's life.
            let own = StableHash.avalanche(seed &+ StableHash.avalanche(UInt64(place) &+ 1))
            var draw = SeededGenerator(seed: own)
            let papers = cases[place] ?? .drawn(from: &draw)
            let purchase = papers.purchase(on: today, from: &draw)
            let row = row(number: place + 1, purchase: purchase, from: &draw)
            let fault = hands[place].map { (kind: $0.fault, at: $0.at) }
            return SimulatedAppliance(row, fault: fault, start: start, seed: draw.next())
        }
    }

    private static func row(
        number: Int, purchase: Purchase, from draw: inout SeededGenerator
    ) -> Appliance {
        let models = ["BCD-470W", "BCD-328W", "BCD-258W", "BCD-535W"]
        guard let id = DeviceID("RF-\(zeroPadded(number, to: 6))"),
            let site = SiteID("home-\(zeroPadded(number, to: 4))")
        else { preconditionFailure("Names made of letters, digits and hyphens are ids.") }
        return Appliance(
            id: id, site: site, category: .refrigerator, model: models[draw.below(models.count)],
            owner: "C-\(zeroPadded(number, to: 5))", purchase: purchase)
    }
}
