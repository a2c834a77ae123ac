import Appliances

/// `; did you mean X?` where a known word is near, the known words where they are few, otherwise nothing.
package func nearNameHint(for word: String, in known: [String]) -> String {
    if let near = nearest(to: word, in: known) { return "; did you mean \(near)?" }
    return known.isEmpty || known.count > 24 ? "" : "; known are \(known.joined(separator: ", "))"
}
