package import Telemetry

/// What was counted; sums of tallies are tallies.
///
/// The account that must balance (reliability F14): records received = stored +
/// duplicates + rejected + shed. A message that cannot be read counts as one record.
package struct Tally: Sendable, Equatable {
    /// One counter and its name in `foretell summary` and in the ledger.
    package enum Counter: Int, CaseIterable, Sendable {
        /// Messages from the broker.
        case messages
        /// Records in them.
        case records
        /// Records that were new and are stored.
        case stored
        /// Readings in stored records.
        case readings
        /// Records that had been stored before.
        case duplicates
        /// Records that were not taken, with their reason in quarantine.
        case rejected
        /// Records dropped to protect the rest.
        case shed
        /// Stored records that came too late to be judged, and were added to the windows that still held their time.
        case folded
        /// Stored records that were too old to move the rules.
        case late
        /// Stored records whose device time was not believed.
        case clockSuspect
        /// Readings left out of stored records.
        case readingsLeftOut
        /// Messages of other conventions that no profile claims.
        case unclaimed
        /// Messages that came within their repeat window.
        case repeated
        /// Messages that were read without a byte order mark or zero bytes at their end.
        case normalised
        /// Values of other conventions whose path no channel table has.
        case pathsUnknown
        /// Values that said that there is no sensor.
        case valuesAbsent
        /// Episodes that began.
        case episodes
        /// Those of them whose rule did not act: in shadow, or in a trial on other appliances.
        case shadowEpisodes
        /// Entitlement decisions: the repair is free.
        case decidedFree
        /// Entitlement decisions: the repair is chargeable.
        case decidedChargeable
        /// Entitlement decisions: a paper is missing.
        case decidedUndetermined
        /// Service requests opened.
        case requestsOpened
        /// Episodes that joined an open request.
        case requestsJoined
        /// Things that were not done in time, of which somebody above was told.
        case breaches
        /// Predictions held because too many of the kind came at once.
        case heldInStorms
        /// Owners out of warranty who were told what a repair would cost.
        case advised
        /// Owners who were told what to do themselves.
        case ownersTold
        /// Maintenance reminders.
        case reminders
        /// Times that the broker had forgotten our session: messages may be missing.
        case sessionsLost

        /// The name in lists, such as `requests_opened`.
        package var name: String { Counter.names[rawValue] }

        private static let names = allCases.map { counter in
            "\(counter)".map { $0.isUppercase ? "_" + $0.lowercased() : String($0) }.joined()
        }
    }

    private var counts = [Int](repeating: 0, count: Counter.allCases.count)
    private var reasons = [Int](repeating: 0, count: Rejection.allCases.count)

    /// Nothing counted.
    package init() {}

    /// How much was counted.
    package subscript(counter: Counter) -> Int {
        get { counts[counter.rawValue] }
        set { counts[counter.rawValue] = newValue }
    }

    /// How often something was left out for a reason.
    package subscript(reason: Rejection) -> Int {
        get { reasons[Tally.place(of: reason)] }
        set { reasons[Tally.place(of: reason)] = newValue }
    }

    /// Every name with its count, in a fixed order; reasons as `rejected.{reason}`.
    package var named: [(name: String, count: Int)] {
        Counter.allCases.map { ($0.name, self[$0]) }
            + Rejection.allCases.map { ("rejected.\($0.rawValue)", self[$0]) }
    }

    /// Whether the account balances.
    package var isBalanced: Bool {
        self[.records] == self[.stored] + self[.duplicates] + self[.rejected] + self[.shed]
    }

    private static func place(of reason: Rejection) -> Int { reasonPlaces[reason] ?? 0 }

    private static let reasonPlaces = Dictionary(
        uniqueKeysWithValues: Rejection.allCases.enumerated().map { ($0.element, $0.offset) })
}
