package import Appliances

/// What a maker promises, as data with a version: read from `config/warranty/`, never written in code.
///
/// A policy claims appliances by brand, category and attributes, and has bands: each for purchases of certain
/// days and places, with its terms. Exactly one band should take each purchase; where none or several do, the
/// decision says so. Every clause carries the place of the source in which it is written.
package struct WarrantyPolicy: Hashable, Sendable {
    /// How it stands to other policies.
    package enum Role: String, CaseIterable, Hashable, Sendable {
        /// It speaks for the appliances that it claims.
        case main
        /// It speaks where no other policy claims the appliance.
        case fallback
        /// It adds to what another one gives: the better of both counts for the customer.
        case supplement
    }

    /// What is done where several bands take one purchase and give different ends.
    package enum ConflictRule: String, CaseIterable, Hashable, Sendable {
        /// The later end counts.
        case customerFavourable = "customer_favourable"
        /// A person decides.
        case person
    }

    /// Its name, such as `haier-refrigerator`.
    package let id: String
    /// Which edition of it this is, from 1.
    package let version: Int
    /// Whether the sources have it; false marks one that an operator may add.
    package var isFromSources = true
    /// How it stands to others.
    package var role = Role.main
    /// The brands that it claims, as customers write them; empty for every one.
    package var brands: [String] = []
    /// The categories that it claims; empty for every one.
    package var categories: [Category] = []
    /// What an appliance must be to be claimed.
    package var attributes: [Attribute.Value] = []
    /// For which appliances it means to have no holes; the linter sweeps those.
    package var completeFor: [Attribute.Value] = []
    /// Its bands, at least one, in the order of the file.
    package let bands: [Band]
    /// The papers without which nothing is free (H-18a, H-20).
    package var papers = Papers()
    /// What the first days after the sale offer.
    package var options: Options?
    /// What is never free, by the findings of people.
    package var exclusions: [Exclusion] = []
    /// What makes the clock stand still.
    package var pauses = PauseRule()
    /// When an appliance is exchanged after repairs in vain.
    package var exchanges: [ExchangeRule] = []
    /// Who pays what, for each way of repair that it knows.
    package var covers: [Cover] = []
    /// Services that are no repair, such as software.
    package var services: [ServiceTerm] = []
    /// What is done where several bands take one purchase.
    package var conflict = ConflictRule.customerFavourable
    /// The source of the conflict rule.
    package var conflictCitation = "C-12"

    /// A policy with these bands; everything else is set by name.
    package init(id: String, version: Int, bands: [Band]) {
        self.id = id
        self.version = version
        self.bands = bands
    }

    /// Name and version in one word, such as `haier-refrigerator@1`.
    package var edition: String { "\(id)@\(version)" }
}

