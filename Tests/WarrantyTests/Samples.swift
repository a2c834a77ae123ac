import Appliances
import ConfigFiles
import Foundation
import Testing
import Warranty

/// The policies and the cities that are shipped.
enum Shipped {
    static let config = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "config")

    static let cities = read("cities.yaml", readCityList) ?? CityList()

    /// Those in force, in the order of their files.
    static let policies = files.filter(\.isEnabled).map(\.policy)

    /// Those that are off, too.
    static let all = files.map(\.policy)

    private static let files: [WarrantyFile] = {
        let folder = config.appending(path: "warranty").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().compactMap { name in
            read("warranty/\(name)") { readWarrantyFile($0, cities: cities) }
        }
    }()

    static func policy(_ id: String) throws -> WarrantyPolicy {
        try #require(all.first { $0.id == id }, "no policy \(id)")
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

/// The day that stands there, such as `2026-11-01`.
func day(_ text: String) throws -> CalendarDay {
    try #require(CalendarDay(text), "\(text) is no day")
}

/// A refrigerator of the brand with both papers, unless said otherwise.
func fridge(
    _ component: Component = .compressor, invoiced: String? = "2023-11-01", sold: String? = nil,
    papers: (invoice: Purchase.Paper, certificate: Purchase.Paper) = (.valid, .valid), fails: String,
    pauses: [WarrantyPause] = [], brand: String = "Haier", category: Appliances.Category = .refrigerator
) throws -> WarrantyCase {
    WarrantyCase(
        brand: brand, category: category, component: component,
        purchase: Purchase(
            invoiceDay: try invoiced.map(day), saleDay: try sold.map(day), invoice: papers.invoice,
            certificate: papers.certificate),
        failureDay: try day(fails), pauses: pauses)
}

/// A pause from one day through another.
func pause(
    _ from: String, _ through: String, _ cause: WarrantyPause.Cause = .repair
) throws -> WarrantyPause {
    WarrantyPause(from: try day(from), through: try day(through), cause: cause)
}

/// Decides by the shipped policies.
func decide(_ case: WarrantyCase, under policies: [WarrantyPolicy] = Shipped.policies) -> EntitlementDecision {
    entitlement(of: `case`, under: policies)
}

/// Chance with a seed, so that a failing case can be made again (Steele, Lea and Flood 2014).
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return StableHash.avalanche(state)
    }

    /// A number from 0 to one less than the bound.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func pick<Element>(_ all: [Element]) -> Element { all[below(all.count)] }

    /// The same elements in another order; our own, since the standard one may change between compilers.
    mutating func mixed<Element>(_ all: [Element]) -> [Element] {
        var all = all
        for place in all.indices.reversed() where place > 0 { all.swapAt(place, below(place + 1)) }
        return all
    }
}
