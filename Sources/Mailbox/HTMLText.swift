/// The text of an HTML document: for reading, not for showing.
///
/// One pass, whatever the document looks like. Tags, comments, scripts and styles are left out; blocks begin a line.
func plainText(ofHTML html: String) -> String {
    var reader = HTMLReader(Array(html.utf8))
    return reader.text()
}

private struct HTMLReader {
    private let bytes: [UInt8]
    private var place = 0
    private var out: [UInt8] = []
    /// False once no further end of a comment was found: it is not looked for twice.
    private var endsComments = true

    /// Tags at which a line ends.
    private static let blocks: Set<String> = [
        "br", "p", "div", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre",
    ]
    /// Tags whose content is no text.
    private static let silent: Set<String> = ["script", "style", "head", "title"]
    private static let names: [String: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "deg": "°", "ndash": "–",
        "mdash": "—", "hellip": "…", "rsquo": "’", "lsquo": "‘", "ldquo": "“", "rdquo": "”", "euro": "€",
    ]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func text() -> String {
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "<"): tag()
            case UInt8(ascii: "&"): entity()
            case 9, 10, 13, 32:
                space()
                place += 1
            default:
                out.append(bytes[place])
                place += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// White space is one space, and none at the beginning of a line.
    private mutating func space() {
        if let last = out.last, last != 32, last != 10 { out.append(32) }
    }

    private mutating func lineEnd() {
        while out.last == 32 { out.removeLast() }
        // At most one empty line.
        if !out.isEmpty, !out.suffix(2).elementsEqual([10, 10]) { out.append(10) }
    }

    private mutating func tag() {
        if endsComments, bytes[place...].starts(with: Array("<!--".utf8)) {
            guard let end = find("-->", from: place + 4) else {
                endsComments = false
                place += 1
                return
            }
            place = end + 3
            return
        }
        guard place + 1 < bytes.count, isTagStart(bytes[place + 1]) else {
            out.append(bytes[place])
            place += 1
            return
        }
        let opens = bytes[place + 1] != UInt8(ascii: "/")
        let name = tagName()
        skipTag()
        if opens, HTMLReader.silent.contains(name) { place = closing(name) }
        if HTMLReader.blocks.contains(name) { lineEnd() } else { space() }
    }

    private func isTagStart(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "!")
            || byte == UInt8(ascii: "?")
    }

    /// The name of the tag at this place, without its slash; at most 16 characters.
    private func tagName() -> String {
        let name = bytes[(place + 1)...].prefix(17).drop { $0 == UInt8(ascii: "/") }
        let letters = name.prefix { (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) }
        return String(decoding: letters, as: UTF8.self).lowercased()
    }

    private mutating func skipTag() {
        while place < bytes.count, bytes[place] != UInt8(ascii: ">") { place += 1 }
        if place < bytes.count { place += 1 }
    }

    /// The place behind the content of a silent tag: its closing tag, or the end.
    private func closing(_ name: String) -> Int {
        var at = place
        while at < bytes.count {
            guard bytes[at] == UInt8(ascii: "<") else {
                at += 1
                continue
            }
            let rest = bytes[at...].prefix(name.utf8.count + 2)
            if String(decoding: rest, as: UTF8.self).lowercased() == "</\(name)" { return at }
            at += 1
        }
        return at
    }

    private func find(_ text: String, from start: Int) -> Int? {
        let sought = Array(text.utf8)
        guard start <= bytes.count - sought.count else { return nil }
        return (start...bytes.count - sought.count).first { bytes[$0...].starts(with: sought) }
    }

    private mutating func entity() {
        let rest = bytes[(place + 1)...].prefix(10)
        guard let end = rest.firstIndex(of: UInt8(ascii: ";")) else {
            out.append(bytes[place])
            place += 1
            return
        }
        let name = String(decoding: bytes[(place + 1)..<end], as: UTF8.self)
        if let meaning = HTMLReader.names[name] ?? HTMLReader.character(name) {
            out += Array(meaning.utf8)
            place = end + 1
        } else {
            out.append(bytes[place])
            place += 1
        }
    }

    /// The character of `#176` or `#xB0`; nil where it is none.
    private static func character(_ name: String) -> String? {
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let isHex = digits.first == "x" || digits.first == "X"
        let value = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return value.flatMap { Unicode.Scalar($0) }.map { String(Character($0)) }
    }
}
