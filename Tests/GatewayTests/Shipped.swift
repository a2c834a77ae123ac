import Appliances
import ConfigFiles
import FaultRules
import Foundation
import Gateway
import ServiceDesk
import Telemetry
import Testing
import Warranty

/// The files that are shipped.
enum Shipped {
    private static let config = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "config")

    /// The policies in force, in the order of their files.
    static let policies: [WarrantyPolicy] = {
        let cities = read("cities.yaml", readCityList) ?? CityList()
        let folder = config.appending(path: "warranty").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let files = names.sorted().compactMap { name in
            read("warranty/\(name)") { readWarrantyFile($0, cities: cities) }
        }
        return files.filter(\.isEnabled).map(\.policy)
    }()

    static let tariff = read("service/tariff.yaml", readTariff)

    /// The checklists of all brands, in the order of their files.
    static let checklists = all(in: "service/checklists", readChecklist)

    /// The house with every file in force that a request meets: rules, policies, tariff, thresholds, triage and
    /// checklists.
    static func house(of appliances: [Appliance]) throws -> HousePolicy {
        var policy = HousePolicy(
            appliances: appliances, rules: try rules(), warranties: policies, tariff: try #require(tariff), plans: [])
        policy.cities = read("cities.yaml", readCityList) ?? CityList()
        policy.service = try #require(read("service/desk.yaml", readServiceRules))
        policy.triage = all(in: "service/triage", readTriageTable)
        policy.checklists = checklists
        return policy
    }

    private static func rules() throws -> RuleSet {
        let folder = config.appending(path: "rules")
        let paths = (FileManager.default.subpaths(atPath: folder.path) ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
        let files = paths.map { path in
            RuleFile(folder.appending(path: path), as: "config/rules/\(path)", channels: ChannelList())
        }
        return try compileRules(files, channels: ChannelList()).get()
    }

    private static func all<Value>(in folder: String, _ read: (ConfigNode) -> Value?) -> [Value] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: config.appending(path: folder).path)) ?? []
        return names.sorted().compactMap { self.read("\(folder)/\($0)", read) }
    }

    private static func read<Value>(_ path: String, _ read: (ConfigNode) -> Value?) -> Value? {
        switch readConfigFile(config.appending(path: path), as: path, read) {
        case .success(let value): return value
        case .failure(let problems):
            Issue.record("\(problems)")
            return nil
        }
    }
}
