internal import Appliances

/// What a customer can show, seen from what the warranty will say (H-16, H-17, H-18).
enum PaperCase: CaseIterable, Sendable {
    /// Two to ten months old, papers in order: all is free (H-16).
    case wholeMachine
    /// About two years old, papers in order: main parts are free (H-17).
    case mainParts
    /// About five years old, papers in order: chargeable (H-18e).
    case expired
    /// One of the two papers has not been shown (H-18a): undetermined.
    case incomplete

    /// The case of the n-th appliance with a fault that a technician must see.
    ///
    /// Two faults take turns, so a plain round would give each fault only two of the four
    /// cases; the shift after each round brings all eight pairs.
    static func dealt(_ place: Int) -> PaperCase {
        allCases[(place + place / allCases.count) % allCases.count]
    }

    /// A case for an appliance that nobody will ask about soon: most papers are in order.
    static func drawn(from generator: inout SeededGenerator) -> PaperCase {
        switch generator.below(10) {
        case 0...2: .wholeMachine
        case 3...5: .mainParts
        case 6...7: .expired
        default: .incomplete
        }
    }

    /// Papers of this case, as they stand on `today`.
    func purchase(on today: CalendarDay, from generator: inout SeededGenerator) -> Purchase {
        let cities = ["Qingdao", "Jinan", "Hefei", "Wuhan", "Foshan", "Chongqing"]
        let city = cities[generator.below(cities.count)]
        let age: Int
        switch self {
        // Past the 7 and 15 days of return and exchange (H-21, H-22), and far from each boundary.
        case .wholeMachine, .incomplete: age = 60 + generator.below(240)
        case .mainParts: age = 660 + generator.below(140)
        case .expired: age = 1_750 + generator.below(150)
        }
        let invoiceDay = today.adding(days: -age)
        guard self == .incomplete else {
            return Purchase(invoiceDay: invoiceDay, invoice: .valid, certificate: .valid, city: city)
        }
        guard generator.below(2) == 0 else {
            return Purchase(invoiceDay: invoiceDay, invoice: .valid, certificate: .missing, city: city)
        }
        return Purchase(invoice: .missing, certificate: .valid)
    }
}
