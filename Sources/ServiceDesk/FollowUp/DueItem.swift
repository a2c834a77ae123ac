package import Appliances

/// Something that somebody must do about a request by a certain time (requirements, 2.3): a function of its events.
package struct DueItem: Hashable, Sendable, Codable {
    /// What.
    package enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        /// Somebody must have spoken with the customer (Z-4).
        case firstContact = "first_contact"
        /// What is probably wrong must be known.
        case solution
        /// A hand-over must be acknowledged.
        case handOver = "hand_over"
        /// The engineer must have proposed a window (Z-7).
        case engineerContact = "engineer_contact"
        /// A part must be laid aside or applied for.
        case order
        /// A part that was applied for must be bought.
        case purchase
        /// A part that was applied for must be there.
        case part
        /// The engineer should decide when to leave (M-22).
        case departurePrompt = "departure_prompt"
        /// The engineer must have left (M-22).
        case departure
        /// The engineer should be there, or the customer hears that it will be late (M-30, N-7).
        case late
        /// An engineer must be there (N-12).
        case visit
        /// So late that it is the manager's (M-32).
        case lateForManager = "late_for_manager"
        /// The manager must apologise (M-32).
        case apology
        /// A call back (M-4, M-59, M-71, Z-17).
        case call
        /// An appliance must be brought back (M-51).
        case bringBack = "bring_back"
        /// The card of a visit must come in, the same day (M-73).
        case card
        /// A card must be reconciled, the same day (M-75).
        case reconcile
        /// A fault that was put off comes up again.
        case postponed
        /// The engineer should be there, some minutes before the promised time (H-10, C-1).
        case arrival
        /// The customer must hear that a visit before takes longer (M-25).
        case delayNotice = "delay_notice"
        /// The centre must hear how it goes with a visit that the customer does not know of (M-17).
        case feedback
        /// A manager must come in person (M-34).
        case managerVisit = "manager_visit"
        /// The dispatcher must send another engineer or agree on another time, by priority (M-55).
        case secondJob = "second_job"
        /// An exchange that was granted must be made, the same day where it is in stock.
        case exchange
        /// The centre must reconcile a card, the same day (M-74, M-76).
        case reconcileCentre = "reconcile_centre"
        /// A fact that is not known yet must be asked for again, of the source that is named (M-16, H-3).
        case verifyAgain = "verify_again"
        /// An engineer must be sent (Z-5).
        case assign
        /// A window that was proposed must be answered (H-8).
        case answerWindow = "answer_window"
        /// The engineer must have ended the visit.
        case endVisit = "end_visit"
        /// Money must be settled (Z-15).
        case settle
        /// Others must decide what was asked of them (M-54, M-65).
        case decide
        /// Somebody above must take up what was escalated (M-54, M-57).
        case takeUp = "take_up"
        /// What is done must be closed (H-15).
        case close
        /// An invoice that was promised must be issued (M-64).
        case invoice
        /// A complaint must be resolved by whoever answers for it (Z-19).
        case complaint
        /// Whoever went away from a visit must be back (M-56).
        case comeBack = "come_back"
    }

    /// The request's number.
    package let request: String
    /// What.
    package let kind: Kind
    /// Which call, part or engineer; empty where the kind says it all.
    package let what: String
    /// By when.
    package let due: Timestamp
    /// Who.
    package let role: Role
    /// Who is told where it is not done by then.
    package let escalatesTo: Role
    /// Where that is written.
    package let clause: String
    /// Whether it was not done by then, and somebody was told.
    package internal(set) var isBreached = false

    /// Whether it should have been done by then.
    package func isOverdue(at moment: Timestamp) -> Bool { due < moment }

    /// Whether it stands on the list of a role: its own, or what was escalated to it.
    package func concerns(_ role: Role) -> Bool { self.role == role || (isBreached && escalatesTo == role) }

    private enum CodingKeys: String, CodingKey {
        case request, kind, what, due, role
        case escalatesTo = "escalates_to"
        case clause
        case isBreached = "breached"
    }
}

