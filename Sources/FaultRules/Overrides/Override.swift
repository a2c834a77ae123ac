package import Appliances

/// A change of parameters for some appliances, with who made it and why (design/rules, "Override chain").
package struct Override: Hashable, Sendable {
    /// One parameter and what it is set to.
    package struct Setting: Hashable, Sendable {
        /// The rule's name.
        package let rule: String
        /// The parameter's name; `for` and `keep` set those of every level.
        package let parameter: String
        /// The value in the canonical unit; durations in seconds.
        package let value: Double
        /// The value as written, such as `10 °C`.
        package let text: String
        /// What it measures.
        package let measure: Measure

        /// One parameter and its value.
        package init(rule: String, parameter: String, value: Double, text: String, measure: Measure) {
            self.rule = rule
            self.parameter = parameter
            self.value = value
            self.text = text
            self.measure = measure
        }

        /// Whether it sets the parameter of a name.
        package func sets(_ name: String) -> Bool {
            if name == parameter { return true }
            return isForAllLevels && name.hasPrefix(parameter + ".")
        }

        /// Whether it sets a duration of every level: `for` or `keep` alone.
        package var isForAllLevels: Bool { parameter == "for" || parameter == "keep" }
    }

    /// For which appliances it counts.
    package let match: Match
    /// What it sets, in the order of the file.
    package let settings: [Setting]
    /// Who made it.
    package let by: String
    /// Why.
    package let reason: String
    /// The last day on which it counts; nil for no end.
    package let until: CalendarDay?
    /// Where it stands, such as `config/overrides.yaml:12`.
    package let place: String

    /// A change of parameters.
    package init(
        match: Match, settings: [Setting], by: String, reason: String, until: CalendarDay? = nil, place: String = ""
    ) {
        self.match = match
        self.settings = settings
        self.by = by
        self.reason = reason
        self.until = until
        self.place = place
    }

    /// Whether it has not expired on a day.
    package func counts(on day: CalendarDay) -> Bool { until.map { day <= $0 } ?? true }
}

extension Override {
    /// Which appliances are meant: those of which everything that is said here is true.
    package struct Match: Hashable, Sendable, CustomStringConvertible {
        /// What is asked of one key.
        package struct Term: Hashable, Sendable {
            /// The key.
            package let key: Key
            /// What may stand there; one of them is enough.
            package let patterns: [Glob]

            /// What is asked of one key.
            package init(_ key: Key, _ patterns: [Glob]) {
                self.key = key
                self.patterns = patterns
            }
        }

        /// What is asked, in the order of the file; nothing means every appliance.
        package let terms: [Term]
        /// Where the most specific key stands in the chain.
        package let rank: Rank

        /// The appliances of which all of this is true.
        package init(_ terms: [Term]) {
            self.terms = terms
            rank = terms.map(\.key.rank).max() ?? .all
        }

        /// Every appliance.
        package static let all = Match([])

        /// Whether an appliance is meant in a season.
        ///
        /// What the registry does not know fits nothing: a change for a batch must not reach appliances of
        /// which nobody knows the batch.
        package func holds(for appliance: Appliance, in season: Season) -> Bool {
            terms.allSatisfy { term in
                let text = term.key.text(of: appliance, in: season)
                return term.patterns.contains { $0.matches(text) }
            }
        }

        /// Whether there can be an appliance that is meant in a season.
        func mayHold(in season: Season) -> Bool {
            terms.allSatisfy { term in
                term.key != .season || term.patterns.contains { $0.matches(season.rawValue) }
            }
        }

        /// What is asked, such as `model BCD-470W, batch 2024-3*`; `all` for every appliance.
        package var description: String {
            if terms.isEmpty { return "all" }
            return terms.map { term in
                "\(term.key.rawValue) \(term.patterns.map(\.text).joined(separator: " or "))"
            }.joined(separator: ", ")
        }
    }

    /// What a match may ask for.
    package enum Key: String, CaseIterable, Sendable {
        /// Models that are built alike.
        case family
        /// The maker's model.
        case model
        /// The lot in which it was made.
        case batch
        /// The version of its program.
        case firmware
        /// Where it stands on the map.
        case region
        /// The season of the day.
        case season
        /// The service centre.
        case centre
        /// The site.
        case home
        /// The appliance itself.
        case device

        /// Its place in the chain.
        package var rank: Rank {
            switch self {
            case .family: .family
            case .model: .model
            case .batch, .firmware: .make
            case .region, .season: .surroundings
            case .centre: .centre
            case .home: .home
            case .device: .device
            }
        }

        /// What an appliance has there; empty where unknown.
        package func text(of appliance: Appliance, in season: Season) -> String {
            switch self {
            case .family: appliance.family
            case .model: appliance.model
            case .batch: appliance.batch
            case .firmware: appliance.firmware
            case .region: appliance.region
            case .season: season.rawValue
            case .centre: appliance.centre
            case .home: appliance.site.text
            case .device: appliance.id.text
            }
        }
    }

    /// The chain of overrides: a later rank wins over an earlier one; within a rank what stands later wins.
    package enum Rank: Int, Comparable, Sendable {
        /// Every appliance.
        case all
        /// By family.
        case family
        /// By model.
        case model
        /// By batch or firmware.
        case make
        /// By region or season.
        case surroundings
        /// By service centre.
        case centre
        /// By home.
        case home
        /// By device.
        case device

        /// Weaker comes first.
        package static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }
    }
}
