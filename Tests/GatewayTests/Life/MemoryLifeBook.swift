import Daybook
import FaultRules

/// The life of rules in memory; may fail.
final class MemoryLifeBook: LifeBook {
    private(set) var all = LifeNews()
    private(set) var incidents: [String: Incident] = [:]
    private var seen = (changes: 0, repairs: 0, verdicts: 0, orders: 0)
    /// Whether every call fails.
    var fails = false

    func news() throws -> LifeNews? {
        if fails { throw DiskFull() }
        var news = LifeNews()
        news.changes = Array(all.changes[seen.changes...])
        news.repairs = Array(all.repairs[seen.repairs...])
        news.verdicts = Array(all.verdicts[seen.verdicts...])
        news.orders = Array(all.orders[seen.orders...])
        seen = (all.changes.count, all.repairs.count, all.verdicts.count, all.orders.count)
        return news.isEmpty ? nil : news
    }

    func rewind() { seen = (0, 0, 0, 0) }

    func record(_ change: StageChange) throws {
        if fails { throw DiskFull() }
        all.changes.append(change)
    }

    func record(_ incident: Incident) throws {
        if fails { throw DiskFull() }
        incidents[incident.id] = incident
    }

    func say(_ order: StormOrder) { all.orders.append(order) }

    func record(_ repair: Repair, _ verdicts: [Verdict]) throws {
        if fails { throw DiskFull() }
        say(repair, verdicts)
    }

    func say(_ repair: Repair, _ verdicts: [Verdict]) {
        all.repairs.append(repair)
        all.verdicts += verdicts
    }
}
