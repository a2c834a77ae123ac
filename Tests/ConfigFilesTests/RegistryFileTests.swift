import Appliances
import ConfigFiles
import Foundation
import Testing

@Suite("Registry files")
struct RegistryFileTests {
    private static let header =
        "device,site,hub,category,model,owner,invoice_day,sale_day,invoice,certificate,city"
    private static let sound = "F-1,home-1,,refrigerator,BCD-470W,C-00017,2025-03-01,2025-03-03,valid,missing,Jinan"

    private func read(_ text: String, rowsMax: Int = 10) -> Result<[Appliance], ConfigProblems> {
        readRegistry(Array(text.utf8), file: "r.csv", rowsMax: rowsMax)
    }

    private func problems(_ text: String, rowsMax: Int = 10) -> [String] {
        switch read(text, rowsMax: rowsMax) {
        case .success: []
        case .failure(let problems): problems.all.map(\.description)
        }
    }

    private func appliance(_ id: String, _ category: Appliances.Category) throws -> Appliance {
        Appliance(id: try #require(DeviceID(id)), site: try #require(SiteID("home-1")), category: category)
    }

    @Test("give appliances in the order of the file")
    func soundFile() throws {
        let text = "\(Self.header)\r\n\(Self.sound)\r\nA-2,home-1,hub-1,air_conditioner,,,,,,,\"Xi'an, North\"\r\n"
        var first = try appliance("F-1", .refrigerator)
        first.model = "BCD-470W"
        first.owner = "C-00017"
        first.purchase = Purchase(
            invoiceDay: CalendarDay(year: 2025, month: 3, day: 1),
            saleDay: CalendarDay(year: 2025, month: 3, day: 3), invoice: .valid, certificate: .missing,
            city: "Jinan")
        var second = try appliance("A-2", .airConditioner)
        second.hub = DeviceID("hub-1")
        second.purchase.city = "Xi'an, North"
        #expect(try read(text).get() == [first, second])
    }

    @Test("tell how an appliance is built, and where it belongs")
    func make() throws {
        let header = "device,site,category,family,batch,firmware,region,centre,traits"
        let row =
            "F-1,home-1,refrigerator,BCD-400,2024-31,1.3.0,north,jinan-2, defrost = electric;compressor=fixed_speed; "
        var expected = try appliance("F-1", .refrigerator)
        expected.family = "BCD-400"
        expected.batch = "2024-31"
        expected.firmware = "1.3.0"
        expected.region = "north"
        expected.centre = "jinan-2"
        // By name, whatever the order in the file.
        expected.traits = [("compressor", "fixed_speed"), ("defrost", "electric")].map(Appliances.Trait.init)
        #expect(try read("\(header)\n\(row)\nF-2,home-1,refrigerator,,,,,,\n").get().first == expected)
        #expect(try read("\(header)\nF-1,home-1,refrigerator,,,,,,\n").get() == [try appliance("F-1", .refrigerator)])
        #expect(expected.trait("defrost") == "electric" && expected.trait("inverter") == nil)
    }

    @Test(
        "say which trait is wrong",
        arguments: [
            ("inverter", "`traits` has `inverter`; it must be names and values such as compressor=fixed_speed, joined"),
            ("a=1;b", "`traits` has `b`; it must be"), ("a=b=c", "`traits` has `a=b=c`; it must be"),
            ("A=1", "`traits` has `A=1`; it must be"), ("a=", "`traits` has `a=`; it must be"),
            ("a=two words", "`traits` has `a=two words`; it must be"),
            ("a=1;b=2; a=3", "`traits` has `a` twice; keep one of them"),
            (
                (0...RegistryBounds.traitsMax).map { "t\($0)=x" }.joined(separator: ";"),
                "`traits` has 17 traits; at most 16 may stand"
            ),
        ])
    func brokenTraits(traits: String, said: String) {
        let found = problems("device,site,category,traits\nF-1,s,refrigerator,\(traits)\n")
        #expect(found.count == 1 && found[0].hasPrefix("r.csv:2: " + said), "found \(found)")
    }

    @Test("tell by which devices an appliance speaks, and how they are read")
    func sources() throws {
        let header = "device,site,category,serial,sources,profile"
        var expected = try appliance("F-1", .refrigerator)
        expected.serial = "AA8X 001/7"
        expected.sources = ["tasmota-1", "Shop/gw 7/case-1", "温度计"]
        expected.profile = "haier-hon-freezer"
        let row = "F-1,home-1,refrigerator,AA8X 001/7, tasmota-1;Shop/gw 7/case-1 ;;温度计,haier-hon-freezer"
        #expect(
            try read("\(header)\n\(row)\nF-2,home-1,refrigerator,,,\n").get() == [
                expected, try appliance("F-2", .refrigerator),
            ])
    }

