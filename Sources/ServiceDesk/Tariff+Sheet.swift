package import Appliances
package import Warranty

/// The price of one kind of charge: of the tariff, or what a warranty certificate promises (M-64).
package struct LinePrice: Hashable, Sendable {
    /// The charge.
    package let line: ChargeLine
    /// What it costs.
    package let price: Money

    /// A charge with its price.
    package init(_ line: ChargeLine, _ price: Money) {
        self.line = line
        self.price = price
    }
}

/// What was done, or is to be done, on the way to a charge sheet.
package struct ChargedWork: Hashable, Sendable {
    /// What is repaired.
    package let component: Component
    /// The parts by their components' names or their own; one that is used twice stands twice.
    package let parts: [String]
    /// How it is repaired, which says what charges there are.
    package var way = ServiceWay.home
    /// Whether software is installed or explained beside the repair (M-63).
    package var hasSoftware = false
    /// The day of the invoice, from which the term of software counts; nil where unknown.
    package var invoiceDay: CalendarDay?
    /// The day of the work.
    package let day: CalendarDay
    /// What the warranty certificate says of prices; the lowest prevails (M-64).
    package var certificate: [LinePrice] = []

    /// Work on a component; everything else is set by name.
    package init(_ component: Component, parts: [String], on day: CalendarDay) {
        self.component = component
        self.parts = parts
        self.day = day
    }
}

/// A charge sheet as the tariff makes it, and what it could not price.
package struct ProposedSheet: Hashable, Sendable {
    /// The sheet: each kind of charge at most once.
    package let sheet: ChargeSheet
    /// Parts and ways that come on top, whose price the tariff does not give; mostly empty.
    package let unpriced: [String]
    /// The clause by which software is paid, `M-63` or `C-9`; nil where there is none on the sheet.
    package let softwareClause: String?
}

extension Tariff {
    /// The charge sheet of a repair, with who pays each line (Z-14, Z-15, M-62 to M-64).
    ///
    /// The payers are those of the decision; where there is none, or it does not speak of a line, nobody can say.
    /// A price that is missing is named and not counted: a guess would bind the desk.
    ///
    /// - Parameters:
    ///   - work: What is done.
    ///   - decision: Who pays; nil before anybody has decided.
    /// - Returns: The sheet, in the order of ``ServiceWay/lines``, software last.
    package func sheet(for work: ChargedWork, decision: EntitlementDecision?) -> ProposedSheet {
        var unpriced: [String] = []
        var lines: [ChargeSheet.Line] = []
        for line in work.way.lines {
            guard let price = price(of: line, work, &unpriced) else { continue }
            let payer = decision?.payers.first { $0.line == line }?.payer ?? .undetermined
            lines.append(charge(line, price, payer, work))
        }
        guard work.hasSoftware || work.component == .software else {
            return ProposedSheet(sheet: ChargeSheet(lines), unpriced: unpriced, softwareClause: nil)
        }
        let term = softwareTerm(work, decision)
        if let price = price(ofPart: Component.software.rawValue) {
            lines.append(charge(.software, price, term.payer, work))
        } else {
            unpriced.append(Component.software.rawValue)
        }
        return ProposedSheet(sheet: ChargeSheet(lines), unpriced: unpriced, softwareClause: term.clause)
    }

    private func charge(_ line: ChargeLine, _ price: Money, _ payer: Payer, _ work: ChargedWork) -> ChargeSheet.Line {
        let promised = work.certificate.filter { $0.line == line }.map(\.price).min()
        return ChargeSheet.Line(line, tariff: price, certificate: promised, payer: payer)
    }

    /// The price of one line; nil where there is none, or nothing to pay for.
    private func price(of line: ChargeLine, _ work: ChargedWork, _ unpriced: inout [String]) -> Money? {
        switch line {
        case .parts:
            // Software is a line of its own, never a part (M-63).
            let parts = work.parts.filter { $0 != Component.software.rawValue }
            let prices = parts.map { price(ofPart: $0) }
            unpriced += zip(parts, prices).compactMap { part, price in price == nil ? part : nil }
            let known = prices.compactMap { $0 }
            return known.isEmpty ? nil : known.reduce(Money(fen: 0), +)
        // Installing and explaining is the work where software is what it is about.
        case .labour: return work.component == .software ? nil : labour(for: work.component)
        case .travel: return visit
        case .software: return nil
        case .freight, .postage, .freightOut, .freightBack:
            if let price = ways.first(where: { $0.line == line })?.price { return price }
            unpriced.append(line.rawValue)
            return nil
        }
    }

    /// A part's price by the name of its component or its own; nil where the tariff does not give it.
    private func price(ofPart name: String) -> Money? {
        smallParts.first { $0.name == name }?.price ?? parts.first { $0.component.rawValue == name }?.price
    }

    /// Who pays for software: what the decision says where it is about software, otherwise the tariff's term.
    private func softwareTerm(_ work: ChargedWork, _ decision: EntitlementDecision?) -> (payer: Payer, clause: String) {
        if let decision, decision.component == .software {
            let isGap = decision.decidingReason?.finding == .serviceGap
            let payer = decision.payers.first { $0.line == .labour }?.payer ?? .undetermined
            return (payer, isGap ? "C-9" : "M-63")
        }
        guard let invoiceDay = work.invoiceDay else { return (.undetermined, "M-63") }
        if work.day <= invoiceDay.adding(months: software.freeMonths) { return (.company, "M-63") }
        // Of the time between nothing is said; the customer is favoured (C-9).
        if work.day <= invoiceDay.adding(months: software.chargedAfterMonths) { return (.company, "C-9") }
        return (.customer, "M-63")
    }
}
