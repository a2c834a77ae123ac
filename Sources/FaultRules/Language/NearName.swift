import Appliances

/// The word of `known` that `word` was probably meant to be; nil where none is near.
///
/// Near is what at most two letters, or a third of them, make the same; the first of the nearest is taken.
package func nearName(to word: String, in known: [String]) -> String? { nearest(to: word, in: known) }

/// `; did you mean X?` where a known word is near, the known words where they are few, otherwise nothing.
package func nearNameHint(for word: String, in known: [String]) -> String {
    if let near = nearName(to: word, in: known) { return "; did you mean \(near)?" }
    return known.isEmpty || known.count > 24 ? "" : "; known are \(known.joined(separator: ", "))"
}
