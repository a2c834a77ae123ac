import Appliances
import Daybook
import Maintenance
import ServiceDesk
import Telemetry

// What becomes of requests as time passes, and what is told of it.
extension GatewayCore {
    /// Whether the cards of a day are to be reconciled of which no round was made.
    func isReconciliationDue(at moment: Timestamp) -> Bool {
        reconciledThrough.map { $0 < policy.service.reconciledDay(at: moment) } ?? true
    }

    /// Makes the round of a day once its time has come: branch and centre hear what does not agree of the visits of the
    /// last days (M-76).
    ///
    /// A round that was not recorded before a restart is made then; what one told somebody is not told again, because
    /// the ids of its notices are made of the day.
    mutating func reconcile(_ entry: inout Entry) {
        guard !isReliving, isReconciliationDue(at: now) else { return }
        let rules = policy.service
        let day = rules.reconciledDay(at: now)
        reconciledThrough = day
        let requests = desk.requests(visitedSince: rules.reconciledSince(day))
        let found = Reconciliation(roundOf: requests, on: day, at: now, under: rules)
        let writer = NoticeDesk(templates: policy.templates, rules: rules, link: policy.progressLink)
        entry.post += writer.notices(of: found, at: now)
    }

    /// Tells whoever stands above of what was not done in time.
    mutating func escalate(_ entry: inout Entry) {
        guard !isReliving, desk.mayBeOverdue(at: now) else { return }
        let overdue = desk.escalateOverdue(at: now)
        entry.events += overdue.events
        entry.tally[.breaches] += overdue.events.count
        entry.requests += rows(of: overdue.looked)
    }

    /// Hands over how the requests stand now, and what is told of it.
    mutating func settleRequests(_ entry: inout Entry) {
        if !entry.events.isEmpty || !entry.requests.isEmpty {
            entry.requests = rows(of: entry.events.map(\.request) + entry.requests.map(\.request.number))
        }
        if isReliving { _ = desk.takeHappened() } else { tell(&entry) }
    }

    /// Writes what customers and staff are told of what happened; the same is said once in an entry.
    private mutating func tell(_ entry: inout Entry) {
        let desk = NoticeDesk(templates: policy.templates, rules: policy.service, link: policy.progressLink)
        // A set: an entry has as many notices as there are clients, and comparing each with each cost more than all
        // the rest.
        var said = Set(entry.post.map(\.saying))
        for (event, request) in self.desk.takeHappened() {
            for notice in desk.notices(of: event, on: request, customer: customer(of: request))
            where said.insert(notice.saying).inserted {
                entry.post.append(notice)
            }
        }
        entry.post += entry.notices.compactMap { tellOwner(of: $0, by: desk) }
    }

    /// What hubs are told of an appliance, for its owner; nothing where nobody knows one.
    private func tellOwner(of notice: Notice, by desk: NoticeDesk) -> DeskNotice? {
        guard let owner = directory.number(of: notice.device).map({ policy.appliances[$0].owner }), !owner.isEmpty
        else { return nil }
        let word: NoticeDesk.OwnerWord
        switch notice.content {
        // Of a request the customer hears by its own events.
        case .requestOpened: return nil
        case .advice(let advice): word = .advice(advice.component, total: advice.quote.total)
        case .tellOwner(let advice, _): word = .tellOwner(advice: advice)
        case .reminder(let reminder): word = .reminder(plan: reminder.plan)
        }
        return desk.notice(word, key: notice.id, of: notice.device, to: owner, at: notice.at, notice.text)
    }

    /// The customer of a request: who asked for it first, or whose appliance it is; empty where nobody knows.
    func customer(of request: ServiceRequest) -> String {
        if let asked = request.demands.first(where: { !$0.customer.isEmpty }) { return asked.customer }
        return request.device.flatMap { directory.number(of: $0) }.map { policy.appliances[$0].owner } ?? ""
    }

    /// Requests as they stand, each once, in the order in which they were named first.
    private func rows(of numbers: [String]) -> [RequestRow] {
        var seen: Set<String> = []
        return numbers.filter { seen.insert($0).inserted }.compactMap { desk.request($0) }.map {
            RequestRow($0, due: $0.due(under: policy.service))
        }
    }

    /// Takes up that an entry is recorded.
    mutating func settle(requestsOf entry: Entry) {
        guard !entry.requests.isEmpty else { return }
        desk.letGo()
    }
}
