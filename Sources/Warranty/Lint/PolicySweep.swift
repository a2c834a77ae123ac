import Appliances

/// All purchases that a policy claims, in as few sorts as its clauses can tell apart.
///
/// Days fall into stretches between the bounds of bands, cities into those that the same bands name, attributes
/// into the values of those that bands ask for. What the policy means to be complete for is swept, nothing else.
struct PolicySweep {
    /// Purchases between two bounds.
    struct Stretch: Hashable {
        let from: CalendarDay?
        let through: CalendarDay?

        /// A day of it.
        var day: CalendarDay { from ?? through ?? CalendarDay(daysSinceEpoch: 14_600) }
    }

    /// One sort of purchases of a stretch.
    struct Cell: Hashable {
        /// The place of its cities among ``PolicySweep/places``; nil where the place makes no difference.
        var place: Int?
        /// In the order of ``PolicySweep/attributes``; nil where the attribute makes no difference.
        var values: [Bool?]
    }

    let policy: WarrantyPolicy
    /// Cities that the same bands name; the last one, empty, stands for all others.
    let places: [[String]]
    let attributes: [Attribute]
    let stretches: [Stretch]

    init(_ policy: WarrantyPolicy) {
        self.policy = policy
        places = PolicySweep.places(of: policy)
        let fixed = Set((policy.attributes + policy.completeFor).map(\.attribute))
        let asked = Set(policy.bands.flatMap(\.scope.attributes).map(\.attribute))
        attributes = Attribute.allCases.filter { asked.contains($0) && !fixed.contains($0) }
        stretches = PolicySweep.stretches(of: policy)
    }

    private static func places(of policy: WarrantyPolicy) -> [[String]] {
        let named = policy.bands.map { Set($0.scope.cities) }
        var sorts: [(bands: [Bool], cities: [String])] = []
        // In the order in which the policy names them.
        for city in policy.bands.flatMap(\.scope.cities) {
            let bands = named.map { $0.contains(city) }
            guard let sort = sorts.firstIndex(where: { $0.bands == bands }) else {
                sorts.append((bands, [city]))
                continue
            }
            if !sorts[sort].cities.contains(city) { sorts[sort].cities.append(city) }
        }
        return sorts.map(\.cities) + [[]]
    }

    private static func stretches(of policy: WarrantyPolicy) -> [Stretch] {
        let scopes = policy.bands.map(\.scope)
        let starts = Set(scopes.compactMap(\.from) + scopes.compactMap { $0.through?.adding(days: 1) }).sorted()
        let firsts: [CalendarDay?] = [nil] + starts
        let lasts: [CalendarDay?] = starts.map { $0.adding(days: -1) } + [nil]
        return zip(firsts, lasts).map { Stretch(from: $0, through: $1) }
    }

    /// All sorts of purchases of a stretch.
    var cells: [Cell] {
        var values: [[Bool?]] = [[]]
        for _ in attributes { values = values.flatMap { [$0 + [true], $0 + [false]] } }
        return places.indices.flatMap { place in values.map { Cell(place: place, values: $0) } }
    }

    /// A purchase of a sort, where `elsewhere` is a city that no band names.
    func purchase(_ cell: Cell, _ stretch: Stretch, elsewhere: String) -> WarrantyCase {
        let city = cell.place.map { places[$0].first ?? elsewhere } ?? elsewhere
        var known = policy.attributes + policy.completeFor
        for (attribute, value) in zip(attributes, cell.values) {
            known.append(Attribute.Value(attribute, value ?? true))
        }
        let day = stretch.day
        return WarrantyCase(
            brand: policy.brands.first ?? "Other", category: policy.categories.first ?? .refrigerator,
            attributes: known, component: .compressor,
            purchase: Purchase(invoiceDay: day, saleDay: day, invoice: .valid, certificate: .valid, city: city),
            failureDay: day.adding(days: 30))
    }

    /// The bands that take a purchase.
    func takers(of case: WarrantyCase) -> [WarrantyPolicy.Band] {
        policy.bands.filter { $0.scope.fit(`case`, boughtOn: `case`.purchase.saleDay) == .yes }
    }

    /// The same sorts, with what makes no difference left out.
    func merged(_ cells: Set<Cell>) -> Set<Cell> {
        var cells = cells
        for attribute in attributes.indices {
            let flipped = cells.map { cell in
                var other = cell
                other.values[attribute] = cell.values[attribute].map { !$0 }
                return other
            }
            guard flipped.allSatisfy(cells.contains) else { continue }
            cells = Set(
                cells.map { cell in
                    var plain = cell
                    plain.values[attribute] = nil
                    return plain
                })
        }
        let isEverywhere = cells.allSatisfy { cell in
            places.indices.allSatisfy { cells.contains(Cell(place: $0, values: cell.values)) }
        }
        return isEverywhere ? Set(cells.map { Cell(place: nil, values: $0.values) }) : cells
    }
}
