extension PlainValue {
    /// The document as JSON on one line, members in their order.
    package var jsonText: String {
        switch self {
        case .null: "null"
        case .flag(let flag): flag ? "true" : "false"
        case .number(let number): SentValue.plain(number)
        case .text(let text): quoted(text)
        case .list(let items): "[" + items.map(\.jsonText).joined(separator: ",") + "]"
        case .map(let members):
            "{" + members.map { "\(quoted($0.key)):\($0.value.jsonText)" }.joined(separator: ",") + "}"
        }
    }
}
