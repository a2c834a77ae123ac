import Daybook
import Synchronization

/// Lives through the past on a thread of its own, while the gateway goes on.
final class RefillJob: Sendable {
    private enum State {
        case running
        case done(Refill?)
        case failed(String)
    }

    /// How it ended.
    enum Result {
        /// Everything is lived through but what came since; nothing where nothing new has a past.
        case done(Refill?)
        /// The past cannot be read; why.
        case failed(String)
    }

    private let state = Mutex(State.running)
    /// How often it begins anew at most, where batches move on under it.
    private static let triesMax = 5

    /// Does the work; to be called once, on any thread.
    func run(_ order: Refill.Order, _ past: (any LedgerPast)?) {
        do {
            let refill = try past.flatMap { try RefillJob.live(order, $0) }
            state.withLock { $0 = .done(refill) }
        } catch {
            state.withLock { $0 = .failed("\(error)") }
        }
    }

    private static func live(_ order: Refill.Order, _ past: some LedgerPast) throws -> Refill? {
        guard let empty = Refill(order) else { return nil }
        var tries = 0
        while true {
            do {
                var refill = empty
                try refill.begin(past)
                // What came while it read: the gateway should have little left to wait for.
                refill.wake(at: order.now)
                try refill.goOn(past)
                return refill
            } catch let moved as PastMoved {
                tries += 1
                if tries == triesMax { throw moved }
            }
        }
    }

    /// How it ended; nil while it has not. What was lived through is handed out once.
    func takeResult() -> Result? {
        state.withLock { state in
            switch state {
            case .running: return nil
            case .failed(let reason): return .failed(reason)
            case .done(let refill):
                state = .done(nil)
                return .done(refill)
            }
        }
    }
}
