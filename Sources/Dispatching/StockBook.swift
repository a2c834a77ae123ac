package import Appliances
package import ServiceDesk

/// Which parts lie where, and which of them are laid aside (M-5, X-8).
///
/// What is free is a function of two lists: what lies there, which comes from outside, and what open requests have
/// reserved, which comes from their events. Nothing is counted down here, so a gateway that starts anew knows the same.
/// It follows that whatever is used up must leave the first list, and that what came for one request never enters it.
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
        /// How many; not negative.
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
    // Both are only ever looked up, so that their order never shows.
    private var lying: [Slot: Int] = [:]
    private var laidAside: [Slot: Int] = [:]

    /// A stock of which nothing is laid aside yet; a part may stand in more than one line.
    package init(_ lines: [Line], factory: Factory = Factory()) {
        self.factory = factory
        for line in lines { lying[Slot(part: line.part, shelf: line.shelf), default: 0] += line.count }
    }

    /// The same stock with these parts laid aside, beside those that were before.
    package func reserving(_ reservations: [Reservation]) -> StockBook {
        var book = self
        for one in reservations { book.laidAside[Slot(part: one.part, shelf: one.shelf), default: 0] += 1 }
        return book
    }

    /// How many of a part are free on a shelf; never negative, also where more was laid aside than lies there.
    package func free(_ part: String, on shelf: Shelf) -> Int {
        let slot = Slot(part: part, shelf: shelf)
        return max(0, (lying[slot] ?? 0) - (laidAside[slot] ?? 0))
    }

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
    static func reservations(of requests: [ServiceRequest], among staff: Staff) -> [Reservation] {
        requests.flatMap { request in
            request.needs.compactMap { need in
                guard request.state.isOpen, case .reserved(let stock) = need.state else { return nil }
                switch (stock, request.engineer) {
                case (.centre, _): return Reservation(need.part, .centre, for: request.number)
                case (.van, .some(let number)): return Reservation(need.part, .van(of: number), for: request.number)
                case (.outlet, .some(let number)):
                    guard let outlet = staff.engineer(number)?.outlet else { return nil }
                    return Reservation(need.part, .outlet(outlet), for: request.number)
                case (.van, nil), (.outlet, nil), (.factory, _): return nil
                }
            }
        }
    }
}
