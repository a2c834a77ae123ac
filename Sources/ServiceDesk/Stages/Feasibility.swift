/// Whether an engineer can keep a window (M-6): what does not fit, empty where all does.
package struct Feasibility: Hashable, Sendable {
    /// What can stand in the way.
    package enum Obstacle: String, CaseIterable, Hashable, Sendable, Codable {
        /// Not trained for this appliance or fault (Z-5, N-5).
        case skill
        /// A certificate is missing or has run out.
        case certificate
        /// Outside the working hours.
        case shift
        /// Another promise is in the way (M-7).
        case promise
        /// Too far to be there in time (M-11), or farther than engineers are sent (N-5).
        case travel
        /// A part would not be there (H-9).
        case parts
    }

    /// One thing in the way, with what was found.
    package struct Finding: Hashable, Sendable, Codable {
        /// What stands in the way.
        package let obstacle: Obstacle
        /// What was found, in words, such as `level 1 of 3`; empty where somebody only said that it is so.
        package let found: String

        /// An obstacle with what was found.
        package init(_ obstacle: Obstacle, _ found: String = "") {
            self.obstacle = obstacle
            self.found = found
        }
    }

    /// Everything that was found, in the order of ``Obstacle``, each finding once.
    package let findings: [Finding]

    /// What stands in the way, in the order of ``Obstacle``, each once.
    package var obstacles: [Obstacle] {
        Obstacle.allCases.filter { obstacle in findings.contains { $0.obstacle == obstacle } }
    }

    /// Whether nothing stands in the way.
    package var isFeasible: Bool { findings.isEmpty }

    /// Everything in one line, such as `skill: level 1 of 3; travel`; empty where nothing stands in the way.
    package var line: String {
        findings.map { $0.obstacle.rawValue + ($0.found.isEmpty ? "" : ": \($0.found)") }.joined(separator: "; ")
    }

    /// A judgement without what was found.
    package init(_ obstacles: [Obstacle] = []) { self.init(findings: obstacles.map { Finding($0) }) }

    /// A judgement with what was found; more than one finding may tell of one obstacle.
    package init(findings: [Finding]) {
        self.findings = Obstacle.allCases.flatMap { obstacle in
            var told: [Finding] = []
            for finding in findings where finding.obstacle == obstacle && !told.contains(finding) {
                told.append(finding)
            }
            // Whoever only says that it is so adds nothing where somebody says why.
            let reasoned = told.filter { !$0.found.isEmpty }
            return reasoned.isEmpty ? told : reasoned
        }
    }

    /// Both judgements in one: what either found stands in the way, so that nobody talks an obstacle away (M-6).
    package func merging(_ other: Feasibility) -> Feasibility {
        Feasibility(findings: findings + other.findings)
    }
}

// MARK: Written form

extension Feasibility: Codable {
    private enum CodingKeys: String, CodingKey { case obstacles, findings }

    /// Reads both forms: `{"obstacles": ["skill"]}` as it always was, and `findings` with their words beside it.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let obstacles = try values.decodeIfPresent([Obstacle].self, forKey: .obstacles) ?? []
        let findings = try values.decodeIfPresent([Finding].self, forKey: .findings) ?? []
        self.init(findings: findings + obstacles.map { Finding($0) })
    }

    /// Writes the obstacles as they always were, and the findings where one has words.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(obstacles, forKey: .obstacles)
        if findings.contains(where: { !$0.found.isEmpty }) { try values.encode(findings, forKey: .findings) }
    }
}

extension KeyedDecodingContainer {
    // The coding of a command that the compiler writes asks for this; so a sender may leave the judgement out.
    func decode(_ type: Feasibility.Type, forKey key: Key) throws -> Feasibility {
        try decodeIfPresent(type, forKey: key) ?? Feasibility()
    }
}