extension WarrantyPolicy {
    /// A length of free service and where it is written.
    package struct Term: Hashable, Sendable {
        /// The length in calendar months, counted from the invoice day (H-19); 1 to 240.
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

    /// Terms for the purchases of certain days and places.
    package struct Band: Hashable, Sendable {
        /// The source that sets it up, such as `H-25`.
        package let citation: String
        /// For which purchases.
        package let scope: PurchaseScope
        /// The term of every component, named or not (H-16).
        package let wholeMachine: Term
        /// The terms of the main parts (H-17); empty where there are none.
        package let parts: [PartsTerm]
        /// What the sources leave open and the policy takes for granted.
        package let assumptions: [Assumption]

        /// A band.
        package init(
            citation: String, scope: PurchaseScope = PurchaseScope(), wholeMachine: Term, parts: [PartsTerm] = [],
            assumptions: [Assumption] = []
        ) {
            self.citation = citation
            self.scope = scope
            self.wholeMachine = wholeMachine
            self.parts = parts
            self.assumptions = assumptions
        }

        /// The longest term this band gives the component as a main part; nil where it is none.
        package func partsTerm(of component: Component) -> Term? {
            var longest: Term?
            for part in parts where part.components.contains(component) && part.term.months > longest?.months ?? 0 {
                longest = part.term
            }
            return longest
        }

        /// The term that counts for a component: the longer one of the whole machine's and its own.
        package func term(of component: Component) -> (term: Term, isOfPart: Bool) {
            guard let part = partsTerm(of: component), part.months > wholeMachine.months else {
                return (wholeMachine, false)
            }
            return (part, true)
        }
    }

    /// Something that no source says and the policy takes for granted, for the linter to show.
    package struct Assumption: Hashable, Sendable {
        /// The day of purchase that it is about; nil where it is about the band as a whole.
        package let day: CalendarDay?
        /// Where the open question is discussed, such as `C-10`.
        package let citation: String
        /// What is taken for granted.
        package let text: Localised

        /// An assumption.
        package init(day: CalendarDay?, citation: String, text: Localised) {
            self.day = day
            self.citation = citation
            self.text = text
        }
    }

    /// The papers that must have been produced.
    package struct Papers: Hashable, Sendable {
        /// Whether an invoice is.
        package let invoice: Bool
        /// Whether a warranty certificate is.
        package let certificate: Bool
        /// The source.
        package let citation: String

        /// Both papers (H-18a, C-15) unless said otherwise.
        package init(invoice: Bool = true, certificate: Bool = true, citation: String = "H-18a") {
            self.invoice = invoice
            self.certificate = certificate
            self.citation = citation
        }
    }

    /// What may be chosen in the first days after the sale.
    package struct Options: Hashable, Sendable {
        /// Days after the sale, inclusive, in which return is offered (H-21).
        package let returnDays: Int
        /// Its source.
        package let returnCitation: String
        /// Days after the sale, inclusive, in which exchange is offered (H-22).
        package let exchangeDays: Int
        /// Its source.
        package let exchangeCitation: String

        /// Options; those of H-21 and H-22 unless said otherwise.
        package init(
            returnDays: Int = 7, returnCitation: String = "H-21", exchangeDays: Int = 15,
            exchangeCitation: String = "H-22"
        ) {
            self.returnDays = returnDays
            self.returnCitation = returnCitation
            self.exchangeDays = exchangeDays
            self.exchangeCitation = exchangeCitation
        }
    }

    /// A finding that makes a repair chargeable.
    package struct Exclusion: Hashable, Sendable {
        /// What was found.
        package let kind: WarrantyCase.Finding.Kind
        /// The source, such as `H-18c`.
        package let citation: String

        /// An exclusion.
        package init(_ kind: WarrantyCase.Finding.Kind, citation: String) {
            self.kind = kind
            self.citation = citation
        }
    }

    /// What makes the clock stand still.
    package struct PauseRule: Hashable, Sendable {
        /// The causes that count.
        package let causes: [WarrantyPause.Cause]
        /// The source.
        package let citation: String

        /// All causes, as H-19 has it, unless said otherwise.
        package init(causes: [WarrantyPause.Cause] = WarrantyPause.Cause.allCases, citation: String = "H-19") {
            self.causes = causes
            self.citation = citation
        }
    }

    /// When an appliance is exchanged because it could not be repaired.
    package enum ExchangeRule: Hashable, Sendable {
        /// After so many repairs of the same fault that did not hold; at least 1.
        case failedRepairs(Int, citation: String)
        /// After a pause of this cause that lasted longer than so many days.
        case pause(WarrantyPause.Cause, longerThanDays: Int, citation: String)
    }

    /// Who pays what on one way of repair.
    package struct Cover: Hashable, Sendable {
        /// The way.
        package let way: ServiceWay
        /// The charges that the company pays while the warranty runs; the customer pays the others.
        package let company: [ChargeLine]
        /// The charges that the company may waive after it, with an approval.
        package let mayWaive: [ChargeLine]
        /// The source.
        package let citation: String

        /// A cover.
        package init(way: ServiceWay, company: [ChargeLine], mayWaive: [ChargeLine] = [], citation: String) {
            self.way = way
            self.company = company
            self.mayWaive = mayWaive
            self.citation = citation
        }
    }

    /// A service that is no repair and has a term of its own (M-63).
    package struct ServiceTerm: Hashable, Sendable {
        /// What is served.
        package let component: Component
        /// How long it is free for certain.
        package let free: Term
        /// After how many months it is charged for certain; what lies between is the customer's (C-9).
        package let chargedAfterMonths: Int
        /// Where the time between is discussed.
        package let gapCitation: String

        /// A service.
        package init(component: Component, free: Term, chargedAfterMonths: Int, gapCitation: String) {
            self.component = component
            self.free = free
            self.chargedAfterMonths = chargedAfterMonths
            self.gapCitation = gapCitation
        }
    }
}
