/// A path and the values that were seen at it.
struct SeenPath: Equatable {
    let path: String
    /// Different values in the order in which they came, at most ``valuesMax``.
    private(set) var values: [RawValue] = []
    /// The unit that was sent with them; nil for none.
    var unit: String?

    private static let valuesMax = 16

    init(_ path: String) { self.path = path }

    mutating func note(_ value: RawValue) {
        guard values.count < Self.valuesMax, !values.contains(value) else { return }
        values.append(value)
    }

    /// The values for a comment.
    var shownValues: String {
        let texts = values.prefix(8).map { $0.sent.count > 40 ? $0.sent.prefix(40) + "…" : $0.sent }
        return texts.joined(separator: ", ") + (values.count > 8 ? ", …" : "")
    }
}

/// The paths of one source, in the order in which they were seen.
struct SeenPaths {
    private(set) var all: [SeenPath] = []
    private var places: [String: Int] = [:]

    /// How many paths of one source are looked at.
    private static let pathsMax = 512

    var names: Set<String> { Set(places.keys) }

    subscript(_ path: String) -> SeenPath? { places[path].map { all[$0] } }

    mutating func note(_ path: String, _ value: RawValue, unit: String? = nil) {
        if let place = places[path] { return all[place].note(value) }
        guard all.count < Self.pathsMax else { return }
        places[path] = all.count
        var seen = SeenPath(path)
        seen.note(value)
        seen.unit = unit
        all.append(seen)
    }

    /// Notes every value of a document under its pointer without the first slash.
    mutating func note(_ document: PlainValue, at path: String = "") {
        let step = { (name: String) in path.isEmpty ? name : "\(path)/\(name)" }
        switch document {
        case .map(let members): for member in members { note(member.value, at: step(segment(member.key))) }
        case .list(let items): for (number, item) in items.prefix(64).enumerated() { note(item, at: step("\(number)")) }
        case .null: note(path, .missing)
        case .flag(let flag): note(path, .flag(flag))
        case .number(let number): note(path, .number(number))
        case .text(let text): note(path, .text(text))
        }
    }

    private func segment(_ key: String) -> String {
        String(decoding: Pointer.escaped(key.utf8), as: UTF8.self)
    }
}

extension RawValue {
    /// The value as it was sent.
    var sent: String {
        switch self {
        case .number(let number): SentValue.plain(number)
        case .flag(let flag): flag ? "true" : "false"
        case .text(let text): text
        case .missing: "null"
        }
    }

    /// The number that it is, be it as a text; nil where it is none.
    var asNumber: Double? {
        switch self {
        case .number(let number): number
        case .text(let text): plainNumber(Array(text.utf8).span)
        case .flag, .missing: nil
        }
    }

    /// Whether it is true or false, be it as a word.
    var isTruth: Bool {
        switch self {
        case .flag: true
        case .number(let number): number == 0 || number == 1
        case .text(let text): truth(Array(text.utf8).span) != nil
        case .missing: false
        }
    }
}
