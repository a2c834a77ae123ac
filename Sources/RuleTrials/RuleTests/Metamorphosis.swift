import Appliances
import FaultRules
import Telemetry

/// Another way in which the same readings may come, after which every episode must be the same, byte for byte
/// (design page rules, "Metamorphic checks").
package enum Metamorphosis: CaseIterable, Hashable, Sendable {
    /// Every record arrives twice.
    case duplicates
    /// Records overtake each other within the lateness.
    case shuffle
    /// The gateway is killed at several records.
    case kills
    /// The device's clock is wrong by the same amount all the time.
    case clockOffset
    /// The recording stands in two files, one run after the other.
    case split
    /// The rules are read again, and are the same.
    case reload
    /// Other appliances speak too.
    case company

    /// What reports call it.
    package var name: String {
        switch self {
        case .duplicates: "every record twice"
        case .shuffle: "shuffled within the lateness"
        case .kills: "gateway killed"
        case .clockOffset: "device clock off"
        case .split: "split into two runs"
        case .reload: "rules read again"
        case .company: "other devices added"
        }
    }
}

/// One metamorphosis after which a test gave other episodes.
package struct MetamorphicFailure: Hashable, Sendable {
    /// Which.
    package let metamorphosis: Metamorphosis
    /// With which seed.
    package let seed: UInt64
    /// Which episodes it gave and which they should be.
    package let text: String
}

extension RuleTrial {
    /// Runs a test's readings once undisturbed and once after each metamorphosis, with chance of this seed.
    ///
    /// - Returns: those after which the episodes were others; none where all is well.
    package func metamorphicFailures(_ test: RuleTest, seed: UInt64) -> [MetamorphicFailure] {
        let deliveries = test.deliveries(set.channels, isDisturbed: false)
        guard !deliveries.isEmpty else { return [] }
        let plain = virtualRun(test).run(deliveries.handedOver).outcome
        let expected = story(of: test, plain.changes)
        return Metamorphosis.allCases.enumerated().compactMap { number, metamorphosis in
            var chance = SeededChance(seed: StableHash(of: test.name, "\(seed)", "\(number)").value)
            let outcome = outcome(of: metamorphosis, test, deliveries, &chance)
            let found = story(of: test, outcome.changes)
            guard let text = difference(expected, found, outcome) else { return nil }
            return MetamorphicFailure(metamorphosis: metamorphosis, seed: seed, text: text)
        }
    }

    private func virtualRun(_ test: RuleTest) -> VirtualRun<Engine> {
        VirtualRun(set, appliances: [test.device], on: test.day, until: test.end)
    }

    private func outcome(
        of metamorphosis: Metamorphosis, _ test: RuleTest, _ deliveries: [Delivery], _ chance: inout SeededChance
    ) -> VirtualRun<Engine>.Outcome {
        let run = virtualRun(test)
        let handovers = deliveries.handedOver
        func place() -> Int { chance.below(handovers.count) }
        switch metamorphosis {
        case .duplicates, .shuffle, .clockOffset:
            return run.run(deliveries.after(metamorphosis, &chance).handedOver).outcome
        case .kills:
            let places = [place(), place(), place()].sorted()
            return run.run(handovers, restarts: places.map { VirtualRun<Engine>.Restart(place: $0) }).outcome
        case .split:
            return run.run(handovers, restarts: [VirtualRun<Engine>.Restart(place: place(), isOrderly: true)]).outcome
        case .reload:
            let again = try? RuleTrial(original, among: others, overrides: set.overrides, channels: set.channels)
            let restart = VirtualRun<Engine>.Restart(place: place(), isOrderly: true, set: again?.set)
            return run.run(handovers, restarts: [restart]).outcome
        case .company: return company(test, handovers)
        }
    }

    /// The test's appliance between two others of its model that say the same things backwards.
    private func company(_ test: RuleTest, _ handovers: [Handover]) -> VirtualRun<Engine>.Outcome {
        let others = ["company-1", "company-2"].compactMap { DeviceID($0) }.map { id in
            Appliance(
                id: id, site: test.device.site, category: test.device.category, model: test.device.model,
                family: test.device.family, batch: test.device.batch, firmware: test.device.firmware,
                region: test.device.region, centre: test.device.centre, traits: test.device.traits)
        }
        guard others.count == 2 else { return VirtualRun<Engine>.Outcome() }
        let run = VirtualRun<Engine>(
            set, appliances: [others[0], test.device, others[1]], on: test.day, until: test.end)
        var all: [Handover] = []
        for (number, record) in handovers.enumerated() {
            let backwards = handovers[handovers.count - 1 - number].readings
            for device in [0, 1, 2] {
                let readings = device == 1 ? record.readings : backwards
                all.append(Handover(device: device, time: record.time, arrival: record.arrival, readings: readings))
            }
        }
        return run.run(all).outcome
    }

    private func difference(_ expected: Story, _ found: Story, _ outcome: VirtualRun<Engine>.Outcome) -> String? {
        if !outcome.isRestored { return RuleTrial.refusal }
        let isSame = expected.changes.map(Seen.init) == found.changes.map(Seen.init)
        if isSame, expected.flapping.map(Seen.init) == found.flapping.map(Seen.init) { return nil }
        if expected.text == found.text { return "the same changes with other evidence: \(found.text)" }
        let late = outcome.lateCount > 0 ? "; \(counted(outcome.lateCount, "record")) came too late" : ""
        return "gave \(found.text); undisturbed it is \(expected.text)\(late)"
    }
}

/// Everything that an alarm's change tells, to be compared.
private struct Seen: Equatable {
    let kind: AlarmChange.Kind
    let episode: Episode
    let distinction: FaultRule.Distinction.Outcome?
    let acts: Bool

    init(_ change: AlarmChange) {
        kind = change.kind
        episode = change.episode
        distinction = change.distinction
        acts = change.acts
    }
}

extension [Delivery] {
    /// The same records as they come after a metamorphosis of their way.
    fileprivate func after(_ metamorphosis: Metamorphosis, _ chance: inout SeededChance) -> [Delivery] {
        let lateness = Int(RuleEngine.lateness.milliseconds)
        switch metamorphosis {
        case .duplicates:
            var twice: [Delivery] = []
            for delivery in self {
                var again = delivery
                again.arrival = again.arrival + TimeSpan(milliseconds: Int64(chance.below(lateness)))
                twice += [delivery, again]
            }
            return twice.inOrderOfArrival
        case .shuffle:
            return map { delivery in
                var delayed = delivery
                delayed.arrival = delayed.arrival + TimeSpan(milliseconds: Int64(chance.below(lateness)))
                return delayed
            }.inOrderOfArrival
        case .clockOffset:
            // Ahead, because a clock that is behind cannot be told from a backlog by its first records.
            let offset = TimeSpan(milliseconds: 3_600_000 + Int64(chance.below(47 * 3_600_000)))
            return map { delivery in
                var wrong = delivery
                wrong.stamp = wrong.stamp + offset
                return wrong
            }
        case .kills, .split, .reload, .company: return self
        }
    }
}
