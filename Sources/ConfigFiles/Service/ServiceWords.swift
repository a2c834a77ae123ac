import Appliances
import Yams

/// The ids of one list, to note those that stand there twice.
struct SeenIDs {
    /// What carries them, such as `symptom`.
    let what: String
    private var lines: [String: Int] = [:]

    init(what: String) { self.what = what }

    /// The id; notes one that is none or is taken.
    mutating func take(_ node: ConfigNode) -> String? {
        guard let id = node.text else { return nil }
        guard isPlainIdentifier(id) else {
            node.fault("\(node.name) must be 1 to 64 letters, digits, `_` or `-`, not `\(id)`")
            return nil
        }
        return take(id, at: node)
    }

    /// The name; notes one that is taken.
    mutating func take(_ id: String, at node: ConfigNode) -> String? {
        if let line = lines[id] {
            node.fault("the \(what) `\(id)` stands on line \(line) already; give each its own")
            return nil
        }
        lines[id] = node.line
        return id
    }
}

/// The text in both languages, `en` and `zh`, neither of them empty.
func readWords(_ fields: Fields) -> Localised? {
    let en = fields.required("en").flatMap(readNonEmpty)
    let zh = fields.required("zh").flatMap(readNonEmpty)
    guard let en, let zh else { return nil }
    return Localised(en: en, zh: zh)
}

/// A text that is not empty.
func readNonEmpty(_ node: ConfigNode) -> String? {
    guard let text = node.text else { return nil }
    if !text.isEmpty { return text }
    node.fault("\(node.name) is empty; it must say something, or be left out where it may be")
    return nil
}

/// A part's number or name: 1 to 64 letters, digits, `_` or `-`.
func readPlainName(_ node: ConfigNode) -> String? {
    guard let name = node.text else { return nil }
    if isPlainIdentifier(name) { return name }
    node.fault("\(node.name) must be 1 to 64 letters, digits, `_` or `-`, not `\(name)`")
    return nil
}

extension ConfigNode {
    /// The plain value of `id` in this mapping, without noting anything; nil where there is none.
    var plainID: String? { node.mapping?["id"]?.scalar?.string }
}
