import Appliances
import Foundation
package import Logging
package import ServiceDesk
import ServiceLifecycle
import Synchronization

/// Looks into a mailbox again and again and takes what nobody has seen to the desk.
///
/// A letter is marked as seen once the desk has recorded it, and not before: what happens between, such as a crash,
/// brings it again, and by its message id it is the same demand. What can never be a demand is marked too, and flagged
/// where a person has to look at it; everything else is tried again later.
package struct MailboxReader: Service {
    /// What became of letters since the start.
    package struct Counts: Sendable, Equatable {
        /// Letters that the desk has recorded.
        package var taken = 0
        /// Letters that were flagged for a person.
        package var flagged = 0
        /// Letters of machines, which are only marked as seen.
        package var passedOver = 0
        /// Letters that stay unseen for now.
        package var putOff = 0
        /// Looks that failed.
        package var failed = 0
    }

    private final class State: Sendable {
        let counts = Mutex(Counts())
        let isStopping = Mutex(false)
    }

    /// How many letters one look takes at most.
    package static let lettersMax = 50
    /// The longest pause after failures.
    static let pauseMax = TimeSpan.minutes(15)

    private let settings: MailboxSettings
    private let intake: MailIntake
    private let desk: @Sendable (Demand) async -> Bool
    private let logger: Logger
    private let state = State()

    /// A reader of a mailbox; `desk` takes a demand down, and answers true once that is durable.
    package init(
        _ settings: MailboxSettings, intake: MailIntake, logger: Logger,
        desk: @escaping @Sendable (Demand) async -> Bool
    ) {
        self.settings = settings
        self.intake = intake
        self.logger = logger
        self.desk = desk
    }

    /// What became of letters since the start.
    package var counts: Counts { state.counts.withLock { $0 } }

    /// Looks into the mailbox until a graceful shutdown is asked for.
    package func run() async throws {
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await onThread()
            } onGracefulShutdown: {
                stop()
            }
        } onCancel: {
            stop()
        }
    }

    private func stop() { state.isStopping.withLock { $0 = true } }

    private var isStopping: Bool { state.isStopping.withLock { $0 } }

    private func onThread() async {
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            let thread = Thread {
                work()
                done.resume()
            }
            thread.name = "mailbox"
            thread.stackSize = 8 * 1_048_576
            thread.start()
        }
    }

    private func work() {
        var failures = 0
        while !isStopping {
            do throws(MailboxFault) {
                let isMore = try look()
                failures = 0
                if isMore { continue }
            } catch .stopped {
                return
            } catch {
                failures += 1
                state.counts.withLock { $0.failed += 1 }
                logger.warning("mailbox not read", metadata: ["reason": "\(error)", "failures": "\(failures)"])
            }
            pause(MailboxReader.pause(every: settings.every, failures: failures))
        }
    }

    /// How long to wait: after failures twice as long each time, up to a quarter of an hour.
    static func pause(every: TimeSpan, failures: Int) -> TimeSpan {
        guard failures > 0 else { return every }
        let longest = max(every, pauseMax)
        let doubled = every.milliseconds << Int64(min(failures, 12))
        return min(longest, TimeSpan(milliseconds: doubled))
    }

    private func pause(_ span: TimeSpan) {
        let end = ContinuousClock.now.advanced(by: .milliseconds(span.milliseconds))
        while !isStopping, ContinuousClock.now < end { Thread.sleep(forTimeInterval: 0.1) }
    }

    /// Looks into the mailbox once; whether more letters wait there that may be taken at once.
    package func look() throws(MailboxFault) -> Bool {
        let session = try ImapSession(settings) { isStopping }
        let unseen = try session.unseen()
        for uid in unseen.prefix(MailboxReader.lettersMax) {
            if isStopping { throw .stopped }
            try take(uid, session)
        }
        session.leave()
        return unseen.count > MailboxReader.lettersMax
    }

    /// Takes a letter to the desk.
    ///
    /// - Throws: where it stays unseen: what stands in its way, such as a full disk, stands in that of the next too.
    private func take(_ uid: UInt32, _ session: ImapSession) throws(MailboxFault) {
        guard let size = try session.size(of: uid) else { return }
        guard size <= Letter.Bounds.bytesMax else { return try flag(uid, .tooLarge, session) }
        guard let bytes = try session.letter(uid) else { return }
        switch intake.read(bytes) {
        case .success(let demand):
            guard isTaken(demand) else { throw putOff("the desk has not recorded a letter") }
            try session.mark(uid, flagged: false)
            state.counts.withLock { $0.taken += 1 }
        case .failure(.automatic):
            try session.mark(uid, flagged: false)
            state.counts.withLock { $0.passedOver += 1 }
        case .failure(.unreadable(let reason)): try flag(uid, reason, session)
        case .failure(let refusal): throw putOff("\(refusal)")
        }
    }

    /// Poison must not block: a letter that will never be a demand is left to a person.
    private func flag(_ uid: UInt32, _ reason: UnreadableLetter, _ session: ImapSession) throws(MailboxFault) {
        try session.mark(uid, flagged: true)
        state.counts.withLock { $0.flagged += 1 }
        logger.warning("letter flagged for a person", metadata: ["uid": "\(uid)", "reason": "\(reason)"])
    }

    private func putOff(_ reason: String) -> MailboxFault {
        state.counts.withLock { $0.putOff += 1 }
        return .putOff(reason)
    }

    /// Waits on this thread for the desk, which answers once it has recorded, or turns everybody away.
    private func isTaken(_ demand: Demand) -> Bool {
        let answer = Answer()
        Task {
            answer.isTaken.withLock { [isTaken = await desk(demand)] in $0 = isTaken }
            answer.isThere.signal()
        }
        answer.isThere.wait()
        return answer.isTaken.withLock { $0 }
    }

    private final class Answer: Sendable {
        let isTaken = Mutex(false)
        let isThere = DispatchSemaphore(value: 0)
    }
}
