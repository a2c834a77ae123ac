import Appliances
import Simulation

/// What one appliance sent over a span, kept for questions.
struct FleetDiary {
    let appliance: SimulatedAppliance
    private(set) var records: [TelemetryRecord] = []

    static let start = Timestamp(milliseconds: 1_795_132_800_000)  // 2026-11-20T00:00:00Z

    /// Everything that the chosen appliances of a fleet send, one diary each, in the order of ids.
    static func keep(
        count: Int, seed: UInt64 = 1, step: TimeSpan = .minutes(1), span: TimeSpan = .days(3),
        faultyShare: Double = 0.1, where chosen: (SimulatedAppliance) -> Bool = { _ in true }
    ) -> [FleetDiary] {
        let fleet = Fleet(
            count: count, seed: seed, start: start, step: step, span: span, faultyShare: faultyShare)
        return fleet.appliances.filter(chosen).map { simulated in
            var diary = FleetDiary(appliance: simulated)
            var living = simulated
            var moment = fleet.start
            while moment < fleet.end {
                if let record = living.step(to: moment) { diary.records.append(record) }
                moment = moment + step
            }
            return diary
        }
    }

    /// The values of one channel with their moments, from `since` on.
    func series(_ channel: String, since: Timestamp = .epoch) -> [(at: Timestamp, value: Double)] {
        let place = records.first?.readings.firstIndex { $0.channel == channel }
        guard let place else { return [] }
        return records.compactMap { record in
            record.at < since ? nil : (record.at, record.readings[place].value)
        }
    }

    /// The values alone.
    func values(_ channel: String, since: Timestamp = .epoch) -> [Double] {
        series(channel, since: since).map(\.value)
    }

    /// The moments at which the compressor was first seen running.
    func starts(since: Timestamp = .epoch) -> [Timestamp] {
        let states = series("compressor.running", since: since)
        return zip(states, states.dropFirst()).compactMap { before, after in
            before.value == 0 && after.value == 1 ? after.at : nil
        }
    }

    /// The most starts in any hour.
    func startsInAnyHour(since: Timestamp = .epoch) -> Int {
        let moments = starts(since: since)
        return moments.map { last in
            moments.count { $0 <= last && last - $0 < .hours(1) }
        }.max() ?? 0
    }

    /// How long a channel stayed above a limit in all, counted in steps.
    func time(_ channel: String, above limit: Double, step: TimeSpan = .minutes(1)) -> TimeSpan {
        TimeSpan(milliseconds: Int64(values(channel).count { $0 > limit }) * step.milliseconds)
    }

    /// The longest time that the door was seen open without a break.
    var longestDoor: TimeSpan {
        var opened: Timestamp?
        var longest = TimeSpan.zero
        for (at, value) in series("fridge.door.open") {
            opened = value == 1 ? opened ?? at : nil
            if let opened { longest = max(longest, at - opened) }
        }
        return longest
    }
}
