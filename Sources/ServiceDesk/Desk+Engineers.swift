import Appliances

// What is done on one request may concern others of the same engineer.

extension Desk {
    /// Records what a command that was done makes happen on other requests of the same engineer, in a fixed order:
    /// whoever waits next hears of a delay (M-23, M-25), and of two requests that want the same engineer one yields
    /// (M-55); what a duplicate knows goes to the request that stays (Z-1).
    mutating func recordElsewhere(
        after command: DeskCommand, on number: String, by actor: Actor, at moment: Timestamp, under rules: ServiceRules
    ) -> [RecordedEvent] {
        let happened: [(request: ServiceRequest, event: RequestEvent)]
        switch command {
        case .reportDelay(let rest, _): happened = delayed(by: rest, on: number, at: moment, under: rules)
        // Nobody leaves for the next customer before coming back to this one (M-56).
        case .interrupt(.away(let until), _):
            happened = delayed(by: until - moment, on: number, at: moment, under: rules)
        case .markDuplicate(let other): return merge(number, into: other, by: actor, at: moment)
        case .assign(let engineer, _, _, _): happened = contended(for: engineer, by: number)
        default: return []
        }
        return happened.flatMap { request, event in
            record([event], on: request.number, after: request.eventCount, at: moment, by: actor)
        }
    }

    /// The windows of that day which an engineer who stays so much longer does not reach in time, the earliest first.
    ///
    /// The desk knows no ways and no work: an engineer needs ``ServiceRules/departureLatest`` from one window to the
    /// next, and makes up for a delay in what lies idle between them.
    private func delayed(
        by rest: TimeSpan, on number: String, at moment: Timestamp, under rules: ServiceRules
    ) -> [(request: ServiceRequest, event: RequestEvent)] {
        guard let engineer = request(number)?.visit?.engineer else { return [] }
        var waiting: [(request: ServiceRequest, window: Appointment)] = []
        for other in engagedRequests where other.engineer == engineer && other.state == .scheduled {
            guard other.number != number, let window = other.appointment, window.through > moment,
                rules.day(of: window.from) == rules.day(of: moment)
            else { continue }
            waiting.append((other, window))
        }
        waiting.sort { ($0.window.from, $0.request.number) < ($1.window.from, $1.request.number) }
        var happened: [(request: ServiceRequest, event: RequestEvent)] = []
        var delay = Int64.max
        var last: Timestamp?
        for (other, window) in waiting {
            if let last {
                delay -= max(0, (window.from - last).milliseconds - rules.departureLatest.milliseconds)
            } else {
                delay = (moment + rest + rules.departureLatest - window.from).milliseconds
            }
            guard delay > 0 else { break }
            happened.append(
                (other, .delayForeseen(by: TimeSpan(milliseconds: delay), because: number)))
            last = window.through
        }
        return happened
    }

    /// What stands in the way of another job for an engineer who is on a visit, where the dispatcher has not decided by
    /// priority (M-55): nobody is sent or promised over the engineer's own phone, or by the gateway alone.
    ///
    /// A window collides where it begins before the one of the visit is over and the way is made. The dispatcher's
    /// `reason` is the decision; a customer hears nothing of other requests. Whatever was decided, nobody sets out for
    /// one customer before the visit of another one has ended.
    func secondJob(
        _ command: DeskCommand, on request: ServiceRequest, by actor: Actor, at moment: Timestamp,
        under rules: ServiceRules
    ) -> Feasibility {
        let (engineer, from, reason): (String?, Timestamp?, String?)
        switch command {
        case .assign(let someone, _, let why, _): (engineer, from, reason) = (someone, nil, why)
        case .propose(let begin, _, let why, _, _): (engineer, from, reason) = (request.engineer, begin, why)
        case .depart: (engineer, from, reason) = (request.engineer, moment, nil)
        default: return Feasibility()
        }
        guard let engineer, let other = underWay(engineer, but: request.number) else { return Feasibility() }
        let free = max(moment, other.appointment?.through ?? moment) + rules.departureLatest
        if let from, from >= free { return Feasibility() }
        if actor.role == .dispatcher, reason?.isEmpty == false { return Feasibility() }
        guard actor.role != .customer else { return Feasibility([.promise]) }
        let first = Desk.yields(request, to: other) ? other.number : request.number
        return Feasibility(findings: [
            Feasibility.Finding(
                .promise, "M-55: \(engineer) is on a visit of \(other.number); \(first) goes first by priority")
        ])
    }

    /// The request for which an engineer is under way or at a door, the one of the lowest number, but for this one.
    private func underWay(_ engineer: String, but number: String) -> ServiceRequest? {
        engagedRequests.first {
            $0.number != number && $0.visit?.engineer == engineer && [.enRoute, .onSite].contains($0.state)
        }
    }

    /// Whether a new request yields to one for which the engineer is under way.
    ///
    /// Nobody is called away from a customer's door; on the way the less urgent one yields, and of two that are as
    /// urgent the new one.
    private static func yields(_ new: ServiceRequest, to other: ServiceRequest) -> Bool {
        other.state == .onSite || other.priority <= new.priority
    }

    /// Which of two requests yields where the engineer who was just assigned is under way for another one.
    private func contended(
        for engineer: String, by number: String
    ) -> [(request: ServiceRequest, event: RequestEvent)] {
        guard let new = request(number), let other = underWay(engineer, but: number) else { return [] }
        return Desk.yields(new, to: other)
            ? [(new, .contended(with: other.number))] : [(other, .contended(with: number))]
    }
}
