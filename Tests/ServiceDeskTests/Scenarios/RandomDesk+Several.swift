import Appliances
import ServiceDesk
import Warranty

/// The same desk with several requests at once: three appliances, two engineers, and one fault of which several tell.
extension RandomDesk {
    /// A desk on which nothing lies yet.
    init(manyWith seed: UInt64) {
        chance = SplitMix64(seed: seed)
        pace = 24
    }

    /// Somebody does something to one of the requests, or tells of a fault; the events that followed.
    mutating func turn() throws -> [RecordedEvent] {
        let open = desk.openRequests
        guard !open.isEmpty, chance.below(14) > 0 else { return try receive() }
        // People stay with what they have in hand, and come back to it.
        if !open.contains(where: { $0.number == number }) || chance.below(6) == 0 { number = chance.pick(open).number }
        guard chance.below(25) == 0 else { return step() }
        return does(.markDuplicate(of: chance.pick(open).number), by: Story.agent)
    }

    /// A prediction or a call about one of the appliances, which may be known, a duplicate, or one more word on what is
    /// open; some calls name no appliance.
    private mutating func receive() throws -> [RecordedEvent] {
        now = now + .minutes(Int64(chance.below(pace)))
        let device = "fridge-\(1 + chance.below(3))"
        let component = chance.pick([Component.compressor, .compressor, .door, .thermostat])
        let found: [RecordedEvent]
        if chance.below(2) == 0 {
            let piece = prediction(
                of: component, in: try appliance(device), episode: "EP-\(chance.below(8))",
                priority: chance.pick(Priority.allCases))
            let answer = chance.pick([Answer.free, .free, .undetermined(needs: [.certificate])])
            found = desk.take(piece, entitled: outlook(answer, of: component), tariff: tariff, at: now).events
        } else {
            var demand = Story.call(
                device: chance.pick([device, device, nil]), component: chance.pick([component, nil]),
                key: "call-\(chance.below(30))")
            (demand.category, demand.priority) = (.refrigerator, chance.pick(Priority.allCases))
            found =
                desk.take(
                    demand, entitled: ServiceDeskTests.decision(chance.pick([.free, .chargeable])), by: Story.agent,
                    at: now
                ).events
        }
        events += found
        return found
    }
}
