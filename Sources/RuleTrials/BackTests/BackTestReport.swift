package import Appliances
import FaultRules

/// What rules would have found in the past, over all appliances.
package struct BackTestReport: Sendable {
    /// What one rule would have found.
    package struct Count: Hashable, Sendable {
        /// The rule.
        package let rule: String
        /// Its episodes.
        package let episodes: Int
        /// Its episodes by worst level, mildest first: as many as there are levels.
        package let levels: [Int]
        /// The requests that it would have opened.
        package let requests: Int
        /// On how many appliances it found something.
        package let devices: Int

        /// What one rule would have found.
        package init(rule: String, episodes: Int, levels: [Int], requests: Int, devices: Int) {
            self.rule = rule
            self.episodes = episodes
            self.levels = levels
            self.requests = requests
            self.devices = devices
        }
    }

    /// The episodes, by raise, device and rule.
    package let episodes: [TrialEpisode]
    /// What was fed.
    package let account: FeedAccount
    /// How many appliances sent anything.
    package let appliances: Int
    /// How many days all appliances were listened to, together.
    package let applianceDays: Double

    /// The report of all appliances; their order does not matter.
    package init(_ parts: [(episodes: [TrialEpisode], account: FeedAccount)]) {
        var total = FeedAccount()
        for part in parts { total.add(part.account) }
        account = total
        appliances = parts.count { $0.account.records > 0 }
        // Summed up in an order of their own, because sums of fractions depend on it.
        applianceDays = parts.map(\.account.days).sorted().reduce(0, +)
        episodes = parts.flatMap(\.episodes).sorted(by: TrialEpisode.isListedBefore)
    }

    /// The requests that would have been opened.
    package var requests: [TrialEpisode] { episodes.filter { $0.requested != nil } }

    /// Requests a day, over the time from the first record to the last; 0 where that is no time.
    package var requestsPerDay: Double {
        account.days > 0 ? Double(requests.count) / account.days : 0
    }

    /// The day with the most requests, the first one of several; nil where there is none.
    package func busiestDay(utcOffsetSeconds: Int) -> (day: CalendarDay, requests: Int)? {
        let days = requests.compactMap(\.requested).map { CalendarDay($0, utcOffsetSeconds: utcOffsetSeconds) }.sorted()
        var best: (day: CalendarDay, requests: Int)?
        var begin = 0
        while begin < days.count {
            let count = days[begin...].prefix { $0 == days[begin] }.count
            if count > best?.requests ?? 0 { best = (days[begin], count) }
            begin += count
        }
        return best
    }

    /// What each of these rules found, in their order.
    package func counts(_ rules: [String]) -> [Count] {
        rules.map { rule in
            let mine = episodes.filter { $0.rule == rule }
            return Count(
                rule: rule, episodes: mine.count,
                levels: Level.allCases.map { level in mine.count { $0.level == level } },
                requests: mine.count { $0.requested != nil }, devices: Set(mine.map(\.device)).count)
        }
    }
}

extension BackTestReport {
    /// How the requests of a changed rule differ from those of the one in force.
    package struct Difference: Hashable, Sendable {
        /// Requests that only the changed rule opens.
        package let added: Int
        /// Requests that only the rule in force opens.
        package let dropped: Int
        /// Real requests that the rule in force foretold and the changed one does not; nil where none are known.
        package let missed: Int?

        /// A difference.
        package init(added: Int, dropped: Int, missed: Int?) {
            self.added = added
            self.dropped = dropped
            self.missed = missed
        }

        /// Such as `+14 requests, −31, 2 missed`.
        package var text: String {
            "+\(added) requests, −\(dropped)" + (missed.map { ", \($0) missed" } ?? "")
        }
    }

    /// Compares this report, of changed rules, with that of those in force over the same past.
    ///
    /// Two requests are the same where their episodes, of one rule and device, stand at the same time. `real` are those
    /// of the desk; nil where none are known.
    package func difference(from active: BackTestReport, real: [RealRequest]?) -> Difference {
        let (mine, theirs) = (requests, active.requests)
        var taken = [Bool](repeating: false, count: theirs.count)
        var same = 0
        for episode in mine {
            let other = theirs.indices.first { !taken[$0] && theirs[$0].stands(with: episode) }
            guard let other else { continue }
            taken[other] = true
            same += 1
        }
        let missed = real.map { real in
            let now = RequestOverlap(of: requests, with: real).foretold
            return zip(RequestOverlap(of: active.requests, with: real).foretold, now).count { $0 != nil && $1 == nil }
        }
        return Difference(added: mine.count - same, dropped: theirs.count - same, missed: missed)
    }
}

extension TrialEpisode {
    /// Whether both are of one rule and device and there is a moment at which both stand.
    fileprivate func stands(with other: TrialEpisode) -> Bool {
        guard rule == other.rule, device == other.device else { return false }
        return raised <= other.reset ?? RecordBlock.always.upperBound
            && other.raised <= reset ?? RecordBlock.always.upperBound
    }
}
