import Appliances
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceDesk

/// The API: `/api/v1`.
struct Routes: Sendable {
    let counter: DeskCounter
    let decide: WarrantyDesk
    let customers: CustomerDesk

    /// How many requests a list has, where nobody says how many.
    private static let listed = 50

    func add(to group: RouterGroup<ConsoleContext>) {
        group.get("requests", use: list)
        group.post("requests", use: open)
        group.get("requests/:number", use: show)
        group.post("requests/:number/commands", use: perform)
        group.get("requests/:number/triage", use: triage)
        group.get("requests/:number/charges", use: charges)
        group.get("requests/:number/checklist", use: checklist)
        group.get("worklist", use: worklist)
        group.get("stock", use: stock)
        group.post("warranty/decisions", use: warranty)
    }

    private func list(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        guard try context.known().role != .customer else { throw Problem.forbidden("a customer asks by number") }
        guard case .shown(let requests) = await counter.ask(.list(most: try most(request))) else {
            throw Problem.unavailable
        }
        return try json(requests)
    }

    private func most(_ request: Request) throws -> Int {
        let most = request.uri.queryParameters["most"].map { Int($0) } ?? Routes.listed
        guard let most, (1...1_000).contains(most) else { throw Problem.unreadable("`most` must be from 1 to 1000") }
        return most
    }

    /// What somebody of a role must do; of the token's own where none is named.
    private func worklist(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let actor = try staff(context)
        let named = request.uri.queryParameters["role"].map(String.init) ?? actor.role.rawValue
        guard let role = Role(rawValue: named) else {
            throw Problem.unreadable("role: \(noneOf(Role.allCases.map(\.rawValue), named))")
        }
        guard case .due(let items) = await counter.ask(.worklist(role, most: try most(request))) else {
            throw Problem.unavailable
        }
        return try json(items)
    }

    /// What lies where, less what was used since it was counted (M-5).
    private func stock(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        _ = try staff(context)
        switch await counter.ask(.stock) {
        case .stocked(let rows): return try json(rows)
        case .nothing(let reason): throw Problem.nothing(reason)
        default: throw Problem.unavailable
        }
    }

    private func triage(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        try await advice(context) { .triage($0) }
    }

    private func charges(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        try await advice(context) { .charges($0) }
    }

    private func checklist(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        try await advice(context) { .checklist($0) }
    }

    private func advice(_ context: ConsoleContext, _ call: (String) -> DeskCall) async throws -> Response {
        _ = try staff(context)
        let number = try context.parameters.require("number")
        switch await counter.ask(call(number)) {
        case .proposed(let advice): return try json(advice)
        case .priced(let advice): return try json(advice)
        case .listed(let advice): return try json(advice)
        case .nothing(let reason): throw Problem.nothing(reason)
        case .unknown: throw Problem.unknown(number)
        default: throw Problem.unavailable
        }
    }

    private func staff(_ context: ConsoleContext) throws -> Actor {
        let actor = try context.known()
        guard actor.role != .customer else { throw Problem.forbidden("this is for the staff") }
        return actor
    }

    private func show(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let (actor, number) = (try context.known(), try context.parameters.require("number"))
        switch await counter.ask(.show(number, by: actor)) {
        case .shown(let found): return try json(found.first)
        case .told(let request, let history): return try json(ToldRequest(request, history: history))
        case .unavailable: throw Problem.unavailable
        default: throw Problem.unknown(number)
        }
    }

    private func open(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let actor = try context.known()
        guard Routes.takers.contains(actor.role) else {
            throw Problem.forbidden("\(actor.role.rawValue) takes no calls")
        }
        var demand = try await read(Demand.self, request, context)
        if demand.key.isEmpty { demand = demand.named(try key(of: request) ?? "") }
        guard !demand.key.isEmpty else {
            throw Problem.unreadable("`key` is missing: what names the demand on its way, or an Idempotency-Key")
        }
        guard demand.channel != .prediction else { throw Problem.unreadable("channel: only telemetry predicts") }
        if actor.role == .customer {
            // By a name of their own: nobody comes by another one's request who guesses its key.
            demand = demand.named("\(actor.number) \(demand.key)")
            demand.customer = actor.number
            // How urgent it is, and what needs no asking, the desk finds out itself.
            (demand.priority, demand.known) = (.p3, [])
        }
        guard demand.tooLong.isEmpty else {
            throw Problem.unreadable(
                "\(demand.tooLong.joined(separator: ", ")): at most \(Demand.textMax) characters a text, 20 attachments"
            )
        }
        addFacts(to: &demand)
        switch await counter.ask(.demand(demand, by: actor)) {
        case .taken(.opened(let number), let opened):
            var response = try json(opened, .created)
            response.headers[.location] = "/api/v1/requests/\(number)"
            return response
        case .taken(.known, let known) where known.knowsOtherwise(demand): throw Problem.keyReused
        case .taken(_, let known): return try json(known)
        default: throw Problem.unavailable
        }
    }

    /// What stands in the customer's record is not asked for again (H-1); a book that cannot be read has it asked.
    private func addFacts(to demand: inout Demand) {
        guard !demand.customer.isEmpty, let customer = try? customers.find(demand.customer) else { return }
        demand.known += customer.facts.filter { !demand.known.contains($0) }
    }

    /// Who takes down what people ask for.
    private static let takers: [Role] = [.customer, .hotlineAgent, .informationOfficer, .dispatcher, .engineer]

    private func perform(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let (actor, number) = (try context.known(), try context.parameters.require("number"))
        let body = try await body(request, context)
        let command = try decodedCommand(body)
        let hash = StableHash(of: String(decoding: body, as: UTF8.self)).readable
        let key = try key(of: request).map { CommandKey(of: actor, on: number, content: hash, name: $0).text }
        switch await counter.ask(.command(command, on: number, by: actor, key: key)) {
        case .done(let done): return try json(done)
        case .refused(let refusal): throw Problem.refused(refusal)
        case .keyReused: throw Problem.keyReused
        case .unknown: throw Problem.unknown(number)
        default: throw Problem.unavailable
        }
    }

    private func warranty(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        _ = try context.known()
        let body = try await body(request, context)
        switch decide(String(decoding: body, as: UTF8.self)) {
        case .success(let decision): return try json(decision)
        case .failure(let wrong): throw Problem.unreadable(wrong.text)
        }
    }

    // MARK: Reading

    private func key(of request: Request) throws -> String? {
        guard let name = HTTPField.Name("Idempotency-Key"), let key = request.headers[name] else { return nil }
        guard (1...200).contains(key.utf8.count) else {
            throw Problem.unreadable("Idempotency-Key must have 1 to 200 bytes")
        }
        return key
    }
}
