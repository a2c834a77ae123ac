/// Members of documents that have a value within, beside their name or under it:
/// `[{"parName": "tempEnv", "parNewVal": "23"}]`, `{"tempEnv": {"value": 23, "time": 1700000000}}`.
struct NamedValues: Hashable {
    /// Where the members stand, what names them, and what their values are.
    let points: ProfileDraft.Points

    private static let keys = [
        "parName", "name", "key", "n", "code", "metric", "path", "property", "param", "attribute",
    ]
    private static let values = ["parNewVal", "value", "val", "v", "newValue", "state"]

    /// The first list of such members in a document; nil where it has none.
    init?(in document: PlainValue) {
        guard let points = Self.find(in: document, at: "", depth: 0) else { return nil }
        self.points = points
    }

    private static func find(in value: PlainValue, at pointer: String, depth: Int) -> ProfileDraft.Points? {
        guard depth < 8 else { return nil }
        switch value {
        case .list(let items): return points(of: items, at: pointer)
        case .map(let members):
            if let points = points(of: members, at: pointer) { return points }
            for member in members where !member.key.contains("{") {
                let name = String(decoding: Pointer.escaped(member.key.utf8), as: UTF8.self)
                if let found = find(in: member.value, at: "\(pointer)/\(name)", depth: depth + 1) { return found }
            }
            return nil
        case .null, .flag, .number, .text: return nil
        }
    }

    private static func points(of items: [PlainValue], at pointer: String) -> ProfileDraft.Points? {
        guard let first = items.first,
            let key = keys.first(where: { first[$0]?.text != nil }),
            let value = values.first(where: { $0 != key && first[$0] != nil }),
            items.allSatisfy({ $0[key]?.text != nil })
        else { return nil }
        var points = ProfileDraft.Points(each: "\(pointer)/*", path: "./\(key)", value: "./\(value)")
        points.time = time(of: items)
        return points
    }

    private static func points(of members: [PlainValue.Member], at pointer: String) -> ProfileDraft.Points? {
        guard members.count >= 2, let first = members.first,
            let value = values.first(where: { first.value[$0]?.scalar != nil }),
            members.allSatisfy({ $0.value[value]?.scalar != nil })
        else { return nil }
        var points = ProfileDraft.Points(each: "\(pointer)/*", path: "@key", value: "./\(value)")
        points.time = time(of: members.map(\.value))
        return points
    }

    private static func time(of items: [PlainValue]) -> ProfileDraft.Time? {
        guard case .map(let members)? = items.first else { return nil }
        for member in members {
            var seen = SeenPath(member.key)
            for item in items { seen.note(item[member.key]?.scalar ?? .missing) }
            if let time = TimeGuess.time(of: seen, at: "./") { return time }
        }
        return nil
    }

    /// The names and values of a document.
    func values(of document: PlainValue) -> [(path: String, value: RawValue)] {
        var place = document
        for name in points.each.dropLast(2).split(separator: "/") {
            guard let next = place[Pointer.unescaped(name)] else { return [] }
            place = next
        }
        let value = String(points.value.dropFirst(2))
        if points.path == "@key" {
            guard case .map(let members) = place else { return [] }
            return members.compactMap { member in member.value[value]?.scalar.map { (member.key, $0) } }
        }
        let key = String(points.path.dropFirst(2))
        return (place.list ?? []).compactMap { item in
            guard let path = item[key]?.text, let scalar = item[value]?.scalar else { return nil }
            return (path, scalar)
        }
    }
}

extension PlainValue {
    /// The value as a message has it; nil for lists and maps.
    var scalar: RawValue? {
        switch self {
        case .null: .missing
        case .flag(let flag): .flag(flag)
        case .number(let number): .number(number)
        case .text(let text): .text(text)
        case .list, .map: nil
        }
    }
}
