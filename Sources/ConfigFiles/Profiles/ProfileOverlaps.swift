import Devices

/// Finds messages that two profiles would both take, that the gateway itself reads, or that never come to a source.
func overlaps(of profiles: [ReadProfile]) -> [ConfigProblem] {
    let claims = profiles.enumerated().flatMap { owner, read in
        read.profile.sources.map { SourceClaim(owner: owner, read: read, source: $0) }
    }
    var problems: [ConfigProblem] = []
    for (place, claim) in claims.enumerated() {
        if claim.claim == nil {
            problems.append(claim.problem("its topic or `except` is too long to be compared with others; shorten it"))
        }
        if let problem = overlapWithGateway(claim) { problems.append(problem) }
        for earlier in claims[..<place] {
            let problem =
                earlier.owner == claim.owner ? neverReached(claim, behind: earlier) : overlap(claim, earlier)
            if let problem { problems.append(problem) }
        }
    }
    return problems
}

/// A source as others see it.
private struct SourceClaim {
    let owner: Int
    let read: ReadProfile
    let source: ProfileSource
    /// The levels of its filter, for a look that costs little.
    let filter: [String]
    /// Nil where the topic is too long to be compared.
    let claim: TopicOverlap.Claim?

    init(owner: Int, read: ReadProfile, source: ProfileSource) {
        self.owner = owner
        self.read = read
        self.source = source
        filter = levels(source.topic)
        claim = TopicOverlap.Claim(source.topic, except: source.exceptions)
    }

    /// Where people find it.
    var place: String { "\(read.sourcesPath):\(source.line)" }

    func problem(_ text: String) -> ConfigProblem {
        ConfigProblem(file: read.sourcesPath, line: source.line, text: text)
    }
}

private func levels(_ topic: TopicPattern) -> [String] {
    topic.filter.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
}

/// Whether two filters may take one topic.
private func canMeet(_ left: ArraySlice<String>, _ right: ArraySlice<String>) -> Bool {
    guard let first = left.first, let other = right.first else {
        // `#` also stands for no level at all.
        return left.first ?? right.first ?? "#" == "#"
    }
    if first == "#" || other == "#" { return true }
    guard first == other || first == "+" || other == "+" else { return false }
    return canMeet(left.dropFirst(), right.dropFirst())
}

/// Whether a filter may take every topic of another one.
private func doesCover(_ wide: ArraySlice<String>, _ narrow: ArraySlice<String>) -> Bool {
    guard let first = wide.first, first != "#" else { return wide.first == "#" || narrow.isEmpty }
    guard let other = narrow.first, first == other || first == "+" else { return false }
    return doesCover(wide.dropFirst(), narrow.dropFirst())
}

private func overlap(_ later: SourceClaim, _ earlier: SourceClaim) -> ConfigProblem? {
    guard !later.read.profile.isByRegistry, !earlier.read.profile.isByRegistry,
        canMeet(later.filter[...], earlier.filter[...]),
        !areOfOneFamily(later.read.profile, earlier.read.profile),
        !doExclude(later.source.conditions, earlier.source.conditions),
        let left = later.claim, let right = earlier.claim, let topic = TopicOverlap.topic(left, right)
    else { return nil }
    return later.problem(
        "takes `\(topic)`, and so does \(earlier.place); tell them apart by topic, `except` or `when`, "
            + "or make them one `family` for different classes")
}

/// Whether the registry's category tells which of the two reads a message.
private func areOfOneFamily(_ left: DeviceProfile, _ right: DeviceProfile) -> Bool {
    guard let family = left.family, family == right.family else { return false }
    return !left.classes.isEmpty && !right.classes.isEmpty && Set(left.classes).isDisjoint(with: right.classes)
}

private func doExclude(_ left: [ProfileSource.Condition], _ right: [ProfileSource.Condition]) -> Bool {
    left.contains { condition in right.contains(where: condition.excludes) }
}

/// Within a profile the first source counts; one that an earlier one leaves nothing to is a mistake.
private func neverReached(_ later: SourceClaim, behind earlier: SourceClaim) -> ConfigProblem? {
    let first = earlier.source
    // What is no document passes by a source of JSON.
    guard first.conditions.isEmpty, first.format != .json || later.source.format == .json,
        first.exceptions.allSatisfy(later.source.exceptions.contains),
        doesCover(earlier.filter[...], later.filter[...]),
        let left = TopicOverlap.Claim(later.source.topic, except: later.source.exceptions + [first.topic]),
        let right = TopicOverlap.Claim(later.source.topic, except: []), TopicOverlap.topic(left, right) == nil
    else { return nil }
    return later.problem(
        "is never reached: the source on line \(first.line) takes all of its messages; give that one a `when`, "
            + "or put it behind this one")
}

/// Topics that the gateway reads or writes itself.
private func overlapWithGateway(_ claim: SourceClaim) -> ConfigProblem? {
    let isSparkplug = claim.source.format == .sparkplug
    let own = ["foretell/v1/#", "homeassistant/status"] + (isSparkplug ? [] : ["spBv1.0/STATE/#"])
    for text in own {
        guard let topic = try? TopicPattern(text), canMeet(claim.filter[...], levels(topic)[...]),
            let left = claim.claim, let right = TopicOverlap.Claim(topic, except: []),
            let common = TopicOverlap.topic(left, right)
        else { continue }
        return claim.problem("takes `\(common)`, and `\(text)` is the gateway's own; leave it out with `except`")
    }
    return nil
}
