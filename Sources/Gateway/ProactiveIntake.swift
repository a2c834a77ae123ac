import Appliances
import Daybook
import FaultRules
import ServiceDesk
import Telemetry
import Warranty

extension GatewayCore {
    /// What follows when an alarm reaches a level: nothing, a word to the owner, or the desk.
    ///
    /// Here and nowhere else a prediction becomes a demand on the desk, which takes it like a
    /// call to the hotline (requirements 2, "rule of one intake"; Z-25).
    mutating func takeIn(_ change: AlarmChange, _ level: Level, _ entry: inout Entry) {
        guard change.acts else { return }
        let rule = engine.rule(change.rule)
        guard let action = rule.step(level)?.action, let number = directory.number(of: change.episode.device) else {
            return
        }
        let appliance = policy.appliances[number]
        switch action {
        case .watch: return
        case .tellOwner(let advice):
            entry.tally[.ownersTold] += 1
            entry.notices.append(
                Notice(about: appliance, at: now, .tellOwner(advice: advice, episode: change.episode.id)))
        case .ticket(let ticket): predict(ticket, rule, change, appliance, &entry)
        }
    }

    /// Makes a predicted fault of an episode, unless another explanation holds that is no fault.
    private mutating func predict(
        _ ticket: FaultRule.Ticket, _ rule: FaultRule, _ change: AlarmChange, _ appliance: Appliance,
        _ entry: inout Entry
    ) {
        var (fault, component) = (ticket.fault, rule.component)
        switch change.distinction {
        case .excused: return
        case .fault(let other, let part): (fault, component) = (other, part ?? component)
        case nil: break
        }
        let evidence = evidence(fault, component, ticket.lead, rule, change.episode)
        let prediction = Prediction(
            appliance: appliance, component: component, fault: fault, parts: ticket.parts,
            priority: Priority(rawValue: ticket.priority) ?? .p3, evidence: evidence,
            failure: failure(change.episode).map { CalendarDay($0, utcOffsetSeconds: policy.utcOffsetSeconds) })
        putUnlessStorm(prediction, of: change.episode, &entry)
    }

    /// Puts a prediction to the desk, which takes it like any other demand.
    mutating func put(_ prediction: Prediction, of episode: Episode, _ entry: inout Entry) {
        let entitled = outlook(for: prediction)
        let (decision, events) = desk.take(prediction, entitled: entitled, tariff: policy.tariff, at: now)
        entry.events += events
        entry.intakes.append(Intake(episode: episode, at: now, entitlement: entitled, decision: decision))
        count(entitled, decision, &entry.tally)
        notify(decision, prediction, &entry)
    }

    private func evidence(
        _ fault: String, _ component: Component, _ lead: TimeSpan?, _ rule: FaultRule, _ episode: Episode
    ) -> Evidence {
        let signals = episode.signals.map { Evidence.Signal(name: $0.name, value: $0.value, unit: .one) }
        let values = episode.signals.map { signal in
            "\(signal.name) \(signal.value.map { shortened($0) } ?? "unknown")"
        }
        var statement = ["rule \(rule.name) v\(rule.version) reached \(episode.level) at \(episode.at)"] + values
        if let lead, let due = due(lead, episode) { statement.append("due \(due)") }
        return Evidence(
            episode: episode.id, rule: rule.name, ruleVersion: rule.version, component: component,
            fault: fault, level: episode.level, raised: episode.raised, signals: signals,
            statement: statement.joined(separator: "; "))
    }

    /// The day by which somebody should come: so long before the date that is foretold; nil where none is.
    private func due(_ lead: TimeSpan, _ episode: Episode) -> CalendarDay? {
        guard let failure = failure(episode) else { return nil }
        let date = failure + TimeSpan(milliseconds: -lead.milliseconds)
        return CalendarDay(max(date, episode.at), utcOffsetSeconds: policy.utcOffsetSeconds)
    }

    /// When it is foretold to fail, as likely sooner as later; nil where no time is.
    private func failure(_ episode: Episode) -> Timestamp? {
        guard let eta = episode.signals.first(where: { $0.name == "eta.p50" })?.value else { return nil }
        return episode.at + .seconds(Int64(eta))
    }

    private func count(_ entitled: EntitlementOutlook, _ decision: IntakeDecision, _ tally: inout Tally) {
        switch entitled.now.outcome {
        case .free, .partlyFree: tally[.decidedFree] += 1
        case .chargeable: tally[.decidedChargeable] += 1
        case .undetermined: tally[.decidedUndetermined] += 1
        }
        switch decision {
        case .opened: tally[.requestsOpened] += 1
        case .joined: tally[.requestsJoined] += 1
        case .advised: tally[.advised] += 1
        case .held: break
        }
    }

    private func notify(_ decision: IntakeDecision, _ prediction: Prediction, _ entry: inout Entry) {
        switch decision {
        case .opened(let number):
            let request = desk.request(number)
            let content = Notice.Content.requestOpened(
                request: number, component: prediction.component, fault: prediction.fault,
                missing: request?.missing ?? [], lapses: request?.lapses)
            entry.notices.append(Notice(about: prediction.appliance, at: now, content))
        case .advised(let advice):
            entry.notices.append(Notice(about: prediction.appliance, at: now, .advice(advice)))
        case .joined, .held: break
        }
    }
}

/// A value with at most two decimals, for sentences.
private func shortened(_ value: Double) -> String {
    let rounded = (value * 100).rounded() / 100
    return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int64(rounded))" : "\(rounded)"
}
