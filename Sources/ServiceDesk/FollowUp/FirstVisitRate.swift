package import Appliances

/// How often an appliance was mended at the first visit: once is enough (Z-22).
///
/// Of the requests that were closed in these days and for which an engineer was let in, those count in which anything
/// was to be mended. Mended at the first visit is what took one visit, ended as fixed, and has a customer who was
/// reached and is satisfied. Visits to a closed door, or to where the appliance does not stand, are none of the
/// engineer's.
package struct FirstVisitRate: Hashable, Sendable, Codable {
    /// The share of one engineer, or of all.
    package struct Share: Hashable, Sendable, Codable {
        /// Who was let in first; empty for all.
        package let engineer: String
        /// How many requests were mended at the first visit.
        package internal(set) var mended: Int
        /// How many there were.
        package internal(set) var requests: Int

        /// The share in percent, 0 to 100, rounded half up; nil where there was none.
        package var percent: Int? { requests == 0 ? nil : (mended * 200 + requests) / (requests * 2) }
    }

    /// The first day.
    package let from: CalendarDay
    /// The last day.
    package let through: CalendarDay
    /// By engineer, in the order of their numbers.
    package let engineers: [Share]
    /// All together.
    package let total: Share

    /// The rate of requests that were closed from one day through another.
    package init(
        of requests: [ServiceRequest], from: CalendarDay, through: CalendarDay,
        under rules: ServiceRules = ServiceRules()
    ) {
        (self.from, self.through) = (from, through)
        var shares: [String: Share] = [:]
        var total = Share(engineer: "", mended: 0, requests: 0)
        for request in requests {
            let day = rules.day(of: request.since)
            guard request.state == .closed, day >= from, day <= through, let first = request.repairVisits.first else {
                continue
            }
            let mended = request.isMendedAtFirstVisit ? 1 : 0
            var share = shares[first.engineer] ?? Share(engineer: first.engineer, mended: 0, requests: 0)
            (share.mended, share.requests) = (share.mended + mended, share.requests + 1)
            (total.mended, total.requests) = (total.mended + mended, total.requests + 1)
            shares[first.engineer] = share
        }
        engineers = shares.values.sorted { $0.engineer < $1.engineer }
        self.total = total
    }
}

extension ServiceRequest {
    /// The visits to which an engineer was let in; none where there was nothing to be mended in any of them.
    var repairVisits: [Visit] {
        let inside = visits.filter { $0.outcome != nil && $0.outcome != .absent && $0.outcome != .moved }
        return inside.allSatisfy { $0.outcome == .noFaultFound || $0.outcome == .refused } ? [] : inside
    }

    /// Whether it took one visit, and the customer says that all is well (Z-22).
    package var isMendedAtFirstVisit: Bool {
        let visits = repairVisits
        return state == .closed && visits.count == 1 && visits[0].outcome == .fixed && !calls.isEmpty && isConfirmed
    }
}
