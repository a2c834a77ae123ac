import Appliances
import Daybook
package import FaultRules
import ServiceDesk
import Telemetry
import Warranty

/// What people decide about rules and requests beside the telemetry; the next entry takes it up.
struct LifeOrders {
    /// Requests that are over, and whether anybody came.
    var endings: [(request: String, isMet: Bool)] = []
    /// Decisions about incidents.
    var storms: [StormOrder] = []

    var isEmpty: Bool { endings.isEmpty && storms.isEmpty }
}

extension GatewayCore {
    /// The rules in force.
    package var rules: [FaultRule] { policy.rules.rules }

    /// The incidents that an operator has to decide.
    package var incidents: [Incident] { storms.incidents }

    /// Puts changed stages into force, between two records; what they end is in the next entry.
    package mutating func restage(_ stages: StageBook) {
        enforce(policy.rules.with(stages: stages.stage(of:)))
    }

    /// Takes a repair that is over: the next entry ends its request, where this desk has it open.
    package mutating func take(_ repair: Repair) {
        // Whom the desk itself has sent it sees through to the last call back.
        guard let request = desk.request(repair.number), request.state.isOpen, request.visits.isEmpty else { return }
        orders.endings.append((repair.number, !repair.outcome.isCensored))
    }

    /// What visits have found that nobody has taken up yet, by the number of the request.
    var visitFindings: [(request: ServiceRequest, repair: Repair?)] {
        desk.visited.sorted().compactMap { desk.request($0) }.map { request in
            let known = request.device.flatMap { directory.number(of: $0) }.map { policy.appliances[$0].model }
            return (request, request.repair(model: request.facts.model ?? known ?? ""))
        }
    }

    /// Takes an operator's decision; the next entry carries it out. One that was carried out changes nothing.
    package mutating func take(_ order: StormOrder) {
        guard storms.incidents.contains(where: { $0.id == order.incident }) else { return }
        orders.storms.append(order)
    }

    /// Carries out what people have decided.
    mutating func settleOrders(_ entry: inout Entry) {
        // What is lived through once more was decided without them, and is about to be told of them again.
        guard !isReliving, !orders.isEmpty else { return }
        let orders = orders
        self.orders = LifeOrders()
        for ending in orders.endings {
            entry.events +=
                desk.end(
                    ending.request, isMet: ending.isMet, at: now, utcOffsetSeconds: policy.utcOffsetSeconds)
        }
        for order in orders.storms {
            for held in storms.end(order) {
                guard let number = directory.number(of: held.device) else { continue }
                put(held.prediction(on: policy.appliances[number]), of: held.episode, &entry)
            }
        }
    }

    /// Notes whether a rule acts where it raises an alarm; where it does not, nothing but evidence follows.
    mutating func noteActing(_ change: AlarmChange, _ entry: inout Entry) {
        guard case .raised = change.kind else { return }
        if change.acts {
            entry.acted.append(change.episode.id)
        } else if change.episode.at == change.episode.raised {
            entry.tally[.shadowEpisodes] += 1
        }
    }

    /// Puts a prediction to the desk with the decision who pays, unless it is one of too many.
    mutating func putUnlessStorm(_ prediction: Prediction, of episode: Episode, _ entry: inout Entry) {
        // The desk opens nothing on what is no part of the appliance, so there is nothing to hold.
        guard prediction.component.isPartOfAppliance,
            let incident = storms.take(prediction, of: episode, at: now, limits: policy.storms)
        else { return put(prediction, of: episode, &entry) }
        entry.tally[.heldInStorms] += 1
        entry.intakes.append(
            Intake(
                episode: episode, at: now, entitlement: outlook(for: prediction),
                decision: .held(because: .storm(incident: incident))))
    }

    /// Who pays for what a prediction names, today and on the day of the failure.
    func outlook(for prediction: Prediction) -> EntitlementOutlook {
        let today = CalendarDay(now, utcOffsetSeconds: policy.utcOffsetSeconds)
        return entitlementOutlook(
            of: policy.warrantyCase(
                of: prediction.component, in: prediction.appliance, on: today,
                pauses: desk.warrantyPauses(of: prediction.appliance.id, on: today)),
            failingOn: prediction.failure, under: policy.warranties)
    }
}
