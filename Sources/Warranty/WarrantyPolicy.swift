package import Appliances

/// What the maker promises for one category: terms, parts and the first days' options.
///
/// A policy is data with a version, read from `config/warranty/`; every term carries
/// the sentence of the source it comes from, so that a decision can cite it.
package struct WarrantyPolicy: Hashable, Sendable {
    /// A length of free service and where it is written.
    package struct Term: Hashable, Sendable {
        /// The length in calendar months, counted from the invoice day (H-19).
        package let months: Int
        /// The source, such as `H-16`.
        package let citation: String

        /// So many months, as that source says.
        package init(months: Int, citation: String) {
            self.months = months
            self.citation = citation
        }
    }

    /// A term of its own for some components (H-17).
    package struct PartsTerm: Hashable, Sendable {
        /// The components, in the order of the file.
        package let components: [Component]
        /// How long they are free.
        package let term: Term

        /// This term for these components.
        package init(components: [Component], term: Term) {
            self.components = components
            self.term = term
        }
    }

    /// Its name, such as `refrigerator`.
    package let id: String
    /// Which edition of it this is, from 1.
    package let version: Int
    /// The appliances it covers.
    package let category: Category
    /// The term of every component, named or not (H-16).
    package let wholeMachine: Term
    /// The terms of the main parts (H-17); empty where there are none.
    package let parts: [PartsTerm]
    /// Days after the sale, inclusive, in which return is offered (H-21).
    package let returnWithinDays: Int
    /// Days after the sale, inclusive, in which exchange is offered (H-22).
    package let exchangeWithinDays: Int
    /// The source of the two options, such as `H-21, H-22`.
    package let optionsCitation: String

    /// A policy; the options default to those of H-21 and H-22.
    package init(
        id: String, version: Int, category: Category, wholeMachine: Term, parts: [PartsTerm],
        returnWithinDays: Int = 7, exchangeWithinDays: Int = 15,
        optionsCitation: String = "H-21, H-22"
    ) {
        self.id = id
        self.version = version
        self.category = category
        self.wholeMachine = wholeMachine
        self.parts = parts
        self.returnWithinDays = returnWithinDays
        self.exchangeWithinDays = exchangeWithinDays
        self.optionsCitation = optionsCitation
    }

    /// The longest term this policy gives the component as a main part; nil where it is none.
    package func partsTerm(of component: Component) -> Term? {
        parts.filter { $0.components.contains(component) }
            .map(\.term)
            .max { $0.months < $1.months }
    }
}

extension Component {
    /// Whether a warranty can cover it: false for the people at home and for the way of the telemetry.
    package var isPartOfAppliance: Bool {
        switch self {
        case .user, .connectivity: false
        default: true
        }
    }
}
