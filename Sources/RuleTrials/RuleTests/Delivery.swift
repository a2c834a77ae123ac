import Appliances
import Telemetry

/// One record on its way from an appliance to the gateway.
struct Delivery: Sendable {
    /// The device's own time.
    var stamp: Timestamp
    /// When the gateway has it.
    var arrival: Timestamp
    let readings: [Reading]
}

/// One record on its way from the gateway to the rules.
struct Handover: Sendable {
    /// Whose, by its place among the engine's appliances.
    var device = 0
    /// The corrected time.
    let time: Timestamp
    let arrival: Timestamp
    let readings: [Reading]
}

extension RuleTest {
    /// The records in the order of their arrival; `isDisturbed` says whether what went wrong on the way is in them.
    ///
    /// What never arrives never arrives: a record that is dropped changes what is known and not only how it came.
    func deliveries(_ channels: ChannelList, isDisturbed: Bool) -> [Delivery] {
        var channels = channels
        let named = series.compactMap { line in channels.id(of: line.channel).map { ($0, line.waveform) } }
        var deliveries: [Delivery] = []
        for number in 0..<recordCount {
            let after = TimeSpan(milliseconds: Int64(number) * every.milliseconds)
            let readings = named.compactMap { id, waveform in
                waveform.value(at: after).map { Reading(channel: id, value: $0) }
            }
            // An appliance of which every channel is silent sends no record at all.
            guard !readings.isEmpty else { continue }
            deliveries.append(Delivery(stamp: start + after, arrival: start + after, readings: readings))
        }
        for (number, fault) in faults.enumerated() where isDisturbed || fault.isLoss {
            var chance = SeededChance(seed: StableHash(of: name, "\(number)").value)
            deliveries = deliveries.suffering(fault, from: start, &chance)
        }
        return isDisturbed ? deliveries.inOrderOfArrival : deliveries
    }
}

extension InjectedFault {
    fileprivate var isLoss: Bool {
        if case .drop = self { true } else { false }
    }
}

extension [Delivery] {
    /// In the order of arrival; what arrives together keeps its order.
    var inOrderOfArrival: [Delivery] {
        enumerated().sorted { ($0.element.arrival, $0.offset) < ($1.element.arrival, $1.offset) }.map(\.element)
    }

    fileprivate func suffering(
        _ fault: InjectedFault, from start: Timestamp, _ chance: inout SeededChance
    ) -> [Delivery] {
        var rest: [Delivery] = []
        for delivery in self {
            // Arrival and not the device's own time, which another fault may have made wrong already.
            let after = delivery.arrival - start
            var delivery = delivery
            switch fault {
            case .kill: break
            case .reorder(let from, let to, let by):
                guard after >= from, after < to else { break }
                delivery.arrival = delivery.arrival + TimeSpan(milliseconds: Int64(chance.below(Int(by.milliseconds))))
            case .duplicate(let from, let to, let share):
                guard after >= from, after < to, chance.unit() < share else { break }
                rest.append(delivery)
                delivery.arrival = delivery.arrival + .seconds(1)
            case .drop(let from, let to, let share):
                if after >= from, after < to, chance.unit() < share { continue }
            case .clock(let from, let to, let by):
                guard after >= from, to.map({ after < $0 }) ?? true else { break }
                delivery.stamp = delivery.stamp + by
            }
            rest.append(delivery)
        }
        return rest
    }

    /// What the gateway makes of them: repeats dropped, times corrected by one clock as in `GatewayCore`.
    var handedOver: [Handover] {
        var clock = DeviceClock()
        return withoutRepeats.map { delivery in
            // Its jumps are notes of the gateway and no episodes of the rule that is tried.
            _ = clock.take(newest: delivery.stamp, oldest: delivery.stamp, arrival: delivery.arrival)
            let time = clock.judge(device: delivery.stamp, arrival: delivery.arrival).time
            return Handover(time: time, arrival: delivery.arrival, readings: delivery.readings)
        }
    }

    /// Without records that are equal to an earlier one, as the gateway drops what is sent again.
    private var withoutRepeats: [Delivery] {
        var known: [Timestamp: [[Reading]]] = [:]
        return filter { delivery in
            if known[delivery.stamp]?.contains(delivery.readings) ?? false { return false }
            known[delivery.stamp, default: []].append(delivery.readings)
            return true
        }
    }
}

/// Seeded chance (SplitMix64): the same seed shuffles, kills and drops the same on every machine.
struct SeededChance: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    private mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return StableHash.avalanche(state)
    }

    /// A number from 0, inclusive, to 1, exclusive.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A whole number from 0 up to but not including `bound`; 0 where the bound is less than 1.
    mutating func below(_ bound: Int) -> Int { bound > 1 ? Int(unit() * Double(bound)) : 0 }
}
