/// Which topics say whether a device is there.
enum AvailabilityGuess {
    private static let pairs: [(online: String, offline: String)] = [
        ("online", "offline"), ("Online", "Offline"), ("ONLINE", "OFFLINE"), ("connected", "disconnected"),
        ("Connected", "Disconnected"), ("available", "unavailable"), ("alive", "dead"), ("up", "down"),
        ("ready", "lost"),
    ]
    private static let bare: [(online: String, offline: String)] = [("true", "false"), ("1", "0"), ("on", "off")]
    private static let names: Set<String> = [
        "lwt", "status", "availability", "available", "online", "connected", "connection", "state", "alive",
    ]

    /// The rule for a topic whose payloads are these texts; nil where they say something else.
    static func rule(for topic: SeenTopic, texts: [String]) -> ProfileDraft.Availability? {
        guard let last = topic.levels.last?.lowercased(), names.contains(last), let first = texts.first else {
            return nil
        }
        // `true` at `…/state` may be a relay's.
        let known = ["online", "connected", "available", "availability", "alive"].contains(last) ? pairs + bare : pairs
        guard let pair = known.first(where: { first == $0.online || first == $0.offline }),
            texts.allSatisfy({ $0 == pair.online || $0 == pair.offline })
        else { return nil }
        return ProfileDraft.Availability(online: [pair.online], offline: [pair.offline])
    }

    /// The rule for a topic whose payloads are documents: one that has nothing but a state of this kind.
    static func rule(for topic: SeenTopic, paths: SeenPaths) -> ProfileDraft.Availability? {
        guard paths.all.count == 1, let only = paths.all.first else { return nil }
        var rule = rule(for: topic, texts: only.values.map(\.sent))
        rule?.pointer = "/\(only.path)"
        return rule
    }
}
