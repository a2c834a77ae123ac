import Appliances
import FaultRules
import Foundation
import ServiceDesk

/// The storm guard and the predictions that it holds, until an operator has decided.
struct StormBook: Codable {
    /// A prediction on its way to the desk.
    struct Held: Codable {
        let incident: String
        let episode: Episode
        let device: DeviceID
        let component: Component
        let fault: String
        let parts: [String]
        let priority: Priority
        let evidence: Evidence
        let failure: CalendarDay?

        init(_ prediction: Prediction, of episode: Episode, for incident: String) {
            self.incident = incident
            self.episode = episode
            device = prediction.appliance.id
            component = prediction.component
            fault = prediction.fault
            parts = prediction.parts
            priority = prediction.priority
            evidence = prediction.evidence
            failure = prediction.failure
        }

        /// The same prediction on the appliance as the registry has it now.
        func prediction(on appliance: Appliance) -> Prediction {
            Prediction(
                appliance: appliance, component: component, fault: fault, parts: parts, priority: priority,
                evidence: evidence, failure: failure)
        }
    }

    /// How many predictions wait at most. What comes beyond is in the ledger as held, and its episode as evidence,
    /// but no release brings it to the desk: a storm of this size is one decision, not a thousand.
    static let heldMax = 1_000

    private var watch = StormGuard()
    private(set) var held: [Held] = []

    /// The incidents that an operator has to decide.
    var incidents: [Incident] { watch.incidents }

    /// The incident for which a prediction is held; nil where it goes its way.
    mutating func take(
        _ prediction: Prediction, of episode: Episode, at moment: Timestamp, limits: StormGuard.Limits
    ) -> String? {
        if let place = held.firstIndex(where: { $0.episode.id == episode.id }) {
            // It grew worse while it waits: the desk will hear the latest only.
            let incident = held[place].incident
            held[place] = Held(prediction, of: episode, for: incident)
            return incident
        }
        let finding = StormGuard.Finding(episode, on: prediction.appliance)
        guard case .hold(let incident) = watch.take(finding, at: moment, limits: limits) else { return nil }
        if held.count < StormBook.heldMax { held.append(Held(prediction, of: episode, for: incident)) }
        return incident
    }

    /// Ends an incident; hands out what was held for it where it is released.
    mutating func end(_ order: StormOrder) -> [Held] {
        guard watch.end(order) != nil else { return [] }
        let mine = held.filter { $0.incident == order.incident }
        held.removeAll { $0.incident == order.incident }
        return order.ending == .released ? mine : []
    }
}

extension StormBook {
    /// The book as words for a snapshot.
    var words: [UInt64] { snapshotWords(self) }

    /// The book of a snapshot; nil where the words are none.
    init?(words: ArraySlice<UInt64>) {
        guard let book = snapshotValue(words, as: StormBook.self)?.value else { return nil }
        self = book
    }
}
