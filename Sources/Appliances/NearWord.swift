/// The word of `known` that `word` was probably meant to be; nil where none is near.
///
/// Near is what at most two letters, or a third of them, make the same; the first of the nearest is taken.
package func nearest(to word: String, in known: [String]) -> String? {
    // A word is never this long: the work for one slip stays bounded, whatever somebody sends.
    guard word.count <= 64 else { return nil }
    let scored = known.map { (word: $0, distance: editDistance(word, $0)) }
    guard let best = scored.min(by: { $0.distance < $1.distance }) else { return nil }
    // A short word of which no letter is right is near to nothing.
    return best.distance <= max(2, word.count / 3) && best.distance < word.count ? best.word : nil
}

/// How many letters must be put in, taken out or changed to make one word of the other (Levenshtein).
private func editDistance(_ left: String, _ right: String) -> Int {
    let (from, to) = (Array(left), Array(right))
    var row = Array(0...to.count)
    for (i, letter) in from.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, other) in to.enumerated() {
            let change = diagonal + (letter == other ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(change, row[j] + 1, diagonal + 1)
        }
    }
    return row[to.count]
}
