/// What a value template of Home Assistant's discovery asks for, where that can be told without executing it.
///
/// Templates are programs (Jinja), and whoever may publish could write one; here they are only looked at.
enum DiscoveryTemplate: Equatable {
    /// `{{ value }}`, or no template at all: the payload itself.
    case payload
    /// `{{ value_json.a['b'][0] }}`: a member of the document, by its names and numbers.
    case member([String])
    /// Anything else.
    case notUnderstood

    /// Reads a template; `filters` are those that were passed over, such as `round(1)`.
    static func read(_ text: String?) -> (template: DiscoveryTemplate, filters: [String]) {
        guard let text, !text.isEmpty else { return (.payload, []) }
        guard let inner = inside(text) else { return (.notUnderstood, []) }
        let parts = split(inner, at: "|").map(trimmed)
        let filters = parts.dropFirst().map(String.init)
        guard let expression = parts.first, filters.allSatisfy(isHarmless) else { return (.notUnderstood, []) }
        return (read(expression: expression), filters)
    }

    private static func inside(_ text: String) -> Substring? {
        var inner = trimmed(text[...])
        guard inner.hasPrefix("{{"), inner.hasSuffix("}}"), inner.count >= 4 else { return nil }
        inner = inner.dropFirst(2).dropLast(2)
        // `{{-` and `-}}` take blanks away.
        if inner.hasPrefix("-") { inner = inner.dropFirst() }
        if inner.hasSuffix("-") { inner = inner.dropLast() }
        return inner.contains("{{") || inner.contains("}}") || inner.contains("{%") ? nil : trimmed(inner)
    }

    /// Filters that change how a value is shown and not what it is.
    private static func isHarmless(_ filter: String) -> Bool {
        let name = filter.prefix { $0.isLetter || $0 == "_" }
        let rest = trimmed(filter[name.endIndex...])
        let isCall = rest.hasPrefix("(") && rest.hasSuffix(")")
        let inner = rest.dropFirst().dropLast()
        return ["float", "int", "round", "default", "is_defined"].contains(name)
            && (rest.isEmpty || (isCall && !inner.contains("(") && !inner.contains(")")))
    }

    private static func read(expression: Substring) -> DiscoveryTemplate {
        if expression == "value" { return .payload }
        guard expression.hasPrefix("value_json") else { return .notUnderstood }
        var rest = expression.dropFirst("value_json".count)
        var names: [String] = []
        while let first = rest.first {
            let name = first == "." ? word(&rest) : first == "[" ? index(&rest) : nil
            guard let name, names.count < 16 else { return .notUnderstood }
            names.append(name)
        }
        return names.isEmpty ? .notUnderstood : .member(names)
    }

    /// `.name`.
    private static func word(_ rest: inout Substring) -> String? {
        let name = rest.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        guard !name.isEmpty else { return nil }
        rest = rest[name.endIndex...]
        return String(name)
    }

    /// `['name']`, `["name"]` or `[0]`.
    private static func index(_ rest: inout Substring) -> String? {
        let inner = rest.dropFirst()
        guard let first = inner.first else { return nil }
        if first == "'" || first == "\"" {
            let name = inner.dropFirst().prefix { $0 != first }
            let after = inner[name.endIndex...].dropFirst()
            // A backslash would begin an escape, which is not read here.
            guard after.first == "]", !name.isEmpty, !name.contains("\\") else { return nil }
            rest = after.dropFirst()
            return String(name)
        }
        let digits = inner.prefix { $0.isASCII && $0.isNumber }
        let after = inner[digits.endIndex...]
        guard !digits.isEmpty, digits.count < 6, after.first == "]" else { return nil }
        rest = after.dropFirst()
        return String(digits)
    }

    /// The parts between signs that stand within no quotes.
    private static func split(_ text: Substring, at sign: Character) -> [Substring] {
        var parts: [Substring] = []
        var begin = text.startIndex
        var quote: Character?
        for place in text.indices {
            let character = text[place]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if character == sign {
                parts.append(text[begin..<place])
                begin = text.index(after: place)
            }
        }
        return parts + [text[begin...]]
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
