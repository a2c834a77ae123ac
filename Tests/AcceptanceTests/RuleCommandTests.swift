import Foundation
import Testing

/// `foretell rule explain` and `where-used` over a small configuration.
@Suite("The commands about rules")
struct RuleCommandTests {
    private let shop: Workshop

    init() throws {
        shop = try Workshop()
        let tariff = Workshop.root.appending(path: "config/service/tariff.yaml")
        try shop.write(try String(contentsOf: tariff, encoding: .utf8), to: "config/service/tariff.yaml")
        try shop.write(
            """
            device,site,category,model,batch,traits
            RF-1,home-1,refrigerator,BCD-470W,2024-31,compressor=fixed_speed
            RF-2,home-1,refrigerator,BCD-470W,2023-11,compressor=inverter
            RF-3,home-2,refrigerator,BCD-100,,

            """, to: "config/registry.csv")
        try shop.write(
            """
            rule: warm
            version: 2
            applies: {category: refrigerator, compressor: fixed_speed}
            component: fan_motor
            params:
              limit: {default: 8 °C, range: [4 °C, 15 °C]}
            raise: {major: fridge.temperature > limit}
            reset: {major: fridge.temperature < limit - 1 K}
            for: 30m

            """, to: "config/rules/warm.yaml")
        try shop.write(
            """
            overrides:
              - match: {model: BCD-*}
                set: {warm.limit: 9 °C}
                by: operations
                reason: a new door seal
              - match: {device: RF-1}
                set: {warm.limit: 10 °C, warm.for: 1h}
                by: field-engineer
                reason: used as drinks fridge
                until: 2027-03-31

            """, to: "config/overrides.yaml")
    }

    private func rule(_ arguments: String...) throws -> Outcome {
        try foretell(["rule"] + arguments + ["--config", shop.path("config")])
    }

    @Test("explain says of each value whence it comes, and what it beats")
    func explain() throws {
        let outcome = try rule("explain", "warm", "RF-1", "--on", "2027-03-31")
        #expect(outcome.status == 0, "\(outcome.errors)")
        for line in [
            "warm version 2 for RF-1 on 2027-03-31", "active: acts for this appliance",
            "config/overrides.yaml:6 (device RF-1) until 2027-03-31", "by field-engineer: used as drinks fridge",
            "config/overrides.yaml:2 (model BCD-*) by operations: 9 °C", "beats the default: 30m",
        ] {
            #expect(outcome.output.contains(line), "\(line) in\n\(outcome.output)")
        }
        let later = try rule("explain", "warm", "RF-1", "--on", "2027-04-01")
        #expect(!later.output.contains("drinks fridge"))
        let other = try rule("explain", "warm", "RF-2")
        #expect(other.output.contains("applies  no: compressor is inverter, not fixed_speed"), "\(other.output)")
    }

    @Test("explain gives one JSON object")
    func json() throws {
        let outcome = try rule("explain", "warm", "RF-3", "--on", "2027-01-01", "--json")
        let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
        let parameters = try #require(object?["parameters"] as? [[String: Any]])
        #expect(parameters.map { $0["name"] as? String } == ["limit", "for.major", "keep.major"])
        #expect(parameters.map { $0["value"] as? Double } == [9, 1_800, 0])
        #expect(object?["applies"] as? Bool == true)
    }

    @Test("where-used counts what a change would touch")
    func whereUsed() throws {
        let outcome = try rule("where-used", "warm.limit")
        #expect(outcome.status == 0, "\(outcome.errors)")
        for line in ["raise of major, reset of major", "2 appliances, by operations", "appliances (2)", "BCD-100"] {
            #expect(outcome.output.contains(line), "\(line) in\n\(outcome.output)")
        }
    }

    @Test(
        "a name that is not there has status 2 and the nearest one that is",
        arguments: [
            (["explain", "warn", "RF-1"], "did you mean warm?"), (["explain", "warm", "RF-11"], "did you mean RF-1?"),
            (["where-used", "warm.limits"], "did you mean limit?"),
            (["explain", "warm", "RF-1", "--on", "soon"], "--on soon is no day"),
        ])
    func unknown(arguments: [String], said: String) throws {
        let outcome = try foretell(["rule"] + arguments + ["--config", shop.path("config")])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(said), "\(outcome.errors)")
    }
}