    @Test(
        "say which serial, source or profile is wrong",
        arguments: [
            (String(repeating: "7", count: 65), "", "", "`serial` must be one line of up to 64 characters"),
            ("", "a;\u{7}b", "", "`sources` must be keys of 1 to 128 bytes without control characters, joined by `;`"),
            ("", String(repeating: "温", count: 43), "", "`sources` must be keys of 1 to 128 bytes without control"),
            ("", "a;b;a", "", "`sources` has `a` again, first on line 3; a device speaks for one appliance"),
            ("", "b; plug-1", "", "`sources` has `plug-1` again, first on line 2; a device speaks for one appliance"),
            (
                "", (0...RegistryBounds.sourcesMax).map { "s\($0)" }.joined(separator: ";"), "",
                "`sources` has 65 devices; at most 64 may speak for an appliance"
            ),
            (
                "", "", "My_Plug",
                "`profile` must be a profile's id, 1 to 64 small letters, digits or `-`, or empty, not"
            ),
        ])
    func brokenSources(serial: String, sources: String, profile: String, said: String) {
        let first = "F-1,s,refrigerator,,plug-1,plug"
        let second = "F-2,s,refrigerator,\(serial),\(sources),\(profile)"
        let found = problems("device,site,category,serial,sources,profile\n\(first)\n\(second)\n")
        #expect(found.count == 1 && found[0].hasPrefix("r.csv:3: " + said), "found \(found)")
    }

    @Test("need three columns, in any order")
    func fewColumns() throws {
        let text = "category, site ,device\ncold_store,home-1,P-1\n"
        #expect(try read(text).get() == [try appliance("P-1", .coldStore)])
    }

    @Test(
        "say what is wrong with the columns before they look at rows",
        arguments: [
            (
                "device,site\nx y,s\n",
                ["r.csv:1: the column `category` is missing; device, site and category must be there"]
            ),
            (
                "device,site,category,owners\n",
                ["r.csv:1: a registry has no column `owners`; did you mean owner?"]
            ),
            ("device,site,category,site\n", ["r.csv:1: two columns are called `site`; rename one"]),
            ("", ["r.csv:1: the file is empty; it must begin with a line of column names"]),
        ])
    func brokenHeader(text: String, said: [String]) {
        #expect(problems(text) == said)
    }

