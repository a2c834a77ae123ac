import Appliances
import ConfigFiles
import Foundation
import Testing
import Warranty

@Suite("Warranty files")
struct WarrantyFileTests {
    /// A policy as short as one can be; the broken ones differ from it in one place.
    private static let sound = """
        policy: refrigerator
        version: 3
        category: refrigerator
        whole_machine: {months: 12, source: H-16}
        parts:
          - components: [compressor, door]
            months: 36
            source: H-17
          - {components: timer, months: 24, source: X-1}
        options:
          return_within_days: 7
          exchange_within_days: 15
          source: "H-21, H-22"
        """

    private func read(_ text: String) -> Result<WarrantyPolicy, ConfigProblems> {
        readConfigText(text, notes: ConfigNode.Notes(file: "w.yaml"), readWarrantyPolicy)
    }

    private func problems(_ text: String) -> [String] {
        switch read(text) {
        case .success: []
        case .failure(let problems): problems.all.map(\.description)
        }
    }

    @Test("give what stands in them")
    func soundFile() throws {
        let policy = try read(Self.sound).get()
        let expected = WarrantyPolicy(
            id: "refrigerator", version: 3, category: .refrigerator,
            wholeMachine: WarrantyPolicy.Term(months: 12, citation: "H-16"),
            parts: [
                WarrantyPolicy.PartsTerm(
                    components: [.compressor, .door],
                    term: WarrantyPolicy.Term(months: 36, citation: "H-17")),
                WarrantyPolicy.PartsTerm(
                    components: [.timer], term: WarrantyPolicy.Term(months: 24, citation: "X-1")),
            ])
        #expect(policy == expected)
    }

    @Test("may name no main parts, but must say so")
    func noParts() throws {
        let text = """
            {policy: p, version: 1, category: cold_store, whole_machine: {months: 240, source: S}, parts: [],
            options: {return_within_days: 1, exchange_within_days: 365, source: S}}
            """
        #expect(try read(text).get().parts == [])
    }

    @Test(
        "say on which line what is wrong",
        arguments: [
            ("version: 3", "version: three", ["w.yaml:2: `version` must be a whole number, not `three`"]),
            (
                "policy: refrigerator", "policy: the fridge",
                ["w.yaml:1: `policy` must be 1 to 64 letters, digits, `_` or `-`, not `the fridge`"]
            ),
            (
                "category: refrigerator", "category: refridgerator",
                ["w.yaml:3: `category` cannot be `refridgerator`; did you mean refrigerator?"]
            ),
            (
                "whole_machine: {months: 12, source: H-16}", "whole_machine: {source: H-16}",
                ["w.yaml:4: `whole_machine` lacks `months`"]
            ),
            (
                "[compressor, door]", "[compresor, door]",
                ["w.yaml:6: `components` cannot be `compresor`; did you mean compressor?"]
            ),
            (
                "components: timer", "components: [timer, door]",
                ["w.yaml:9: `door` is listed twice, first on line 6; list it once"]
            ),
            (
                "[compressor, door]", "[]",
                ["w.yaml:6: `components` is empty; it must name at least one component"]
            ),
            (
                "[compressor, door]", "[compressor, user]",
                ["w.yaml:6: `user` is no part of an appliance; leave it out"]
            ),
            ("months: 36", "months: 0", ["w.yaml:7: `months` is 0; it must be from 1 to 240"]),
            ("months: 36", "months: 241", ["w.yaml:7: `months` is 241; it must be from 1 to 240"]),
            (
                "source: H-17", "source: ''",
                ["w.yaml:8: `source` is empty; it must say where this is written, such as H-16"]
            ),
            (
                "return_within_days: 7", "return_within_day: 7",
                [
                    "w.yaml:11: `options` has no key `return_within_day`; did you mean return_within_days?",
                    "w.yaml:11: `options` lacks `return_within_days`",
                ]
            ),
            (
                "return_within_days: 7", "return_within_days: 16",
                ["w.yaml:11: `return_within_days` is 16, more than `exchange_within_days` 15; it must not be longer"]
            ),
        ])
    func brokenFile(right: String, wrong: String, said: [String]) {
        let text = Self.sound.replacing(right, with: wrong, maxReplacements: 1)
        #expect(text != Self.sound)
        #expect(problems(text) == said)
    }

    @Test("name all problems in one pass")
    func allAtOnce() {
        let text = """
            policy: refrigerator
            version: 0
            whole_machine: 12
            parts:
              - {components: [kompressor, sensor], months: 500}
              - {components: [sensor], source: H-17}
            """
        #expect(
            Set(problems(text)) == [
                "w.yaml:1: the file lacks `category`",
                "w.yaml:1: the file lacks `options`",
                "w.yaml:2: `version` is 0; it must be from 1 to 1000000",
                "w.yaml:3: `whole_machine` must be a list of `key: value` lines",
                "w.yaml:3: `whole_machine` lacks `months`",
                "w.yaml:3: `whole_machine` lacks `source`",
                "w.yaml:5: `components` cannot be `kompressor`; did you mean compressor?",
                "w.yaml:5: `months` is 500; it must be from 1 to 240",
                "w.yaml:5: `parts` lacks `source`",
                "w.yaml:6: `parts` lacks `months`",
                "w.yaml:6: `sensor` is listed twice, first on line 5; list it once",
            ])
    }
}

@Suite("The shipped refrigerator policy")
struct ShippedRefrigeratorPolicyTests {
    private func shipped() throws -> WarrantyPolicy {
        let project = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = project.appending(path: "config/warranty/refrigerator.yaml")
        return try readConfigFile(file, as: "config/warranty/refrigerator.yaml", readWarrantyPolicy).get()
    }

    @Test("says what the requirements say")
    func terms() throws {
        let policy = try shipped()
        #expect(policy.id == "refrigerator" && policy.version == 1)
        #expect(policy.category == .refrigerator)
        #expect(policy.wholeMachine == WarrantyPolicy.Term(months: 12, citation: "H-16"))
        #expect(policy.returnWithinDays == 7 && policy.exchangeWithinDays == 15)
    }

    @Test("gives 36 months to the fourteen main parts and their circuit, and to nothing else")
    func mainParts() throws {
        let policy = try shipped()
        let others: [Component] = [
            .drainPump, .inletValve, .waterHeater, .drum, .sensor, .connectivity, .user,
        ]
        for component in Component.allCases {
            let months = policy.partsTerm(of: component)?.months
            #expect(months == (others.contains(component) ? nil : 36), "\(component)")
        }
        #expect(policy.parts.flatMap(\.components).count == 15)
    }
}
