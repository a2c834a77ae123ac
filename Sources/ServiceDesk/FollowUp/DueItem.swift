package import Appliances

/// Something that somebody must do about a request by a certain time (requirements, 2.3): a function of its events.
package struct DueItem: Hashable, Sendable, Codable {
    /// What.
    package enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        /// A call back (M-4, M-59, M-71, Z-17).
        case call
        /// An engineer must be there (N-12).
        case visit
        /// An appliance must be brought back (M-51).
        case bringBack = "bring_back"
        /// The card of a visit must come in, the same day (M-73).
        case card
        /// A card must be reconciled, the same day (M-75).
        case reconcile
        /// A part that was applied for must be there.
        case part
        /// A fault that was put off comes up again.
        case postponed
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
    /// Where that is written.
    package let clause: String

    /// Whether it should have been done by then.
    package func isOverdue(at moment: Timestamp) -> Bool { due < moment }
}

extension ServiceRequest {
    /// What must be done, the earliest first; empty for a request that is over.
    package func due(under rules: ServiceRules = ServiceRules()) -> [DueItem] {
        guard state.isOpen else { return [] }
        let items = callsDue + visitsDue(rules) + partsDue + daysDue(rules)
        return items.enumerated().sorted { left, right in
            (left.element.due, left.offset) < (right.element.due, right.offset)
        }.map(\.element)
    }

    private func item(
        _ kind: DueItem.Kind, _ what: String = "", by due: Timestamp, _ role: Role, _ clause: String
    ) -> DueItem {
        DueItem(request: number, kind: kind, what: what, due: due, role: role, clause: clause)
    }

    private var callsDue: [DueItem] {
        calls.filter { !$0.isAnswered }.map { call in
            let clause =
                switch call.kind {
                case .afterGuidance: "M-15"
                case .afterUntested: "M-59"
                case .afterIncomplete: "M-71"
                case .quality: "Z-17"
                }
            return item(
                .call, call.kind.rawValue, by: call.due, call.kind == .quality ? .quality : .hotlineAgent, clause)
        }
    }

    private func visitsDue(_ rules: ServiceRules) -> [DueItem] {
        var items: [DueItem] = []
        if state == .scheduled || state == .enRoute, let appointment {
            items.append(item(.visit, engineer ?? "", by: appointment.through, .engineer, "N-12"))
        }
        for visit in visits {
            guard let ended = visit.ended else { continue }
            if visit.card == nil {
                items.append(item(.card, visit.engineer, by: rules.endOfDay(ended), .engineer, "M-73"))
            } else if let card = visit.card, !card.reconciled.contains(.branch) {
                items.append(
                    item(.reconcile, visit.engineer, by: rules.endOfDay(card.submitted), .informationOfficer, "M-75"))
            }
        }
        return items
    }

    private var partsDue: [DueItem] {
        needs.compactMap { need in
            guard case .applied(let due) = need.state else { return nil }
            return item(.part, need.part, by: due, .partsClerk, "X-8")
        }
    }

    private func daysDue(_ rules: ServiceRules) -> [DueItem] {
        var items: [DueItem] = []
        if isAway, let promised = pullBack?.promised {
            items.append(item(.bringBack, by: rules.end(of: promised), .engineer, "M-51"))
        }
        if state == .postponed, let day = postponedUntil {
            items.append(item(.postponed, by: rules.end(of: day), .hotlineAgent, "2.2"))
        }
        return items
    }
}

extension ServiceRules {
    /// The last millisecond of a day, where the desk is.
    func end(of day: CalendarDay) -> Timestamp {
        let next = Timestamp(milliseconds: Int64(day.daysSinceEpoch + 1) * 86_400_000 - 1)
        return next + .seconds(Int64(-utcOffsetSeconds))
    }

    /// The last millisecond of the day of a moment, where the desk is.
    func endOfDay(_ moment: Timestamp) -> Timestamp { end(of: day(of: moment)) }

    /// The day of a moment, where the desk is.
    func day(of moment: Timestamp) -> CalendarDay { CalendarDay(moment, utcOffsetSeconds: utcOffsetSeconds) }
}
