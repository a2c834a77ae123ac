/// The pattern of a topic and of all that differ from it in their device.
struct TopicShape: Hashable {
    let pattern: String
    /// The path of the value, for topics of one value each; nil for others.
    var path: String?
    /// The device's key, where no level names it.
    var device: String?

    /// The shape of a topic whose device stands at a level; `firstLevels` are devices that stand at the first.
    init(_ topic: SeenTopic, device place: Int?, firstLevels: [String] = []) {
        let hasPath = !topic.isDocument && !topic.isPresence
        guard let place else {
            let name = topic.levels.last(where: { !$0.isEmpty }) ?? topic.topic
            pattern = topic.levels.map(TopicShape.fixed).joined(separator: "/")
            (path, device) = (hasPath ? plainWord(name) : nil, plainWord(name))
            return
        }
        var levels = topic.levels.map { LevelLook.isIdentifier($0) ? "+" : TopicShape.fixed($0) }
        levels[place] = place == 0 ? TopicShape.capture(of: firstLevels) : "{device}"
        guard hasPath else {
            pattern = levels.joined(separator: "/")
            return
        }
        path = "{prop}"
        if place < levels.count - 1 {
            pattern = (levels[...place] + ["{prop*}"]).joined(separator: "/")
        } else {
            // `sensors/temperature/cellar`: what is measured stands before whose it is.
            let first = levels.count > 2 ? [levels[0]] : []
            pattern = (first + ["{prop*}", "{device}"]).joined(separator: "/")
        }
    }

    /// What there is to say of a pattern that begins with the device; nil where it does not.
    var remark: String? {
        if pattern.hasPrefix("{device:") {
            return "check: only devices that were seen, for nothing stands before them that is the same"
        }
        return pattern.hasPrefix("{") ? "check: it takes the topics of others as well; a fixed level is better" : nil
    }

    /// A pattern that begins with any device would take the topics of everybody.
    private static func capture(of names: [String]) -> String {
        let canBeNamed = names.allSatisfy { !$0.contains("{") && !$0.contains("}") && $0.utf8.count <= 64 }
        guard !names.isEmpty, names.count <= 4, canBeNamed else { return "{device}" }
        return "{device:\(names.map(pattern).joined(separator: "|"))}"
    }

    /// A name as a pattern that only it fits.
    private static func pattern(_ name: String) -> String {
        let plain: Set<Character> = ["-", "_", ":"]
        return name.map { !$0.isASCII || $0.isLetter || $0.isNumber || plain.contains($0) ? "\($0)" : "\\\($0)" }
            .joined()
    }

    /// A level as it is; signs of patterns, which a topic may have by chance, become a wildcard.
    private static func fixed(_ level: String) -> String {
        level.contains { "{}+#".contains($0) } ? "+" : level
    }

    /// The path that a topic's value has under the shape.
    func valuePath(of topic: SeenTopic) -> String? {
        guard path == "{prop}" else { return path }
        guard let pattern = try? TopicPattern(pattern), let texts = pattern.match(Array(topic.topic.utf8)),
            let place = pattern.names.firstIndex(of: "prop")
        else { return nil }
        return texts[place]
    }
}
