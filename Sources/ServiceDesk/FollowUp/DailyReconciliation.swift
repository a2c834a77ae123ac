package import Appliances

extension ServiceRules {
    /// When the cards of a day are reconciled (M-76).
    package func reconciliation(of day: CalendarDay) -> Timestamp {
        start(of: day) + TimeSpan(milliseconds: Int64(reconcileMinute) * 60_000)
    }

    /// The first moment of a day.
    package func start(of day: CalendarDay) -> Timestamp {
        Timestamp(milliseconds: Int64(day.daysSinceEpoch) * 86_400_000) + .seconds(Int64(-utcOffsetSeconds))
    }

    /// The day whose cards were to be reconciled last at a moment.
    package func reconciledDay(at moment: Timestamp) -> CalendarDay {
        let today = day(of: moment)
        return reconciliation(of: today) <= moment ? today : today.adding(days: -1)
    }

    /// From when on the visits are gone through in the round of a day: as many days back as the rules say.
    package func reconciledSince(_ day: CalendarDay) -> Timestamp {
        reconciliation(of: day.adding(days: -reconcileDays))
    }

    /// When cards are reconciled next; always after the moment.
    package func nextReconciliation(after moment: Timestamp) -> Timestamp {
        reconciliation(of: reconciledDay(at: moment).adding(days: 1))
    }
}

extension NoticeDesk {
    /// What the round of a day tells branch and centre: a notice for each request of which something does not agree,
    /// none where all agrees (M-74 to M-76).
    ///
    /// Each is about one request, as every notice is, so that it has its link and stands among the others of that
    /// request. Its id is made of the day, the request and the role: a round that is made again tells nobody twice.
    ///
    /// - Parameters:
    ///   - found: What does not agree.
    ///   - moment: When the round is made.
    /// - Returns: By request and level: the branch hears of what is the branch's to put right, the centre of all.
    package func notices(of found: Reconciliation, at moment: Timestamp) -> [DeskNotice] {
        var numbers: [String] = []
        for one in found.mismatches where numbers.last != one.request { numbers.append(one.request) }
        return numbers.flatMap { number -> [DeskNotice] in
            let all = found.mismatches.filter { $0.request == number }
            let ofBranch = all.filter { $0.found != SupervisionCard.Level.centre.rawValue || $0.kind != .notReconciled }
            return [(Role.informationOfficer, ofBranch), (.centreLeader, all)].compactMap { role, mismatches in
                mismatches.isEmpty ? nil : notice(of: mismatches, number, to: role, found.day, at: moment)
            }
        }
    }

    private func notice(
        of mismatches: [Reconciliation.Mismatch], _ number: String, to role: Role, _ day: CalendarDay,
        at moment: Timestamp
    ) -> DeskNotice {
        let lines = mismatches.map { one in
            // What a customer said stays in the request.
            let found = one.kind.quotesCustomer || one.found.isEmpty ? "" : " \(one.found)"
            return "\(one.kind.clause) \(one.kind.rawValue)\(found) (\(one.engineer))"
        }
        return write(
            .reconciliation, to: .staff(role, number: ""),
            [
                ("day", .day(day)), ("count", .code("\(mismatches.count)")),
                ("found", .words(lines.joined(separator: "; "))),
            ],
            of: number, at: moment,
            id: StableHash(of: DeskNotice.Kind.reconciliation.rawValue, "\(day)", number, role.rawValue))
    }
}
