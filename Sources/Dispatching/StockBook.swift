package import Appliances
package import ServiceDesk

/// Which parts lie where, which of them were used since they were counted, and which are laid aside (M-5, M-51, X-8).
///
/// What is free is a function of three lists: what was counted, which comes from outside; what visits have used since,
/// and what open requests have reserved, which both come from events. So a gateway that starts anew knows the same.
/// What came from the factory for one request is in none of them.
package struct StockBook: Hashable, Sendable {
    /// Where parts lie.
    package enum Shelf: Hashable, Sendable {
        /// In the van of the engineer of a number.
        case van(of: String)
        /// At the outlet of a name.
        case outlet(String)
        /// At the centre.
        case centre
    }

    /// So many of one part on one shelf.
    package struct Line: Hashable, Sendable {
        /// The part's number or name.
        package let part: String
        /// Where.
        package let shelf: Shelf
        /// How many were counted; not negative.
        package let count: Int

        /// So many of a part.
        package init(_ part: String, _ shelf: Shelf, _ count: Int) {
            precondition(count >= 0, "No shelf holds less than nothing.")
            self.part = part
            self.shelf = shelf
            self.count = count
        }
    }

    /// Where parts come from that lie nowhere.
    package struct Factory: Hashable, Sendable {
        /// The regions that lie in the same city.
        package var regions: [String] = []
        /// How long parts take within the city.
        package var local = TimeSpan.hours(3)
        /// How long they take elsewhere: the later end of 3 to 4 days, as a promise must hold.
        package var remote = TimeSpan.days(4)

        /// A factory with the times of the requirements, in no region.
        package init() {}
    }

    /// A part that is laid aside for a request.
    package struct Reservation: Hashable, Sendable {
        /// The part.
        package let part: String
        /// Where it lies.
        package let shelf: Shelf
        /// For which request.
        package let request: String

        /// A reservation.
        package init(_ part: String, _ shelf: Shelf, for request: String) {
            self.part = part
            self.shelf = shelf
            self.request = request
        }
    }

    /// A part on a shelf.
    private struct Slot: Hashable {
        let part: String
        let shelf: Shelf
    }

    /// The factory.
    package let factory: Factory
    // When each shelf that is kept was counted; nil where nobody says, and everything that was ever used came later.
    private var counted: [Shelf: Timestamp?] = [:]
    // All are only ever looked up, or sorted, so that their order never shows.
    private var lying: [Slot: Int] = [:]
    private var used: [Slot: Int] = [:]
    private var laidAside: [Slot: Int] = [:]

    /// A stock of which nothing is used or laid aside yet; a part may stand in more than one line.
    ///
    /// - Parameters:
    ///   - lines: What was counted.
    ///   - counted: When, by shelf. What was used earlier is not in the count any more; with no moment, all that was
    ///     ever used is taken from it, since a part that is promised and not there is the worse mistake (H-9).
    ///   - factory: What comes from where it lies nowhere.
    package init(_ lines: [Line], counted: [Shelf: Timestamp?] = [:], factory: Factory = Factory()) {
        self.factory = factory
        self.counted = counted
        for line in lines {
            lying[Slot(part: line.part, shelf: line.shelf), default: 0] += line.count
            if counted[line.shelf] == nil { self.counted.updateValue(nil, forKey: line.shelf) }
        }
    }

    /// Since when it must be known what was used: the earliest count of a shelf.
    package var countedSince: Timestamp {
        counted.values.map { $0 ?? .beginning }.min() ?? .beginning
    }

    /// The same stock without these parts, which were used, beside those that were before.
    ///
    /// Each counts once: whoever hands them over does so once. What lay on a shelf that nobody counts, or was used
    /// before the count, changes nothing. A part that nobody had laid aside counts where its van was counted with it:
    /// tape and screws that no count names would else be missing for ever.
    package func without(_ taken: [PartTaken], among staff: Staff) -> StockBook {
        var book = self
        for one in taken {
            guard let shelf = Shelf(one.stock, of: one.engineer, among: staff), let counted = counted[shelf],
                one.at >= counted ?? .beginning
            else { continue }
            let slot = Slot(part: one.part, shelf: shelf)
            if one.isReserved || lying[slot] != nil { book.used[slot, default: 0] += 1 }
        }
        return book
    }

    /// The same stock with these parts laid aside, beside those that were before.
    package func reserving(_ reservations: [Reservation]) -> StockBook {
        var book = self
        for one in reservations { book.laidAside[Slot(part: one.part, shelf: one.shelf), default: 0] += 1 }
        return book
    }

    /// How many of a part are free on a shelf; never negative, also where more was used or laid aside than lies there.
    package func free(_ part: String, on shelf: Shelf) -> Int {
        max(0, left(Slot(part: part, shelf: shelf)))
    }

    /// What was counted, less what was used and laid aside since; negative where a count must be wrong.
    private func left(_ slot: Slot) -> Int { (lying[slot] ?? 0) - (used[slot] ?? 0) - (laidAside[slot] ?? 0) }

    /// Where an engineer has a part from: the own van, else the own outlet, else the centre; else it is applied for
    /// at once (M-5), and due as soon as the factory delivers.
    ///
    /// - Parameters:
    ///   - part: Its number or name.
    ///   - engineer: Who needs it.
    ///   - moment: When it would be applied for.
    /// - Returns: Where it is laid aside, or when it comes.
    package func find(_ part: String, for engineer: Engineer, at moment: Timestamp) -> PartNeed.State {
        let shelves: [(PartNeed.Stock, Shelf)] = [
            (.van, .van(of: engineer.number)), (.outlet, .outlet(engineer.outlet)), (.centre, .centre),
        ]
        for (stock, shelf) in shelves where free(part, on: shelf) > 0 { return .reserved(stock: stock) }
        let isLocal = !engineer.region.isEmpty && factory.regions.contains(engineer.region)
        return .applied(due: moment + (isLocal ? factory.local : factory.remote))
    }

    /// What open requests have laid aside.
    ///
    /// A van and an outlet are those of the request's engineer; while nobody is assigned, nothing is laid aside there.
    package static func reservations(of requests: [ServiceRequest], among staff: Staff) -> [Reservation] {
        requests.flatMap { request in
            request.laidAside.compactMap { part, stock in
                Shelf(stock, of: request.engineer ?? "", among: staff).map {
                    Reservation(part, $0, for: request.number)
                }
            }
        }
    }
}

