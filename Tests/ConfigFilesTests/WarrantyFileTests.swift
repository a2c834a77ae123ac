import Appliances
import ConfigFiles
import Foundation
import Testing
import Warranty

@Suite("Warranty files")
struct WarrantyFileTests {
    /// A policy as short as one can be; the broken ones differ from it in one place.
    private static let sound = """
        policy: haier
        version: 3
        brands: [Haier, 海尔]
        categories: [refrigerator]
        attributes: {household: true}
        bands:
          - source: H-16
            purchased: {from: 2020-01-01, through: 2029-12-31}
            cities: [Jinan, 青岛市]
            whole_machine: {months: 12}
            parts:
              - components: [compressor, box]
                months: 36
                source: H-17
              - {components: timer, months: 24}
        papers: {required: [invoice], source: H-18a}
        first_days:
          return: {days: 7, source: H-21}
          exchange: {days: 15, source: H-22}
        exclusions:
          - {finding: misuse, source: H-18c}
        pauses: {causes: [repair], source: H-19}
        exchange_after:
          - {pause: waiting_parts, longer_than_days: 90, source: X-12}
        covers:
          - {way: factory, company: [parts, labour], may_waive: [labour], source: X-11}
        """

    private static let cities: CityList = {
        var list = CityList()
        _ = list.add("Jinan", also: ["济南"])
        _ = list.add("Qingdao", also: ["青岛"])
        return list
    }()

    private func read(_ text: String) -> Result<WarrantyFile, ConfigProblems> {
        readConfigText(text, notes: ConfigNode.Notes(file: "w.yaml")) {
            readWarrantyFile($0, cities: Self.cities)
        }
    }

    private func problems(_ text: String) -> [String] {
        switch read(text) {
        case .success: []
        case .failure(let problems): problems.all.map(\.description)
        }
    }

