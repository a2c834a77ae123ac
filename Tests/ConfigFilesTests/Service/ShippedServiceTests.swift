import Appliances
import ConfigFiles
import Foundation
import ServiceDesk
import Testing

@Suite("What is shipped for the desk")
struct ShippedServiceTests {
    private static let service = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "config/service")

    private func table(_ category: Category) throws -> TriageTable {
        let path = "triage/\(category.rawValue).yaml"
        return try readConfigFile(Self.service.appending(path: path), as: path, readTriageTable).get()
    }

    private func checklist(_ name: String) throws -> Checklist {
        let path = "checklists/\(name).yaml"
        return try readConfigFile(Self.service.appending(path: path), as: path, readChecklist).get()
    }

    private func request(_ symptom: String, code: String = "", brand: String = "") throws -> ServiceRequest {
        var demand = Demand(channel: .hotline, key: "call-1")
        (demand.symptom, demand.errorCode, demand.brand) = (symptom, code, brand)
        let event = RecordedEvent(
            request: "SR-1", number: 1, at: Timestamp(milliseconds: 0), event: .demanded(demand: demand))
        return try #require(ServiceRequest(opening: event))
    }

    @Test("gives every [Q] and every prompted [R] a line with its clause", arguments: ["haier", "generic"])
    func clauses(name: String) throws {
        let written = Set(try checklist(name).lines.flatMap(\.clauses))
        let etiquette = """
            H-11 H-12 M-18 M-26 M-27 M-37 M-38 M-39 M-40 M-41 M-50 M-70 N-4 N-10 N-13 N-14 N-19 N-21 Z-8 Z-13
            """
        let prompted = """
            H-7 H-13 M-19 M-20 M-21 M-28 M-29 M-33 M-36 M-46 M-47 M-49 M-56 M-58 M-60 M-61 M-67 M-69
            N-9 N-15 N-16 N-18 N-20 Z-9 Z-10 Z-11 Z-12
            """
        let wanted = "\(etiquette) \(prompted)".split { $0.isWhitespace }.map(String.init)
        let lacking = wanted.filter { !written.contains($0) }
        #expect(lacking.isEmpty, "no line for \(lacking)")
    }

    @Test("has a line for the new part, its package and the old one (N-20, Z-11)", arguments: ["haier", "generic"])
    func newPart(name: String) throws {
        let lines = try checklist(name).lines(of: .during)
        let shown = try #require(lines.first { $0.clauses.contains("Z-11") })
        #expect(shown.clauses.contains("N-20") && shown.words.en.contains("package") && shown.words.zh.contains("包装"))
        // A visit that replaces nothing never comes to it.
        #expect(!shown.isMandatory)
    }

    @Test("has lines for every phase of a visit", arguments: ["haier", "generic"])
    func phases(name: String) throws {
        let list = try checklist(name)
        let bare = Checklist.Phase.allCases.filter { phase in !list.lines(of: phase).contains { $0.isMandatory } }
        #expect(bare.isEmpty, "nothing is mandatory in \(bare)")
        #expect(list.brands.isEmpty == (name == "generic"))
    }

    @Test("has a table for every category, with a price for every part that it names", arguments: Category.allCases)
    func tables(category: Category) throws {
        let table = try table(category)
        #expect(table.category == category)
        let tariff = try readConfigFile(Self.service.appending(path: "tariff.yaml"), readTariff).get()
        let priced = Set(tariff.smallParts.map(\.name) + tariff.parts.map(\.component.rawValue))
        let unpriced = table.causes.flatMap(\.parts).filter { !priced.contains($0) }
        #expect(unpriced.isEmpty, "no price for \(unpriced)")
    }

    @Test("guides through every cause that a call may mend, and makes safe (M-4, N-18)", arguments: Category.allCases)
    func scripts(category: Category) throws {
        let table = try table(category)
        let guided = Set(table.scripts.flatMap(\.causes))
        let unguided = table.causes.filter { $0.isRemoteFixable && !guided.contains($0.code) }.map(\.code)
        #expect(unguided.isEmpty, "no script for \(unguided)")
        let (safety, dangers) = (table.scripts.filter(\.isSafety), table.symptoms.filter(\.isDangerous))
        #expect(!safety.isEmpty)
        #expect(!dangers.isEmpty)
    }

    @Test("asks for everything without which nobody is sent (H-1, Z-3, X-3)", arguments: Category.allCases)
    func questions(category: Category) throws {
        let asked = try table(category).questions.map(\.fact)
        let needed = Demand.required.filter { category != .coldStore || $0 != .purchaseDate }
        let unasked = needed.filter { !asked.contains(.missing($0)) }
        #expect(unasked.isEmpty, "nobody asks for \(unasked)")
        #expect(asked.contains(.errorCode))
        #expect(asked.contains(.onset))
        // Of whoever writes.
        #expect(asked.contains(.usedBy) && asked.contains(.wantedBy))
    }

    @Test(
        "finds the cause behind what customers say",
        arguments: [
            (category: Category.refrigerator, said: "It doesn’t cool and clicks", code: "", cause: "start_relay_worn"),
            (.refrigerator, "冷藏室有积水", "", "drain_blocked"), (.refrigerator, "门关不严", "", "door_gasket_leaking"),
            (.refrigerator, "", "E1", "evaporator_fan_stalled"), (.refrigerator, "显示F3", "", "cabinet_sensor_failed"),
            (.airConditioner, "内机滴水", "", "drain_hose_blocked"), (.airConditioner, "no air", "", "filter_clogged"),
            (.airConditioner, "空调不制冷", "", "refrigerant_leak"), (.airConditioner, "", "F1", "outdoor_board_failed"),
            (.washingMachine, "It does not drain", "", "drain_filter_full"),
            (.washingMachine, "脱水时轰隆响", "", "bearing_worn"), (.washingMachine, "", "Err-1", "door_lock_failed"),
            (.coldStore, "库温高", "", "door_left_open"),
        ])
    func finds(category: Category, said: String, code: String, cause: String) throws {
        let proposal = try table(category).propose(for: try request(said, code: code, brand: "Haier"))
        #expect(proposal.diagnosis.hypotheses.first?.cause == cause)
    }
}
