import Telemetry

/// Finds the points of a JSON document: where their values stand, and what their paths are.
///
/// Its arrays are used again for every message.
struct PointWalk: Sendable {
    /// One point that was found.
    struct Match: Sendable {
        /// The member that is the point.
        let member: Int
        /// Its path, in ``arena``.
        let path: Range<Int>
        /// The captures of the pointer, in ``captures``.
        let captures: Range<Int>
    }

    /// The text of a capture, in ``arena``, by its place among the pointer's names.
    struct Captured: Sendable {
        let name: Int
        let text: Range<Int>
    }

    private(set) var matches: [Match] = []
    private(set) var captures: [Captured] = []
    private(set) var arena: [UInt8] = []
    /// The pointer of the place at which the walk is, without its first slash.
    private var current: [UInt8] = []
    /// The captures on the way to it.
    private var trail: [Captured] = []
    private var wantsPointer = true

    mutating func begin() {
        matches.removeAll(keepingCapacity: true)
        captures.removeAll(keepingCapacity: true)
        arena.removeAll(keepingCapacity: true)
    }

    /// Finds every value of the document, or of one of its own members.
    mutating func everyValue(of tape: borrowing JSONTape, at node: Int) {
        begin()
        current.removeAll(keepingCapacity: true)
        trail.removeAll(keepingCapacity: true)
        if node > 0 { step(into: node, nil, tape) }
        leaves(node, tape)
    }

    private mutating func leaves(_ node: Int, _ tape: borrowing JSONTape) {
        switch tape.nodes[node].kind {
        case .object, .array:
            let isArray = tape.nodes[node].kind == .array
            let length = current.count
            var child = node + 1
            var number = 0
            while child < Int(tape.nodes[node].next) {
                step(into: child, isArray ? number : nil, tape)
                leaves(child, tape)
                current.removeSubrange(length...)
                child = Int(tape.nodes[child].next)
                number += 1
            }
        case .text, .number, .flag, .null: note(node)
        }
    }

    /// Finds the members at a pointer with wildcards; `wantsPointer` says whether their own pointers are needed.
    mutating func members(at pointer: Pointer, of tape: borrowing JSONTape, wantsPointer: Bool) {
        begin()
        current.removeAll(keepingCapacity: true)
        trail.removeAll(keepingCapacity: true)
        self.wantsPointer = wantsPointer
        descend(0, pointer.segments[...], 0, tape)
        self.wantsPointer = true
    }

    private mutating func descend(
        _ node: Int, _ segments: ArraySlice<Pointer.Segment>, _ name: Int, _ tape: borrowing JSONTape
    ) {
        guard let segment = segments.first else { return note(node) }
        let length = current.count
        if case .member(let key, let item) = segment {
            guard let child = tape.child(key, item, of: node) else { return }
            if wantsPointer { step(into: child, item, tape) }
            descend(child, segments.dropFirst(), name, tape)
            return current.removeSubrange(length...)
        }
        let kind = tape.nodes[node].kind
        guard kind == .object || kind == .array else { return }
        var child = node + 1
        var number = 0
        while child < Int(tape.nodes[node].next) {
            let item = kind == .array ? number : nil
            if let further = enter(child, item, segment, name, tape) {
                if wantsPointer { step(into: child, item, tape) }
                descend(child, segments.dropFirst(), further, tape)
                current.removeSubrange(length...)
                if further > name { trail.removeLast() }
            }
            child = Int(tape.nodes[child].next)
            number += 1
        }
    }

    /// Whether a wildcard takes a child; the number of the next capture, or nil where it does not.
    private mutating func enter(
        _ child: Int, _ item: Int?, _ segment: Pointer.Segment, _ name: Int, _ tape: borrowing JSONTape
    ) -> Int? {
        guard case .capture(let level) = segment else { return name }
        let begin = arena.count
        appendName(of: child, item, tape)
        let text = begin..<arena.count
        guard let inner = level.match(arena.span.extracting(text)) else {
            arena.removeSubrange(begin...)
            return nil
        }
        trail.append(Captured(name: name, text: begin + inner.lowerBound..<begin + inner.upperBound))
        return name + 1
    }

