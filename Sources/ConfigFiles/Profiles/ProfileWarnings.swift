import Devices

/// What the author of a profile would want to know, though nothing is wrong.
func profileWarnings(_ read: ReadProfile) -> [ConfigProblem] {
    var warnings: [ConfigProblem] = []
    if !read.hasTitle {
        let text = "has no `title`; lists show `\(read.profile.id)` to people"
        warnings.append(ConfigProblem(file: read.path, line: read.line, text: text))
    }
    return warnings + unshownSources(read) + unshownAbsence(read)
}

/// Own sources for which no example has a message; those of another profile have its examples.
private func unshownSources(_ read: ReadProfile) -> [ConfigProblem] {
    guard read.sourcesPath == read.path else { return [] }
    let topics = read.profile.examples.flatMap(\.messages).map { Array($0.topic.utf8) }
    return read.profile.sources.filter { source in !topics.contains(where: source.takes) }.map {
        ConfigProblem(file: read.path, line: $0.line, text: "no example has a message for `\($0.topic.text)`")
    }
}

/// The first own entry whose values can be absent where no example shows that they are left out.
private func unshownAbsence(_ read: ReadProfile) -> [ConfigProblem] {
    guard !read.profile.examples.contains(where: { $0.rejected.contains("absent") }),
        let entry = read.profile.channels.entries.prefix(read.ownEntries).first(where: { !$0.absent.isEmpty })
    else { return [] }
    let text = "`\(entry.key)` has `absent` values, and no example shows one with `rejected: [absent]`"
    return [ConfigProblem(file: read.path, line: entry.line, text: text)]
}

extension ProfileSource {
    /// Whether a message on a topic is for this source, as far as the topic tells.
    fileprivate func takes(_ topic: [UInt8]) -> Bool {
        self.topic.match(topic) != nil && !exceptions.contains { $0.match(topic) != nil }
    }
}
