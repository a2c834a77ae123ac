import Appliances
import ServiceDesk

/// The simple default: the earliest window that anybody can keep, and of those who can the one with the fewest visits
/// on that day, then the nearest, then the lowest number (Z-5, N-5).
///
/// It looks at one job at a time and moves no promise.
package struct NearestFreePlanner: Planner {
    /// A planner; it remembers nothing.
    package init() {}

    /// Chooses the earliest window and the best engineer in it.
    package func choose(for job: Job, in situation: Situation) -> Choice {
        let windows = job.window.map { [$0] } ?? windows(in: situation)
        for window in windows {
            let candidates = rank(job, in: window, situation)
            if candidates.first?.feasibility.isFeasible == true {
                return Choice(request: job.request, window: window, candidates: candidates)
            }
        }
        // Nobody can: the first window shows why as well as any other.
        return Choice(request: job.request, window: nil, candidates: rank(job, in: windows.first, situation))
    }

    /// The windows that lie wholly ahead, the earliest first.
    private func windows(in situation: Situation) -> [Window] {
        let staff = situation.staff
        let today = CalendarDay(situation.moment, utcOffsetSeconds: staff.utcOffsetSeconds)
        return (0..<staff.rules.horizonDays).flatMap { days in
            staff.rules.windows.map {
                Window($0, on: today.adding(days: days), utcOffsetSeconds: staff.utcOffsetSeconds)
            }
        }.filter { $0.from > situation.moment }.sorted()
    }

    private func rank(_ job: Job, in window: Window?, _ situation: Situation) -> [Choice.Candidate] {
        var job = job
        job.window = window
        return situation.staff.engineers.map { candidate($0, for: job, situation) }.sorted {
            ($0.score, $0.engineer) < ($1.score, $1.engineer)
        }
    }

    private func candidate(_ engineer: Engineer, for job: Job, _ situation: Situation) -> Choice.Candidate {
        let staff = situation.staff
        let feasibility = situation.feasibility(of: engineer, for: job)
        let travel = situation.travel(of: engineer, to: job).span
        let day = CalendarDay(job.window?.from ?? situation.moment, utcOffsetSeconds: staff.utcOffsetSeconds)
        let promises = situation.promises(of: engineer.number, on: day, but: job.request)
        // A way may be too long only because of where the engineer has promised to be before.
        let isCrowded = feasibility.obstacles.contains(.promise) || feasibility.obstacles.contains(.travel)
        return Choice.Candidate(
            engineer: engineer.number, feasibility: feasibility,
            score: Choice.Score(
                obstacles: feasibility.obstacles.count, levelsShort: situation.levelsShort(of: engineer, for: job),
                load: promises.count, travelMinutes: Int(travel.milliseconds / 60_000)),
            departure: job.window.map { Departure(promised: $0.from, travel: travel, rules: staff.rules) },
            parts: job.needs.map { PartNeed($0.part, situation.settled($0, of: job, for: engineer)) },
            precedence: isCrowded ? promises.map { Precedence(of: job, against: $0) } : [])
    }
}