extension ServiceRequest {
    /// What somebody must do about it, the soonest first; nothing once it is over.
    package func due(under rules: ServiceRules = ServiceRules()) -> [DueItem] {
        guard state.isOpen else { return [] }
        let items =
            responsesDue(rules) + callsDue + visitDue(rules) + cardsDue(rules) + partsDue(rules) + daysDue(rules)
            + onTheWayDue(rules) + waitingDue(rules) + invoicesDue(rules) + complaintsDue(rules)
        return items.map(marked).enumerated().sorted { left, right in
            (left.element.due, left.offset) < (right.element.due, right.offset)
        }.map(\.element)
    }

    /// What is overdue and nobody was told of, as events to record; the longest overdue first.
    package func breaches(at moment: Timestamp, under rules: ServiceRules) -> [RequestEvent] {
        due(under: rules).filter { !$0.isBreached && $0.due <= moment }.map { item in
            .breached(kind: item.kind, what: item.what, due: item.due, to: item.escalatesTo)
        }
    }

    /// When the next thing is overdue of which nobody was told; nil where nothing is due.
    func nextDue(under rules: ServiceRules) -> Timestamp? { due(under: rules).first { !$0.isBreached }?.due }

    private func marked(_ item: DueItem) -> DueItem {
        var item = item
        item.isBreached = breaches.contains { $0.kind == item.kind && $0.what == item.what && $0.due == item.due }
        return item
    }

    func item(
        _ kind: DueItem.Kind, _ what: String = "", by due: Timestamp, _ role: Role, to above: Role, _ clause: String
    ) -> DueItem {
        DueItem(
            request: number, kind: kind, what: what, due: due, role: role, escalatesTo: above, clause: clause)
    }

    /// A deadline on the clock of response times; nothing while that stands still.
    func response(
        _ kind: DueItem.Kind, _ what: String = "", _ span: TimeSpan, after start: Timestamp?, _ rules: ServiceRules,
        _ role: Role, to above: Role, _ clause: String
    ) -> [DueItem] {
        guard let start, let due = rules.calendar.deadline(span, after: start, without: holds) else { return [] }
        return [item(kind, what, by: due, role, to: above, clause)]
    }

    /// How soon somebody answers, on the business calendar.
    private func responsesDue(_ rules: ServiceRules) -> [DueItem] {
        var items: [DueItem] = []
        if [.received, .verifying, .verified].contains(state), attempts.isEmpty {
            items += response(
                .firstContact, "", rules.firstContact, after: opened, rules, .hotlineAgent, to: .dispatcher, "Z-4")
        }
        if state == .verified {
            items += response(
                .solution, "", rules.solution, after: since, rules, .hotlineAgent, to: .technicalSupport, "X-4")
        }
        if let handOver, handOver.acknowledged == nil {
            items += response(
                .handOver, handOver.to.rawValue, rules.handOver, after: handOver.at, rules, handOver.to,
                to: .dispatcher, "X-2")
        }
        if state == .scheduling, let engineer, appointment == nil {
            items += response(
                .engineerContact, engineer, rules.engineerContact, after: assigned.map { max($0, since) }, rules,
                .engineer, to: .dispatcher, "Z-7")
        }
        return items
    }

    private var callsDue: [DueItem] {
        calls.filter { !$0.isAnswered }.map { call in
            let (clause, role, above): (String, Role, Role) =
                switch call.kind {
                case .afterGuidance: ("M-15", .hotlineAgent, .afterSalesManager)
                case .afterUntested: ("M-59", .hotlineAgent, .afterSalesManager)
                case .afterIncomplete: ("M-71", .hotlineAgent, .afterSalesManager)
                case .quality: ("Z-17", .quality, .centreLeader)
                case .afterMismatch: ("M-75", .quality, .centreLeader)
                }
            return item(.call, call.kind.rawValue, by: call.due, role, to: above, clause)
        }
    }

