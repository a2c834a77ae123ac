import ConfigFiles
import Foundation
import ServiceDesk
import Testing
import Warranty

/// The policies and the tariff that are shipped.
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

    private static func read<Value>(_ path: String, _ read: (ConfigNode) -> Value?) -> Value? {
        switch readConfigFile(config.appending(path: path), as: path, read) {
        case .success(let value): return value
        case .failure(let problems):
            Issue.record("\(problems)")
            return nil
        }
    }
}
