import Appliances
import Synchronization

/// So many of something in a minute, spread evenly once the first are used up.
struct TokenBucket: Sendable {
    let perMinute: Int
    private var left: Double
    private var last: Timestamp?

    /// A full one.
    init(perMinute: Int) {
        precondition(perMinute > 0, "A bucket from which nothing may be taken is a wall.")
        self.perMinute = perMinute
        left = Double(perMinute)
    }

    /// Takes one; false where none is left. A clock that was put back gives nothing.
    mutating func take(at moment: Timestamp) -> Bool {
        if let last, moment > last {
            left = min(Double(perMinute), left + (moment - last).seconds * Double(perMinute) / 60)
        }
        last = moment
        guard left >= 1 else { return false }
        left -= 1
        return true
    }

    /// After how many seconds the next one is there, at most.
    var secondsToNext: Int { (60 + perMinute - 1) / perMinute }
}

/// Counts links that are none.
///
/// Only those: whoever has a link that counts is let in however many others guess, as otherwise twenty guesses a
/// minute would keep all customers out.
final class WrongLinks: Sendable {
    private struct Count {
        var bucket: TokenBucket
        var refused = 0
    }

    /// How many wrong ones are answered in a minute, of all that come.
    static let perMinute = 20

    private let count = Mutex(Count(bucket: TokenBucket(perMinute: WrongLinks.perMinute)))

    /// Notes a wrong link: nil where it may be answered, else after how many seconds the next one may.
    func note(at moment: Timestamp) -> Int? {
        count.withLock { count in
            if count.bucket.take(at: moment) { return nil }
            count.refused += 1
            return count.bucket.secondsToNext
        }
    }

    /// How many were too many.
    var refused: Int { count.withLock { $0.refused } }
}
