import Appliances

/// What is known of a topic before its payload is looked at: which sources might take it.
///
/// Made once for each topic and shared from then on, like all that it holds: no message copies a profile.
final class TopicPlan: Sendable {
    /// One source that might take it.
    final class Candidate: Sendable {
        /// The profile's place.
        let profile: Int
        /// The source's place in it.
        let source: Int
        /// The source itself.
        let work: SourceAtWork
        /// The texts of the topic's captures, by the order of their names.
        let captures: [String]
        /// The device's key where the topic alone says it; nil where the payload is needed, or it is no key.
        let device: String?

        init(profile: Int, source: Int, work: SourceAtWork, captures: [String]) {
            (self.profile, self.source, self.work, self.captures) = (profile, source, work, captures)
            device = work.key(captures)
        }
    }

    /// The topic.
    let topic: [UInt8]
    /// The sources, in the order of the profiles.
    let candidates: [Candidate]
    /// Whether some source reads JSON, so that the payload must be taken apart before one is chosen.
    let needsDocument: Bool
    /// Whether some source reads texts.
    let isText: Bool
    /// Whether some source is of Homie, which says something with empty payloads.
    let isHomie: Bool

    init(_ topic: [UInt8], _ works: [[SourceAtWork]]) {
        var candidates: [Candidate] = []
        for (number, sources) in works.enumerated() {
            for (place, work) in sources.enumerated() {
                guard let captures = work.source.topic.match(topic),
                    !work.source.exceptions.contains(where: { $0.match(topic) != nil })
                else { continue }
                candidates.append(Candidate(profile: number, source: place, work: work, captures: captures))
            }
        }
        self.topic = topic
        self.candidates = candidates
        needsDocument = candidates.contains { $0.work.source.format == .json }
        isText = candidates.contains { $0.work.isText }
        isHomie = candidates.contains { $0.work.source.format == .homie }
    }
}

/// One source of a profile at work.
final class SourceAtWork: Sendable {
    /// What the profile says.
    let source: ProfileSource
    /// How its documents are taken apart; at least one rule.
    let rules: [PointRule]
    /// Whether every value of its documents is a point.
    let takesEverything: Bool
    /// Whether it counts only for devices to which the registry gives its profile.
    let isByRegistry: Bool
    /// Whether its payloads are JSON documents.
    let isDocument: Bool
    /// Whether it asks nothing of them.
    let isUnconditional: Bool
    /// Whether its payloads are texts.
    let isText: Bool
    private let profileKey: DeviceKey

    init(_ source: ProfileSource, of profile: DeviceProfile) {
        self.source = source
        profileKey = profile.key
        rules = source.points.isEmpty ? [PointRule()] : source.points
        takesEverything = source.points.isEmpty
        isByRegistry = profile.isByRegistry
        isDocument = source.format == .json
        isUnconditional = source.conditions.isEmpty
        switch source.format {
        case .json, .text, .homie, .senmlJSON: isText = true
        case .binary, .sparkplug, .senmlCBOR: isText = false
        }
    }

    /// The device's key by the texts of the topic's captures; nil where they do not say it.
    func key(_ captures: [String]) -> String? {
        let template = source.device ?? profileKey.template
        let names = source.topic.names
        let text = template.filled { name in names.firstIndex(of: name).map { captures[$0] } }
        return text.flatMap { DeviceKey.normalised($0, profileKey.normalising) }
    }
}
