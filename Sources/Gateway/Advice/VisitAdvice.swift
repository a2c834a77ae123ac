package import Appliances
package import ServiceDesk
import Warranty

/// What a request would cost, as it is sent and printed (Z-14, Z-15).
package struct ChargeAdvice: Sendable, Encodable {
    /// The request's number.
    package let request: String
    /// What is repaired.
    package let component: Component
    /// Whether it is of what a visit found and replaced; otherwise of the most probable cause.
    package let afterRepair: Bool
    /// The sheet, as the command `charge` takes it.
    package let sheet: ChargeSheet
    /// What the customer would pay at most.
    package let total: Money
    /// What the tariff gives no price for; it comes on top.
    package let unpriced: [String]
    /// The clause by which software is paid, `M-63` or `C-9`; nil where there is none on the sheet.
    package let softwareClause: String?

    private enum CodingKeys: String, CodingKey {
        case request, component
        case afterRepair = "after_repair"
        case sheet, total, unpriced
        case softwareClause = "software_clause"
    }

    init(_ proposed: ProposedSheet, for request: ServiceRequest, component: Component, isAfterRepair: Bool) {
        self.request = request.number
        self.component = component
        afterRepair = isAfterRepair
        sheet = proposed.sheet
        total = proposed.sheet.total
        unpriced = proposed.unpriced
        softwareClause = proposed.softwareClause
    }

    /// The sheet for a shell, one line an item.
    package var lines: [String] {
        ["\(request): \(component.rawValue), \(afterRepair ? "as found and replaced" : "as it is expected")"]
            + sheet.lines.map { "  \($0.line.rawValue)  \($0.price)  \($0.payer.rawValue)" }
            + unpriced.map { "  \($0)  no price; comes on top" } + ["  the customer pays \(total)"]
    }
}

/// What the visits of a request go through, phase by phase, as it is sent and printed (M-20 to M-70).
package struct ChecklistAdvice: Sendable, Encodable {
    /// A line of it.
    package struct Line: Sendable, Encodable {
        /// Its name, as answers name it.
        package let id: String
        /// What is to be done, in English.
        package let en: String
        /// The same in Chinese.
        package let zh: String
        /// Where it is written.
        package let clauses: [String]
        /// Whether the phase is not over before it is answered.
        package let mandatory: Bool
        /// Whether the last visit has answered it.
        package let answered: Bool
    }

    /// A stretch of the visit.
    package struct Phase: Sendable, Encodable {
        /// Which.
        package let phase: Checklist.Phase
        /// Its lines, in their order.
        package let lines: [Line]
    }

    /// The request's number.
    package let request: String
    /// The edition, as `depart` takes it.
    package let edition: String
    /// The phases, in their order.
    package let phases: [Phase]

    init(_ list: Checklist, for request: ServiceRequest) {
        self.request = request.number
        edition = list.edition
        let answers = request.visits.last?.answered
        let counts = answers?.edition == list.edition
        phases = Checklist.Phase.allCases.map { phase in
            Phase(
                phase: phase,
                lines: list.lines(of: phase).map { line in
                    Line(
                        id: line.id, en: line.words.en, zh: line.words.zh, clauses: line.clauses,
                        mandatory: line.isMandatory, answered: counts && answers?.settles(line.id) == true)
                })
        }
    }

    /// The list for a shell, one line an item, in a language.
    package func lines(in language: Language = .en) -> [String] {
        ["\(request): \(edition)"]
            + phases.flatMap { phase in
                ["\(phase.phase.rawValue):"]
                    + phase.lines.map { line in
                        "  [\(line.answered ? "x" : " ")] \(line.id)"
                            + (line.mandatory ? "  " : " (where it comes to it)  ")
                            + "\(language == .en ? line.en : line.zh)  \(line.clauses.joined(separator: ", "))"
                    }
            }
    }
}
