import Appliances
import ConfigFiles
import Foundation
import Testing
import Warranty

@Suite("A case for the warranty")
struct WarrantyCaseTests {
    private static let cities: CityList = {
        var list = CityList()
        _ = list.add("Jinan", also: ["济南"])
        return list
    }()

    /// The one of docs/warranty.md; the broken ones differ from it in one place.
    private static let sound = """
        {"brand":"Haier","category":"air_conditioner",
         "attributes":{"household":true,"inverter":true,"fluorine_free":false},
         "component":"box","invoice_date":"2009-12-15","sale_date":"2009-12-14",
         "city":"济南市","documents":{"invoice":"valid","certificate":"altered"},
         "failure_date":"2018-03-01",
         "pauses":[{"from":"2010-01-01","to":"2010-01-20","cause":"waiting_parts"}],
         "findings":[{"kind":"misuse","decided_by":"engineer","evidence":["photo-1"]}],
         "failed_repairs":2,"way":"pull_back"}
        """

    private func read(_ text: String) -> Result<WarrantyCase, ConfigProblems> {
        readConfigText(text, notes: ConfigNode.Notes(file: "case.json")) {
            readWarrantyCase($0, cities: Self.cities)
        }
    }

    @Test("is read from JSON")
    func soundCase() throws {
        let found = try read(Self.sound).get()
        #expect(found.brand == "Haier" && found.category == .airConditioner && found.component == .cabinet)
        #expect(found.value(of: .household) == true && found.value(of: .fluorineFree) == false)
        #expect(found.value(of: .exported) == false)
        #expect(
            found.purchase
                == Purchase(
                    invoiceDay: CalendarDay("2009-12-15"), saleDay: CalendarDay("2009-12-14"), invoice: .valid,
                    certificate: .altered, city: "Jinan"))
        #expect(found.failureDay == CalendarDay("2018-03-01"))
        #expect(found.pauses.map(\.cause) == [.waitingParts])
        #expect(found.findings == [WarrantyCase.Finding(.misuse, decidedBy: .engineer, evidence: ["photo-1"])])
        #expect(found.failedRepairs == 2 && found.way == .pullBack)
    }

    @Test("is written as it is read")
    func written() throws {
        let found = try read(Self.sound).get()
        let text = String(decoding: try JSONEncoder().encode(found), as: UTF8.self)
        #expect(try read(text).get() == found)
    }

    @Test("knows only what is given")
    func short() throws {
        let text = """
            {"brand":"x","category":"refrigerator","component":"lamp","failure_date":"2018-03-01","city":null}
            """
        let found = try read(text).get()
        #expect(found.purchase == Purchase() && found.attributes == [] && found.pauses == [] && found.findings == [])
        #expect(found.value(of: .household) == nil && found.way == .home && found.failedRepairs == 0)
    }

    @Test(
        "is an error that names the field where it is impossible",
        arguments: [
            (
                "\"sale_date\":\"2009-12-14\"", "\"sale_date\":\"2019-12-14\"",
                "case.json:3: `sale_date` is 2019-12-14, after `failure_date` 2018-03-01; "
                    + "nothing fails before it is sold"
            ),
            (
                "\"2009-12-15\",\"sale_date\":\"2009-12-14\"", "\"2019-12-15\"",
                "case.json:3: `invoice_date` is 2019-12-15, after `failure_date` 2018-03-01; give "
                    + "`sale_date` where the invoice came later than the sale"
            ),
            (
                "济南市", "Atlantis",
                "case.json:4: `city` cannot be `Atlantis`; known are Jinan; a city that is missing can be added to "
                    + "cities.yaml"
            ),
            (
                "\"altered\"", "\"forged\"",
                "case.json:4: `certificate` cannot be `forged`; known are valid, missing, altered"
            ),
            (
                "\"2018-03-01\"", "\"2018-02-30\"",
                "case.json:5: `failure_date` must be a day such as 2026-11-22, not `2018-02-30`"
            ),
            (
                "\"to\":\"2010-01-20\"", "\"to\":\"2009-01-20\"",
                "case.json:6: `pauses`: `to` is 2009-01-20, before `from` 2010-01-01; it must not be earlier"
            ),
            // Misuse and repairs by others are found by people, never by a machine (H-18c, H-18d).
            (
                "\"engineer\"", "\"telemetry\"",
                "case.json:7: `decided_by` is `telemetry`, and no machine decides a cause (requirements, 2.4, 6); "
                    + "a person must, one of engineer, technical_support, after_sales_manager, centre_leader"
            ),
            (
                "\"pull_back\"", "\"fax\"",
                "case.json:8: `way` cannot be `fax`; known are home, pull_back, part_by_post, factory"
            ),
            ("\"brand\":\"Haier\",", "", "case.json:1: the file lacks `brand`"),
        ])
    func impossible(right: String, wrong: String, said: String) {
        let text = Self.sound.replacing(right, with: wrong, maxReplacements: 1)
        #expect(text != Self.sound)
        guard case .failure(let problems) = read(text) else {
            Issue.record("it was read")
            return
        }
        #expect(problems.all.map(\.description) == [said])
    }

    @Test("names the known parts where it names another")
    func unknownPart() {
        guard case .failure(let problems) = read(Self.sound.replacing("\"box\"", with: "\"flux capacitor\"")) else {
            Issue.record("it was read")
            return
        }
        let text = problems.all.map(\.description).joined()
        #expect(text.contains("`component` cannot be `flux capacitor`"))
        for name in ["box", "temperature_controller", "compressor", "lamp", "shelf", "handle", "capillary_tube"] {
            #expect(text.contains(name))
        }
    }
}
