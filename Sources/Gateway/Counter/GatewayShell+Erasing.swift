import Appliances
import Daybook
import Logging
import ServiceDesk
import Telemetry

extension GatewayShell {
    /// Forgets a customer, once everything that was decided before is recorded; nil for every other call.
    ///
    /// It is no part of an entry: it overwrites what entries have written, and what comes after it is decided on what
    /// is left. Where that fails nothing is erased, and the same call may be made again.
    func erase(_ call: DeskCall) -> DeskAnswer? {
        guard case .erase(let customer, let actor, let remove) = call else { return nil }
        // An empty number is that of nobody, and nobody's requests are many.
        guard !customer.isEmpty else { return .unknown }
        do {
            let erased = try ledger.erase(core.erasure(of: customer, by: actor), removing: remove)
            core.desk.reread(erased.requests)
            return .erased(requests: erased.requests, attachments: erased.attachments.count)
        } catch {
            if let broken = error as? StorageBroken { fatal = broken }
            logger.error("a customer cannot be erased", metadata: ["error": "\(error)"])
            return .unavailable
        }
    }
}

extension GatewayCore {
    /// A customer with the appliances that the registry has as the customer's.
    func erasure(of customer: String, by actor: Actor?) -> Erasure {
        let devices = directory.appliances(owner: customer).map(\.id)
        return Erasure(of: customer, devices: devices, at: now, by: actor)
    }
}
