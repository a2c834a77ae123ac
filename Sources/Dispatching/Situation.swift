package import Appliances
package import ServiceDesk

/// Everything by which it is decided who goes: the staff, the stock, and what is promised and reserved already.
package struct Situation: Sendable {
    /// Who can be sent.
    package let staff: Staff
    /// Which parts are free; nil where nobody keeps a stock, and parts then stand in nobody's way.
    package let stock: StockBook?
    /// What is promised already, in the order of the windows, by engineer; only ever looked up.
    private let promises: [String: [Promise]]
    /// The moment of the decision.
    package let moment: Timestamp

    /// A situation with these promises and a stock from which everything that is reserved has been taken.
    package init(staff: Staff, stock: StockBook? = nil, promises: [Promise] = [], at moment: Timestamp) {
        self.staff = staff
        self.stock = stock
        self.moment = moment
        // One order for all, so that the same promises give the same plan however they came.
        let sorted = promises.sorted {
            ($0.began == nil ? 1 : 0, $0.window, $0.job.request) < ($1.began == nil ? 1 : 0, $1.window, $1.job.request)
        }
        self.promises = Dictionary(grouping: sorted, by: \.engineer)
    }

    /// The situation that open requests make, for a decision on one of them.
    ///
    /// - Parameters:
    ///   - staff: Who can be sent.
    ///   - stock: What lies where; nil where nobody keeps a stock.
    ///   - requests: The requests; those that are over say nothing.
    ///   - number: The request that is decided, which is in its own way neither with its window nor with its parts.
    ///   - moment: When.
    ///   - appliance: What the registry says of a device.
    package init(
        staff: Staff, stock: StockBook?, requests: [ServiceRequest], deciding number: String, at moment: Timestamp,
        appliance: (DeviceID) -> Appliance?
    ) {
        let others = requests.filter { $0.number != number && $0.state.isOpen }
        self.init(
            staff: staff, stock: stock?.reserving(StockBook.reservations(of: others, among: staff)),
            promises: others.compactMap {
                Promise($0, in: $0.device.flatMap(appliance), by: staff.rules, at: moment)
            }, at: moment)
    }

    /// What an engineer has promised for a day, apart from one request; what is under way first, then by window.
    package func promises(of engineer: String, on day: CalendarDay, but request: String = "") -> [Promise] {
        (promises[engineer] ?? []).filter {
            $0.job.request != request
                && CalendarDay($0.window.from, utcOffsetSeconds: staff.utcOffsetSeconds) == day
        }
    }

    /// How a part would come to a job if an engineer went: as it is, where that holds for this engineer; else from
    /// the stock (M-5). Still `needed` where nobody keeps a stock.
    package func settled(_ need: PartNeed, of job: Job, for engineer: Engineer) -> PartNeed.State {
        switch need.state {
        case .arrived, .waived, .applied, .purchased: return need.state
        case .reserved(let stock) where stock == .centre || job.engineer == engineer.number: return need.state
        case .reserved, .needed: return stock?.find(need.part, for: engineer, at: moment) ?? need.state
        }
    }

    /// The way from where an engineer leaves to a job.
    package func travel(of engineer: Engineer, to job: Job) -> Travel {
        staff.travel(from: staff.home(of: engineer), to: job.place)
    }
}
