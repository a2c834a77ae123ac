package import Appliances
import Warranty

/// Asks guards and remembers those that are in the way, so that the answer names all of them at once.
struct GuardBook {
    private(set) var unmet: [Refusal.Unmet] = []

    /// Notes a guard that does not hold, with what was found instead.
    mutating func ask(_ rule: Guard, _ holds: Bool, _ found: @autoclosure () -> String = "") {
        if !holds { unmet.append(Refusal.Unmet(rule: rule, found: found())) }
    }
}

extension ServiceRequest {
    /// What follows of a command: the events to record, or every guard that is in the way.
    ///
    /// - Parameters:
    ///   - command: What somebody wants to do.
    ///   - actor: Who, and as what.
    ///   - moment: When.
    ///   - rules: The thresholds in force.
    ///   - feasibility: What keeps the engineer from what is to be assigned or promised (M-6); others need none.
    ///   - checklist: The one in force for the appliance's brand (M-20); nil where the house has none.
    ///   - proposed: The charge sheet by the published tariff (Z-14); nil where nobody can say.
    /// - Returns: The events, at least one.
    /// - Throws: Why not, with the clauses.
    package func decide(
        _ command: DeskCommand, by actor: Actor, at moment: Timestamp, under rules: ServiceRules = ServiceRules(),
        feasibility: Feasibility = Feasibility(), checklist: Checklist? = nil, proposed: ProposedSheet? = nil
    ) throws(Refusal) -> [RequestEvent] {
        let asked = Asked(
            command: command, actor: actor, moment: moment, rules: rules, feasibility: feasibility,
            checklist: checklist, proposed: proposed)
        var book = GuardBook()
        book.ask(.role, command.allowed.roles.contains(actor.role), "\(actor.role.rawValue), \(command.allowed.clause)")
        book.ask(.stage, command.states.contains(state), state.rawValue)
        askBeforeVisit(asked, &book)
        askOnVisit(asked, &book)
        askMoney(asked, &book)
        askEnd(asked, &book)
        askComplaints(asked, &book)
        guard book.unmet.isEmpty else { throw Refusal(unmet: book.unmet) }
        return dissolvingGroup(events(of: asked))
    }

    /// A command with its circumstances.
    struct Asked {
        let command: DeskCommand
        let actor: Actor
        let moment: Timestamp
        let rules: ServiceRules
        let feasibility: Feasibility
        let checklist: Checklist?
        let proposed: ProposedSheet?

        var day: CalendarDay { CalendarDay(moment, utcOffsetSeconds: rules.utcOffsetSeconds) }
    }

    /// Whether a moment lies within two years: what is due later is a slip of the pen, and further on a moment has no
    /// text.
    func isNear(_ moment: Timestamp, _ asked: Asked) -> Bool { moment < asked.moment + .days(731) }

    /// The same of a day.
    func isNear(_ day: CalendarDay, _ asked: Asked) -> Bool { day < asked.day.adding(days: 731) }

    /// Whether somebody who acts as an engineer is the one who goes.
    func isOwn(_ actor: Actor) -> Bool { actor.role != .engineer || actor.number == engineer }

    /// Whether anything of the repair may be the customer's to pay.
    var mayCost: Bool { entitlement?.outcome != .free }

    /// Whether the warranty's clock stands still.
    var isPaused: Bool { pauses.last.map { $0.through == nil } ?? false }

    /// Whether the appliance is away.
    var isAway: Bool { pullBack.map { $0.returned == nil } ?? false }
}
