/// A topic that was seen, level by level, and what is known of its payloads.
struct SeenTopic {
    let topic: String
    let levels: [String]
    /// Whether payloads are documents; otherwise each is one value.
    let isDocument: Bool
    /// The paths of its documents.
    let paths: Set<String>
    /// Whether it only says whether the device is there.
    var isPresence = false

    init(_ topic: String, isDocument: Bool, paths: Set<String> = []) {
        self.topic = topic
        levels = topic.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        self.isDocument = isDocument
        self.paths = paths
    }

    /// Whether a message can have a topic, and a profile can name it.
    static func isTopic(_ text: String) -> Bool {
        let isOfOne = text.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "#") }
        return isOfOne && (1...400).contains(text.utf8.count)
    }

    /// Whether two topics carry much the same: half of the paths at least.
    func resembles(_ other: SeenTopic) -> Bool {
        guard isDocument == other.isDocument else { return false }
        let shared = paths.intersection(other.paths).count
        return shared * 2 >= max(paths.count, other.paths.count)
    }
}

/// What a level of a topic looks like by itself.
enum LevelLook {
    /// Whether it looks like an id that a maker gave: a MAC address, a serial number, a long number.
    static func isIdentifier(_ level: String) -> Bool {
        let digits = level.filter { $0.isASCII && $0.isNumber }.count
        if level.utf8.count >= 5, digits == level.utf8.count { return true }
        if isMAC(level) { return true }
        // The last word of `shellyplug-s-7A1B2C`, `tasmota_1A2B3C`, `0x00158d0001a2b3c4`, `SN20240117`.
        let last = level.split { $0 == "-" || $0 == "_" || $0 == ":" || $0 == "." }.last ?? ""
        let hexadecimal = last.hasPrefix("0x") ? last.dropFirst(2) : last
        if hexadecimal.utf8.count >= 6, hexadecimal.allSatisfy({ $0.isASCII && $0.isHexDigit }),
            hexadecimal.contains(where: \.isNumber)
        {
            return true
        }
        return digits >= 4 && last.contains(where: \.isNumber)
    }

    /// Whether it is a MAC address.
    static func isMAC(_ level: String) -> Bool {
        let digits = level.filter { $0 != ":" && $0 != "-" && $0 != "." }
        return digits.utf8.count == 12 && digits.allSatisfy { $0.isASCII && $0.isHexDigit }
            && digits.contains(where: \.isNumber)
    }

    /// Whether it may name a device: no bare number, no sign of the broker's, no word for what is sent.
    static func canName(_ level: String) -> Bool {
        guard !level.isEmpty, !level.hasPrefix("$"), !PathWords.isGeneric(level) else { return false }
        return Concept.all(in: PathWords.words(of: level)).isDisjoint(with: Concept.quantities)
    }
}

/// Finds the level of each topic that names the device.
struct DeviceLevels {
    private let topics: [SeenTopic]
    /// Names that devices are known to have; a level that is or holds one is theirs.
    private let names: [String]
    private var found: [String: Int] = [:]

    init(_ topics: [SeenTopic], names: Set<String> = []) {
        self.topics = topics
        self.names = names.filter { $0.utf8.count >= 3 }.map { $0.lowercased() }.sorted()
        for topic in topics { found[topic.topic] = told(topic) ?? presence(topic) }
        let told = found
        for topic in topics where found[topic.topic] == nil { found[topic.topic] = anchored(topic, told) }
        for topic in topics where found[topic.topic] == nil { found[topic.topic] = differing(topic) }
        let sure = found
        for topic in topics where found[topic.topic] == nil { found[topic.topic] = anchored(topic, sure) }
        for topic in topics where found[topic.topic] == nil { found[topic.topic] = usual(topic) }
    }

    /// The level that names the device of a topic; nil where none seems to.
    subscript(_ topic: SeenTopic) -> Int? { found[topic.topic] }

    /// A level that is a known name or looks like an id: of documents the last one, for hubs stand before
    /// devices; of values the first one, for what comes behind is the value's name.
    private func told(_ topic: SeenTopic) -> Int? {
        let isKnown = { (level: String) in
            let level = level.lowercased()
            guard level.utf8.count >= 3 else { return false }
            return names.contains { level.contains($0) || (level.utf8.count >= 6 && $0.contains(level)) }
        }
        if let exact = topic.levels.firstIndex(where: { names.contains($0.lowercased()) }) { return exact }
        if let known = topic.levels.firstIndex(where: isKnown) { return known }
        return topic.isDocument
            ? topic.levels.lastIndex(where: LevelLook.isIdentifier)
            : topic.levels.firstIndex(where: LevelLook.isIdentifier)
    }

    /// Whoever is said to be there stands right before the word that says it.
    private func presence(_ topic: SeenTopic) -> Int? {
        let place = topic.levels.count - 2
        return topic.isPresence && place >= 0 && LevelLook.canName(topic.levels[place]) ? place : nil
    }

    /// The level in which the topic differs from others that are like it.
    private func differing(_ topic: SeenTopic) -> Int? {
        var best: (place: Int, count: Int)?
        // What stands last in the topic of one value names the value.
        let places = topic.isDocument ? topic.levels.indices : topic.levels.indices.dropLast()
        for place in places where LevelLook.canName(topic.levels[place]) {
            let count = topics.lazy.filter { differs($0, from: topic, onlyAt: place) }.prefix(64).count
            if count > (best?.count ?? 0) { best = (place, count) }
        }
        return best?.place
    }

    private func differs(_ other: SeenTopic, from topic: SeenTopic, onlyAt place: Int) -> Bool {
        guard other.levels.count == topic.levels.count, other.levels[place] != topic.levels[place],
            topic.levels.indices.allSatisfy({ $0 == place || other.levels[$0] == topic.levels[$0] })
        else { return false }
        return LevelLook.canName(other.levels[place]) && other.resembles(topic)
    }

    /// The level of another topic of the same device, where it has the same name.
    private func anchored(_ topic: SeenTopic, _ sure: [String: Int]) -> Int? {
        for other in topics {
            guard let place = sure[other.topic], place < topic.levels.count,
                topic.levels[place] == other.levels[place]
            else { continue }
            return place
        }
        return nil
    }

    /// Where devices usually stand: before the words that say what is sent, behind those that say who speaks.
    private func usual(_ topic: SeenTopic) -> Int? {
        let levels = topic.levels
        // `z/bridge/state` says whether the hub is there.
        guard !topic.isPresence else { return nil }
        if topic.isDocument { return levels.indices.dropFirst().last { LevelLook.canName(levels[$0]) } }
        guard levels.count > 1 else { return nil }
        return levels.indices.dropFirst().dropLast().first { LevelLook.canName(levels[$0]) }
            ?? (LevelLook.canName(levels[0]) ? 0 : nil)
    }
}
