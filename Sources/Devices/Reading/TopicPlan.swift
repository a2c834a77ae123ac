import Appliances

/// What is known of a topic before its payload is looked at: which sources might take it.
struct TopicPlan: Sendable {
    /// One source that might take it.
    struct Candidate: Sendable {
        /// The profile's place.
        let profile: Int
        /// The source's place in it.
        let source: Int
        /// The texts of the topic's captures, by the order of their names.
        let captures: [String]
        /// The device's key where the topic alone says it; nil where the payload is needed, or it is no key.
        let device: String?
    }

    /// The sources, in the order of the profiles.
    let candidates: [Candidate]
    /// Whether some source reads JSON, so that the payload must be taken apart before one is chosen.
    let needsDocument: Bool

    init(_ topic: [UInt8], _ profiles: [DeviceProfile]) {
        var candidates: [Candidate] = []
        for (number, profile) in profiles.enumerated() {
            for (place, source) in profile.sources.enumerated() {
                guard let captures = source.topic.match(topic),
                    !source.exceptions.contains(where: { $0.match(topic) != nil })
                else { continue }
                let key = TopicPlan.key(profile, source, captures)
                candidates.append(Candidate(profile: number, source: place, captures: captures, device: key))
            }
        }
        self.candidates = candidates
        needsDocument = candidates.contains { profiles[$0.profile].sources[$0.source].format == .json }
    }

    private static func key(_ profile: DeviceProfile, _ source: ProfileSource, _ captures: [String]) -> String? {
        let template = source.device ?? profile.key.template
        let names = source.topic.names
        let text = template.filled { name in names.firstIndex(of: name).map { captures[$0] } }
        return text.flatMap { DeviceKey.normalised($0, profile.key.normalising) }
    }
}
