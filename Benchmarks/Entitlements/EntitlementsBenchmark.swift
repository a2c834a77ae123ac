import Appliances
import ConfigFiles
import Foundation
import Glibc
import Warranty

/// How many decisions one core makes in a second, beside the least that an answer can be.
///
/// Prints one JSON line for each sort of cases. CPU seconds of this process count, not the clock on the wall. The
/// floor is what writing the answer's value takes, with its reasons and nothing decided.
@main
struct EntitlementsBenchmark {
    private static let rounds = 7
    private static let casesPerRound = 40_000

    static func main() throws {
        let config = URL(filePath: CommandLine.arguments.dropFirst().first ?? "config")
        let policies = try policies(config)
        for (name, cases) in sorts {
            var sum = 0
            let decided = best {
                for number in 0..<casesPerRound {
                    sum &+= entitlement(of: cases[number % cases.count], under: policies).reasons.count
                }
            }
            let answers = cases.map { entitlement(of: $0, under: policies) }
            let copied = best {
                for number in 0..<casesPerRound { sum &+= copy(answers[number % answers.count]).reasons.count }
            }
            precondition(sum > 0, "No decision gave a reason.")
            let rate = Int(Double(casesPerRound) / decided)
            let ratio = (decided / copied * 100).rounded() / 100
            print(
                "{\"measured\":\"entitlements\",\"cases\":\"\(name)\",\"per_second\":\(rate),"
                    + "\"times_floor\":\(ratio)}")
        }
    }

    /// The policies that are shipped, those that are on.
    private static func policies(_ config: URL) throws -> [WarrantyPolicy] {
        let cities = try readConfigFile(config.appending(path: "cities.yaml"), readCityList).get()
        let folder = config.appending(path: "warranty")
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().compactMap { name in
            let file = try readConfigFile(folder.appending(path: name)) { readWarrantyFile($0, cities: cities) }.get()
            return file.isEnabled ? file.policy : nil
        }
    }

    /// The best of some rounds, in CPU seconds.
    private static func best(_ work: () -> Void) -> Double {
        (0..<rounds).map { _ in
            let start = cpuSeconds
            work()
            return cpuSeconds - start
        }.min() ?? .infinity
    }

    private static var cpuSeconds: Double {
        var now = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }

    /// The same answer, written anew.
    @inline(never)
    private static func copy(_ answer: EntitlementDecision) -> EntitlementDecision {
        EntitlementDecision(
            component: answer.component, day: answer.day, outcome: answer.outcome, validUntil: answer.validUntil,
            options: answer.options.map { $0 }, needs: answer.needs, payers: answer.payers.map { $0 },
            policy: answer.policy,
            reasons: answer.reasons.map { EntitlementDecision.Reason($0.clause, $0.finding, $0.inputs) })
    }

    private static let sorts: [(name: String, cases: [WarrantyCase])] = [
        ("refrigerator", (0..<256).map { sample($0, .refrigerator, pauses: 0) }),
        ("air_conditioner", (0..<256).map { sample($0, .airConditioner, pauses: 0) }),
        ("with_pauses", (0..<256).map { sample($0, .airConditioner, pauses: 4) }),
    ]

    private static func sample(_ number: Int, _ category: Appliances.Category, pauses: Int) -> WarrantyCase {
        let bought = CalendarDay(daysSinceEpoch: 13_800 + number * 7)
        let components: [Component] = [.compressor, .lamp, .fanMotor, .sensor, .mainControlBoard]
        return WarrantyCase(
            brand: "Haier", category: category,
            attributes: [Attribute.Value(.household, true), Attribute.Value(.fluorineFree, number % 2 == 0)],
            component: components[number % components.count],
            purchase: Purchase(
                invoiceDay: bought, saleDay: bought, invoice: .valid, certificate: number % 7 == 0 ? .missing : .valid,
                city: number % 3 == 0 ? "Beijing" : "Jinan"),
            failureDay: bought.adding(days: number * 17 % 4_000),
            pauses: (0..<pauses).map { place in
                let from = bought.adding(days: 100 + place * 400)
                return WarrantyPause(from: from, through: from.adding(days: 20), cause: .repair)
            })
    }
}
