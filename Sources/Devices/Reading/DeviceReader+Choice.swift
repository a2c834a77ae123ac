import Appliances
import Telemetry

extension DeviceReader {
    /// Which source reads the message in hand: exactly one, or none.
    mutating func choose(_ plan: TopicPlan, hasDocument: Bool) -> TopicPlan.Candidate? {
        if plan.candidates.count == 1, !plan.candidates[0].work.isByRegistry {
            return fits(plan.candidates[0], hasDocument: hasDocument) ? plan.candidates[0] : nil
        }
        // Of one profile the first source that can read it counts.
        var able: [TopicPlan.Candidate] = []
        for candidate in plan.candidates where able.last?.profile != candidate.profile {
            if fits(candidate, hasDocument: hasDocument) { able.append(candidate) }
        }
        let isAsked = able.count > 1 || able.contains { profiles[$0.profile].isByRegistry }
        if isAsked, let given = able.first(where: { isGiven($0, hasDocument: hasDocument) }) { return given }
        let byTopic = able.filter { !profiles[$0.profile].isByRegistry }
        guard byTopic.count > 1 else { return byTopic.first }
        return chooseWithinFamily(byTopic, hasDocument: hasDocument)
    }

    /// Whether the registry gives its profile to the device of the message in hand.
    private func isGiven(_ candidate: TopicPlan.Candidate, hasDocument: Bool) -> Bool {
        guard let key = key(of: candidate, hasDocument: hasDocument) else { return false }
        return bindings.binding(of: key)?.profile == profiles[candidate.profile].id
    }

    /// For whom a payload was that is no document; nil where only profiles of other devices read JSON there.
    func claimant(of plan: TopicPlan) -> TopicPlan.Candidate? {
        let able = plan.candidates.filter { profiles[$0.profile].sources[$0.source].format == .json }
        return able.first { isGiven($0, hasDocument: false) } ?? able.first { !profiles[$0.profile].isByRegistry }
    }

    /// Whether a source can read the payload and what it asks of it holds.
    private func fits(_ candidate: TopicPlan.Candidate, hasDocument: Bool) -> Bool {
        guard candidate.work.isDocument else { return true }
        return hasDocument && (candidate.work.isUnconditional || candidate.work.source.conditions.allSatisfy(holds))
    }

    private func holds(_ condition: ProfileSource.Condition) -> Bool {
        let place = tape.place(of: condition.pointer, from: 0)
        let isThere = place.map { tape.nodes[$0].kind != .null } ?? false
        switch condition.test {
        case .present: return isThere
        case .absent: return !isThere
        case .among(let texts): return place.flatMap { tape.text(of: $0) }.map(texts.contains) ?? false
        }
    }

    private mutating func chooseWithinFamily(
        _ candidates: [TopicPlan.Candidate], hasDocument: Bool
    ) -> TopicPlan.Candidate? {
        guard let key = key(of: candidates[0], hasDocument: hasDocument) else { return candidates[0] }
        if let category = bindings.binding(of: key)?.category,
            let fit = candidates.first(where: { profiles[$0.profile].classes.contains(category) })
        {
            return fit
        }
        let known = candidates.map { knownPaths($0, hasDocument: hasDocument) }
        let most = known.max() ?? 0
        let family = "\(profiles[candidates[0].profile].family ?? "") \(key)"
        let best = candidates.indices.filter { known[$0] == most }
        if best.count == 1, most > 0 {
            memory.note(profile: candidates[best[0]].profile, of: family)
            return candidates[best[0]]
        }
        // What one message cannot tell, an earlier one may have told.
        if let told = memory.profile(of: family), let place = best.first(where: { candidates[$0].profile == told }) {
            return candidates[place]
        }
        return best.first.map { candidates[$0] }
    }

    /// How many paths of the document a profile's table has.
    private mutating func knownPaths(_ candidate: TopicPlan.Candidate, hasDocument: Bool) -> Int {
        let source = profiles[candidate.profile].sources[candidate.source]
        guard source.format == .json, hasDocument else { return 0 }
        var count = 0
        for rule in candidate.work.rules {
            find(rule)
            for place in walk.matches.indices {
                guard let path = path(of: walk.matches[place], rule, candidate, source) else { continue }
                if tables[candidate.profile].slot(of: path.span, &shelf).entry >= 0 { count += 1 }
            }
        }
        return count
    }

    /// The device's key by a source; nil where the message does not say one.
    func key(of candidate: TopicPlan.Candidate, hasDocument: Bool) -> String? {
        if let device = candidate.device { return device }
        let profile = profiles[candidate.profile]
        let source = profile.sources[candidate.source]
        let template = source.device ?? profile.key.template
        let text = template.filled { filling($0, candidate, source, hasDocument: hasDocument) }
        return text.flatMap { DeviceKey.normalised($0, profile.key.normalising) }
    }

    /// The text of a capture of the topic or out of the payload.
    func filling(
        _ name: String, _ candidate: TopicPlan.Candidate, _ source: ProfileSource, hasDocument: Bool
    ) -> String? {
        if let place = source.topic.names.firstIndex(of: name) { return candidate.captures[place] }
        guard hasDocument, let bind = source.binds.first(where: { $0.name == name }) else { return nil }
        return tape.place(of: bind.pointer, from: 0).flatMap { tape.text(of: $0) }
    }
}
