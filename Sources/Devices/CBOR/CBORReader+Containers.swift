extension CBORReader {
    /// Reads the items of an array.
    mutating func list(
        _ count: Head.Argument, _ bytes: Span<UInt8>
    ) throws(CBORFault) -> [PlainValue] {
        try enter()
        var items: [PlainValue] = []
        var read: UInt64 = 0
        while try hasMore(of: count, read: read, bytes) {
            try countMember()
            items.append(try value(bytes))
            read += 1
        }
        leave()
        return items
    }

    /// Reads the entries of a map.
    mutating func map(
        _ count: Head.Argument, _ bytes: Span<UInt8>
    ) throws(CBORFault) -> [PlainValue.Member] {
        try enter()
        var entries: [PlainValue.Member] = []
        var names: Set<String> = []
        var read: UInt64 = 0
        while try hasMore(of: count, read: read, bytes) {
            try countMember()
            let name = try key(bytes)
            guard names.insert(name).inserted else { throw .duplicateKey }
            entries.append(PlainValue.Member(name, try value(bytes)))
            read += 1
        }
        leave()
        return entries
    }

    /// Whether another member follows; passes the break where there is no count.
    private mutating func hasMore(
        of count: Head.Argument, read: UInt64, _ bytes: Span<UInt8>
    ) throws(CBORFault) -> Bool {
        switch count {
        case .number(let count, _): read < count
        case .indefinite: try !passBreak(bytes)
        }
    }

    private mutating func key(_ bytes: Span<UInt8>) throws(CBORFault) -> String {
        let head = try head(bytes)
        switch (head.major, head.argument) {
        case (0, .number(let number, _)): return String(number)
        case (1, .number(let number, _)):
            guard let number = Int64(exactly: number) else { throw .keyUnreadable }
            return String(-1 - number)
        case (3, _): return try text(head, bytes)
        default: throw .keyUnreadable
        }
    }
}
