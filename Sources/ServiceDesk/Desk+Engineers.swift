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

    /// Which of two requests yields where the engineer who was just assigned is under way for another one.
    ///
    /// Nobody is called away from a customer's door; on the way the less urgent one yields, and of two that are as
    /// urgent the new one.
    private func contended(
        for engineer: String, by number: String
    ) -> [(request: ServiceRequest, event: RequestEvent)] {
        guard let new = request(number),
            let other = engagedRequests.first(where: {
                $0.number != number && $0.visit?.engineer == engineer && [.enRoute, .onSite].contains($0.state)
            })
        else { return [] }
        let newYields = other.state == .onSite || other.priority <= new.priority
        return newYields
            ? [(new, .contended(with: other.number))] : [(other, .contended(with: number))]
    }
}
