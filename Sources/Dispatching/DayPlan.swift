import Appliances

/// The visits of one engineer on one day, in their order, and whether the hours of that day hold them (M-6).
struct DayPlan {
    /// What does not fit.
    enum Breach: Hashable {
        /// The visit of this request would begin so long after its window.
        case late(request: String, by: TimeSpan)
        /// The last visit would end so long after the shift.
        case overtime(by: TimeSpan)
    }

    let staff: Staff
    /// Where the engineer leaves.
    let home: Place
    /// The first moment of leaving: the shift's beginning, or now where that is later.
    let begins: Timestamp
    /// The end of the shift.
    let ends: Timestamp

    /// What does not fit where the visits are made in this order; nil where all does.
    ///
    /// Times grow forward: a visit begins with its window or when the engineer gets there. So a visit that takes long
    /// moves all that follow, and the first that comes too late is named (M-25). Without `travelling` ways take no
    /// time, which tells a clash of promises from a way that is too long.
    func breach(in order: [Promise], travelling: Bool) -> Breach? {
        var (time, place) = (begins, home)
        for stop in order {
            if let began = stop.began {
                // Whoever is there stays until the work is done.
                (time, place) = (max(time, began + stop.job.work), stop.job.place)
                continue
            }
            let way = travelling ? staff.travel(from: place, to: stop.job.place).span : .zero
            let arrival = max(stop.window.from, time + way)
            if arrival > stop.window.through {
                return .late(request: stop.job.request, by: arrival - stop.window.through)
            }
            (time, place) = (arrival + stop.job.work, stop.job.place)
        }
        return time > ends ? .overtime(by: time - ends) : nil
    }

    /// What does not fit wherever the visit is put among the others, as found in the order of the windows; nil where
    /// some place fits.
    func breach(adding visit: Promise, to others: [Promise], travelling: Bool) -> Breach? {
        let begun = others.count { $0.began != nil }
        let usual = others.firstIndex { $0.began == nil && visit.window < $0.window } ?? others.count
        guard let first = breach(in: inserting(visit, into: others, at: usual), travelling: travelling) else {
            return nil
        }
        // Windows overlap, so another order may do where that of their beginnings does not.
        for place in begun...others.count where place != usual {
            if breach(in: inserting(visit, into: others, at: place), travelling: travelling) == nil { return nil }
        }
        return first
    }

    private func inserting(_ visit: Promise, into others: [Promise], at place: Int) -> [Promise] {
        var order = others
        order.insert(visit, at: place)
        return order
    }
}