    /// The longest path that is a point: no table has one as long.
    private static let pathBytesMax = 1_024

    private mutating func note(_ node: Int) {
        guard current.count <= PointWalk.pathBytesMax else { return }
        let begin = arena.count
        arena.append(contentsOf: current)
        let first = captures.count
        captures.append(contentsOf: trail)
        matches.append(Match(member: node, path: begin..<arena.count, captures: first..<captures.count))
    }

    private mutating func step(into child: Int, _ item: Int?, _ tape: borrowing JSONTape) {
        if !current.isEmpty { current.append(UInt8(ascii: "/")) }
        if let item { return current.append(contentsOf: String(item).utf8) }
        let key = tape.nodes[child].key
        for place in key {
            let byte = tape.bytes[Int(place)]
            switch byte {
            case UInt8(ascii: "/"):
                current.append(UInt8(ascii: "~"))
                current.append(UInt8(ascii: "1"))
            case UInt8(ascii: "~"):
                current.append(UInt8(ascii: "~"))
                current.append(UInt8(ascii: "0"))
            default: current.append(byte)
            }
        }
    }

    private mutating func appendName(of child: Int, _ item: Int?, _ tape: borrowing JSONTape) {
        if let item {
            arena.append(contentsOf: String(item).utf8)
        } else {
            let key = tape.nodes[child].key
            arena.append(contentsOf: tape.bytes[Int(key.lowerBound)..<Int(key.upperBound)])
        }
    }
}

extension JSONTape.Node {
    /// Whether it holds no others.
    var isScalar: Bool {
        switch kind {
        case .object, .array: false
        case .text, .number, .flag, .null: true
        }
    }
}

extension JSONTape {
    /// The member or item of a segment; nil where there is none.
    func child(_ key: [UInt8], _ item: Int?, of node: Int) -> Int? {
        if nodes[node].kind == .array { return item.flatMap { self.item($0, of: node) } }
        return member(key.span, of: node)
    }

    /// The first place at a pointer, seen from `node` where it is relative; nil where there is none.
    func place(of pointer: Pointer, from node: Int) -> Int? {
        nodes.isEmpty ? nil : place(of: pointer.segments[...], at: pointer.isRelative ? node : 0)
    }

    private func place(of segments: ArraySlice<Pointer.Segment>, at node: Int) -> Int? {
        guard let segment = segments.first else { return node }
        if case .member(let key, let item) = segment {
            return child(key, item, of: node).flatMap { place(of: segments.dropFirst(), at: $0) }
        }
        guard nodes[node].kind == .object || nodes[node].kind == .array else { return nil }
        var next = node + 1
        var number = 0
        while next < Int(nodes[node].next) {
            let item = nodes[node].kind == .array ? number : nil
            if takes(segment, next, item), let found = place(of: segments.dropFirst(), at: next) { return found }
            next = Int(nodes[next].next)
            number += 1
        }
        return nil
    }

    private func takes(_ segment: Pointer.Segment, _ child: Int, _ item: Int?) -> Bool {
        guard case .capture(let level) = segment else { return true }
        if let item { return level.match(Array(String(item).utf8).span) != nil }
        let key = nodes[child].key
        return level.match(bytes.span.extracting(Int(key.lowerBound)..<Int(key.upperBound))) != nil
    }

    /// The text of a scalar as it was sent; nil for objects, arrays and null.
    func text(of node: Int) -> String? {
        hasText(node) ? String(copying: bytes.span.extracting(range(of: node))) : nil
    }

    /// Whether a value is one that ``text(of:)`` gives.
    func hasText(_ node: Int) -> Bool {
        switch nodes[node].kind {
        case .object, .array, .null: false
        case .text, .number, .flag: true
        }
    }

    /// The number of a scalar, also of a text that is one; nil for any other value.
    func number(of node: Int) -> Double? {
        switch nodes[node].kind {
        case .number: nodes[node].number
        case .text: plainNumber(bytes.span.extracting(range(of: node)))
        case .object, .array, .flag, .null: nil
        }
    }

    func range(of node: Int) -> Range<Int> {
        Int(nodes[node].bytes.lowerBound)..<Int(nodes[node].bytes.upperBound)
    }
}
