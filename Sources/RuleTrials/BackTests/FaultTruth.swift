package import Appliances

/// What really was wrong, against which a sweep is scored.
package struct FaultTruth: Sendable {
    /// One fault of one device.
    package struct Fault: Hashable, Sendable {
        /// The appliance.
        package let device: DeviceID
        /// From when an alarm is right.
        package let from: Timestamp
        /// Until when: the failure, or its repair.
        package let to: Timestamp

        /// A fault.
        package init(device: DeviceID, from: Timestamp, to: Timestamp) {
            self.device = device
            self.from = from
            self.to = to
        }
    }

    /// How faults and episodes are brought together.
    package enum Form: Hashable, Sendable {
        /// Each fault is a moment, such as a line of an operator's log: an episode is its own where both lie within so
        /// much of each other, one to one.
        case moments(within: TimeSpan)
        /// Each fault is a stretch of time: every episode raised in it is right, and one is enough.
        case stretches
    }

    /// How they are brought together.
    package let form: Form
    /// The faults by device, each list in the order of time; only ever looked up.
    private let byDevice: [DeviceID: [Fault]]
    /// How many there are.
    package let count: Int

    /// These faults, in any order.
    package init(_ faults: [Fault], form: Form) {
        self.form = form
        count = faults.count
        byDevice = Dictionary(grouping: faults.sorted { ($0.from, $0.to) < ($1.from, $1.to) }, by: \.device)
    }

    /// The faults that real requests stand for: an episode up to 30 days before one was right.
    package init(_ requests: [RealRequest], of components: [Component]) {
        let faults = requests.filter { components.contains($0.component) }.map {
            Fault(device: $0.device, from: $0.opened - RequestOverlap.reach, to: $0.opened)
        }
        self.init(faults, form: .stretches)
    }

    /// The faults of a device, in the order of time.
    package func faults(of device: DeviceID) -> [Fault] { byDevice[device] ?? [] }

    /// Holds one device's episodes against its faults.
    package func score(_ episodes: [TrialEpisode], of device: DeviceID) -> TrialScore {
        let raised = episodes.map(\.raised).sorted()
        let faults = faults(of: device)
        var score = TrialScore(
            episodes: episodes.count, requests: episodes.count { $0.requested != nil }, faults: faults.count)
        switch form {
        case .moments(let tolerance): score.match(raised, faults, within: tolerance)
        case .stretches: score.match(raised, faults)
        }
        return score
    }
}

/// How well the episodes of some devices meet what was wrong with them.
package struct TrialScore: Hashable, Sendable {
    /// Episodes.
    package private(set) var episodes: Int
    /// Requests that would have been opened.
    package private(set) var requests: Int
    /// Faults.
    package private(set) var faults: Int
    /// Faults that were found.
    package private(set) var found = 0
    /// Episodes that belong to a fault.
    package private(set) var right = 0
    /// How long before its end each found fault was seen.
    package private(set) var leads: [TimeSpan] = []

    /// A score in which nothing is brought together yet.
    package init(episodes: Int = 0, requests: Int = 0, faults: Int = 0) {
        self.episodes = episodes
        self.requests = requests
        self.faults = faults
    }

    /// One to one, both in the order of time.
    ///
    /// All windows have one width, so taking the earliest pair that fits is best possible.
    fileprivate mutating func match(_ raised: [Timestamp], _ faults: [FaultTruth.Fault], within tolerance: TimeSpan) {
        var (episode, fault) = (0, 0)
        while episode < raised.count, fault < faults.count {
            let gap = raised[episode] - faults[fault].from
            if gap > tolerance {
                fault += 1
            } else if gap.milliseconds < -tolerance.milliseconds {
                episode += 1
            } else {
                right += 1
                found += 1
                leads.append(faults[fault].from - raised[episode])
                episode += 1
                fault += 1
            }
        }
    }

    fileprivate mutating func match(_ raised: [Timestamp], _ faults: [FaultTruth.Fault]) {
        for fault in faults {
            guard let first = raised.first(where: { fault.from <= $0 && $0 <= fault.to }) else { continue }
            found += 1
            leads.append(fault.to - first)
        }
        right = raised.count { moment in faults.contains { $0.from <= moment && moment <= $0.to } }
    }

    /// Adds another device's score.
    package mutating func add(_ other: TrialScore) {
        episodes += other.episodes
        requests += other.requests
        faults += other.faults
        found += other.found
        right += other.right
        leads += other.leads
    }

    /// The share of faults that were found; nil where there is none.
    package var detection: Double? { faults > 0 ? Double(found) / Double(faults) : nil }

    /// The share of episodes that belong to a fault; nil where there is none.
    package var precision: Double? { episodes > 0 ? Double(right) / Double(episodes) : nil }

    /// The harmonic mean of detection and precision; 0 where nothing is right, nil where there is nothing at all.
    package var f1: Double? {
        if faults == 0, episodes == 0 { return nil }
        guard let detection, let precision, detection + precision > 0 else { return 0 }
        return 2 * detection * precision / (detection + precision)
    }

    /// The median lead time; nil where no fault was found.
    package var medianLead: TimeSpan? { median(leads) }
}
