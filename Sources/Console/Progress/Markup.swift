/// A piece of a page. Text gets into one only through ``escaped(_:)``, so that a page can hold no other markup than
/// what stands in the source.
struct Markup: Sendable {
    /// The piece as HTML.
    let html: String

    /// Text that people read.
    static func text(_ text: String) -> Markup { Markup(html: escaped(text)) }

    /// An element with what is inside it.
    static func tag(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>, _ inside: [Markup]
    ) -> Markup {
        Markup(html: opening(name, attributes) + inside.map(\.html).joined() + "</\(name)>")
    }

    /// An element without attributes.
    static func tag(_ name: StaticString, _ inside: [Markup]) -> Markup { tag(name, [:], inside) }

    /// An element with a text inside it.
    static func tag(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>, _ text: String
    ) -> Markup { tag(name, attributes, [.text(text)]) }

    /// An element without attributes, with a text inside it.
    static func tag(_ name: StaticString, _ text: String) -> Markup { tag(name, [:], text) }

    /// An element that has no inside, such as `input`.
    static func void(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) -> Markup {
        Markup(html: opening(name, attributes))
    }

    /// Style sheets are not text: what stands in them stands in the source.
    static func style(_ sheet: StaticString) -> Markup { Markup(html: "<style>\(sheet)</style>") }

    private static func opening(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) -> String {
        "<\(name)" + attributes.map { " \($0.key)=\"\(escaped($0.value))\"" }.joined() + ">"
    }
}

/// The text as it may stand in a page, between elements and within the quotes of an attribute.
///
/// What does not show, such as a change of the direction of writing, becomes `U+FFFD`: it could make a sentence look
/// like another one (reliability, F12).
func escaped(_ text: String) -> String {
    var safe = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": safe += "&amp;"
        case "<": safe += "&lt;"
        case ">": safe += "&gt;"
        case "\"": safe += "&quot;"
        case "'": safe += "&#39;"
        case "\n": safe += "\n"
        default: safe.unicodeScalars.append(scalar.shows ? scalar : "\u{FFFD}")
        }
    }
    return safe
}

extension Unicode.Scalar {
    /// Whether it can be seen, or is a space.
    var shows: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}
