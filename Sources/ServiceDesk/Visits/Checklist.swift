package import Appliances

/// What an engineer goes through on a visit, in the words of one brand's edition (M-20 to M-70, Z-8 to Z-13).
///
/// Brands differ (C-18), so each has its own file under `config/service/checklists/`.
package struct Checklist: Hashable, Sendable {
    /// A stretch of the visit, in the order in which they come.
    package enum Phase: String, CaseIterable, Hashable, Sendable, Codable {
        /// Before leaving the centre.
        case beforeLeaving = "before_leaving"
        /// From knocking to the toolbox on its mat.
        case atTheDoor = "at_the_door"
        /// While the appliance is worked on.
        case during
        /// Before the customer signs.
        case beforeSignature = "before_signature"
        /// From the signature to the farewell.
        case leaving
    }

    /// One thing to do or to heed.
    package struct Line: Hashable, Sendable {
        /// Its name, such as `pad_cloth`.
        package let id: String
        /// When it is due.
        package let phase: Phase
        /// What is to be done.
        package let words: Localised
        /// Where it is written, such as `M-20`; at least one.
        package let clauses: [String]
        /// Whether the phase is not over before it is answered.
        package let isMandatory: Bool

        /// A line.
        package init(id: String, phase: Phase, words: Localised, clauses: [String], isMandatory: Bool = true) {
            self.id = id
            self.phase = phase
            self.words = words
            self.clauses = clauses
            self.isMandatory = isMandatory
        }
    }

    /// Its name, such as `haier`.
    package let name: String
    /// The version, from 1; raised with every change.
    package let version: Int
    /// The brands that it is for; empty for all that have none of their own.
    package let brands: [String]
    /// The lines, in the order in which they are gone through.
    package let lines: [Line]

    /// A checklist; each line's id stands once.
    package init(name: String, version: Int, brands: [String], lines: [Line]) {
        precondition(Set(lines.map(\.id)).count == lines.count, "Two lines of the checklist \(name) have one id.")
        self.name = name
        self.version = version
        self.brands = brands
        self.lines = lines
    }

    /// Name and version in one word, such as `haier@1`: what `depart` takes and a visit keeps.
    package var edition: String { "\(name)@\(version)" }

    /// Whether nobody could say which of the two is for some brand, or which one an edition means.
    package func contends(with other: Checklist) -> Bool {
        let ours = brands.map { CustomerWords($0).joined }
        let theirs = other.brands.map { CustomerWords($0).joined }
        return name == other.name || (ours.isEmpty && theirs.isEmpty) || ours.contains { theirs.contains($0) }
    }

    /// The lines of a phase.
    package func lines(of phase: Phase) -> [Line] { lines.filter { $0.phase == phase } }

    /// The mandatory lines of a phase that nobody has answered, in their order.
    ///
    /// Answers to another edition count for nothing: its lines may mean something else.
    package func unanswered(in phase: Phase, by answers: ChecklistAnswers) -> [Line] {
        lines(of: phase).filter { line in
            line.isMandatory && (answers.edition != edition || !answers.settles(line.id))
        }
    }
}

/// What an engineer has answered to a checklist.
package struct ChecklistAnswers: Hashable, Sendable, Codable {
    /// The answer to a line.
    package enum Result: Hashable, Sendable, Codable {
        /// It was done.
        case done
        /// It has no place on this visit, and why; a reason must be given.
        case notNeeded(because: String)

        private enum CodingKeys: String, CodingKey {
            case done
            case notNeeded = "not_needed"
        }
    }

    /// One answer.
    package struct Answer: Hashable, Sendable, Codable {
        /// The line's id.
        package let line: String
        /// The answer.
        package let result: Result

        /// An answer to a line.
        package init(_ line: String, _ result: Result = .done) {
            self.line = line
            self.result = result
        }

        /// Reads an answer; a line without a result is done.
        package init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            line = try values.decode(String.self, forKey: .line)
            result = try values.decodeIfPresent(Result.self, forKey: .result) ?? .done
        }
    }

    /// The edition that was gone through, such as `haier@1`.
    package let edition: String
    /// The answers, in the order in which they were given; the last one to a line counts.
    package var answers: [Answer]

    /// Answers to an edition.
    package init(edition: String, _ answers: [Answer] = []) {
        self.edition = edition
        self.answers = answers
    }

    /// Whether a line is done, or left out for a reason.
    package func settles(_ line: String) -> Bool {
        switch answers.last(where: { $0.line == line })?.result {
        case .done: true
        case .notNeeded(let reason): !reason.isEmpty
        case nil: false
        }
    }
}

extension [Checklist] {
    /// The checklist of a brand, in any of its writings; the one for all others where it has none of its own.
    package func checklist(for brand: String) -> Checklist? {
        let brand = CustomerWords(brand).joined
        return first { list in list.brands.contains { CustomerWords($0).joined == brand } }
            ?? first { $0.brands.isEmpty }
    }
}
