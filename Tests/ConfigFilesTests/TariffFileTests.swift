import Appliances
import ConfigFiles
import Foundation
import ServiceDesk
import Testing
import Warranty

@Suite("Tariff files")
struct TariffFileTests {
    /// A tariff as short as one can be; the broken ones differ from it in one place.
    private static let sound = """
        visit: 30
        labour: 120.50
        parts:
          thermostat: 85.00
          compressor: 650.00 CNY
        """

    private func read(_ text: String) -> Result<Tariff, ConfigProblems> {
        readConfigText(text, notes: ConfigNode.Notes(file: "t.yaml"), readTariff)
    }

    private func problems(_ text: String) -> [String] {
        switch read(text) {
        case .success: []
        case .failure(let problems): problems.all.map(\.description)
        }
    }

    @Test("give what stands in them")
    func soundFile() throws {
        let expected = Tariff(
            visit: Money(fen: 3_000), labour: Money(fen: 12_050),
            parts: [
                Tariff.Part(component: .compressor, price: Money(fen: 65_000)),
                Tariff.Part(component: .thermostat, price: Money(fen: 8_500)),
            ])
        #expect(try read(Self.sound).get() == expected)
    }

    @Test("give labour by component, small parts, ways and the term of software (Z-15, M-63)")
    func whole() throws {
        let tariff = try read(
            Self.sound + """

                component_labour: {compressor: 280}
                small_parts: {start_relay: 25}
                freight: 120
                postage: 15
                software: {free_months: 2, charged_after_months: 4}
                """
        ).get()
        #expect(tariff.labour(for: .compressor) == Money(fen: 28_000))
        #expect(tariff.labour(for: .thermostat) == Money(fen: 12_050))
        #expect(tariff.smallParts == [Tariff.SmallPart(name: "start_relay", price: Money(fen: 2_500))])
        #expect(tariff.ways == [LinePrice(.freight, Money(fen: 12_000)), LinePrice(.postage, Money(fen: 1_500))])
        #expect(tariff.software == Tariff.SoftwareTerm(freeMonths: 2, chargedAfterMonths: 4))
    }

    @Test(
        "say on which line what is wrong in what may be left out",
        arguments: [
            ("component_labour: {compresor: 1}", "t.yaml:6: `component_labour` has no key `compresor`; did you mean"),
            ("small_parts: {compressor: 1}", "t.yaml:6: `compressor` is a component; give its price under `parts`"),
            ("small_parts: {a b: 1}", "t.yaml:6: the part `a b` must be 1 to 64 letters, digits, `_` or `-`"),
            ("freight: much", "t.yaml:6: `freight` must be an amount in yuan such as 80 or 80.00, not `much`"),
            ("software: {free_months: 3}", "t.yaml:6: `software` lacks `charged_after_months`"),
            (
                "software: {free_months: 3, charged_after_months: 1}",
                "t.yaml:6: `charged_after_months` is 1, less than `free_months` 3; it must not be shorter"
            ),
        ])
    func brokenExtras(line: String, problem: String) {
        let found = problems(Self.sound + "\n" + line)
        #expect(found.contains { $0.hasPrefix(problem) }, "found \(found)")
    }

    @Test(
        "say on which line what is wrong",
        arguments: [
            ("visit: 30", "visit: -30", "t.yaml:1: `visit` must be an amount in yuan such as 80 or 80.00, not `-30`"),
            ("120.50", "120.5", "t.yaml:2: `labour` must be an amount in yuan such as 80 or 80.00, not `120.5`"),
            ("120.50", "[1]", "t.yaml:2: `labour` must be a plain value"),
            ("85.00", "free", "t.yaml:4: `thermostat` must be an amount in yuan such as 80 or 80.00, not `free`"),
            ("compressor:", "compresor:", "t.yaml:5: `parts` has no key `compresor`; did you mean compressor?"),
            ("thermostat:", "connectivity:", "t.yaml:4: `parts` has no key `connectivity`"),
            ("visit: 30", "visits: 30", "t.yaml:1: the file has no key `visits`; did you mean visit?"),
            ("labour: 120.50\n", "", "t.yaml:1: the file lacks `labour`"),
        ])
    func broken(right: String, wrong: String, problem: String) {
        let found = problems(Self.sound.replacingOccurrences(of: right, with: wrong))
        #expect(found.contains { $0.hasPrefix(problem) }, "found \(found)")
    }

    @Test("refuse a component that stands there twice")
    func twice() {
        #expect(!problems(Self.sound + "\n  compressor: 1.00").isEmpty)
    }

    @Test("give all problems at once")
    func all() {
        let text = Self.sound.replacingOccurrences(of: "0", with: "x")
        #expect(problems(text).count == 4)
    }

    @Test("that are shipped price every part of a refrigerator")
    func shipped() throws {
        let path = "config/service/tariff.yaml"
        let project = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let tariff = try readConfigFile(project.appending(path: path), as: path, readTariff).get()
        let priced = Set(tariff.parts.map(\.component))
        #expect(priced == Set(Component.allCases).subtracting([.user, .connectivity]))
        #expect(tariff.parts.allSatisfy { $0.price > Money(fen: 0) })
    }
}
