package import Telemetry

extension PlainValue {
    /// Reads a JSON document, as strictly as every other reader here.
    package init(json: Span<UInt8>) throws(Rejection) {
        var tape = JSONTape()
        try tape.read(json)
        self.init(tape, at: 0)
    }

    /// The value at a place of a tape, with all that it holds.
    package init(_ tape: JSONTape, at node: Int) {
        switch tape.nodes[node].kind {
        case .null: self = .null
        case .flag: self = .flag(tape.nodes[node].number != 0)
        case .number: self = .number(tape.nodes[node].number)
        case .text: self = .text(tape.text(of: node) ?? "")
        case .array: self = .list(PlainValue.children(of: node, tape).map { PlainValue(tape, at: $0) })
        case .object:
            self = .map(
                PlainValue.children(of: node, tape).map { child in
                    let key = tape.nodes[child].key
                    let bytes = tape.bytes[Int(key.lowerBound)..<Int(key.upperBound)]
                    return Member(String(decoding: bytes, as: UTF8.self), PlainValue(tape, at: child))
                })
        }
    }

    private static func children(of node: Int, _ tape: JSONTape) -> [Int] {
        var children: [Int] = []
        var child = node + 1
        while child < Int(tape.nodes[node].next) {
            children.append(child)
            child = Int(tape.nodes[child].next)
        }
        return children
    }
}
