package import Appliances
package import Dispatching
package import ServiceDesk
import Synchronization

/// What somebody wants of the desk.
package enum DeskCall: Sendable {
    /// A person's demand, taken down by somebody.
    case demand(Demand, by: Actor)
    /// A command on a request; `key` names it, so that the same one sent again is done once.
    case command(DeskCommand, on: String, by: Actor, key: String?)
    /// A look at a request.
    case show(String, by: Actor)
    /// A look at a request by whoever has its link, in the name of its own customer.
    case progress(String)
    /// A command by whoever has the link of a request; the gateway says whose request it is.
    case linked(DeskCommand, on: String, key: String?)
    /// A look at what is open, the most urgent first: so many at most.
    case list(most: Int)
    /// What the triage table of its category proposes for a request (H-4).
    case triage(String)
    /// What a request would cost now by the tariff (Z-14).
    case charges(String)
    /// The checklist for the visits of a request, with what was answered so far (M-20).
    case checklist(String)
    /// What lies where: counted, used since, laid aside, free (M-5).
    case stock
    /// What somebody of a role must do, or was told of: the soonest first, so many at most.
    case worklist(Role, most: Int)
    /// A look at the open requests of a customer for which an engineer goes.
    case errands(of: String, to: String)
    /// A customer is to be forgotten: the words in requests and, by `removing`, what came along with them. `removing`
    /// is called on the gateway's thread.
    case erase(String, by: Actor, removing: @Sendable (_ attachments: [String]) throws -> Void)
}

/// What the desk says.
package enum DeskAnswer: Sendable {
    /// A demand was taken down; the request as it stands.
    case taken(DemandDecision, ServiceRequest)
    /// A command was done, or had been done before; the request as it stands.
    case done(ServiceRequest)
    /// The request, or requests, that were asked for.
    case shown([ServiceRequest])
    /// The request whose link somebody has, and the gateway's time, which telemetry may be the clock of.
    case progressed(ServiceRequest, at: Timestamp)
    /// The request that somebody of the staff asked for, with the service history of its appliance (Z-6).
    case told(ServiceRequest, history: [PastRequest])
    /// What is proposed for a request.
    case proposed(TriageAdvice)
    /// What it would cost.
    case priced(ChargeAdvice)
    /// What its visits go through.
    case listed(ChecklistAdvice)
    /// The house has nothing of that kind for it; what, in words.
    case nothing(String)
    /// What lies where: the vans, the outlets, the centre.
    case stocked([StockBook.Row])
    /// What is due.
    case due([DueItem])
    /// It was not done: its key came with another command before.
    case keyReused
    /// A customer is forgotten: in these requests, with so many attachments.
    case erased(requests: [String], attachments: Int)
    /// It was not done: every guard that is in the way.
    case refused(Refusal)
    /// There is no such request, or none that is theirs who ask.
    case unknown
    /// Nothing was recorded; the same call, with its key, may be made again.
    case unavailable
}

/// Where calls wait for the gateway's thread, which decides them with its next batch and answers once that is recorded.
///
/// So one commit serves all that came meanwhile, and what is answered is durable. At most ``capacity`` calls wait;
/// what comes beyond is answered `unavailable` at once and counted.
package final class DeskCounter: Sendable {
    /// A call with the one who waits for its answer.
    struct Waiting: Sendable {
        let call: DeskCall
        let answer: CheckedContinuation<DeskAnswer, Never>
    }

    private struct Line: ~Copyable {
        var waiting: [Waiting] = []
        var turnedAway = 0
        var isOpen = true
        var wake: @Sendable () -> Void = {}
    }

    /// How many calls wait at most.
    package static let capacity = 4_096
    /// How many are decided in one commit at most.
    static let perTurn = 512

    private let line = Mutex(Line())
    private let ahead = Mutex(0)

    /// A counter at which nobody waits.
    package init() {}

    /// How many calls were turned away because too many waited, or nobody was there.
    package var turnedAway: Int { line.withLock { $0.turnedAway } }

    /// How many seconds the desk's time, which never goes back, is ahead of the machine's clock; zero where it is not.
    package var secondsAhead: Int { ahead.withLock { $0 } }

    /// Notes how far the desk's time is ahead.
    func note(secondsAhead: Int) { ahead.withLock { $0 = secondsAhead } }

    /// How many calls wait.
    package var waiting: Int { line.withLock { $0.waiting.count } }

    /// What to call when somebody comes to an empty line, so that the gateway does not sleep on.
    func wakes(_ wake: @escaping @Sendable () -> Void) { line.withLock { $0.wake = wake } }

    /// Makes a call and waits for its answer.
    package func ask(_ call: DeskCall) async -> DeskAnswer {
        await withCheckedContinuation { answer in
            let wake: (@Sendable () -> Void)? = line.withLock { line in
                guard line.isOpen, line.waiting.count < DeskCounter.capacity else {
                    line.turnedAway += 1
                    return nil
                }
                line.waiting.append(Waiting(call: call, answer: answer))
                return line.waiting.count == 1 ? line.wake : {}
            }
            guard let wake else { return answer.resume(returning: .unavailable) }
            wake()
        }
    }

    /// The calls that are decided next, in the order in which they came.
    func next() -> [Waiting] {
        line.withLock { line in
            let count = min(line.waiting.count, DeskCounter.perTurn)
            let next = Array(line.waiting.prefix(count))
            line.waiting.removeFirst(count)
            return next
        }
    }

    /// Turns everybody away, now and from now on: the gateway stops. Twice does no harm.
    package func close() {
        let left = line.withLock { line in
            line.isOpen = false
            defer { line.waiting = [] }
            return line.waiting
        }
        for one in left { one.answer.resume(returning: .unavailable) }
    }
}
