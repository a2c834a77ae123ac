import Appliances
import Gateway
import HTTPTypes
import Hummingbird
import Logging
import ServiceDesk

/// `/api/v1/customers/{number}`: the customers' own records, each seen as far as it must be (requirements, 2.1).
struct CustomerRoutes: Sendable {
    let counter: DeskCounter
    let customers: CustomerDesk
    let logger: Logger

    /// Who writes records down, sees all of them and forgets them.
    private static let keepers: [Role] = [.hotlineAgent, .informationOfficer]

    func add(to group: RouterGroup<ConsoleContext>) {
        group.get("customers/:number", use: show)
        group.put("customers/:number", use: write)
        group.delete("customers/:number", use: erase)
    }

    private func show(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let (actor, number) = (try context.known(), try context.parameters.require("number"))
        // As if there were none: whose number it is says something already.
        if actor.role == .customer, actor.number != number { throw Problem.unknown(number) }
        let isKnown = isPlainIdentifier(number)
        guard isKnown, let customer = try book({ try customers.find(number) }) else { throw Problem.unknown(number) }
        switch actor.role {
        case .customer, .hotlineAgent, .informationOfficer: return try json(customer)
        case .engineer:
            guard case .shown(let errands) = await counter.ask(.errands(of: actor.number, to: number)) else {
                throw Problem.unavailable
            }
            return try json(errands.isEmpty ? customer.masked : customer.forTheVisit)
        default: return try json(customer.masked)
        }
    }

    private func write(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let (actor, number) = (try keeper(context), try context.parameters.require("number"))
        var customer = try await read(Customer.self, request, context)
        if customer.number.isEmpty { customer.number = number }
        guard customer.number == number else { throw Problem.unreadable("number: it must be that of the address") }
        let faults = customer.faults
        guard faults.isEmpty else { throw Problem.unreadable(faults.map(\.line).joined(separator: "; ")) }
        let isNew = try book { try customers.find(number) == nil }
        try book { [customer] in try customers.write(customer) }
        logger.info("the record of customer \(number) was written by \(actor.role.rawValue) \(actor.number)")
        return try json(customer, isNew ? .created : .ok)
    }

    private func erase(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let (actor, number) = (try keeper(context), try context.parameters.require("number"))
        guard isPlainIdentifier(number) else { throw Problem.unknown(number) }
        // Requests first: whoever is told that it failed asks again, and finds the record as the place to begin.
        guard
            case .erased(let requests, let attachments) =
                await counter.ask(.erase(number, by: actor, removing: customers.remove))
        else { throw Problem.unavailable }
        let wasKnown = try book { try customers.erase(number) }
        guard wasKnown || !requests.isEmpty else { throw Problem.unknown(number) }
        logger.info(
            """
            customer \(number) was erased by \(actor.role.rawValue) \(actor.number): the record, words in \
            \(requests.count) requests, \(attachments) attachments
            """)
        return Response(status: .noContent)
    }

    private func keeper(_ context: ConsoleContext) throws -> Actor {
        let actor = try context.known()
        guard CustomerRoutes.keepers.contains(actor.role) else {
            throw Problem.forbidden("\(actor.role.rawValue) keeps no records of customers")
        }
        return actor
    }

    /// What the book says; the reason why it says nothing stays in the log.
    private func book<Value>(_ ask: () throws -> Value) throws -> Value {
        do {
            return try ask()
        } catch {
            logger.error("the customers' records cannot be read or written")
            throw Problem.unavailable
        }
    }
}
