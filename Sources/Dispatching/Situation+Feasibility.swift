import Appliances
package import ServiceDesk

extension Situation {
    /// Whether an engineer can do a job and, where it has a window, keep it (M-6): everything that does not fit.
    ///
    /// Skill, certificates and radius are asked for every job; hours, promises, ways and parts only within a window,
    /// as without one some day will do.
    package func feasibility(of engineer: Engineer, for job: Job) -> Feasibility {
        let day = CalendarDay(job.window?.from ?? moment, utcOffsetSeconds: staff.utcOffsetSeconds)
        var findings = qualification(of: engineer, for: job, on: day) + radius(of: engineer, for: job)
        if let window = job.window {
            findings += hours(of: engineer, for: job, in: window, on: day)
            findings += parts(for: engineer, job, by: window)
        }
        return Feasibility(findings: findings)
    }

    /// The same by number; whoever is not on the list is not known to be able to do anything.
    package func feasibility(ofNumber number: String, for job: Job) -> Feasibility {
        guard let engineer = staff.engineer(number) else {
            return Feasibility(findings: [Feasibility.Finding(.skill, "\(number) is not on the staff list")])
        }
        return feasibility(of: engineer, for: job)
    }

    // MARK: Who (Z-5, N-5)

    /// The levels by which an engineer falls short of a job; 0 where the engineer is good enough.
    func levelsShort(of engineer: Engineer, for job: Job) -> Int {
        guard let category = job.category else { return 0 }
        let wanted = staff.requirements.filter { $0.isOf(job) }.map(\.level).max() ?? 1
        return max(0, wanted - engineer.level(in: category))
    }

    private func qualification(of engineer: Engineer, for job: Job, on day: CalendarDay) -> [Feasibility.Finding] {
        let demands = staff.requirements.filter { $0.isOf(job) }
        var findings: [Feasibility.Finding] = []
        if let category = job.category, levelsShort(of: engineer, for: job) > 0 {
            let (has, wants) = (engineer.level(in: category), demands.map(\.level).max() ?? 1)
            findings.append(
                Feasibility.Finding(.skill, "\(category.rawValue) at level \(has), and level \(wants) is needed"))
        }
        var asked: [String] = []
        for name in demands.flatMap(\.certificates) where !asked.contains(name) {
            asked.append(name)
            guard let held = engineer.certificates.first(where: { $0.name == name }) else {
                findings.append(Feasibility.Finding(.certificate, "no certificate `\(name)`"))
                continue
            }
            if held.through < day {
                findings.append(Feasibility.Finding(.certificate, "`\(name)` held through \(held.through)"))
            }
        }
        return findings
    }

    /// Nobody is sent farther than the radius, whatever the day (N-5); where points are not known it says nothing.
    private func radius(of engineer: Engineer, for job: Job) -> [Feasibility.Finding] {
        guard let metres = travel(of: engineer, to: job).metres else { return [] }
        let most = staff.rules.radiusKilometres
        guard Double(metres) > most * 1_000 else { return [] }
        return [Feasibility.Finding(.travel, "\(metres / 1_000) km away, and \(Int(most)) km is the most")]
    }

    // MARK: When (M-6, M-7)

    private func hours(
        of engineer: Engineer, for job: Job, in window: Window, on day: CalendarDay
    ) -> [Feasibility.Finding] {
        guard let hours = engineer.hours(on: day) else {
            return [Feasibility.Finding(.shift, "does not work on \(day)")]
        }
        let shift = Window(hours, on: day, utcOffsetSeconds: staff.utcOffsetSeconds)
        let plan = DayPlan(
            staff: staff, home: staff.home(of: engineer), begins: max(shift.from, moment), ends: shift.through)
        let visit = Promise(of: engineer.number, job, in: window)
        let others = promises(of: engineer.number, on: day, but: job.request)
        // From what alone is impossible to what only the day as a whole forbids: the first is the reason.
        if plan.breach(in: [visit], travelling: false) != nil {
            return [Feasibility.Finding(.shift, "works \(hours) on \(day), and the visit takes \(job.work)")]
        }
        if let breach = plan.breach(in: [visit], travelling: true) {
            let way = travel(of: engineer, to: job).span
            return [Feasibility.Finding(.travel, "the way takes \(way); \(text(of: breach, job))")]
        }
        if let breach = plan.breach(adding: visit, to: others, travelling: false) {
            return [Feasibility.Finding(.promise, "\(text(of: others)); \(text(of: breach, job))")]
        }
        if let breach = plan.breach(adding: visit, to: others, travelling: true) {
            return [Feasibility.Finding(.travel, "\(text(of: others)); \(text(of: breach, job))")]
        }
        return []
    }

    private func text(of promises: [Promise]) -> String {
        let all = promises.map { "\($0.job.request) at \($0.window.text(utcOffsetSeconds: staff.utcOffsetSeconds))" }
        return "has promised " + all.joined(separator: ", ")
    }

    private func text(of breach: DayPlan.Breach, _ job: Job) -> String {
        switch breach {
        case .late(job.request, let span): "would be late by \(span)"
        case .late(let request, let span): "\(request) would be late by \(span)"
        case .overtime(let span): "the day would end \(span) after the shift"
        }
    }

    // MARK: With what (H-9, M-5)

    private func parts(for engineer: Engineer, _ job: Job, by window: Window) -> [Feasibility.Finding] {
        job.needs.compactMap { need in
            // What was asked for by somebody is as certain as what would be asked for now.
            let due: Timestamp
            switch settled(need, of: job, for: engineer) {
            case .applied(let moment), .purchased(let moment): due = moment
            case .needed, .reserved, .arrived, .waived: return nil
            }
            guard due > window.from else { return nil }
            return Feasibility.Finding(
                .parts, "\(need.part) comes by \(due.wallText(utcOffsetSeconds: staff.utcOffsetSeconds))")
        }
    }
}
