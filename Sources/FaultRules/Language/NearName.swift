/// The word of `known` that `word` was probably meant to be; nil where none is near.
///
/// Near is what at most two letters, or a third of them, make the same; the first of the nearest is taken.
package func nearName(to word: String, in known: [String]) -> String? {
    // A name is never this long: the work for one slip stays bounded, whatever stands in the file.
    guard word.count <= 64 else { return nil }
    let letters = Array(word)
    var best: (name: String, distance: Int)?
    for name in known {
        let distance = editDistance(letters, Array(name))
        if distance < best?.distance ?? .max { best = (name, distance) }
    }
    guard let best, best.distance <= max(2, word.count / 3), best.distance < word.count else { return nil }
    return best.name
}

/// `; did you mean X?` where a known word is near, the known words where they are few, otherwise nothing.
package func nearNameHint(for word: String, in known: [String]) -> String {
    if let near = nearName(to: word, in: known) { return "; did you mean \(near)?" }
    return known.isEmpty || known.count > 24 ? "" : "; known are \(known.joined(separator: ", "))"
}

/// How many letters must be put in, taken out or changed to make one word of the other (Levenshtein).
private func editDistance(_ from: [Character], _ to: [Character]) -> Int {
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
