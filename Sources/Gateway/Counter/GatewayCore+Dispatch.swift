import Appliances
import Daybook
import Dispatching
import ServiceDesk
import Telemetry

extension DeskCommand {
    /// Whether parts are to be looked for after it: somebody goes, or something more is needed.
    var asksForParts: Bool {
        switch self {
        case .assign, .triage: true
        case .movePart(let need): need.state == .needed
        // What comes instead of the appliance is looked for at once.
        case .decide(.exchange, let isGranted): isGranted
        default: false
        }
    }
}

extension GatewayCore {
    /// What keeps an engineer from what is to be assigned or promised (M-6), as the staff list and the open requests
    /// have it; nothing where nobody is on a list, or the command promises nothing.
    ///
    /// A caller may know more, such as that somebody is ill, and says so with the command; what is found here cannot
    /// be talked away.
    func feasibility(of command: DeskCommand, on number: String, by actor: Actor) -> Feasibility {
        // A situation takes a look at everything that is promised: only what promises something needs one.
        switch command {
        case .assign, .propose: break
        default: return Feasibility()
        }
        guard let request = desk.request(number), let situation = situation(deciding: number) else {
            return Feasibility()
        }
        var job = Job(request, in: appliance(of: request), by: situation.staff.rules)
        let found: Feasibility
        switch command {
        case .assign(let engineer, _, _, _):
            // No window: whoever is assigned agrees on a new one, and that is where hours and ways are asked for.
            found = situation.feasibility(ofNumber: engineer, for: job)
        case .propose(let from, let through, _, _, _):
            guard let engineer = request.engineer, from < through else { return Feasibility() }
            job.window = Window(from: from, through: through)
            found = situation.feasibility(ofNumber: engineer, for: job)
        default: return Feasibility()
        }
        // The words name other requests, which are not a customer's to know.
        return actor.role == .customer ? Feasibility(found.obstacles) : found
    }

    /// Looks for the parts of a request as soon as it is known who needs them: laid aside where one is free, and
    /// applied for at once where none is (M-5, X-8).
    ///
    /// - Parameters:
    ///   - number: The request.
    ///   - formerly: Who was assigned before. What was reserved in that van or at that outlet is looked for anew where
    ///     somebody else goes; what a clerk reserved for the one who goes stays as it is.
    /// - Returns: The events to record; none where nobody keeps a stock, nobody is assigned or nothing changes.
    mutating func settleParts(of number: String, formerly: String?) -> [RecordedEvent] {
        guard let staff = policy.staff, stock != nil, let request = desk.request(number),
            let engineer = request.engineer.flatMap({ staff.engineer($0) }),
            let situation = situation(deciding: number)
        else { return [] }
        var job = Job(request, in: appliance(of: request), by: staff.rules)
        job.engineer = formerly
        var events: [RecordedEvent] = []
        for need in request.needs {
            let state = situation.settled(need, of: job, for: engineer)
            guard state != need.state else { continue }
            do throws(Refusal) {
                let moved = DeskCommand.movePart(PartNeed(need.part, state))
                events += try desk.perform(moved, on: number, by: .gateway, at: now, under: policy.service) ?? []
            } catch {
                // Where the request stands so that no part may be moved, the clerk does it by hand.
                continue
            }
        }
        return events
    }

    /// A proposal with the way of the engineer who goes, as the staff list has it where nobody of the staff has said
    /// how long it takes (M-22); any other command as it is.
    func withTravel(_ command: DeskCommand, on number: String, by actor: Actor) -> DeskCommand {
        guard case .propose(let from, let through, let reason, let consent, let said) = command else { return command }
        // A customer does not know the way.
        let known = actor.role == .customer ? nil : said
        return .propose(
            from: from, through: through, reason: reason, consent: consent, travel: known ?? travel(on: number))
    }

    /// How long the way of the engineer who goes takes; nil where nobody is on a list.
    private func travel(on number: String) -> TimeSpan? {
        guard let request = desk.request(number), let situation = situation(deciding: number),
            let engineer = request.engineer.flatMap({ situation.staff.engineer($0) })
        else { return nil }
        let job = Job(request, in: appliance(of: request), by: situation.staff.rules)
        return situation.travel(of: engineer, to: job).span
    }

    private func situation(deciding number: String) -> Situation? {
        guard let staff = policy.staff else { return nil }
        return Situation(
            staff: staff, stock: stock, requests: desk.engagedRequests, deciding: number, at: now
        ) { device in directory.number(of: device).map { policy.appliances[$0] } }
    }

    /// Takes what was used since the last call from its shelves (M-51).
    mutating func countDown() {
        let taken = desk.takePartsTaken()
        guard !taken.isEmpty, let staff = policy.staff else { return }
        stock = stock?.without(taken, among: staff)
    }

    /// How it stands with every part, with what open requests have laid aside; nil where nobody keeps a stock.
    var stockRows: [StockBook.Row]? {
        guard let staff = policy.staff else { return nil }
        return stock?.reserving(StockBook.reservations(of: desk.engagedRequests, among: staff)).rows
    }

    private func appliance(of request: ServiceRequest) -> Appliance? {
        request.device.flatMap { directory.number(of: $0) }.map { policy.appliances[$0] }
    }
}
