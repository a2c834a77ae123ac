import ConfigFiles
import Console
import Foundation
import Gateway
import Glibc
import Ledger
import Logging
import Mailbox
import ServiceDesk
import ServiceLifecycle

/// Where letters arrive, by the HTTP API and by the mailbox: one intake for both, so that a letter that comes both ways
/// is one demand.
struct LetterRoom {
    /// The customers' records; opened once, as two that write to one log at a time can damage it.
    let customers: CustomerBook
    /// What came along with letters.
    let store: AttachmentStore
    private let intake: MailIntake

    /// Opens the store of attachments in a state folder.
    init(_ house: House, state: URL) throws {
        // Made before the gateway makes the state folder: for its owner alone as well.
        umask(0o077)
        let names = ApplianceNames(house.policy.appliances)
        do {
            let store = try AttachmentStore(
                folder: state.appending(path: "attachments"), bytesMax: house.settings.attachmentsMiB * 1_048_576)
            self.store = store
            // Whose letter it is the customer book says, or verification asks.
            let customers = try CustomerBook(folder: state)
            self.customers = customers
            intake = MailIntake(
                store, customer: { try? customers.customer(writingFrom: $0)?.number },
                appliance: { names.device(in: $0, of: $1) })
        } catch {
            throw Failure.badInput("\(state.path): \(error)")
        }
    }

    /// What the console has of it.
    var desk: MailDesk {
        let intake = intake
        return MailDesk(
            read: { letter in await intake.demand(of: letter).mapError { UntakenLetter($0) } },
            counters: { intake.counters })
    }

    /// The reader of the mailbox; nil where none is set.
    func reader(_ settings: Settings, _ counter: DeskCounter, _ logger: Logger) -> (any Service)? {
        settings.mailbox.map { mailbox in
            MailboxReader(mailbox, intake: intake, logger: logger) { demand in
                // Answered only once it is recorded.
                if case .taken = await counter.ask(.demand(demand, by: .gateway)) { true } else { false }
            }
        }
    }
}

extension UntakenLetter {
    fileprivate init(_ refusal: MailIntake.Refusal) {
        let kind: Kind =
            switch refusal {
            case .unreadable: .unreadable
            case .automatic: .automatic
            case .unkept: .unkept
            case .busy: .busy
            }
        self.init(kind, refusal.description)
    }
}
