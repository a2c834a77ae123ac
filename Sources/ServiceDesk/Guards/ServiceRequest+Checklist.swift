extension ServiceRequest {
    /// Nobody leaves before every mandatory line of before leaving has an answer, in the edition in force (M-20, M-21);
    /// where the house has no checklist any word will do.
    func askLeaving(_ answers: ChecklistAnswers, _ checklist: Checklist?, _ book: inout GuardBook) {
        guard let checklist else { return book.ask(.checklist, !answers.edition.isEmpty) }
        guard answers.edition == checklist.edition else {
            return book.ask(.checklist, false, "\(checklist.edition) is in force, not \(answers.edition)")
        }
        askKnown(answers, checklist, &book)
        ask([.beforeLeaving], of: checklist, answers, &book)
    }

    /// Answers are those of the engineer whose visit it is, to lines of the edition with which that visit began.
    func ask(
        _ answers: ChecklistAnswers, by actor: Actor, _ checklist: Checklist?, _ book: inout GuardBook
    ) {
        guard let place = visitToAnswer(by: actor) else { return book.ask(.ownEngineer, false, actor.number) }
        let edition = visits[place].checklist
        book.ask(.checklist, answers.edition == edition, "the visit began with \(edition)")
        book.ask(.asked, (1...200).contains(answers.answers.count), "\(answers.answers.count) lines are answered")
        if let checklist, checklist.edition == answers.edition { askKnown(answers, checklist, &book) }
    }

    /// Everything that a visit must have heeded through a phase has an answer (M-61).
    ///
    /// Whoever was let in nowhere had nothing to heed. A visit that began with another edition than the one in force
    /// is past: its lines are not known any more.
    func askAnswered(
        _ place: Int?, through last: Checklist.Phase, _ checklist: Checklist?, _ book: inout GuardBook
    ) {
        guard let checklist, let place, visits[place].checklist == checklist.edition else { return }
        let visit = visits[place]
        guard visit.outcome != .absent, visit.outcome != .moved else { return }
        let phases = Array(Checklist.Phase.allCases.prefix { $0 != last }) + [last]
        ask(phases, of: checklist, visit.answered ?? ChecklistAnswers(edition: checklist.edition), &book)
    }

    private func ask(
        _ phases: [Checklist.Phase], of checklist: Checklist, _ answers: ChecklistAnswers, _ book: inout GuardBook
    ) {
        let open = phases.flatMap { checklist.unanswered(in: $0, by: answers) }
        book.ask(
            .checklist, open.isEmpty,
            open.map { "\($0.id) (\($0.clauses.joined(separator: ", ")))" }.joined(separator: ", "))
    }

    /// An answer to a line that is not there would look like care, and one left out needs its reason.
    private func askKnown(_ answers: ChecklistAnswers, _ checklist: Checklist, _ book: inout GuardBook) {
        let strange = answers.answers.map(\.line).filter { id in !checklist.lines.contains { $0.id == id } }
        book.ask(
            .asked, strange.isEmpty,
            "\(checklist.edition) has no line \(strange.prefix(8).joined(separator: ", "))")
        let bare = answers.answers.filter { $0.result == .notNeeded(because: "") }.map(\.line)
        book.ask(.reason, bare.isEmpty, bare.joined(separator: ", "))
    }

    /// The event of answers; none where nothing was answered.
    func answered(_ answers: ChecklistAnswers) -> [RequestEvent] {
        answers.answers.isEmpty ? [] : [.checklistAnswered(answers: answers)]
    }

    /// The place of the visit to which an engineer's answers belong: the one that goes on, else the first whose card
    /// has not come in, else the last.
    func visitToAnswer(by actor: Actor?) -> Int? {
        guard let number = actor?.number else { return nil }
        if let last = visits.last, last.outcome == nil, last.engineer == number { return visits.count - 1 }
        return visitWithoutCard(of: actor) ?? visits.lastIndex { $0.engineer == number }
    }

    /// Takes answers over into the visit to which they belong.
    mutating func take(_ answers: ChecklistAnswers, by actor: Actor?) {
        guard let place = visitToAnswer(by: actor) else { return }
        if visits[place].answered?.edition == answers.edition {
            let lines = Set(answers.answers.map(\.line))
            visits[place].answered?.answers.removeAll { lines.contains($0.line) }
            visits[place].answered?.answers += answers.answers
        } else {
            visits[place].answered = answers
        }
    }
}
