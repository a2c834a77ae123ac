/// A text with captures to be filled in, such as `{model}-{ch}-{id}`.
package struct Template: Sendable, Equatable {
    /// As written.
    package let text: String
    let parts: [Part]

    /// One part.
    enum Part: Sendable, Equatable {
        case text([UInt8])
        case capture(String)
    }

    /// Reads a template.
    package init(_ text: String) throws(PatternFault) {
        self.text = text
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            guard let close = rest[open...].firstIndex(of: "}") else {
                throw PatternFault("`\(text)` has a `{` without its `}`")
            }
            let name = rest[rest.index(after: open)..<close]
            guard isCaptureName(name) else { throw PatternFault("`\(text)`: `{\(name)}` is no name of a capture") }
            if open > rest.startIndex { parts.append(.text(Array(rest[..<open].utf8))) }
            parts.append(.capture(String(name)))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.text(Array(rest.utf8))) }
        self.parts = parts
    }

    /// The captures it asks for.
    package var names: [String] { parts.compactMap { if case .capture(let name) = $0 { name } else { nil } } }

    /// The text with every capture filled in; nil where one is not there.
    package func filled(_ value: (String) -> String?) -> String? {
        var text = ""
        for part in parts {
            switch part {
            case .text(let bytes): text += String(decoding: bytes, as: UTF8.self)
            case .capture(let name):
                guard let filling = value(name) else { return nil }
                text += filling
            }
        }
        return text
    }
}
