package import Appliances

/// The published prices by which a chargeable repair is quoted (Z-14).
package struct Tariff: Hashable, Sendable {
    /// The price of one part.
    package struct Part: Hashable, Sendable {
        /// The part.
        package let component: Component
        /// What it costs without labour.
        package let price: Money

        /// A part with its price.
        package init(component: Component, price: Money) {
            self.component = component
            self.price = price
        }
    }

    /// The price of a part that warranties do not name, such as a start relay.
    package struct SmallPart: Hashable, Sendable {
        /// Its number or name.
        package let name: String
        /// What it costs without labour.
        package let price: Money

        /// A part with its price.
        package init(name: String, price: Money) {
            self.name = name
            self.price = price
        }
    }

    /// For how long installing and explaining software is free; its price stands among the parts (M-63, C-9).
    package struct SoftwareTerm: Hashable, Sendable {
        /// Free for certain for so many months since the invoice; 1 to 240.
        package let freeMonths: Int
        /// Charged for certain after so many; what lies between is free, in the customer's favour (C-9).
        package let chargedAfterMonths: Int

        /// A term; it is charged no sooner than it stops being free.
        package init(freeMonths: Int = 1, chargedAfterMonths: Int = 3) {
            precondition(freeMonths <= chargedAfterMonths, "Software is charged while it is still free.")
            self.freeMonths = freeMonths
            self.chargedAfterMonths = chargedAfterMonths
        }
    }

    /// What coming to the door costs.
    package let visit: Money
    /// What the work of one repair costs, where the component has no price of its own.
    package let labour: Money
    /// The parts, by the names of their components.
    package let parts: [Part]
    /// What the work on some components costs.
    package var componentLabour: [Part] = []
    /// The parts that warranties do not name.
    package var smallParts: [SmallPart] = []
    /// What ways of appliances and parts cost; at most one price each for `freight`, `postage`, `freight_out` and
    /// `freight_back`.
    package var ways: [LinePrice] = []
    /// For how long software is free.
    package var software = SoftwareTerm()

    /// A tariff; parts may come in any order, each component at most once.
    package init(visit: Money, labour: Money, parts: [Part]) {
        let sorted = parts.sorted { $0.component.rawValue < $1.component.rawValue }
        precondition(
            zip(sorted, sorted.dropFirst()).allSatisfy { $0.component != $1.component },
            "A tariff gives two prices for one component.")
        self.visit = visit
        self.labour = labour
        self.parts = sorted
    }

    /// What the work on a component costs.
    package func labour(for component: Component) -> Money {
        componentLabour.first { $0.component == component }?.price ?? labour
    }

    /// What the repair of this component would cost (Z-15).
    ///
    /// A part without a price is named in the quote and not counted: a guess would bind
    /// the desk.
    package func quote(for component: Component) -> Quote {
        var lines = [
            Quote.Line(what: "visit", price: visit), Quote.Line(what: "labour", price: labour(for: component)),
        ]
        guard let part = parts.first(where: { $0.component == component }) else {
            return Quote(lines: lines, unpriced: [component])
        }
        lines.append(Quote.Line(what: component.rawValue, price: part.price))
        return Quote(lines: lines)
    }
}

/// What a chargeable repair would cost, line by line (Z-15).
package struct Quote: Hashable, Sendable, Codable {
    /// One item of it.
    package struct Line: Hashable, Sendable, Codable {
        /// `visit`, `labour` or a component's name.
        package let what: String
        /// What it costs.
        package let price: Money

        /// An item with its price.
        package init(what: String, price: Money) {
            self.what = what
            self.price = price
        }
    }

    /// The items, in the order of the receipt.
    package let lines: [Line]
    /// The sum of the lines.
    package let total: Money
    /// Parts that come on top, whose price the tariff does not give; mostly empty.
    package let unpriced: [Component]

    /// A quote of these lines.
    package init(lines: [Line], unpriced: [Component] = []) {
        self.lines = lines
        self.unpriced = unpriced
        total = lines.reduce(Money(fen: 0)) { $0 + $1.price }
    }
}