extension StockBook.Shelf {
    /// The shelf on which an engineer has a part of a stock; nil where nobody knows it, and for the factory.
    init?(_ stock: PartNeed.Stock, of engineer: String, among staff: Staff) {
        switch stock {
        case .centre: self = .centre
        case .van where !engineer.isEmpty: self = .van(of: engineer)
        case .outlet:
            guard let outlet = staff.engineer(engineer)?.outlet, !outlet.isEmpty else { return nil }
            self = .outlet(outlet)
        case .van, .factory: return nil
        }
    }
}

extension Timestamp {
    /// Before everything that was ever recorded.
    fileprivate static let beginning = Timestamp(milliseconds: .min)
}

// MARK: What a person looks at

extension StockBook {
    /// How it stands with one part on one shelf.
    package struct Row: Hashable, Sendable, Codable {
        /// The part's number or name.
        package let part: String
        /// What kind of shelf it is; never the factory.
        package let shelf: PartNeed.Stock
        /// The engineer's number of a van, the name of an outlet, empty for the centre.
        package let name: String
        /// How many were counted.
        package let counted: Int
        /// When; nil where nobody says.
        package let at: Timestamp?
        /// How many were used since.
        package let used: Int
        /// How many open requests have laid aside.
        package let laidAside: Int
        /// How many are left; negative where more was used or laid aside than lies there, and somebody must count.
        package let free: Int

        private enum CodingKeys: String, CodingKey {
            case part, shelf, name, counted, at, used
            case laidAside = "laid_aside"
            case free
        }
    }

    /// Every part of every shelf: the vans by number, the outlets by name, the centre, each by part.
    ///
    /// What is laid aside or was used where no count names it stands there, too: a count is wrong then.
    package var rows: [Row] {
        // A reservation on a shelf that nobody keeps is a clerk's own matter.
        let kept = laidAside.keys.filter { counted[$0.shelf] != nil }
        return Set(lying.keys).union(used.keys).union(kept).map { slot in
            let (shelf, name) = slot.shelf.text
            return Row(
                part: slot.part, shelf: shelf, name: name, counted: lying[slot] ?? 0,
                at: counted[slot.shelf].flatMap(\.self), used: used[slot] ?? 0, laidAside: laidAside[slot] ?? 0,
                free: left(slot))
        }.sorted { ($0.place, $0.name, $0.part) < ($1.place, $1.name, $1.part) }
    }
}

extension StockBook.Shelf {
    fileprivate var text: (PartNeed.Stock, String) {
        switch self {
        case .van(let engineer): (.van, engineer)
        case .outlet(let name): (.outlet, name)
        case .centre: (.centre, "")
        }
    }
}

extension StockBook.Row {
    fileprivate var place: Int { PartNeed.Stock.allCases.firstIndex(of: shelf) ?? 0 }
}
