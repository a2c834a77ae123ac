import Appliances

extension ServiceRequest {
    /// What must be done where a visit does not go as it was promised.
    func onTheWayDue(_ rules: ServiceRules) -> [DueItem] {
        delayDue(rules) + feedbackDue(rules) + managerDue(rules) + contentionDue(rules) + comeBackDue()
    }

    /// The customer hears of it before the alarm that it is late, or at once where that is past (M-25, N-7).
    private func delayDue(_ rules: ServiceRules) -> [DueItem] {
        guard state == .scheduled || state == .enRoute, let window = appointment, let delay = window.delay else {
            return []
        }
        let due = max(delay.since, window.from - rules.lateWarning)
        return [item(.delayNotice, delay.because, by: due, .informationOfficer, to: .dispatcher, "M-25")]
    }

    private func feedbackDue(_ rules: ServiceRules) -> [DueItem] {
        visits.compactMap { visit in
            guard visit.isUnannounced, visit.feedback.isEmpty, let departed = visit.departed else { return nil }
            return item(
                .feedback, visit.engineer, by: rules.endOfDay(departed), .engineer, to: .informationOfficer, "M-17")
        }
    }

    /// The manager comes with the next visit, and sees to it that there is one (M-34).
    private func managerDue(_ rules: ServiceRules) -> [DueItem] {
        guard let doubted else { return [] }
        if let appointment {
            return [item(.managerVisit, by: appointment.from, .afterSalesManager, to: .centreLeader, "M-34")]
        }
        return response(
            .managerVisit, "", rules.firstContact, after: doubted, rules, .afterSalesManager, to: .centreLeader, "M-34")
    }

    private func contentionDue(_ rules: ServiceRules) -> [DueItem] {
        guard let contention else { return [] }
        return response(
            .secondJob, contention.with, rules.engineerContact, after: contention.since, rules, .dispatcher,
            to: .afterSalesManager, "M-55")
    }
}
