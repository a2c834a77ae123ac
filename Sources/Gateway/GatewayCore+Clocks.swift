import Appliances
import Daybook
import FaultRules
import Telemetry

extension GatewayCore {
    /// The name under which a jump of a device's clock is recorded; no rule file holds it.
    package static let clockStep = "clock_step"

    /// Notes a new record's own time, for the message in hand.
    ///
    /// Where telemetry is the clock, arrivals are themselves the newest of all devices' times: they say
    /// nothing about one device's clock, and one that is ahead must not make all others slow.
    mutating func noteStamp(of index: Int, _ number: Int) {
        guard clock == .wall, let time = records.records[index].deviceTime else { return }
        guard let stamps = memories[number].stamps else {
            memories[number].stamps = (time, time)
            return
        }
        memories[number].stamps = (max(stamps.newest, time), min(stamps.oldest, time))
    }

    /// The corrected time of a record; marks how it came about.
    mutating func correctedTime(
        of record: Records.Record, _ number: Int, _ arrival: Timestamp, _ entry: inout Entry
    ) -> Timestamp {
        if let stamps = memories[number].stamps {
            memories[number].stamps = nil
            let step = memories[number].clock.take(newest: stamps.newest, oldest: stamps.oldest, arrival: arrival)
            if let step { settle(step, of: number, at: arrival, &entry) }
        }
        let (time, verdict) = memories[number].clock.judge(device: record.deviceTime, arrival: arrival)
        entry.marks.append(verdict.rawValue + 1)
        switch verdict {
        case .trusted, .absent: break
        case .ahead, .behind: entry.tally[.clockSuspect] += 1
        case .corrected:
            entry.tally[.clockSuspect] += 1
            if let device = record.deviceTime { entry.offsets.append(time - device) }
        }
        return time
    }

    /// Records a jump of a device's clock: one episode from when its time was no longer used as it is until
    /// it is again. A note and nothing more: no part of the appliance is broken, and nobody need come.
    private mutating func settle(
        _ step: DeviceClock.Step, of number: Int, at arrival: Timestamp, _ entry: inout Entry
    ) {
        let episode = Episode(
            rule: GatewayCore.clockStep, version: 1, component: .connectivity, device: policy.appliances[number].id,
            level: .info, raised: step.left, at: arrival, reset: step.kind == .returned ? arrival : nil,
            signals: [Episode.Signal(name: "offset", value: step.offset.seconds)])
        if isReliving { relivedSteps.append(episode) }
        note(episode, &entry)
    }

    /// Records what was found in the past and nobody has recorded.
    mutating func settleCarriedSteps(_ entry: inout Entry) {
        for episode in carriedSteps { note(episode, &entry) }
        carriedSteps.removeAll()
    }

    private func note(_ episode: Episode, _ entry: inout Entry) {
        entry.episodes.append(episode)
        if episode.at == episode.raised, episode.reset == nil { entry.tally[.episodes] += 1 }
    }
}
