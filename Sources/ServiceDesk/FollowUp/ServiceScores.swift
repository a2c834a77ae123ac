package import Appliances

/// What customers said of the service, by engineer and cause: for those who judge work and mend what causes it (Z-18).
///
/// It counts the requests that ``FirstVisitRate`` counts. A word belongs to whoever had set out last before it was
/// said.
package struct ServiceScores: Hashable, Sendable, Codable {
    /// Who may see it; engineers stand there by number alone.
    package static let readers: [Role] = [.afterSalesManager, .centreLeader, .quality]

    /// One engineer's, of one cause or of all.
    package struct Line: Hashable, Sendable, Codable {
        /// Whose.
        package let engineer: String
        /// The cause as the last visit coded it; empty for all of them.
        package let cause: String
        /// How many requests this engineer was let in to first.
        package fileprivate(set) var requests = 0
        /// How many of them were mended at that visit (Z-22).
        package fileprivate(set) var mended = 0
        /// How many complaints there were.
        package fileprivate(set) var complaints = 0
        /// How often customers gave scores.
        package fileprivate(set) var scored = 0
        fileprivate var sums = [0, 0, 0, 0]

        fileprivate init(engineer: String, cause: String) { (self.engineer, self.cause) = (engineer, cause) }

        /// The mean scores in tenths, 10 to 50, rounded half up: attitude, skill, charges and overall; empty where
        /// nobody gave any.
        package var tenths: [Int] { scored == 0 ? [] : sums.map { ($0 * 20 + scored) / (scored * 2) } }

        fileprivate mutating func take(_ scores: ReturnCall.Scores) {
            scored += 1
            let all = [scores.attitude, scores.skill, scores.charges, scores.overall]
            sums = zip(sums, all).map { $0 + $1 }
        }

        private enum CodingKeys: String, CodingKey { case engineer, cause, requests, mended, complaints, scored, sums }
    }

    /// Sorted by engineer and cause; all causes of an engineer together first.
    package let lines: [Line]

    /// What was said of requests that were closed from one day through another.
    package init(
        of requests: [ServiceRequest], from: CalendarDay, through: CalendarDay,
        under rules: ServiceRules = ServiceRules()
    ) {
        var lines: [String: Line] = [:]
        for request in requests {
            let day = rules.day(of: request.since)
            let visits = request.repairVisits
            guard request.state == .closed, day >= from, day <= through, let first = visits.first else { continue }
            let cause = visits.last?.cause ?? ""
            func note(_ engineer: String, _ change: (inout Line) -> Void) {
                for cause in Set(["", cause]).sorted() {
                    let key = "\(engineer)\u{0}\(cause)"
                    var line = lines[key] ?? Line(engineer: engineer, cause: cause)
                    change(&line)
                    lines[key] = line
                }
            }
            note(first.engineer) { line in
                line.requests += 1
                line.mended += request.isMendedAtFirstVisit ? 1 : 0
            }
            for (at, scores) in request.scoresGiven {
                if let engineer = request.engineer(before: at) { note(engineer) { $0.take(scores) } }
            }
            for complaint in request.complaints {
                if let engineer = request.engineer(before: complaint.opened) { note(engineer) { $0.complaints += 1 } }
            }
        }
        self.lines = lines.values.sorted { ($0.engineer, $0.cause) < ($1.engineer, $1.cause) }
    }
}

extension ServiceRequest {
    /// The scores that the customer gave, on the phone and without being called, and when.
    fileprivate var scoresGiven: [(at: Timestamp, scores: ReturnCall.Scores)] {
        let called = (pastCalls + calls).flatMap { call in
            zip(call.times, call.answers).compactMap { at, answer -> (at: Timestamp, scores: ReturnCall.Scores)? in
                switch answer {
                case .satisfied(let scores), .unsatisfied(let scores, _): scores.map { (at, $0) }
                case .unanswered: nil
                }
            }
        }
        return called + ratings.map { ($0.at, $0.scores) }
    }

    /// Who had set out last at a moment; nil where nobody had.
    fileprivate func engineer(before moment: Timestamp) -> String? {
        visits.last { $0.departed.map { $0 <= moment } ?? false }?.engineer
    }
}
