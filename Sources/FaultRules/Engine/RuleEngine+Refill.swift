import Appliances
package import Telemetry

extension RuleEngine {
    /// Takes from another engine with the same rules, which has lived through the past of one appliance, what is
    /// new here.
    ///
    /// An alarm is not taken over: what is found in the past by a changed rule is for a back-test to say.
    package mutating func fill(_ number: Int, from other: RuleEngine, _ otherNumber: Int, missing: Set<UInt64>) {
        let (home, otherHome) = (homes[number], other.homes[otherNumber])
        let memories = plan.programs[home.program].memories
        let others = other.plan.programs[otherHome.program].memories
        var hasNewChannel = false
        for memory in memories where missing.contains(memory.meaning) && memory.kind != .alarm {
            hasNewChannel = hasNewChannel || memory.kind == .channel
            guard let source = others.first(where: { $0.meaning == memory.meaning }),
                source.words.count == memory.words.count
            else { continue }
            let from = otherHome.first + source.words.lowerBound
            copy(other.slabs[otherHome.program], from: from, to: memory.words, of: number)
        }
        if hasNewChannel { completeHeld(number, from: other, otherNumber) }
    }

    /// Records that wait were kept without what no rule read until now; the other engine has them whole.
    private mutating func completeHeld(_ number: Int, from other: RuleEngine, _ otherNumber: Int) {
        let slots = plan.programs[homes[number].program].slots
        let whole = other.held.records(of: otherNumber)
        guard !whole.isEmpty else { return }
        held.complete(number) { time, arrival in
            guard let record = whole.first(where: { $0.time == time && $0.arrival == arrival }) else { return [] }
            return record.readings.compactMap { reading in
                // The two may number channels differently.
                guard let id = set.channels.known(other.set.channels[reading.channel].name),
                    slots[Int(id.index)] >= 0
                else { return nil }
                return Reading(channel: id, value: reading.value)
            }
        }
    }

    /// The memories of an appliance by their meaning.
    package func meanings(of number: Int) -> Set<UInt64> {
        Set(plan.programs[homes[number].program].memories.map(\.meaning))
    }

    /// What the present rules remember of an appliance and a snapshot does not; nil where that has no past.
    package func gap(of number: Int, in words: some Collection<UInt64>) -> Gap? {
        var known: Set<UInt64> = []
        var rest = Array(words)[...]
        while rest.count >= 2, let meaning = rest.popFirst(), let count = rest.popFirst() {
            known.insert(meaning)
            guard count <= UInt64(rest.count) else { return nil }
            rest = rest.dropFirst(Int(count))
        }
        let missing = plan.programs[homes[number].program].memories.filter { !known.contains($0.meaning) }
        let reach = missing.filter { $0.kind != .alarm }.map(\.reach).max() ?? 0
        return reach > 0 ? Gap(number: number, reach: reach, missing: Set(missing.map(\.meaning))) : nil
    }
}

extension RuleSet {
    /// The same rules for whoever has numbered these channels already; nil where the list has no room left for one
    /// that a rule names.
    package func joined(to channels: ChannelList) -> RuleSet? {
        var channels = channels
        for name in rules.flatMap(\.formulas).flatMap(\.formula.mentions).map(\.name)
        where self.channels.known(name) != nil {
            guard channels.id(of: name) != nil else { return nil }
        }
        return RuleSet(rules: rules, written: written, channels: channels, overrides: overrides)
    }
}
