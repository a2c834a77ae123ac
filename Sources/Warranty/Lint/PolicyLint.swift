import Appliances

/// Looks for holes in policies: purchases that no clause takes or several do, and what is taken for granted.
///
/// Gaps and contradictions are holes; overlaps with the same terms and assumptions are for people to know.
///
/// - Parameters:
///   - policies: Those in force.
///   - elsewhere: A city for examples that no policy names.
/// - Returns: The findings, policy by policy, by the first day of purchase.
package func lint(_ policies: [WarrantyPolicy], elsewhere: String = "Beijing") -> [PolicyFinding] {
    policies.flatMap { PolicyLint($0, elsewhere).findings } + rivals(among: policies)
}

/// The findings of one policy.
private struct PolicyLint {
    private typealias Sort = (kind: PolicyFinding.Kind, clauses: [String])

    /// What was found of some sorts of purchases in neighbouring stretches.
    private struct Hole: Hashable {
        let kind: PolicyFinding.Kind
        let clauses: [String]
        let cells: Set<PolicySweep.Cell>
    }

    private let sweep: PolicySweep
    private let elsewhere: String
    private var policy: WarrantyPolicy { sweep.policy }

    init(_ policy: WarrantyPolicy, _ elsewhere: String) {
        sweep = PolicySweep(policy)
        self.elsewhere = elsewhere
    }

    var findings: [PolicyFinding] {
        let found = assumptions + services + holes
        // Stable by the first day: what has none is about all purchases and comes first.
        return found.enumerated().sorted { left, right in
            let first = left.element.from?.daysSinceEpoch ?? .min
            let second = right.element.from?.daysSinceEpoch ?? .min
            return (first, left.offset) < (second, right.offset)
        }.map(\.element)
    }

    private var holes: [PolicyFinding] {
        var open: [(hole: Hole, stretch: PolicySweep.Stretch)] = []
        for stretch in sweep.stretches {
            for hole in holes(in: stretch) {
                // The same in the stretch before: one finding for both.
                let before = open.lastIndex { $0.hole == hole && $0.stretch.through?.adding(days: 1) == stretch.from }
                if let before {
                    open[before].stretch = PolicySweep.Stretch(
                        from: open[before].stretch.from, through: stretch.through)
                } else {
                    open.append((hole, stretch))
                }
            }
        }
        return open.flatMap { findings(of: $0.hole, in: $0.stretch) }
    }

    private func holes(in stretch: PolicySweep.Stretch) -> [Hole] {
        var sorts: [(sort: Sort, cells: Set<PolicySweep.Cell>)] = []
        for cell in sweep.cells {
            let takers = sweep.takers(of: sweep.purchase(cell, stretch, elsewhere: elsewhere))
            guard takers.count != 1 else { continue }
            let kind: PolicyFinding.Kind = takers.isEmpty ? .gap : areAlike(takers) ? .overlap : .contradiction
            let clauses = takers.map(\.citation)
            if let place = sorts.firstIndex(where: { $0.sort == (kind, clauses) }) {
                sorts[place].cells.insert(cell)
            } else {
                sorts.append(((kind, clauses), [cell]))
            }
        }
        return sorts.map { Hole(kind: $0.sort.kind, clauses: $0.sort.clauses, cells: sweep.merged($0.cells)) }
    }

    /// Whether bands give every component the same term.
    private func areAlike(_ bands: [WarrantyPolicy.Band]) -> Bool {
        Component.allCases.allSatisfy { component in
            Set(bands.map { $0.term(of: component).term.months }).count == 1
        }
    }

    /// One finding for each set of attributes, its cities together.
    private func findings(of hole: Hole, in stretch: PolicySweep.Stretch) -> [PolicyFinding] {
        var byValues: [(values: [Bool?], places: [Int?])] = []
        for cell in hole.cells.sorted(by: isBefore) {
            if let place = byValues.firstIndex(where: { $0.values == cell.values }) {
                byValues[place].places.append(cell.place)
            } else {
                byValues.append((cell.values, [cell.place]))
            }
        }
        return byValues.map { sort in
            let attributes = zip(sweep.attributes, sort.values).compactMap { attribute, value in
                value.map { Attribute.Value(attribute, $0) }
            }
            let cell = PolicySweep.Cell(place: sort.places.first ?? nil, values: sort.values)
            return PolicyFinding(
                kind: hole.kind, policy: policy.edition, clauses: hole.clauses, from: stretch.from,
                through: stretch.through, places: places(sort.places), attributes: attributes,
                text: words(hole), example: sweep.purchase(cell, stretch, elsewhere: elsewhere))
        }
    }

