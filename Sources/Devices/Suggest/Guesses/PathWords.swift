/// The words of a path: `Compressor_Freq`, `tempAirOutdoor` and `ENERGY/Power` as people would say them.
enum PathWords {
    /// The words in small letters, in their order; digits are words of their own.
    static func words(of text: String) -> [String] {
        var words: [String] = []
        var word = ""
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            let next = index + 1 < characters.count ? characters[index + 1] : nil
            if breaks(word.last, character, next), !word.isEmpty {
                words.append(word.lowercased())
                word = ""
            }
            if character.isLetter || character.isNumber { word.append(character) }
        }
        return word.isEmpty ? words : words + [word.lowercased()]
    }

    /// Whether a word begins at a character: `aB`, `ABc` at the B, `a1`, `1a`, and at every sign.
    private static func breaks(_ last: Character?, _ character: Character, _ next: Character?) -> Bool {
        guard character.isLetter || character.isNumber else { return true }
        guard let last else { return false }
        if last.isNumber != character.isNumber { return true }
        guard character.isUppercase else { return false }
        return last.isLowercase || (last.isUppercase && next?.isLowercase == true)
    }

    /// Names of levels and members that say nothing of whose or what a value is.
    static let generic: Set<String> = [
        "status", "state", "states", "telemetry", "sensor", "sensors", "tele", "stat", "event", "events", "update",
        "data", "attributes", "attribute", "up", "json", "home", "devices", "device", "v1", "v2", "v3", "api", "iot",
        "mqtt", "value", "values", "reading", "readings", "measurement", "measurements", "properties", "property",
        "rpc",
        "main", "info", "report", "reported", "payload", "raw", "uplink", "params", "result", "things", "thing", "me",
        "availability", "available", "online", "lwt", "connected", "connection", "logging", "log", "announce", "config",
        "discovery", "climate", "binary_sensor", "shadow", "parameters", "bridge", "controls", "set", "get", "val",
        "parnewval",
    ]

    /// Whether a name says nothing of whose or what a value is; numbers behind it say nothing either.
    static func isGeneric(_ name: String) -> Bool {
        var word = name.lowercased()
        while let last = word.last, last.isNumber, word.count > 2 { word.removeLast() }
        return generic.contains(word) || generic.contains(name.lowercased()) || word.allSatisfy(\.isNumber)
    }
}

/// Names for channels of which a device may have many.
enum ChannelNames {
    /// The channel with a name out of the path that tells it from its rivals; nil where the channel is the only one.
    static func named(_ channel: String, by path: String, among rivals: [String]) -> String? {
        guard let form = forms.first(where: { $0.plain == channel }) else { return nil }
        let name = plainWord(telling(path, among: rivals))
        return "\(form.thing).\(name).\(form.quantity)"
    }

    private static let forms: [(plain: String, thing: String, quantity: String)] = [
        ("probe.temperature", "probe", "temperature"), ("probe.humidity", "probe", "humidity"),
        ("door.open", "contact", "open"),
    ]

    /// The part of a path that its rivals do not have; all of it where they have no more than their end in common.
    private static func telling(_ path: String, among rivals: [String]) -> String {
        let split = { (text: String) in text.split(separator: "/").map(String.init) }
        let own = split(path)
        let others = rivals.filter { $0 != path }.map(split)
        let isShared = { (others: [[String]]) in
            own.count > 1 && others.allSatisfy { $0.count > 1 && $0.last == own.last }
        }
        let short = isShared(others) ? Array(own.dropLast()) : own
        let isCommon = { (place: Int) in
            others.allSatisfy { $0.indices.contains(place) && $0[place] == short[place] }
        }
        let first = short.indices.first { !isCommon($0) } ?? short.startIndex
        return Pointer.unescaped(short[first...].joined(separator: "_"))
    }
}
