package import Appliances

/// What is probably wrong and what it takes to mend it (H-4, H-5, M-3, M-9).
package struct Diagnosis: Hashable, Sendable, Codable {
    /// One possible cause.
    package struct Hypothesis: Hashable, Sendable, Codable {
        /// The part.
        package let component: Component
        /// The cause, in the code of the category's table, such as `start_relay_worn`.
        package let cause: String
        /// How probable it is, in percent; 1 to 100.
        package let percent: Int

        /// A possible cause.
        package init(_ component: Component, cause: String, percent: Int) {
            self.component = component
            self.cause = cause
            self.percent = percent
        }
    }

    /// Where it can be repaired (H-5).
    package enum Place: String, CaseIterable, Hashable, Sendable, Codable {
        /// At the customer's.
        case home
        /// In the workshop.
        case workshop
    }

    /// The possible causes, the most probable first; empty where others must be consulted first (M-8).
    package let hypotheses: [Hypothesis]
    /// The parts that the repair probably needs, by their numbers or names.
    package let parts: [String]
    /// Where.
    package let place: Place
    /// How probable it is that the appliance must be taken along, in percent (M-9).
    package let pullBackPercent: Int
    /// Whether the customer can probably mend it, guided by phone (M-4, N-3).
    package let isRemoteFixable: Bool
    /// Who is consulted, where nobody here knows (M-8); empty for nobody.
    package let consulted: String

    /// A diagnosis.
    package init(
        _ hypotheses: [Hypothesis], parts: [String] = [], place: Place = .home, pullBackPercent: Int = 0,
        isRemoteFixable: Bool = false, consulted: String = ""
    ) {
        self.hypotheses = hypotheses.sorted { ($1.percent, $0.cause) < ($0.percent, $1.cause) }
        self.parts = parts
        self.place = place
        self.pullBackPercent = pullBackPercent
        self.isRemoteFixable = isRemoteFixable
        self.consulted = consulted
    }
}

extension Diagnosis {
    private enum CodingKeys: String, CodingKey {
        case hypotheses, parts, place
        case pullBackPercent = "pull_back_percent"
        case isRemoteFixable = "remote_fixable"
        case consulted
    }

    /// Reads a diagnosis; only the hypotheses must be there.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try values.decode([Hypothesis].self, forKey: .hypotheses),
            parts: try values.decodeIfPresent([String].self, forKey: .parts) ?? [],
            place: try values.decodeIfPresent(Place.self, forKey: .place) ?? .home,
            pullBackPercent: try values.decodeIfPresent(Int.self, forKey: .pullBackPercent) ?? 0,
            isRemoteFixable: try values.decodeIfPresent(Bool.self, forKey: .isRemoteFixable) ?? false,
            consulted: try values.decodeIfPresent(String.self, forKey: .consulted) ?? "")
    }
}
