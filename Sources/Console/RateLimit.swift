import Synchronization

/// How often somebody may come (`console.rate`): so many in a second for long, and so many at once.
package struct RequestRate: Hashable, Sendable {
    /// How many in a second, in the long run; 1 to 10 000.
    package var perSecond = 20
    /// How many at once; 1 to 100 000.
    package var burst = 40

    /// Twenty a second, and forty at once.
    package init() {}
}

/// A bucket for each token, which empties with every request and fills as time passes.
///
/// Only tokens that count have one, so there are at most as many as tokens.
final class RateLimit: Sendable {
    private struct Bucket {
        var left: Double
        var at: ContinuousClock.Instant
    }

    private let rate: RequestRate
    private let buckets = Mutex<[String: Bucket]>([:])

    init(_ rate: RequestRate) { self.rate = rate }

    /// Takes one request of a token.
    ///
    /// - Returns: nil where it may be served; else after how many seconds the next one may.
    func take(_ token: String, at now: ContinuousClock.Instant = .now) -> Int? {
        buckets.withLock { buckets in
            let full = Double(rate.burst)
            var bucket = buckets[token] ?? Bucket(left: full, at: now)
            let passed = (now - bucket.at) / .seconds(1)
            bucket.left = min(full, bucket.left + max(0, passed) * Double(rate.perSecond))
            bucket.at = now
            defer { buckets[token] = bucket }
            guard bucket.left >= 1 else {
                return max(1, Int(((1 - bucket.left) / Double(rate.perSecond)).rounded(.up)))
            }
            bucket.left -= 1
            return nil
        }
    }
}
