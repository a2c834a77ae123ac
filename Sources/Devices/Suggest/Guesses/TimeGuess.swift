/// Which values of a document are the time at which it was made.
enum TimeGuess {
    private static let names: Set<String> = [
        "ts", "time", "timestamp", "last_seen", "lastseen", "at", "epoch", "date", "datetime", "updated", "last_update",
        "lastupdate", "unixtime", "_ts", "t", "measured_at", "updated_at", "reported_at",
    ]

    /// The times of a document, in the order of its paths; those deep within are of its parts.
    static func times(in paths: SeenPaths) -> [ProfileDraft.Time] {
        let times = paths.all.lazy.filter { $0.path.split(separator: "/").count <= 2 }.compactMap {
            time(of: $0, at: "/")
        }
        return Array(times.prefix(4))
    }

    /// How the times at a path are read; nil where its name or its values are no time's.
    static func time(of seen: SeenPath, at start: String) -> ProfileDraft.Time? {
        guard let format = format(of: seen) else { return nil }
        // A device that has not learnt the time yet begins at 1970 or 2000.
        let early = seen.values.filter { $0.asNumber == nil }.map(\.sent).filter { $0 < "2001" }
        return ProfileDraft.Time(pointer: "\(start)\(seen.path)", format: format, ignore: early)
    }

    private static func format(of seen: SeenPath) -> String? {
        let name = seen.path.split(separator: "/").last ?? ""
        guard names.contains(name.lowercased()) else { return nil }
        let formats = seen.values.filter { $0 != .missing }.map(format)
        guard let first = formats.first, let first, formats.allSatisfy({ $0 == first }) else { return nil }
        return first
    }

    private static func format(of value: RawValue) -> String? {
        if let number = value.asNumber { return format(of: number) }
        guard case .text(let text) = value else { return nil }
        return texts.first { word in
            guard let form = try? WrittenTime(word) else { return false }
            return form.time(of: text.utf8.span, zoneSeconds: 0) != nil
        }
    }

    private static let texts = [
        "rfc3339", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssXXX",
        "yyyy-MM-dd'T'HH:mm:ss.SSS",
        "yyyy.MM.dd HH:mm:ss",
    ]

    /// By the size: from the year 2001 on, and before 2100.
    private static func format(of number: Double) -> String? {
        switch number {
        case 1e9..<4.1e9: "unix"
        case 1e12..<4.1e12: "unix_ms"
        case 1e15..<4.1e15: "unix_us"
        case 1e18..<4.1e18: "unix_ns"
        default: nil
        }
    }
}
