package import Appliances
import Foundation
package import ServiceDesk
import Synchronization

/// Makes demands of letters, however these came; what came along is kept before there is a demand.
package final class MailIntake: Sendable {
    /// What became of letters since the start.
    package struct Counts: Sendable, Equatable {
        /// Letters that became demands.
        package var read = 0
        /// Letters that cannot be read.
        package var unreadable = 0
        /// Letters of machines, by the reason.
        package var automatic: [AutomaticLetter: Int] = [:]
        /// Letters whose attachments cannot be kept.
        package var unkept = 0
        /// Letters that were turned away because others are being read.
        package var busy = 0
    }

    /// Why a letter is no demand.
    package enum Refusal: Error, Equatable, CustomStringConvertible {
        /// It cannot be read, and never will be.
        case unreadable(UnreadableLetter)
        /// A machine has written it.
        case automatic(AutomaticLetter)
        /// What came along cannot be kept now.
        case unkept(StoreFault)
        /// Too many are being read; the same again later may be taken.
        case busy

        /// The reason for people.
        package var description: String {
            switch self {
            case .unreadable(let reason): reason.description
            case .automatic(let kind): "a machine has written it: \(kind.rawValue)"
            case .unkept(let fault): fault.description
            case .busy: "too many letters are being read; send it again"
            }
        }
    }

    private struct State {
        var counts = Counts()
        var reading = 0
    }

    /// How many letters are read at a time: one may need six times its size.
    package static let readingMax = 2

    private let store: AttachmentStore
    private let customer: @Sendable (String) -> String?
    private let appliance: @Sendable (String, String) -> DeviceID?
    private let state = Mutex(State())

    /// An intake that keeps attachments in a store and asks for customers and appliances as ``Letter`` says.
    package init(
        _ store: AttachmentStore, customer: @escaping @Sendable (_ address: String) -> String?,
        appliance: @escaping @Sendable (_ text: String, _ customer: String) -> DeviceID?
    ) {
        self.store = store
        self.customer = customer
        self.appliance = appliance
    }

    /// What became of letters since the start, by name, with what the store holds.
    package var counters: [String: Int] {
        let (counts, kept) = (state.withLock { $0.counts }, store.count)
        var all = [
            "read": counts.read, "unreadable": counts.unreadable, "unkept": counts.unkept, "busy": counts.busy,
            "attachments_kept": kept.kept, "attachments_repeated": kept.repeated, "attachments_refused": kept.refused,
            "attachment_bytes": kept.bytes,
        ]
        for kind in AutomaticLetter.allCases { all[kind.rawValue] = counts.automatic[kind] ?? 0 }
        return all
    }

    /// The demand of a letter, once all that came along is durable.
    ///
    /// On a thread of its own: parsing needs a stack that hostile nesting cannot use up, and disks take their time.
    package func demand(of bytes: [UInt8]) async -> Result<Demand, Refusal> {
        await withCheckedContinuation { done in
            let thread = Thread { [self] in done.resume(returning: read(bytes)) }
            thread.name = "letter"
            thread.stackSize = 8 * 1_048_576
            thread.start()
        }
    }

    /// The same on this thread.
    package func read(_ bytes: [UInt8]) -> Result<Demand, Refusal> {
        let isFree = state.withLock { state in
            guard state.reading < MailIntake.readingMax else {
                state.counts.busy += 1
                return false
            }
            state.reading += 1
            return true
        }
        guard isFree else { return .failure(.busy) }
        let result = Result { () throws(Refusal) in try made(of: bytes) }
        state.withLock { state in
            state.reading -= 1
            state.counts.count(result)
        }
        return result
    }

    private func made(of bytes: [UInt8]) throws(Refusal) -> Demand {
        let letter: Letter
        do { letter = try Letter(parsing: bytes) } catch { throw .unreadable(error) }
        if let kind = letter.automatic { throw .automatic(kind) }
        let pictures = letter.attachments.map(\.bytes)
        let names: [String]
        do {
            let kept = pictures.map(contentHash)
            // The sheet comes first, so that whoever opens the request begins with what was said.
            names = try store.keep([letter.sheet(of: kept)] + pictures)
        } catch { throw .unkept(error) }
        return letter.demand(attachments: names, customer: customer, appliance: appliance)
    }
}

extension MailIntake.Counts {
    fileprivate mutating func count(_ result: Result<Demand, MailIntake.Refusal>) {
        switch result {
        case .success: read += 1
        case .failure(.unreadable): unreadable += 1
        case .failure(.automatic(let kind)): automatic[kind, default: 0] += 1
        case .failure(.unkept): unkept += 1
        case .failure(.busy): busy += 1
        }
    }
}