    @Test(
        "say on which line which cell is wrong",
        arguments: [
            (
                "F-1", "F 1",
                ["r.csv:2: `device` `F 1` cannot be a name; it must be 1 to 64 letters, digits, `_` or `-`"]
            ),
            ("F-1", "", ["r.csv:2: `device` is empty; it must be 1 to 64 letters, digits, `_` or `-`"]),
            (
                "home-1,", "home/1,",
                ["r.csv:2: `site` `home/1` cannot be a name; it must be 1 to 64 letters, digits, `_` or `-`"]
            ),
            (
                ",,refr", ",#,refr",
                ["r.csv:2: `hub` `#` cannot be a name; it must be 1 to 64 letters, digits, `_` or `-`"]
            ),
            (
                "refrigerator", "refridgerator",
                ["r.csv:2: `category` cannot be `refridgerator`; did you mean refrigerator?"]
            ),
            ("BCD-470W", "\"two\nlines\"", ["r.csv:2: `model` must be one line of up to 64 characters"]),
            (
                "2025-03-01", "2025-02-30",
                ["r.csv:2: `invoice_day` must be a day such as 2026-11-22, or empty, not `2025-02-30`"]
            ),
            (
                "2025-03-03", "3 March",
                ["r.csv:2: `sale_day` must be a day such as 2026-11-22, or empty, not `3 March`"]
            ),
            ("valid", "valit", ["r.csv:2: `invoice` cannot be `valit`; did you mean valid?"]),
            ("missing", "lost", ["r.csv:2: `certificate` cannot be `lost`; known are valid, missing, altered"]),
            (
                "Jinan", "Jinan,more",
                ["r.csv:2: the row has 12 cells, the header 11; cells with commas need quotes"]
            ),
        ])
    func brokenCell(right: String, wrong: String, said: [String]) {
        let row = Self.sound.replacing(right, with: wrong, maxReplacements: 1)
        #expect(row != Self.sound)
        #expect(problems("\(Self.header)\n\(row)\n") == said)
    }

    @Test("take customer numbers as owners", arguments: ["", "C-00017", "7", "900112233", "0f3a-11", "A1234567890"])
    func owners(owner: String) throws {
        let text = "device,site,category,owner\nP-1,home-1,cold_store,\(owner)\n"
        #expect(try read(text).get().map(\.owner) == [owner])
    }

    @Test(
        "keep names and phone numbers out, and do not repeat them",
        arguments: [
            "Li Wei", "LiWei", "李伟", "13812345678", "0531-8888888", "+8613812345678", "8613812345678", "a@b.c1",
            "C_17", String(repeating: "1", count: 33),
        ])
    func personalOwners(owner: String) {
        let said = problems("device,site,category,owner\nP-1,home-1,cold_store,\(owner)\n")
        #expect(
            said == [
                "r.csv:2: `owner` must be a customer number such as C-00017 (up to 32 ASCII letters, digits or `-`, "
                    + "with a digit), or empty; no name and no phone number may stand here"
            ])
    }

    @Test("name the first line of a device that stands there twice, and all problems at once")
    func allAtOnce() {
        let text = "device,site,category\nP-1,s,cold_store\nP-2,,freezer\nP-1,s,cold_store\nP-3\n"
        #expect(
            problems(text) == [
                "r.csv:3: `site` is empty; it must be 1 to 64 letters, digits, `_` or `-`",
                "r.csv:3: `category` cannot be `freezer`; "
                    + "known are refrigerator, air_conditioner, washing_machine, cold_store",
                "r.csv:4: `device` P-1 stands here again, first on line 2; keep one of them",
                "r.csv:5: the row has 1 cells, the header 3; cells with commas need quotes",
            ])
    }

    @Test("are bounded")
    func bounds() throws {
        let rows = (1...3).map { "P-\($0),s,cold_store\n" }.joined()
        #expect(try read("device,site,category\n" + rows, rowsMax: 3).get().count == 3)
        #expect(
            problems("device,site,category\n" + rows, rowsMax: 2) == [
                "r.csv:4: more than 2 appliances; share them among several gateways"
            ])
        let broken = String(repeating: "x\n", count: RegistryBounds.problemsMax + 5)
        let said = problems("device,site,category\n" + broken, rowsMax: 5_000)
        #expect(said.count == RegistryBounds.problemsMax + 1)
        #expect(said.first == "r.csv: has 1000 problems or more; mend these first")
    }

    @Test("are told apart from files that are not there")
    func noFile() {
        let result = readRegistry(URL(filePath: "no/such.csv"))
        guard case .failure(let problems) = result else {
            Issue.record("a file that is not there was read")
            return
        }
        #expect(problems.description == "no/such.csv: cannot be read; is it there and readable?")
    }
}