    private func isBefore(_ left: PolicySweep.Cell, _ right: PolicySweep.Cell) -> Bool {
        func order(_ cell: PolicySweep.Cell) -> String {
            cell.values.map { $0 == true ? "1" : $0 == false ? "2" : "0" }.joined() + "\(cell.place ?? -1)"
        }
        return order(left) < order(right)
    }

    private func places(_ places: [Int?]) -> PolicyFinding.Places {
        let known = places.compactMap { $0 }
        guard known.count == places.count, sweep.places.count > 1 else { return .anywhere }
        let isElsewhereIn = known.contains(sweep.places.count - 1)
        guard isElsewhereIn else { return .within(known.flatMap { sweep.places[$0] }) }
        return .outside(sweep.places.indices.filter { !known.contains($0) }.flatMap { sweep.places[$0] })
    }

    private func words(_ hole: Hole) -> Localised {
        let clauses = hole.clauses.joined(separator: ", ")
        return switch hole.kind {
        case .gap: Localised(en: "no clause takes these purchases", zh: "没有条款适用于这些购买")
        case .overlap: Localised(en: "\(clauses) take them, with the same result", zh: "\(clauses)同时适用，结果相同")
        case .contradiction, .assumption:
            Localised(en: "\(clauses) take them, with different terms", zh: "\(clauses)同时适用，期限不同")
        }
    }

    private var assumptions: [PolicyFinding] {
        policy.bands.flatMap { band in
            band.assumptions.map { assumption in
                let stretch = PolicySweep.Stretch(
                    from: assumption.day ?? band.scope.from, through: assumption.day ?? band.scope.through)
                return finding(.assumption, [band.citation, assumption.citation], stretch, assumption.text)
            }
        }
    }

    /// Services between the time in which they are free and that in which they are charged (C-9).
    private var services: [PolicyFinding] {
        policy.services.filter { $0.free.months < $0.chargedAfterMonths }.map { service in
            let name = service.component.words
            let (free, charged) = (service.free.months, service.chargedAfterMonths)
            var found = finding(
                .gap, [service.free.citation, service.gapCitation], PolicySweep.Stretch(from: nil, through: nil),
                Localised(
                    en: "\(name.en) is free through month \(free) and charged after month \(charged); nothing is said "
                        + "of the time between, which is free in the customer's favour",
                    zh: "\(name.zh)\(free)个月内免费，\(charged)个月后收费，其间未作规定，按有利于用户免费"))
            found.example.component = service.component
            found.example.failureDay = found.example.failureDay.adding(months: free)
            return found
        }
    }

    private func finding(
        _ kind: PolicyFinding.Kind, _ clauses: [String], _ stretch: PolicySweep.Stretch, _ text: Localised
    ) -> PolicyFinding {
        let cell = PolicySweep.Cell(place: nil, values: sweep.attributes.map { _ in nil })
        return PolicyFinding(
            kind: kind, policy: policy.edition, clauses: clauses, from: stretch.from, through: stretch.through,
            places: .anywhere, attributes: [], text: text,
            example: sweep.purchase(cell, stretch, elsewhere: elsewhere))
    }
}

/// Policies that speak for the same appliances.
private func rivals(among policies: [WarrantyPolicy]) -> [PolicyFinding] {
    let main = policies.filter { $0.role == .main }
    return main.indices.flatMap { first in
        main[(first + 1)...].compactMap { second -> PolicyFinding? in
            let policy = main[first]
            guard let shared = sharedPurchase(policy, second) else { return nil }
            return PolicyFinding(
                kind: .contradiction, policy: "\(policy.edition), \(second.edition)", clauses: [], from: nil,
                through: nil, places: .anywhere, attributes: [],
                text: Localised(
                    en: "both speak for the same appliances; make one a supplement or give it other brands",
                    zh: "两份政策适用于相同产品；请将其一设为补充政策或改用其他品牌"),
                example: shared)
        }
    }
}

/// A purchase that both policies claim; nil where there is none.
private func sharedPurchase(_ left: WarrantyPolicy, _ right: WarrantyPolicy) -> WarrantyCase? {
    let day = CalendarDay(daysSinceEpoch: 14_600)
    let purchase = Purchase(invoiceDay: day, saleDay: day, invoice: .valid, certificate: .valid, city: "")
    let brands = left.brands.isEmpty ? right.brands : left.brands
    let categories = left.categories.isEmpty ? right.categories : left.categories
    for brand in brands.isEmpty ? [""] : brands {
        for category in categories.isEmpty ? [.refrigerator] : categories {
            let shared = WarrantyCase(
                brand: brand, category: category, attributes: left.attributes + right.attributes,
                component: .compressor, purchase: purchase, failureDay: day.adding(days: 30))
            if left.claims(shared) == .yes, right.claims(shared) == .yes { return shared }
        }
    }
    return nil
}
