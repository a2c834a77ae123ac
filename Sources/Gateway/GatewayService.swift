import Foundation
import ServiceLifecycle
import Synchronization

/// Runs a gateway on a thread of its own for as long as the process shall live.
package struct GatewayService: Service {
    private final class Switch: Sendable {
        let isStopping = Mutex(false)
    }

    private let work: @Sendable (_ isStopping: () -> Bool) throws -> Void
    private let stop = Switch()

    /// A service that opens, runs and closes its gateway on the gateway's own thread.
    ///
    /// - Parameter work: works until `isStopping` says so.
    package init(_ work: @escaping @Sendable (_ isStopping: () -> Bool) throws -> Void) {
        self.work = work
    }

    /// Runs until a graceful shutdown is asked for.
    ///
    /// - Throws: what the gateway cannot go on without, such as a ledger that cannot be opened.
    package func run() async throws {
        // A group that gives up cancels its services; whoever did not listen would keep the process alive for good.
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await onThread()
            } onGracefulShutdown: {
                stop.isStopping.withLock { $0 = true }
            }
        } onCancel: {
            stop.isStopping.withLock { $0 = true }
        }
    }

    private func onThread() async throws {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            let thread = Thread { [work, stop] in
                done.resume(
                    with: Result {
                        try work { stop.isStopping.withLock { $0 } }
                    })
            }
            thread.name = "gateway"
            thread.stackSize = 8 * 1_048_576
            thread.start()
        }
    }
}
