import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceDesk
import Synchronization

/// `POST /api/v1/mail`: an e-mail becomes a demand, as it does when it is found in a mailbox.
struct LetterRoute: Sendable {
    /// How many letters are taken in at a time: each is held in memory as a whole.
    static let lettersMax = 2
    /// How many bytes a letter may have.
    static let bytesMax = 25 * 1_048_576

    private final class Gate: Sendable {
        let taken = Mutex(0)
    }

    let counter: DeskCounter
    let mail: MailDesk
    private let gate = Gate()

    init(counter: DeskCounter, mail: MailDesk) {
        self.counter = counter
        self.mail = mail
    }

    func add(to group: RouterGroup<ConsoleContext>) {
        group.post("mail", use: take)
    }

    private static let takers: [Role] = [.hotlineAgent, .informationOfficer, .gateway]

    private func take(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let actor = try context.known()
        // Not customers: whoever posts a letter says who has sent it.
        guard LetterRoute.takers.contains(actor.role) else {
            throw Problem.forbidden("\(actor.role.rawValue) takes no letters")
        }
        let type = (request.headers[.contentType] ?? "").split(separator: ";").first.map { $0.lowercased() } ?? ""
        guard type.filter({ $0 != " " }) == "message/rfc822" else { throw Problem.noLetter }
        let isFree = gate.taken.withLock { taken in
            guard taken < LetterRoute.lettersMax else { return false }
            taken += 1
            return true
        }
        guard isFree else { throw Problem.busy("\(LetterRoute.lettersMax) letters are being read; send it again") }
        defer { gate.taken.withLock { $0 -= 1 } }
        let demand: Demand
        switch await mail.read(try await body(request)) {
        case .success(let made): demand = made
        case .failure(let reason): throw Problem.untaken(reason)
        }
        return try await answer(demand, by: actor)
    }

    private func answer(_ demand: Demand, by actor: Actor) async throws -> Response {
        switch await counter.ask(.demand(demand, by: actor)) {
        case .taken(.opened(let number), let opened):
            var response = try json(opened, .created)
            response.headers[.location] = "/api/v1/requests/\(number)"
            return response
        case .taken(_, let known): return try json(known)
        default: throw Problem.unavailable
        }
    }

    private func body(_ request: Request) async throws -> [UInt8] {
        do {
            return [UInt8](try await request.body.collect(upTo: LetterRoute.bytesMax).readableBytesView)
        } catch {
            throw Problem.tooLarge(LetterRoute.bytesMax)
        }
    }
}

extension Problem {
    /// It is no e-mail.
    fileprivate static let noLetter = Problem(
        .noLetter, "send the message as it came, with `Content-Type: message/rfc822`")

    fileprivate static func busy(_ detail: String) -> Problem { Problem(.busy, detail) }

    fileprivate static func untaken(_ reason: UntakenLetter) -> Problem {
        switch reason.kind {
        case .unreadable: unreadable(reason.text)
        case .automatic: Problem(.automaticLetter, reason.text)
        case .unkept: Problem(.noRoom, reason.text)
        case .busy: busy(reason.text)
        }
    }
}