    /// What a promised window asks for, from the way there to the apology.
    private func visitDue(_ rules: ServiceRules) -> [DueItem] {
        if state == .onSite, let visit, let arrived = visit.arrived, visit.apology?.settles == false {
            return [item(.apology, visit.engineer, by: arrived, .afterSalesManager, to: .centreLeader, "M-32")]
        }
        guard state == .scheduled || state == .enRoute, let appointment else { return [] }
        let engineer = engineer ?? ""
        var items: [DueItem] = []
        if state == .scheduled {
            let latest =
                appointment.travel.map { appointment.from - $0 - rules.departureSpare }
                ?? appointment.from - rules.departureLatest
            // A prompt is no reproach: it goes to the engineer, and never after the last moment to leave.
            let prompt = min(appointment.from - rules.departurePrompt, latest)
            items = [
                item(.departurePrompt, engineer, by: prompt, .engineer, to: .engineer, "M-22"),
                item(.departure, engineer, by: latest, .engineer, to: .dispatcher, "M-22"),
            ]
        }
        items.append(
            item(.arrival, engineer, by: appointment.from - rules.arriveEarly, .engineer, to: .engineer, "H-10"))
        if !appointment.isKnownLate {
            // Whoever was told already needs no alarm (C-19).
            items.append(
                item(.late, engineer, by: appointment.through - rules.lateWarning, .engineer, to: .dispatcher, "M-30"))
        }
        return items + [
            item(.visit, engineer, by: appointment.through, .engineer, to: .dispatcher, "N-12"),
            item(
                .lateForManager, engineer, by: appointment.through + rules.lateForManager, .engineer,
                to: .afterSalesManager, "M-32"),
        ]
    }

    private func cardsDue(_ rules: ServiceRules) -> [DueItem] {
        visits.compactMap { visit in
            guard visit.wantsCard, let ended = visit.ended else { return nil }
            guard let card = visit.card else {
                return item(
                    .card, visit.engineer, by: rules.endOfDay(ended), .engineer, to: .informationOfficer, "M-73")
            }
            // What was suspected later is reconciled on the day of the prompt call.
            let day = rules.endOfDay(card.suspicion.map { $0.since + rules.callAfterMismatch } ?? card.submitted)
            if card.reconciled.contains(.branch) {
                guard !card.reconciled.contains(.centre) else { return nil }
                return item(
                    .reconcileCentre, visit.engineer, by: day, .informationOfficer, to: .centreLeader, "M-74")
            }
            return item(.reconcile, visit.engineer, by: day, .informationOfficer, to: .centreLeader, "M-75")
        }
    }

    private func partsDue(_ rules: ServiceRules) -> [DueItem] {
        zip(needs, needsSince).flatMap { need, since -> [DueItem] in
            let isReplacement = need.part == ServiceRequest.replacement
            let clause = isReplacement ? "X-9" : "X-8"
            return switch need.state {
            case .needed:
                response(
                    .order, need.part, rules.partOrder, after: since, rules, .partsClerk, to: .afterSalesManager,
                    clause)
            case .applied(let due):
                response(
                    .purchase, need.part, rules.partPurchase, after: since, rules, .partsClerk,
                    to: .afterSalesManager, clause)
                    + [item(.part, need.part, by: due, .partsClerk, to: .hotlineAgent, clause)]
            case .purchased(let due): [item(.part, need.part, by: due, .partsClerk, to: .hotlineAgent, clause)]
            // What lies in stock, or has come, goes to the customer the same day.
            case .reserved, .arrived:
                isReplacement
                    ? [
                        item(
                            .exchange, by: rules.endOfDay(since), .partsClerk, to: .afterSalesManager,
                            clause)
                    ] : []
            case .waived: []
            }
        }
    }

    private func daysDue(_ rules: ServiceRules) -> [DueItem] {
        var items: [DueItem] = []
        if isAway, let promised = pullBack?.promised {
            items.append(
                item(.bringBack, by: rules.end(of: promised), .engineer, to: .afterSalesManager, "M-51"))
        }
        if state == .postponed, let day = postponedUntil {
            items.append(item(.postponed, by: rules.end(of: day), .hotlineAgent, to: .dispatcher, "2.2"))
        }
        return items
    }
}

extension ServiceRules {
    /// The last moment of a day.
    func end(of day: CalendarDay) -> Timestamp {
        let next = Timestamp(milliseconds: Int64(day.daysSinceEpoch + 1) * 86_400_000 - 1)
        return next + .seconds(Int64(-utcOffsetSeconds))
    }

    /// The last moment of the day in which a moment lies.
    func endOfDay(_ moment: Timestamp) -> Timestamp { end(of: day(of: moment)) }

    /// The day in which a moment lies.
    func day(of moment: Timestamp) -> CalendarDay { CalendarDay(moment, utcOffsetSeconds: utcOffsetSeconds) }
}
