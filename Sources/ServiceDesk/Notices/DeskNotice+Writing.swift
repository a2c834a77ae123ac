package import Appliances
import Warranty

/// What is needed to write notices, beside the events.
package struct NoticeDesk: Sendable {
    /// The words.
    package var templates: NoticeTemplates
    /// The thresholds, which say until when somebody calls.
    package var rules: ServiceRules
    /// Where a customer sees the progress of a request, by its number; an empty text where nowhere.
    package var link: @Sendable (String) -> String

    /// A desk that writes; without links unless it is told how they go.
    package init(
        templates: NoticeTemplates = .standard, rules: ServiceRules = ServiceRules(),
        link: @escaping @Sendable (String) -> String = { _ in "" }
    ) {
        (self.templates, self.rules, self.link) = (templates, rules, link)
    }

    /// What an event makes the desk tell to whom; most events say nothing to anybody.
    ///
    /// - Parameters:
    ///   - recorded: The event.
    ///   - request: The request as it stands after it, and after those that were recorded with it.
    ///   - customer: The customer's number; empty where nobody knows: then only the staff is told.
    /// - Returns: The notices in a fixed order.
    package func notices(
        of recorded: RecordedEvent, on request: ServiceRequest, customer: String
    ) -> [DeskNotice] {
        var letters = staffLetters(recorded, request)
        if !customer.isEmpty {
            letters += customerLetters(recorded, request).map { (.customer(customer), $0.kind, $0.values) }
        }
        return letters.map { to, kind, values in write(kind, to: to, values, recorded) }
    }

    /// What the owner of an appliance is told of it.
    ///
    /// `key` is the same for the same word: the id of the notice that says it to hubs. `owner` is the owner's number,
    /// not empty; the template frames `words`.
    package func notice(
        _ kind: OwnerWord, key: String, of device: DeviceID, to owner: String, at moment: Timestamp, _ words: Localised
    ) -> DeskNotice {
        let values: Values = [("device", .code(device.text)), ("words", .text(words))] + kind.own
        return DeskNotice(
            id: DeskNotice.idPrefix + StableHash(of: key, kind.kind.rawValue, owner).readable, kind: kind.kind,
            to: .customer(owner), request: nil, device: device, at: moment,
            values: values.map { DeskNotice.Value(name: $0.name, value: $0.value.plain) },
            text: templates.text(of: kind.kind, values, zone: rules.utcOffsetSeconds))
    }

    /// A word about an appliance.
    package enum OwnerWord: Sendable {
        /// What a repair would cost.
        case advice(Component, total: Money)
        /// Something to do now, by its name.
        case tellOwner(advice: String)
        /// Maintenance, by its plan.
        case reminder(plan: String)

        var kind: DeskNotice.Kind {
            switch self {
            case .advice: .advice
            case .tellOwner: .tellOwner
            case .reminder: .reminder
            }
        }

        fileprivate var own: Values {
            switch self {
            case .advice(let component, let total):
                [("component", .code(component.rawValue)), ("total", .money(total))]
            case .tellOwner(let advice): [("advice", .code(advice))]
            case .reminder(let plan): [("plan", .code(plan))]
            }
        }
    }

    typealias Values = [(name: String, value: NoticeValue)]

    private func write(
        _ kind: DeskNotice.Kind, to recipient: DeskNotice.Recipient, _ own: Values, _ recorded: RecordedEvent
    ) -> DeskNotice {
        write(
            kind, to: recipient, own, of: recorded.request, at: recorded.at,
            id: StableHash(of: recorded.request, "\(recorded.number)", kind.rawValue, recipient.text))
    }

    func write(
        _ kind: DeskNotice.Kind, to recipient: DeskNotice.Recipient, _ own: Values, of request: String,
        at moment: Timestamp, id: StableHash
    ) -> DeskNotice {
        // The link acts for the customer: nobody else gets it.
        var link = ""
        if case .customer = recipient { link = self.link(request) }
        let values: Values =
            [("request", .code(request)), ("link", .code(link))].filter { !$0.value.plain.isEmpty }
            + own.filter { !$0.value.plain.isEmpty }
        return DeskNotice(
            id: DeskNotice.idPrefix + id.readable, kind: kind, to: recipient, request: request, device: nil, at: moment,
            values: values.map { DeskNotice.Value(name: $0.name, value: $0.value.plain) },
            text: templates.text(of: kind, values, zone: rules.utcOffsetSeconds))
    }

    // MARK: Customers

    private func customerLetters(
        _ recorded: RecordedEvent, _ request: ServiceRequest
    ) -> [(kind: DeskNotice.Kind, values: Values)] {
        switch recorded.event {
        case .received, .demanded:
            // One more demand put to it changes nothing of what was said.
            guard recorded.number == 1 else { return [] }
            let until = rules.calendar.deadline(rules.firstContact, after: recorded.at) ?? recorded.at
            return [(.requestReceived, [("until", .moment(until))])]
        case .documentsAsked(let facts): return [(.documentsAsked, [("facts", .facts(facts))])]
        case .windowProposed(let from, let through, let reason, _):
            return [
                (.windowProposed, [("from", .moment(from)), ("through", .moment(through)), ("reason", .words(reason))])
            ]
        case .windowAccepted, .windowConfirmed:
            guard let window = request.appointment, window.isPromised else { return [] }
            return [(.visitPromised, visit(window, request))]
        case .departed:
            guard let window = request.appointment else { return [] }
            return [(.engineerLeft, visit(window, request))]
        case .breached(.late, _, _, _):
            guard let window = request.appointment else { return [] }
            return [(.visitLate, visit(window, request))]
        case .arrivalExpected(let arrival, let cause):
            guard let window = request.appointment, arrival > window.through else { return [] }
            return [
                (.visitLate, visit(window, request) + [("expected", .arrival(arrival)), ("reason", .words(cause))])
            ]
        case .delayForeseen(let span, _):
            // Somebody who comes later and still within the window keeps the promise: that is the officer's to tell.
            guard let window = request.appointment, window.from + span > window.through else { return [] }
            return [(.visitLate, visit(window, request) + [("expected", .arrival(window.from + span))])]
        case .breached(.part, let part, let due, _):
            return [(.partLate, [("part", .code(part)), ("due", .moment(due))])]
        default: return laterLetters(recorded, request)
        }
    }

    private func laterLetters(
        _ recorded: RecordedEvent, _ request: ServiceRequest
    ) -> [(kind: DeskNotice.Kind, values: Values)] {
        switch recorded.event {
        case .partMoved(let need):
            switch need.state {
            case .applied(let due): return [(.partAwaited, [("part", .code(need.part)), ("due", .moment(due))])]
            case .arrived: return [(.partArrived, [("part", .code(need.part))])]
            case .needed, .reserved, .purchased, .waived: return []
            }
        case .pulledBack(let away):
            var loaner = "-"
            if case .out(let serial) = away.loaner { loaner = serial }
            return [(.applianceTaken, [("back", .day(away.promised)), ("loaner", .code(loaner))])]
        case .charged(let sheet): return [(.chargesPresented, [("total", .money(sheet.total))])]
        case .receiptGiven: return [(.receipt, receipt(request))]
        case .called(_, .unanswered, _), .contactTried(.unanswered), .contactTried(.message):
            return [(.callMissed, [])]
        case .solutionSent(let text, let attachments):
            return [
                (.solution, [("text", .words(text)), ("attachments", .code(attachments.joined(separator: ", ")))])
            ]
        case .assigned, .declined:
            // What an engineer gives as a reason is for the house.
            return request.withdrawnAt == recorded.number ? [(.visitWithdrawn, [])] : []
        case .reopened: return [(.reopened, [("level", .code("\(request.level)"))])]
        case .closed, .closedUnconfirmed: return [(.closed, [])]
        default: return []
        }
    }

    private func visit(_ window: Appointment, _ request: ServiceRequest) -> Values {
        [
            ("from", .moment(window.from)), ("through", .moment(window.through)),
            ("engineer", .code(request.engineer ?? "")),
        ]
    }

    private func receipt(_ request: ServiceRequest) -> Values {
        let last = request.entitlement?.validUntil
        return [
            ("paid", .money(request.paid)),
            ("until_day", last.map { .day($0) } ?? .code("-")),
        ]
    }

    private func absence(_ report: VisitReport, _ request: ServiceRequest) -> Values {
        func word(_ isDone: Bool?) -> NoticeValue { .code(isDone == true ? "yes" : "no") }
        return [
            ("engineer", .code(request.visits.last?.engineer ?? "")), ("called", word(report.absence?.isCalled)),
            ("note", word(report.absence?.isNoteLeft)), ("neighbour", word(report.absence?.isNeighbourAsked)),
        ]
    }

    // MARK: Staff

    private func staffLetters(
        _ recorded: RecordedEvent, _ request: ServiceRequest
    ) -> [(DeskNotice.Recipient, DeskNotice.Kind, Values)] {
        switch recorded.event {
        case .assigned(let engineer):
            return [
                (
                    .staff(.engineer, number: engineer), .assigned,
                    [
                        ("engineer", .code(engineer)), ("fault", .words(request.faultCode)),
                        ("priority", .code(request.priority.rawValue)),
                    ]
                )
            ]
        case .handedOver(let role): return [(.staff(role, number: ""), .handedOver, [("role", .code(role.rawValue))])]
        case .breached(let kind, let what, let due, let role):
            let number = role == .engineer ? request.engineer ?? "" : ""
            return [
                (
                    .staff(role, number: number), .overdue,
                    [("what", .code(kind.rawValue)), ("which", .code(what)), ("due", .moment(due))]
                )
            ]
        case .approvalAsked(let approval):
            // The lowest who may decide, or all who must decide together.
            let roles = request.deciders(of: approval.subject)
            return roles.prefix(max(1, approval.subject.requiredRoles.count)).map { role in
                (
                    .staff(role, number: ""), .approvalAsked,
                    [("subject", .code(approval.subject.rawValue)), ("amount", .money(approval.amount))]
                )
            }
        case .escalated(let reason), .reopened(let reason):
            return [(.staff(request.roleAbove, number: ""), .escalated, [("reason", .words(reason))])]
        case .delayForeseen(let span, let because):
            return [
                (
                    .staff(.informationOfficer, number: ""), .delayForeseen,
                    [("minutes", .code("\(span.milliseconds / 60_000)")), ("because", .code(because))]
                )
            ]
        case .visitEnded(let report) where report.outcome == .absent:
            return [(.staff(.hotlineAgent, number: ""), .absent, absence(report, request))]
        // Of an incident the centre hears as such.
        case .complained(let subject, let level, let words) where subject != .incident:
            return [complaint(subject, level, words)]
        case .complaintRaised(let number, let reason):
            guard let one = request.complaints.first(where: { $0.number == number }) else { return [] }
            return [complaint(one.subject, one.level, reason)]
        case .incident(let what), .damaged(let what, _):
            return [(.staff(.centreLeader, number: ""), .incident, [("reason", .words(what))])]
        default: return []
        }
    }

    private func complaint(
        _ subject: Complaint.Subject, _ level: Complaint.Level, _ words: String
    ) -> (DeskNotice.Recipient, DeskNotice.Kind, Values) {
        (
            .staff(level.role, number: ""), .complained,
            [("subject", .code(subject.rawValue)), ("level", .code(level.rawValue)), ("words", .words(words))]
        )
    }
}
