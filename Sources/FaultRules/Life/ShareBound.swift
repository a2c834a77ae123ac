/// How sure one can be of a share after so many looks: the beta distribution of whole counts.
///
/// Pure arithmetic, because a rule's demotion must not depend on which mathematics a machine has linked. With
/// whole parameters the regularised incomplete beta function is a tail of the binomial distribution,
/// I_x(a, b) = P(Bin(a + b − 1, x) ≥ a), and its terms follow from each other by small factors: summed outwards
/// from the largest one nothing underflows, whatever the counts.
package enum ShareBound {
    /// The value below which a share lies with a chance of `level`, after `right` of `right + wrong` looks and a
    /// uniform prior, Beta(1, 1): the quantile of Beta(1 + right, 1 + wrong).
    ///
    /// The 90 % lower bound of precision is the one of level 0.1 (design page rules, "Outcome loop").
    package static func quantile(right: Int, wrong: Int, level: Double) -> Double {
        precondition(right >= 0 && wrong >= 0, "Counts are not negative.")
        precondition(level > 0 && level < 1, "A level lies between 0 and 1.")
        var (low, high) = (0.0, 1.0)
        // Halving 60 times is finer than the numbers between 0 and 1 are, and cannot go astray as steps can.
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if incompleteBeta(middle, right + 1, wrong + 1) < level { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// The lower bound of a share with 90 % confidence, one-sided.
    package static func lower(right: Int, wrong: Int) -> Double { quantile(right: right, wrong: wrong, level: 0.1) }

    /// The regularised incomplete beta function I_x(a, b) of whole parameters from 1; to about 14 digits.
    package static func incompleteBeta(_ x: Double, _ a: Int, _ b: Int) -> Double {
        precondition(a >= 1 && b >= 1, "The parameters begin at 1.")
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        let count = a + b - 1
        let odds = x / (1 - x)
        let peak = min(count, Int(Double(count + 1) * x))
        var (above, below) = (0.0, 0.0)
        func add(_ term: Double, at place: Int) { if place >= a { above += term } else { below += term } }
        add(1, at: peak)
        var term = 1.0
        var place = peak
        while place < count, term > 1e-22 {
            term *= Double(count - place) / Double(place + 1) * odds
            place += 1
            add(term, at: place)
        }
        (term, place) = (1, peak)
        while place > 0, term > 1e-22 {
            term *= Double(place) / Double(count - place + 1) / odds
            place -= 1
            add(term, at: place)
        }
        return above / (above + below)
    }
}
