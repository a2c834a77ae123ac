package import Appliances

/// For which purchases a band is: days, places and properties of the appliance.
package struct PurchaseScope: Hashable, Sendable {
    /// The first day of purchase; nil for none.
    package let from: CalendarDay?
    /// The last day of purchase, inclusive; nil for none.
    package let through: CalendarDay?
    /// The cities of purchase, as ``CityList`` names them; empty for every place.
    package let cities: [String]
    /// What the appliance must be.
    package let attributes: [Attribute.Value]

    /// A scope; every purchase unless said otherwise.
    package init(
        from: CalendarDay? = nil, through: CalendarDay? = nil, cities: [String] = [],
        attributes: [Attribute.Value] = []
    ) {
        self.from = from
        self.through = through
        self.cities = cities
        self.attributes = attributes
    }

    /// Whether purchases of some days are outside of it.
    var isDated: Bool { from != nil || through != nil }

    /// Whether a purchase on this day can be inside.
    package func takes(_ day: CalendarDay) -> Bool {
        if let from, day < from { return false }
        if let through, day > through { return false }
        return true
    }

    /// Whether a purchase on this day is inside.
    func fit(_ case: WarrantyCase, boughtOn day: CalendarDay?) -> Fit {
        var fit = Fit.yes
        if let day {
            guard takes(day) else { return .no }
        } else if isDated {
            fit = .unknown([])
        }
        if !cities.isEmpty {
            if `case`.purchase.city.isEmpty {
                fit = fit.lacking(.city)
            } else if !cities.contains(`case`.purchase.city) {
                return .no
            }
        }
        return fit.and(attributes, in: `case`)
    }
}

/// Whether a case is what a scope asks for.
enum Fit: Equatable {
    case yes
    case no
    /// It hangs on these facts; on the day of purchase alone where there are none.
    case unknown([EntitlementDecision.Need])

    func lacking(_ fact: EntitlementDecision.Need) -> Fit {
        switch self {
        case .no: .no
        case .yes: .unknown([fact])
        case .unknown(let facts): .unknown(facts + [fact])
        }
    }

    /// This, and the attributes as they are asked for.
    func and(_ wanted: [Attribute.Value], in case: WarrantyCase) -> Fit {
        var fit = self
        for want in wanted {
            guard let value = `case`.value(of: want.attribute) else {
                fit = fit.lacking(EntitlementDecision.Need(rawValue: want.attribute.rawValue) ?? .policy)
                continue
            }
            if value != want.value { return .no }
        }
        return fit
    }
}

extension WarrantyPolicy {
    /// Whether it claims the appliance of a case; facts that are unknown and not asked for elsewhere are asked for.
    func claims(_ case: WarrantyCase) -> Fit {
        guard categories.isEmpty || categories.contains(`case`.category) else { return .no }
        var fit = Fit.yes
        if !brands.isEmpty {
            if `case`.brand.isEmpty {
                fit = .unknown([.brand])
            } else if !brands.contains(where: { isSameBrand($0, `case`.brand) }) {
                return .no
            }
        }
        return fit.and(attributes, in: `case`)
    }
}

/// Brands are compared without regard to capitals of the Latin alphabet.
private func isSameBrand(_ left: String, _ right: String) -> Bool {
    left == right
        || (left.utf8.count == right.utf8.count
            && zip(left.utf8, right.utf8).allSatisfy { lowered($0) == lowered($1) })
}

private func lowered(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}
