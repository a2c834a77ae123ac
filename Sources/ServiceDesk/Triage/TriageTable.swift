package import Appliances

/// What the desk knows of one category before anybody has looked: symptoms, error codes and foretold faults, each
/// with its probable causes (H-4, M-3), the questions to ask (Z-3) and the scripts of guidance (M-4, N-3).
///
/// Data, never code: `config/service/triage/`. Every cause stands once, so that its parts and its place cannot
/// differ from one symptom to the next.
package struct TriageTable: Hashable, Sendable {
    /// The category.
    package let category: Category
    /// The version, from 1; raised with every change, so that a proposal tells what it was made of.
    package let version: Int
    /// The causes, each code once.
    package var causes: [Cause] = []
    /// What customers say.
    package var symptoms: [Symptom] = []
    /// What appliances show.
    package var codes: [ErrorCode] = []
    /// What rules foretell.
    package var faults: [Fault] = []
    /// What is asked, in the order of asking.
    package var questions: [TriageQuestion] = []
    /// How customers are guided by phone.
    package var scripts: [GuidanceScript] = []
    /// From when on something is proposed.
    package var limits = Limits()

    /// A table of nothing; everything else is set by name.
    package init(category: Category, version: Int) {
        self.category = category
        self.version = version
    }

    /// Category and version in one word, such as `refrigerator@1`.
    package var edition: String { "\(category.rawValue)@\(version)" }

    /// The cause of this code; nil where there is none.
    package func cause(_ code: String) -> Cause? { causes.first { $0.code == code } }
}

extension TriageTable {
    /// Something that may be wrong, in the code by which visits report it, too (M-42).
    package struct Cause: Hashable, Sendable {
        /// Its code, such as `start_relay_worn`.
        package let code: String
        /// The part that fails by it.
        package let component: Component
        /// What it is called.
        package let words: Localised
        /// The parts that mending it probably takes, by their numbers or names (H-4).
        package var parts: [String] = []
        /// Where it can be mended (H-5).
        package var place = Diagnosis.Place.home
        /// How probable it is that the appliance must be taken along, in percent; 0 to 100 (M-9).
        package var pullBackPercent = 0
        /// Whether a customer can mend it, guided by phone (M-4, N-3).
        package var isRemoteFixable = false

        /// A cause; everything else is set by name.
        package init(code: String, component: Component, words: Localised) {
            self.code = code
            self.component = component
            self.words = words
        }
    }

    /// A cause with its probability, given what points to it.
    package struct Share: Hashable, Sendable {
        /// The code of the cause.
        package let cause: String
        /// How probable it is, in percent; 1 to 100.
        package let percent: Int

        /// A share.
        package init(_ cause: String, _ percent: Int) {
            self.cause = cause
            self.percent = percent
        }
    }

    /// Something that customers complain of.
    package struct Symptom: Hashable, Sendable {
        /// Its name, such as `warm_both`.
        package let id: String
        /// What it is called.
        package let words: Localised
        /// How customers say it, in any language; ``Phrase`` tells how they are read.
        package let phrases: [Phrase]
        /// Its probable causes.
        package let shares: [Share]
        /// Whether people may come to harm: then nobody is guided but to switch it off (N-18).
        package let isDangerous: Bool

        /// A symptom.
        package init(
            id: String, words: Localised, phrases: [Phrase], shares: [Share], isDangerous: Bool = false
        ) {
            self.id = id
            self.words = words
            self.phrases = phrases
            self.shares = shares
            self.isDangerous = isDangerous
        }
    }

    /// What an appliance shows when it notices something itself (N-2).
    package struct ErrorCode: Hashable, Sendable {
        /// The codes of which this is the meaning, such as `E1` and `F1`, as ``CodeText`` writes them.
        package let codes: [CodeText]
        /// The makers that mean this by it; empty for all of which no entry of their own is there.
        package let brands: [String]
        /// What it means.
        package let words: Localised
        /// Its probable causes.
        package let shares: [Share]

        /// A code with its meaning.
        package init(codes: [CodeText], brands: [String] = [], words: Localised, shares: [Share]) {
            self.codes = codes
            self.brands = brands
            self.words = words
            self.shares = shares
        }
    }

    /// What a rule foretells, by the name of the fault.
    package struct Fault: Hashable, Sendable {
        /// The fault, such as `compressor.short_cycle`.
        package let name: String
        /// Its probable causes.
        package let shares: [Share]

        /// A fault.
        package init(name: String, shares: [Share]) {
            self.name = name
            self.shares = shares
        }
    }

    /// From when on something is proposed; in percent, 0 to 100, but for `causesMax`.
    package struct Limits: Hashable, Sendable {
        /// How many causes are proposed at most; 1 to 50.
        package var causesMax = 8
        /// Causes that are less probable are left out.
        package var causeFrom = 5
        /// From when on the parts of a cause are asked for; those of the most probable one always are.
        package var partsFrom = 30
        /// From which share of all that is probable guidance by phone is worth a try (M-4).
        package var remoteFrom = 40
        /// Where the most probable cause is less probable, others are consulted (M-8).
        package var consultBelow = 10
        /// How probable a foretold fault is that the table does not have.
        package var unlistedFault = 50

        /// The limits of a table that gives none.
        package init() {}
    }
}
