import Devices
import Yams

extension ConfigNode {
    /// How deep and how long a payload may be: aliases could make a short file a text without end.
    private static let depthMax = 32
    private static let bytesMax = 262_144

    /// The value as JSON, keys in the order of the file; notes what is too deep or too long.
    ///
    /// A plain scalar that reads as a number, `true`, `false` or `null` is that, an empty one is `null`,
    /// and everything else is a text.
    package var jsonText: String? {
        var text = ""
        guard ConfigNode.write(node, depth: 0, to: &text) else {
            fault("\(name) is deeper than \(ConfigNode.depthMax) levels or longer than \(ConfigNode.bytesMax) bytes")
            return nil
        }
        return text
    }

    private static func write(_ node: Node, depth: Int, to text: inout String) -> Bool {
        guard depth < depthMax, text.utf8.count < bytesMax else { return false }
        if let mapping = node.mapping {
            text += "{"
            for (place, member) in mapping.enumerated() {
                text += (place == 0 ? "" : ",") + quoted(member.key.string ?? "") + ":"
                guard write(member.value, depth: depth + 1, to: &text) else { return false }
            }
            text += "}"
        } else if let sequence = node.sequence {
            text += "["
            for (place, item) in sequence.enumerated() {
                text += place == 0 ? "" : ","
                guard write(item, depth: depth + 1, to: &text) else { return false }
            }
            text += "]"
        } else if let scalar = node.scalar {
            text += literal(scalar) ?? quoted(scalar.string)
        }
        return true
    }

    /// What a plain scalar is in JSON; nil where it is a text.
    private static func literal(_ scalar: Node.Scalar) -> String? {
        guard scalar.style == .plain else { return nil }
        switch scalar.string {
        case "true", "false", "null": return scalar.string
        case "": return "null"
        default: return isJSONNumber(scalar.string) ? scalar.string : nil
        }
    }

    /// Whether the text is a number as RFC 8259 writes it: no plus, no leading zero, digits around the point.
    private static func isJSONNumber(_ text: String) -> Bool {
        var rest = text[...].utf8
        func digits() -> Int {
            let count = rest.prefix { $0 &- UInt8(ascii: "0") <= 9 }.count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let hasZero = rest.first == UInt8(ascii: "0")
        let whole = digits()
        guard whole == 1 || (whole > 1 && !hasZero) else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard digits() > 0 else { return false }
        }
        if let mark = rest.first, mark | 32 == UInt8(ascii: "e") {
            rest = rest.dropFirst()
            if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest = rest.dropFirst() }
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}
