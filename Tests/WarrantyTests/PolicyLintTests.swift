import Appliances
import Foundation
import Testing
import Warranty

@Suite("The linter of policies")
struct PolicyLintTests {
    private static let seven = ["Jinan", "Qingdao", "Jining", "Yantai", "Wuhan", "Hefei", "Chongqing"]

    /// A finding in one line.
    private func line(_ finding: PolicyFinding) -> String {
        let days = "\(finding.from?.description ?? "")…\(finding.through?.description ?? "")"
        let places =
            switch finding.places {
            case .anywhere: "anywhere"
            case .within(let cities): "in \(cities.count)"
            case .outside(let cities): "outside \(cities.count)"
            }
        let attributes = finding.attributes.map { "\($0.attribute.rawValue)=\($0.value)" }
        return ([finding.kind.rawValue, days, places] + attributes + finding.clauses).joined(separator: " ")
    }

    @Test("finds in the shipped policy of air conditioners exactly what the requirements know (C-10 to C-12)")
    func airConditioners() throws {
        let findings = lint([try Shipped.policy("haier-air-conditioner")])
        #expect(
            findings.map(line) == [
                "assumption 2007-12-30…2007-12-30 anywhere H-24 C-10",
                "gap 2009-12-01…2009-12-31 outside 7",
                // Both clauses give the same (C-12); outside the seven cities neither speaks (C-11).
                "overlap 2010-01-01… in 7 fluorine_free=true H-26 H-27",
                "gap 2010-01-01… outside 7 fluorine_free=false",
            ])
        for finding in findings {
            switch finding.places {
            case .anywhere: break
            case .within(let cities), .outside(let cities): #expect(cities == Self.seven)
            }
        }
    }

    @Test("finds nothing in that of refrigerators")
    func refrigerators() throws {
        #expect(lint([try Shipped.policy("haier-refrigerator")]) == [])
    }

    @Test("knows what the exporter's plan and the generic policy take for granted, and the gap of software")
    func others() throws {
        let findings = lint([try Shipped.policy("exporter"), try Shipped.policy("generic")])
        #expect(
            findings.map(line) == [
                "assumption … anywhere X-10 X-10", "assumption … anywhere default default",
                "gap … anywhere M-63 C-9",
            ])
    }

    @Test("shows each gap by a purchase that no clause takes, and each overlap by one that several take")
    func examples() throws {
        for finding in lint(Shipped.policies) {
            let decision = decide(finding.example)
            let clauses = decision.reasons.map(\.clause)
            switch finding.kind {
            case .gap where finding.clauses.isEmpty: #expect(decision.needs == [.policy] && clauses.contains("C-11"))
            case .gap: #expect(clauses.contains(finding.clauses[1]), "between two clauses neither applies")
            case .overlap, .assumption, .contradiction:
                for clause in finding.clauses { #expect(clauses.contains(clause), "\(finding) \(clauses)") }
            }
        }
    }

    /// The policy of air conditioners with one band changed.
    private func changed(
        _ citation: String, from: String? = nil, through: String? = nil, months: Int
    ) throws -> WarrantyPolicy {
        let policy = try Shipped.policy("haier-air-conditioner")
        var planted = WarrantyPolicy(
            id: policy.id, version: 2,
            bands: try policy.bands.map { band in
                guard band.citation == citation else { return band }
                let scope = PurchaseScope(
                    from: try from.map(day), through: try through.map(day), cities: band.scope.cities,
                    attributes: band.scope.attributes)
                return WarrantyPolicy.Band(
                    citation: citation, scope: scope,
                    wholeMachine: WarrantyPolicy.Term(months: months, citation: citation), parts: band.parts)
            })
        planted.completeFor = policy.completeFor
        return planted
    }

    @Test("catches a planted gap")
    func plantedGap() throws {
        let found = lint([try changed("H-25", from: "2008-01-03", through: "2009-11-29", months: 72)]).map(line)
        #expect(found.contains("gap 2007-12-31…2008-01-02 anywhere"))
        #expect(found.contains("gap 2009-11-30…2009-11-30 anywhere"))
    }

    @Test("catches a planted overlap, and a contradiction by its different terms")
    func plantedOverlap() throws {
        let same = lint([try changed("H-25", from: "2007-12-31", through: "2009-12-05", months: 120)]).map(line)
        #expect(same.contains("overlap 2009-12-01…2009-12-05 in 7 H-25 H-26"))
        let other = lint([try changed("H-25", from: "2007-12-20", through: "2009-12-05", months: 72)]).map(line)
        #expect(other.contains("contradiction 2009-12-01…2009-12-05 in 7 H-25 H-26"))
        #expect(other.contains("contradiction 2007-12-20…2007-12-30 anywhere H-24 H-25"))
        #expect(!other.contains { $0.hasPrefix("overlap 2009-12") })
    }

    @Test("says where two policies speak for the same appliances")
    func rivals() throws {
        let fridge = try Shipped.policy("haier-refrigerator")
        let twin = WarrantyPolicy(id: "twin", version: 1, bands: fridge.bands)
        let found = lint([fridge, twin])
        #expect(found.map(line) == ["contradiction … anywhere"])
        #expect(found.first?.policy == "haier-refrigerator@1, twin@1")
    }
}