    @Test("give what stands in them")
    func soundFile() throws {
        let file = try read(Self.sound).get()
        let policy = file.policy
        #expect(file.isEnabled && policy.isFromSources && policy.role == .main && policy.edition == "haier@3")
        #expect(policy.brands == ["Haier", "海尔"] && policy.categories == [.refrigerator])
        #expect(policy.attributes == [Attribute.Value(.household, true)] && policy.completeFor == [])
        let band = try #require(policy.bands.first)
        #expect(
            band.scope
                == PurchaseScope(
                    from: CalendarDay("2020-01-01"), through: CalendarDay("2029-12-31"), cities: ["Jinan", "Qingdao"]))
        #expect(band.wholeMachine == WarrantyPolicy.Term(months: 12, citation: "H-16"))
        #expect(
            band.parts == [
                WarrantyPolicy.PartsTerm(
                    components: [.compressor, .cabinet], term: WarrantyPolicy.Term(months: 36, citation: "H-17")),
                WarrantyPolicy.PartsTerm(
                    components: [.timer], term: WarrantyPolicy.Term(months: 24, citation: "H-16")),
            ])
        #expect(policy.papers == WarrantyPolicy.Papers(invoice: true, certificate: false, citation: "H-18a"))
        #expect(policy.options == WarrantyPolicy.Options())
        #expect(policy.exclusions == [WarrantyPolicy.Exclusion(.misuse, citation: "H-18c")])
        #expect(policy.pauses == WarrantyPolicy.PauseRule(causes: [.repair], citation: "H-19"))
        #expect(policy.exchanges == [.pause(.waitingParts, longerThanDays: 90, citation: "X-12")])
        #expect(
            policy.covers == [
                WarrantyPolicy.Cover(
                    way: .factory, company: [.parts, .labour], mayWaive: [.labour], citation: "X-11")
            ])
        #expect(policy.conflict == .customerFavourable)
    }

    @Test(
        "say on which line what is wrong",
        arguments: [
            ("version: 3", "version: three", ["w.yaml:2: `version` must be a whole number, not `three`"]),
            (
                "policy: haier", "policy: the fridge",
                ["w.yaml:1: `policy` must be 1 to 64 letters, digits, `_` or `-`, not `the fridge`"]
            ),
            (
                "[refrigerator]", "[refridgerator]",
                ["w.yaml:4: `categories` cannot be `refridgerator`; did you mean refrigerator?"]
            ),
            (
                "household: true", "houshold: true",
                ["w.yaml:5: `attributes` has no key `houshold`; did you mean household?"]
            ),
            (
                "from: 2020-01-01", "from: 2030-01-01",
                ["w.yaml:8: `from` is 2030-01-01, after `through` 2029-12-31; it must not be later"]
            ),
            (
                "青岛市", "Jinann",
                [
                    "w.yaml:9: `cities` cannot be `Jinann`; did you mean Jinan?; a city that is missing can be added "
                        + "to cities.yaml"
                ]
            ),
            ("{months: 12}", "{}", ["w.yaml:10: `whole_machine` lacks `months`"]),
            (
                "components: timer", "components: [timer, box]",
                ["w.yaml:15: `cabinet` is listed twice, first on line 12; list it once"]
            ),
            ("[compressor, box]", "[]", ["w.yaml:12: `components` is empty; it must name at least one component"]),
            ("[compressor, box]", "[user]", ["w.yaml:12: `user` is no part of an appliance; leave it out"]),
            ("months: 36", "months: 241", ["w.yaml:13: `months` is 241; it must be from 1 to 240"]),
            (
                "source: H-17", "source: ''",
                ["w.yaml:14: `source` is empty; it must say where this is written, such as H-16"]
            ),
            (
                "required: [invoice]", "required: [receipt]",
                ["w.yaml:16: `required` cannot be `receipt`; known are invoice, certificate"]
            ),
            (
                "days: 7,", "days: 16,",
                ["w.yaml:18: `return` is 16 days, more than `exchange` 15; it must not be longer"]
            ),
            (
                "finding: misuse", "finding: missuse",
                ["w.yaml:21: `finding` cannot be `missuse`; did you mean misuse?"]
            ),
            (
                "company: [parts, labour]", "company: [parts, travel]",
                ["w.yaml:26: `travel` is no charge of `factory`; it has parts, labour, freight_out, freight_back"]
            ),
        ])
    func brokenFile(right: String, wrong: String, said: [String]) {
        let text = Self.sound.replacing(right, with: wrong, maxReplacements: 1)
        #expect(text != Self.sound)
        #expect(problems(text) == said)
    }

    @Test("name all problems in one pass, and every clause that is forgotten")
    func allAtOnce() {
        let text = """
            policy: refrigerator
            version: 0
            bands:
              - {whole_machine: {months: 500}, source: H-16}
              - {whole_machine: 12}
            """
        #expect(
            Set(problems(text)) == [
                "w.yaml:2: `version` is 0; it must be from 1 to 1000000",
                "w.yaml:4: `months` is 500; it must be from 1 to 240",
                "w.yaml:5: `bands` lacks `source`",
                "w.yaml:5: `whole_machine` must be a list of `key: value` lines",
                "w.yaml:5: `whole_machine` lacks `months`",
            ])
        let bare = "policy: p\nversion: 1\nbands: [{source: S, whole_machine: {months: 1}}]"
        let forgotten = ["papers", "exclusions", "pauses", "covers"]
        #expect(problems(bare) == forgotten.map { "w.yaml:1: the file lacks `\($0)`" })
    }
}

@Suite("A list of cities")
struct CityFileTests {
    private func list(_ text: String) throws -> CityList {
        try readConfigText(text, notes: ConfigNode.Notes(file: "c.yaml"), readCityList).get()
    }

    @Test(
        "knows a city by all its names",
        arguments: [
            ("Jinan", "Jinan"), ("jinan", "Jinan"), ("Jinan City", "Jinan"), ("济南", "Jinan"), ("济南市", "Jinan"),
            ("苏州", "Suzhou"), ("宿州市", "Suzhou"), ("Atlantis", nil), ("", nil),
        ] as [(String, String?)])
    func names(name: String, city: String?) throws {
        let cities = try list("Jinan: [济南]\nSuzhou: [苏州, 宿州]")
        #expect(cities.city(named: name) == city)
    }

    @Test("is wrong where a name stands for two cities")
    func twice() {
        #expect(throws: ConfigProblems.self) { try list("Jinan: [济南]\nJining: [济南]") }
    }

    @Test("takes every name where there is none") func none() { #expect(CityList().city(named: "Lagos") == "Lagos") }
}
