/// The keys of a message of discovery, in full or abbreviated, and the base that `~` stands for in topics.
struct DiscoveryKeys {
    private let document: PlainValue
    private let shared: PlainValue
    let base: String?

    init(_ document: PlainValue, base: String? = nil) {
        self.document = document
        shared = .null
        self.base = document["~"]?.text ?? base
    }

    /// The keys of a component and of the device's message around it.
    init(_ document: PlainValue, shared: DiscoveryKeys) {
        self.document = document
        self.shared = shared.document
        base = document["~"]?.text ?? shared.base
    }

    subscript(_ key: String, _ short: String) -> PlainValue? {
        document[key] ?? document[short] ?? shared[key] ?? shared[short]
    }

    func text(_ key: String, _ short: String) -> String? { self[key, short]?.text }

    /// A key that has no short form; what the message around says of it is not meant.
    func text(_ key: String) -> String? { document[key]?.text }

    /// A text, or a truth or a number as one: `payload_on` may be any of them.
    func word(_ key: String, _ short: String) -> String? { self[key, short]?.scalar?.sent }

    /// A topic; `~` at its beginning or end is the base.
    func topic(_ key: String, _ short: String) -> String? {
        guard let written = text(key, short) else { return nil }
        let topic =
            switch base {
            case let base? where written.hasPrefix("~"): base + String(written.dropFirst())
            case let base? where written.hasSuffix("~"): String(written.dropLast()) + base
            default: written
            }
        return SeenTopic.isTopic(topic) ? topic : nil
    }
}
