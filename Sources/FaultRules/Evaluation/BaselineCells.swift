/// What is normal for one appliance in one mode: a small sketch of the values that it had while it was learned.
///
/// Thirty-two values with their weights: exact for the first thirty-two samples; after that the two
/// nearest are joined, so that a quantile is wrong by at most half the distance of two neighbours.
/// The quantiles are kept beside it and are made anew only when a sample is learned.
struct BaselineCells {
    let cells: Cells
    let base: Int

    static let points = 32

    /// Which mode this is; NaN while nobody is.
    private static let mode = 0
    /// When learning began.
    private static let begun = 8
    /// How many samples were learned.
    private static let count = 16
    private static let quantiles = 24
    /// p05, p10, p50, p90, p95 and the spread.
    private static let quantileCount = 6
    private static let used = quantiles + 8 * quantileCount
    private static let values = used + 8
    private static let weights = values + 8 * points
    /// In bytes.
    static let size = weights + 4 * points

    static let blank =
        [Double.nan.bitPattern, Double.nan.bitPattern, 0]
        + Array(repeating: Double.nan.bitPattern, count: quantileCount)
        + Array(repeating: UInt64(0), count: (size - used) / 8)

    /// One of what a baseline knows, by its place.
    enum Known: UInt8 {
        case p05, p10, p50, p90, p95, spread, count
    }

    var mode: Double {
        get { cells[double: base + BaselineCells.mode] }
        nonmutating set { cells[double: base + BaselineCells.mode] = newValue }
    }

    var begun: Double {
        get { cells[double: base + BaselineCells.begun] }
        nonmutating set { cells[double: base + BaselineCells.begun] = newValue }
    }

    /// How many samples were learned.
    var count: Double {
        get { cells[double: base + BaselineCells.count] }
        nonmutating set { cells[double: base + BaselineCells.count] = newValue }
    }

    subscript(known: Known) -> Double {
        known == .count ? count : cells[double: base + BaselineCells.quantiles + 8 * Int(known.rawValue)]
    }

    private var used: Int {
        // Bounded, because it is an index: what a damaged snapshot says must not reach other cells.
        get { max(0, min(cells[whole: base + BaselineCells.used], BaselineCells.points)) }
        nonmutating set { cells[whole: base + BaselineCells.used] = newValue }
    }

    private subscript(value place: Int) -> Double {
        get { cells[double: base + BaselineCells.values + 8 * place] }
        nonmutating set { cells[double: base + BaselineCells.values + 8 * place] = newValue }
    }

    private subscript(weight place: Int) -> Float {
        get { cells[float: base + BaselineCells.weights + 4 * place] }
        nonmutating set { cells[float: base + BaselineCells.weights + 4 * place] = newValue }
    }

    /// Learns a sample.
    func learn(_ sample: Double) {
        if used == BaselineCells.points { joinNearest() }
        var place = used
        while place > 0, self[value: place - 1] > sample {
            self[value: place] = self[value: place - 1]
            self[weight: place] = self[weight: place - 1]
            place -= 1
        }
        self[value: place] = sample
        self[weight: place] = 1
        used += 1
        count += 1
        summarise()
    }

    private func joinNearest() {
        var (nearest, least) = (0, Double.infinity)
        for place in 0..<used - 1 {
            // Heavy neighbours stay apart longer: the middle must not swallow the tails.
            let distance =
                (self[value: place + 1] - self[value: place])
                * Double(self[weight: place] + self[weight: place + 1])
            if distance < least { (nearest, least) = (place, distance) }
        }
        let (left, right) = (Double(self[weight: nearest]), Double(self[weight: nearest + 1]))
        self[value: nearest] = (self[value: nearest] * left + self[value: nearest + 1] * right) / (left + right)
        self[weight: nearest] = Float(left + right)
        for place in nearest + 1..<used - 1 {
            self[value: place] = self[value: place + 1]
            self[weight: place] = self[weight: place + 1]
        }
        used -= 1
    }

    private func summarise() {
        let shares = [0.05, 0.10, 0.50, 0.90, 0.95]
        for (place, share) in shares.enumerated() {
            cells[double: base + BaselineCells.quantiles + 8 * place] = quantile(share)
        }
        let spread = base + BaselineCells.quantiles + 8 * Int(Known.spread.rawValue)
        cells[double: spread] = 1.4826 * medianDistance(from: self[.p50])
    }

    /// The value at a share of the ranks; between two points it lies between them, within one it is the point.
    ///
    /// Equal values are one heavy point, and a median among them must be that value.
    private func quantile(_ share: Double) -> Double {
        let rank = share * (count - 1)
        var first = 0.0
        for place in 0..<used {
            let last = first + Double(self[weight: place]) - 1
            if rank <= last {
                guard rank < first, place > 0 else { return self[value: place] }
                let before = self[value: place - 1]
                return before + (self[value: place] - before) * (rank - (first - 1))
            }
            first = last + 1
        }
        return self[value: used - 1]
    }

    private func medianDistance(from median: Double) -> Double {
        withUnsafeTemporaryAllocation(of: (distance: Double, weight: Double).self, capacity: BaselineCells.points) {
            var filled = 0
            for place in 0..<used {
                let entry = (distance: abs(self[value: place] - median), weight: Double(self[weight: place]))
                var slot = filled
                while slot > 0, $0[slot - 1].distance > entry.distance {
                    $0[slot] = $0[slot - 1]
                    slot -= 1
                }
                $0[slot] = entry
                filled += 1
            }
            var weight = 0.0
            for slot in 0..<filled {
                weight += $0[slot].weight
                if weight >= count / 2 { return $0[slot].distance }
            }
            return 0
        }
    }
}
