package import Appliances

/// Something that a customer, or somebody for one, complains of, and what became of it (M-34, M-54, M-57, Z-19).
package struct Complaint: Hashable, Sendable, Codable {
    /// What it is about.
    package enum Subject: String, CaseIterable, Hashable, Sendable, Codable {
        /// How somebody behaved.
        case attitude
        /// How well somebody repaired.
        case skill
        /// What it cost.
        case charges
        /// How late somebody came.
        case lateness
        /// What was damaged (M-50).
        case damage
        /// Something dangerous or hostile (M-57).
        case incident
        /// A signature that the customer has not given (M-75).
        case fraud
        /// Anything else.
        case other

        /// Who answers for it first.
        var level: Level { self == .incident ? .centre : .manager }

        /// Where it is written that somebody answers for it.
        var clause: String {
            switch self {
            case .incident: "M-57"
            case .fraud: "M-75"
            case .attitude, .skill, .charges, .lateness, .damage, .other: "Z-19"
            }
        }
    }

    /// Who answers for it, lowest first.
    package enum Level: String, CaseIterable, Hashable, Sendable, Codable {
        /// The after-sales manager.
        case manager
        /// The service centre.
        case centre
        /// Those above, who have no role of their own here: the leader of the centre speaks with them.
        case leaders

        /// The role that resolves it.
        package var role: Role { self == .manager ? .afterSalesManager : .centreLeader }

        /// Who is told where it is not resolved in time.
        package var above: Role { self == .manager ? .centreLeader : .operations }

        /// The level above; nil for the highest.
        package var next: Level? {
            switch self {
            case .manager: .centre
            case .centre: .leaders
            case .leaders: nil
            }
        }
    }

    /// Its number within the request, from 1.
    package let number: Int
    /// What it is about.
    package let subject: Subject
    /// What was said.
    package let words: String
    /// When it was made.
    package let opened: Timestamp
    /// Who answers for it now.
    package internal(set) var level: Level
    /// Since when.
    package internal(set) var since: Timestamp
    /// What became of it; empty while it is open.
    package internal(set) var resolution = ""
    /// When it was resolved; nil while it is open.
    package internal(set) var resolved: Timestamp?
}

extension ServiceRequest {
    /// The complaints that nobody has resolved.
    package var openComplaints: [Complaint] { complaints.filter { $0.resolved == nil } }

    /// What was granted as compensation and is not paid (M-54).
    package var compensationOwed: Money {
        let granted = approvals.filter { $0.subject == .compensation && $0.decision?.isGranted == true }
        return Money(fen: max(0, granted.reduce(0) { $0 + $1.amount.fen } - (compensated?.fen ?? 0)))
    }

    /// Guards of complaints, and of what is paid for them.
    func askComplaints(_ asked: Asked, _ book: inout GuardBook) {
        switch asked.command {
        case .complain(_, let words):
            book.ask(.reason, !words.isEmpty)
            guard state == .closed else { return }
            let isInTime = asked.moment <= since + asked.rules.complaintAfterEnd
            book.ask(.stage, isInTime, "closed since \(since): a new request is to be opened")
        case .resolve(let complaint, let resolution):
            book.ask(.reason, !resolution.isEmpty)
            guard let open = openComplaints.first(where: { $0.number == complaint }) else {
                return book.ask(.complaint, false, "\(complaint)")
            }
            // Whoever stands above may resolve it, too.
            let isTheirs = asked.actor.role == open.level.role || asked.actor.role == .centreLeader
            book.ask(.complaint, isTheirs, "it is at \(open.level.rawValue)")
        case .raise(let complaint, let reason):
            book.ask(.reason, !reason.isEmpty)
            let open = openComplaints.first { $0.number == complaint }
            let found = open.map { "it is at \($0.level.rawValue)" } ?? "\(complaint)"
            book.ask(.complaint, open?.level.next != nil, found)
        case .compensate(let amount):
            let isGranted = amount > Money(fen: 0) && amount <= compensationOwed
            book.ask(.compensation, isGranted, "\(amount) of \(compensationOwed)")
        case .close:
            let open = openComplaints.map { "\($0.number) \($0.subject.rawValue)" }
            book.ask(.complaints, open.isEmpty, open.joined(separator: ", "))
        default: break
        }
    }

    /// What such a command makes happen.
    func eventsOfComplaints(_ asked: Asked) -> [RequestEvent] {
        switch asked.command {
        // What seemed to be over goes on, one level higher, as where a call finds somebody unsatisfied (H-15, Z-19).
        case .complain(let subject, let words):
            [complained(subject, words)] + (state == .closed ? [.reopened(reason: words)] : [])
        case .resolve(let complaint, let resolution):
            [.complaintResolved(complaint: complaint, resolution: resolution)]
        case .raise(let complaint, let reason): [.complaintRaised(complaint: complaint, reason: reason)]
        case .compensate(let amount): [.compensated(amount: amount)]
        default: preconditionFailure("A command has no outcome.")
        }
    }

    /// A complaint at the level that its subject begins with.
    func complained(_ subject: Complaint.Subject, _ words: String) -> RequestEvent {
        .complained(subject: subject, level: subject.level, words: words)
    }

    /// Takes over what happened to complaints.
    mutating func takeComplaint(_ recorded: RecordedEvent) {
        switch recorded.event {
        case .complained(let subject, let level, let words):
            complaints.append(
                Complaint(
                    number: complaints.count + 1, subject: subject, words: words, opened: recorded.at, level: level,
                    since: recorded.at))
        case .complaintResolved(let number, let resolution):
            guard let place = complaints.firstIndex(where: { $0.number == number }) else { return }
            (complaints[place].resolution, complaints[place].resolved) = (resolution, recorded.at)
        case .complaintRaised(let number, _): raise(complaint: number, at: recorded.at)
        case .compensated(let amount): compensated = (compensated ?? Money(fen: 0)) + amount
        case .erased: erased = recorded.at
        default: takeLast(recorded.event)
        }
    }

    /// One level higher; at the highest nothing changes.
    mutating func raise(complaint number: Int, at moment: Timestamp) {
        guard let place = complaints.firstIndex(where: { $0.number == number }), let next = complaints[place].level.next
        else { return }
        (complaints[place].level, complaints[place].since) = (next, moment)
    }

    /// Each complaint is resolved in time by whoever answers for it now; afterwards it is the next level's.
    func complaintsDue(_ rules: ServiceRules) -> [DueItem] {
        openComplaints.map { open in
            item(
                .complaint, "\(open.number)", by: open.since + rules.complaint, open.level.role, to: open.level.above,
                open.subject.clause)
        }
    }
}
