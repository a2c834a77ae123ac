import Appliances
import FaultRules
import ServiceDesk

extension ServiceRequest {
    /// What its last visit says of the rules that had called for it; nil where no visit has said anything.
    ///
    /// Here the loop closes: what the engineer found and coded (M-42) becomes the verdict on the rule (requirements,
    /// 2.4, 7). A visit that ends without a finding (nobody at home, a part missing, refused) says nothing; neither
    /// does a demand of a person that no prediction joined, where no part was foretold.
    func repair(model: String) -> Repair? {
        guard let device, let requested = evidence.first?.component ?? component,
            let visit = visits.last(where: { $0.ended != nil && $0.outcome?.saysWhatWasWrong == true }),
            let closed = visit.ended
        else { return nil }
        let (outcome, part) = finding(visit, requested)
        return Repair(
            number: number, device: device, model: model, requested: requested, part: part, outcome: outcome,
            opened: opened, closed: max(closed, opened), by: visit.engineer)
    }

    private func finding(_ visit: Visit, _ requested: Component) -> (RepairOutcome, Component?) {
        guard visit.outcome != .noFaultFound, let found = visit.component else { return (.noFaultFound, nil) }
        switch found {
        case requested: return (.confirmed, nil)
        case .user: return (.userCaused, nil)
        case .sensor: return (.sensorFault, nil)
        default: return (.otherPart, found)
        }
    }
}

extension Visit.Outcome {
    /// Whether somebody has found out what was wrong, or that nothing was.
    fileprivate var saysWhatWasWrong: Bool {
        switch self {
        case .fixed, .partly, .notRepairable, .noFaultFound: true
        case .partsMissing, .pulledBack, .refused, .absent, .moved, .calledOff, .doubted: false
        }
    }
}
