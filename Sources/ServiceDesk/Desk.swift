package import Appliances
package import Warranty

/// How the desk behaves where the sources leave it open.
package struct DeskPolicy: Hashable, Sendable {
    /// How long an owner who was advised hears nothing more about the same parts.
    package let quietAfterAdvice: TimeSpan

    /// A policy; a week of quiet unless said otherwise.
    package init(quietAfterAdvice: TimeSpan = .days(7)) { self.quietAfterAdvice = quietAfterAdvice }
}

/// All requests and all advice, and what becomes of the next prediction.
///
/// At most one request is open for each appliance and component family (2.4, 3): a
/// visit looks at a family as a whole, so a second request would only send a second
/// engineer. The state is the sum of recorded events and advice, so that a desk rebuilt
/// from the ledger decides as the one before it would have.
package struct Desk: Sendable {
    struct Place: Hashable {
        let device: DeviceID
        /// Nil where nobody can say yet what fails.
        let family: ComponentFamily?
    }

    /// How many requests stay in memory where there is a past to fetch them from again.
    package static let heldMax = 8_192

    private let policy: DeskPolicy
    private let rules: ServiceRules
    private let past: (any DeskPast)?
    // What was looked at or changed lately; all there is, where there is no past.
    private var requests: [String: ServiceRequest] = [:]
    private var open: [Place: String] = [:]
    private var openNumbers: Set<String> = []
    // Open requests that somebody is to go for, or that need parts: what a promise or a reservation depends on.
    private var engaged: [String: ServiceRequest] = [:]
    private var history: [DeviceID: Set<String>] = [:]
    // An episode, a demand and a fitted part stay with their request for good, also when that is over.
    private var homes: [DeskKey: String] = [:]
    // The keys of all commands on requests, by those of which somebody has asked.
    private var commandKeys: [String: [String]] = [:]
    /// Requests of which a visit has ended since somebody last took that up.
    package private(set) var visited: Set<String> = []
    // What has changed since the past was last told; of which it must be worked out when it is due; and when the next
    // thing is overdue at the earliest.
    private var changed: Set<String> = []
    private var undated: Set<String> = []
    private var nextOverdue: Timestamp?
    // Until when everything that is recorded as overdue was looked at since the last commit.
    private var looked = Timestamp.epoch
    // What happened since somebody last took it, each event with the request as it stood after it.
    private var happened: [(event: RecordedEvent, request: ServiceRequest)] = []
    // Parts that left a shelf since somebody last took that up.
    private var taken: [PartTaken] = []
    private var lastAdvice: [Place: Timestamp] = [:]
    private var adviceIDs: Set<String> = []

    /// A desk on which lies what the past has; nothing without one. The rules say what is due when.
    package init(
        policy: DeskPolicy = DeskPolicy(), rules: ServiceRules = ServiceRules(), past: (any DeskPast)? = nil
    ) {
        self.policy = policy
        self.rules = rules
        self.past = past
        visited = past?.visited ?? []
        for request in past?.engaged ?? [] { engaged[request.number] = request }
        nextOverdue = past?.nextOverdue(after: .epoch)
    }

    // MARK: Rebuilding

    /// Takes what was recorded; an event that it has already is passed over.
    package mutating func apply(_ recorded: RecordedEvent) {
        guard var request = request(recorded.request) else {
            guard let request = ServiceRequest(opening: recorded) else {
                // A past that could not be read says so to whoever records, who then refuses.
                if past != nil { return }
                preconditionFailure("The history of \(recorded.request) does not begin with its first event.")
            }
            note(recorded, on: request)
            return file(request)
        }
        guard recorded.number > request.eventCount else { return }
        let before = request.taken.count
        request.apply(recorded)
        taken += request.taken.dropFirst(before)
        file(request)
        note(recorded, on: request)
    }

    private mutating func note(_ recorded: RecordedEvent, on request: ServiceRequest) {
        for key in DeskKey.all(of: recorded, on: request.device) { homes[key] = request.number }
        if let key = recorded.key { commandKeys[request.number] = keys(on: request.number) + [key] }
        if case .visitEnded = recorded.event { visited.insert(request.number) }
    }

    /// Takes advice that was given; once is enough, twice does no harm.
    package mutating func apply(_ advice: Advice) {
        let place = Place(device: advice.device, family: advice.component.family)
        lastAdvice[place] = max(lastAdvice[place] ?? advice.at, advice.at)
        adviceIDs.insert(advice.id)
    }

    private mutating func file(_ request: ServiceRequest) {
        changed.insert(request.number)
        undated.insert(request.number)
        engaged[request.number] = request.isEngaged ? request : nil
        keep(request)
    }

    private mutating func keep(_ request: ServiceRequest) {
        requests[request.number] = request
        if request.state.isOpen { openNumbers.insert(request.number) } else { openNumbers.remove(request.number) }
        guard let device = request.device else { return }
        history[device, default: []].insert(request.number)
        let place = Place(device: device, family: request.family)
        if request.state.isOpen {
            open[place] = request.number
        } else if open[place] == request.number {
            open[place] = nil
        }
    }

    /// The open request of a place, or of its appliance where that does not say yet what fails.
    func openRequest(at place: Place) -> ServiceRequest? {
        standing(at: place) ?? standing(at: Place(device: place.device, family: nil))
    }

    private func standing(at place: Place) -> ServiceRequest? {
        if let number = open[place] { return requests[number] }
        // What the past has as open may have ended since.
        let known = past?.openNumber(of: place.device, family: place.family).flatMap(request)
        return known?.state.isOpen == true ? known : nil
    }

    /// To which request an episode, a demand or a fitted part belongs, the one that stays where that is a duplicate;
    /// nil where it is new.
    func home(of key: DeskKey) -> String? { (homes[key] ?? past?.home(of: key)).map { original(of: $0) } }

    /// Takes requests into memory that are about to be worked on: once is enough for what is read from the past.
    package mutating func hold(_ numbers: [String]) {
        guard let past else { return }
        for found in past.keyed(Set(numbers).filter { requests[$0] == nil }.sorted()) {
            keep(found.request)
            commandKeys[found.request.number] = found.commandKeys
        }
    }

    /// The keys of the commands that were done on a request, in their order.
    func keys(on number: String) -> [String] { commandKeys[number] ?? past?.commandKeys(on: number) ?? [] }

    /// Reads requests anew of which something was overwritten in the past itself, once all that happened is recorded.
    package mutating func reread(_ numbers: [String]) {
        for number in numbers {
            guard let found = past?.request(number) else { continue }
            engaged[number] = found.isEngaged ? found : nil
            keep(found)
        }
    }

    /// Lets go of what is recorded and can be fetched again; called once it is.
    package mutating func letGo() {
        guard past != nil else { return }
        homes.removeAll(keepingCapacity: true)
        changed.removeAll(keepingCapacity: true)
        undated.removeAll(keepingCapacity: true)
        looked = .epoch
        nextOverdue = past?.nextOverdue(after: .epoch)
        guard requests.count > Desk.heldMax else { return }
        requests.removeAll(keepingCapacity: true)
        commandKeys.removeAll(keepingCapacity: true)
        open.removeAll(keepingCapacity: true)
        openNumbers.removeAll(keepingCapacity: true)
        history.removeAll(keepingCapacity: true)
    }

    // MARK: Asking

    /// What happened since the last call, each event with the request as it stood after it.
    package mutating func takeHappened() -> [(event: RecordedEvent, request: ServiceRequest)] {
        defer { happened.removeAll(keepingCapacity: true) }
        return happened
    }

    /// The parts that left a shelf since the last call, in the order in which they were used.
    package mutating func takePartsTaken() -> [PartTaken] {
        defer { taken.removeAll() }
        return taken
    }

    /// Takes up that visits have ended; the next one names the request again.
    package mutating func takeUp(visited number: String) { visited.remove(number) }

    /// The request of this number; nil where there is none.
    package func request(_ number: String) -> ServiceRequest? { requests[number] ?? past?.request(number) }

    /// The requests of an appliance, oldest first: its service history (Z-23).
    package func requests(of device: DeviceID) -> [ServiceRequest] {
        (history[device] ?? []).union(past?.numbers(of: device) ?? []).compactMap(request)
            .sorted { ($0.opened, $0.number) < ($1.opened, $1.number) }
    }

    /// Requests of which a visit has ended since a moment, by their numbers (M-76).
    package func requests(visitedSince moment: Timestamp) -> [ServiceRequest] {
        let held = requests.values.filter { $0.visits.contains { ($0.ended ?? .epoch) >= moment } }.map(\.number)
        return Set(held + (past?.numbers(visitedSince: moment) ?? [])).sorted().compactMap(request)
    }

    /// The days on which repairs made the warranty of an appliance stand still, open ones through this day (H-19).
    package func warrantyPauses(of device: DeviceID, on day: CalendarDay) -> [WarrantyPause] {
        requests(of: device).flatMap { $0.warrantyPauses(on: day) }
    }

    /// How many are open; with a past, as far as it is recorded.
    package var openCount: Int { past?.openCount ?? openNumbers.count }

    /// What is open: the most urgent first, then the oldest, then by number; so many at most.
    package func openRequests(most: Int = .max) -> [ServiceRequest] {
        var known = openNumbers.compactMap { requests[$0] }
        if let past { known += past.open(most: most).filter { requests[$0.number] == nil } }
        return Array(known.sorted { $0.isSooner(than: $1) }.prefix(most))
    }

    /// Open requests that somebody is to go for, or that need parts, by their numbers (M-6, M-7, H-9).
    package var engagedRequests: [ServiceRequest] { engaged.values.sorted { $0.number < $1.number } }

    /// What somebody of a role must do, or was told of because it was not done: the soonest first, so many at most.
    package func due(for role: Role, most: Int) -> [DueItem] {
        let fresh = past == nil ? openNumbers : changed
        var items = fresh.sorted().compactMap(request).flatMap { $0.due(under: rules) }.filter { $0.concerns(role) }
        if let past {
            // What has changed since is due as it stands now, not as it was recorded.
            let recorded = past.due(for: role, most: most + fresh.count * Desk.dueMax)
            items += recorded.filter { !fresh.contains($0.request) }
        }
        let sorted = items.enumerated().sorted {
            ($0.element.due, $0.element.request, $0.offset) < ($1.element.due, $1.element.request, $1.offset)
        }
        return sorted.prefix(most).map(\.element)
    }

    /// How many things are due of one request at most, as far as anybody has seen.
    private static let dueMax = 64

    /// What is open, most urgent first.
    package var openRequests: [ServiceRequest] { openRequests(most: .max) }

    // MARK: Clocks

    /// Whether something may be overdue of which nobody was told; cheap, and true rather too often than too seldom.
    package mutating func mayBeOverdue(at moment: Timestamp) -> Bool {
        for number in undated {
            guard let due = requests[number]?.nextDue(under: rules) else { continue }
            nextOverdue = min(nextOverdue ?? due, due)
        }
        undated.removeAll(keepingCapacity: true)
        return isOverdue(at: moment)
    }

    /// The same, as far as it was worked out.
    package func isOverdue(at moment: Timestamp) -> Bool { nextOverdue.map { $0 <= moment } ?? false }

    /// Tells whoever stands above of what was not done in time (requirements, 2.3).
    ///
    /// - Parameter moment: The time that counts.
    /// - Returns: The events to record, nobody is told twice; and the requests that were looked at, whose rows are
    ///   to be written anew: under other thresholds nothing may be overdue of them.
    package mutating func escalateOverdue(at moment: Timestamp) -> (events: [RecordedEvent], looked: [String]) {
        // All of them: what is left for later would be told at another time where messages come in other batches.
        let recorded = past?.overdue(after: looked, at: moment) ?? []
        looked = max(looked, moment)
        let numbers = (past == nil ? openNumbers : changed.union(recorded)).sorted()
        nextOverdue = nil
        var events: [RecordedEvent] = []
        for number in numbers {
            guard let request = request(number) else { continue }
            events += record(
                request.breaches(at: moment, under: rules), on: number, after: request.eventCount, at: moment)
        }
        let later = past?.nextOverdue(after: looked)
        nextOverdue = (numbers.map { request($0)?.nextDue(under: rules) } + [later]).compactMap(\.self).min()
        return (events, recorded)
    }

    // MARK: Ending

    /// Ends a request: the demand is met, or was withdrawn before anybody came.
    ///
    /// - Returns: the event to record, none where the request is over already or not known here.
    package mutating func end(
        _ number: String, isMet: Bool, at moment: Timestamp, utcOffsetSeconds: Int = 8 * 3_600
    ) -> [RecordedEvent] {
        guard let request = request(number), request.state.isOpen else { return [] }
        // No end leaves the warranty standing still.
        let running = request.runAgain(on: CalendarDay(moment, utcOffsetSeconds: utcOffsetSeconds))
        let events = request.dissolvingGroup(running + [isMet ? .closed : .cancelled])
        return record(events, on: number, after: request.eventCount, at: moment)
    }

    // MARK: Commands

    /// Does what somebody wants, where no guard is in the way.
    ///
    /// - Parameters:
    ///   - command: What is wanted.
    ///   - number: The request.
    ///   - actor: Who wants it, and as what.
    ///   - key: What names the command, so that the same one sent again is done once; nil for none.
    ///   - moment: When.
    ///   - rules: The thresholds in force.
    ///   - feasibility: What keeps the engineer from what is to be assigned or promised (M-6).
    ///   - checklist: The one in force for the appliance's brand (M-20); nil where the house has none.
    ///   - proposed: The charge sheet by the published tariff (Z-14); nil where nobody can say.
    ///   - telemetry: What telemetry says since the repair, for a call back; nil where it says nothing.
    ///   - entitled: Who pays today for a component of the request as it stands once the command is done; asked
    ///     whenever something was found out (requirements, 2.2).
    /// - Returns: The events to record; none where the key was seen before; nil where there is no such request.
    /// - Throws: Every guard that is in the way.
    package mutating func perform(
        _ command: DeskCommand, on number: String, by actor: Actor, key: String? = nil, at moment: Timestamp,
        under rules: ServiceRules = ServiceRules(), feasibility: Feasibility = Feasibility(),
        checklist: Checklist? = nil, proposed: ProposedSheet? = nil, telemetry: AfterRepair? = nil,
        entitled: (Component, ServiceRequest) -> EntitlementDecision? = { _, _ in nil }
    ) throws(Refusal) -> [RecordedEvent]? {
        guard let request = request(number) else { return nil }
        if let key, isDone(key, on: number) { return [] }
        let done = try request.decide(
            command, by: actor, at: moment, under: rules,
            feasibility: feasibility.merging(secondJob(command, on: request, by: actor, at: moment, under: rules)),
            checklist: checklist, proposed: proposed)
        if let unmet = unmet(command, on: request) { throw Refusal(unmet: [unmet]) }
        let said: [RequestEvent] = telemetry.map { [.afterRepair(telemetry: $0)] } ?? []
        let events = said + decided(after: done, of: command, on: request, by: actor, at: moment, entitled)
        return record(events, on: number, after: request.eventCount, at: moment, by: actor, key: key)
            + recordElsewhere(after: command, on: number, by: actor, at: moment, under: rules)
    }

    // MARK: Intake

    /// Takes in what a person asks for: a new request, one more word on an open one, or what is known already.
    ///
    /// - Parameters:
    ///   - demand: What is asked for.
    ///   - entitled: Who pays, where appliance and part are known; nil where not.
    ///   - actor: Who takes it down.
    ///   - moment: When.
    /// - Returns: The decision and the events to record.
    package mutating func take(
        _ demand: Demand, entitled: EntitlementDecision?, by actor: Actor, at moment: Timestamp
    ) -> (decision: DemandDecision, events: [RecordedEvent]) {
        if let home = home(of: .demand(demand.name)) { return (.known(request: home), []) }
        if let request = openRequest(for: demand) ?? sameRequest(as: demand, at: moment, under: rules) {
            guard request.demands.count < Demand.perRequestMax else { return (.known(request: request.number), []) }
            var happened: [RequestEvent] = [.demanded(demand: demand)]
            if demand.priority < request.priority { happened.append(.priorityRaised(demand.priority)) }
            let events = record(happened, on: request.number, after: request.eventCount, at: moment, by: actor)
            return (.joined(request: request.number), events)
        }
        let number = "SR-" + StableHash(of: "demand", demand.channel.rawValue, demand.key).readable
        var missing = Set(demand.missing)
        if let entitled { missing.formUnion(entitled.needs.map { MissingFact($0) }) }
        if demand.customer.isEmpty { missing.insert(.customer) }
        var happened: [RequestEvent] = [.demanded(demand: demand)]
        if let entitled { happened.append(.entitlementDecided(entitled)) }
        happened.append(missing.isEmpty ? .verified : .documentsAsked(missing.sorted()))
        return (.opened(request: number), record(happened, on: number, after: 0, at: moment, by: actor))
    }

    /// The open request that a demand speaks of: of the same appliance, and of the same parts where both say which.
    private func openRequest(for demand: Demand) -> ServiceRequest? {
        guard let device = demand.device else { return nil }
        if let family = demand.component?.family { return openRequest(at: Place(device: device, family: family)) }
        return requests(of: device).first { $0.state.isOpen }
    }

    /// Decides what becomes of a prediction (2.4) and takes it over at once.
    ///
    /// - Parameters:
    ///   - prediction: What was foretold.
    ///   - entitled: Who pays for that component at `moment` and on the day of the failure.
    ///   - tariff: By which a chargeable repair is quoted.
    ///   - moment: When the desk decides; stamped on all that it records.
    /// - Returns: The decision and the events to record, none where nothing is opened or joined.
    package mutating func take(
        _ prediction: Prediction, entitled: EntitlementOutlook, tariff: Tariff, at moment: Timestamp
    ) -> (decision: IntakeDecision, events: [RecordedEvent]) {
        guard prediction.component.isPartOfAppliance else { return (.held(because: .nothingToRepair), []) }
        let place = Place(device: prediction.appliance.id, family: prediction.component.family)
        let home = home(of: .episode(prediction.evidence.episode, of: place.device, prediction.component.family))
        let known = openRequest(at: place)
        if let home, known?.number != home { return (.held(because: .knownEpisode), []) }
        if let request = known {
            return join(prediction, entitled, to: request, at: moment)
        }
        switch entitled.now.outcome {
        case .chargeable:
            let quote = tariff.quote(for: prediction.component)
            let advice = Advice(on: prediction, entitled: entitled.now, quote: quote, at: moment)
            return (advise(advice, at: place), [])
        case .free, .partlyFree, .undetermined:
            return open(prediction, entitled: entitled, at: moment)
        }
    }

    private mutating func join(
        _ prediction: Prediction, _ entitled: EntitlementOutlook, to request: ServiceRequest, at moment: Timestamp
    ) -> (decision: IntakeDecision, events: [RecordedEvent]) {
        if request.knows(prediction.evidence) { return (.held(because: .knownEpisode), []) }
        var happened: [RequestEvent] = [.evidenceAttached(prediction.evidence)]
        if let then = entitled.atFailure, entitled.lapses != nil, request.lapses == nil {
            happened.append(.failureEntitlementDecided(then))
        }
        let priority = priority(of: prediction, entitled)
        if priority < request.priority { happened.append(.priorityRaised(priority)) }
        let events = record(happened, on: request.number, after: request.eventCount, at: moment)
        return (.joined(request: request.number), events)
    }

    private mutating func advise(_ advice: Advice, at place: Place) -> IntakeDecision {
        if adviceIDs.contains(advice.id) { return .held(because: .knownEpisode) }
        if let last = lastAdvice[place], advice.at - last < policy.quietAfterAdvice {
            return .held(because: .alreadyAdvised(at: last))
        }
        apply(advice)
        return .advised(advice: advice)
    }

    private mutating func open(
        _ prediction: Prediction, entitled: EntitlementOutlook, at moment: Timestamp
    ) -> (decision: IntakeDecision, events: [RecordedEvent]) {
        let (component, device) = (prediction.component, prediction.appliance.id)
        let hash = StableHash(of: device.text, component.family.rawValue, prediction.evidence.episode)
        let number = "SR-" + hash.readable
        let missing = factsMissing(for: prediction.appliance, entitled: entitled.now)
        var happened: [RequestEvent] = [
            .received(
                origin: .prediction, device: device, component: component, family: component.family,
                fault: prediction.fault, parts: prediction.parts, priority: prediction.priority),
            .evidenceAttached(prediction.evidence),
            .entitlementDecided(entitled.now),
        ]
        if let then = entitled.atFailure { happened.append(.failureEntitlementDecided(then)) }
        let priority = priority(of: prediction, entitled)
        if priority < prediction.priority { happened.append(.priorityRaised(priority)) }
        happened.append(missing.isEmpty ? .verified : .documentsAsked(missing))
        return (.opened(request: number), record(happened, on: number, after: 0, at: moment))
    }

    mutating func record(
        _ happened: [RequestEvent], on number: String, after count: Int, at moment: Timestamp, by actor: Actor? = nil,
        key: String? = nil
    ) -> [RecordedEvent] {
        let events = happened.enumerated().map { place, event in
            RecordedEvent(
                request: number, number: count + 1 + place, at: moment, by: actor, key: place == 0 ? key : nil,
                event: event)
        }
        for event in events {
            apply(event)
            if let request = requests[number] { self.happened.append((event, request)) }
        }
        return events
    }
}

/// How soon somebody should look: sooner where the warranty ends before the failure (2.4, 2).
///
/// A repair that is free today and would cost the customer money next month is one that somebody waits for.
private func priority(of prediction: Prediction, _ entitled: EntitlementOutlook) -> Priority {
    entitled.lapses == nil ? prediction.priority : min(prediction.priority, .p2)
}

/// What verification must ask for, in the order of asking; empty where all is known (2.4, 1).
private func factsMissing(for appliance: Appliance, entitled: EntitlementDecision) -> [MissingFact] {
    var facts: Set<MissingFact> = []
    facts.formUnion(entitled.needs.map { MissingFact($0) })
    // A policy may pay without papers; the visit still needs them in the customer's hand (H-20).
    if appliance.purchase.invoice == .missing { facts.insert(.invoice) }
    if appliance.purchase.certificate == .missing { facts.insert(.certificate) }
    if appliance.owner.isEmpty { facts.insert(.customer) }
    return facts.sorted()
}
