import Foundation
import GRDB

/// Brings entitlement decisions as they were stored before policies had editions into the form that is read now.
///
/// What was decided stays: outcome, last day, policy and every reason with its clause and words.
enum EarlierDecisions {
    /// The tables that hold decisions, with the columns of their keys.
    private static let tables = [
        ("intake", ["id"]), ("request_event", ["request", "number"]), ("outbox", ["id"]),
    ]

    /// Rewrites the rows that hold a decision.
    static func rewrite(_ db: Database) throws {
        for (table, keys) in tables {
            let columns = keys.joined(separator: ", ")
            let condition = keys.map { "\($0) = ?" }.joined(separator: " AND ")
            let rows = try Row.fetchAll(db, sql: "SELECT \(columns), body FROM \(table) WHERE body LIKE '%\"trail\"%'")
            for row in rows {
                let body: String = row["body"]
                guard let value = try? JSONSerialization.jsonObject(with: Data(body.utf8)) else { continue }
                let changed = try JSONSerialization.data(
                    withJSONObject: rewritten(value, isIntake: table == "intake"), options: [.sortedKeys])
                let text = String(decoding: changed, as: UTF8.self)
                let values = [text.databaseValue] + keys.map { row[$0] as DatabaseValue }
                try db.execute(
                    sql: "UPDATE \(table) SET body = ? WHERE \(condition)", arguments: StatementArguments(values))
            }
        }
    }

    /// The same value with every decision in it rewritten; that of an intake becomes the one of today.
    private static func rewritten(_ value: Any, isIntake: Bool = false) -> Any {
        if let list = value as? [Any] { return list.map { rewritten($0) } }
        guard let object = value as? [String: Any] else { return value }
        if object["trail"] != nil { return decision(object) }
        var changed: [String: Any] = [:]
        for (key, member) in object {
            let inner = rewritten(member)
            changed[key] = isIntake && key == "entitlement" ? ["now": inner] : inner
        }
        return changed
    }

    private static func decision(_ old: [String: Any]) -> [String: Any] {
        let (outcome, needs) = outcome(old["outcome"])
        let payer = outcome == "free" ? "company" : outcome == "chargeable" ? "customer" : "undetermined"
        let options = old["options"] as? [String] ?? []
        let policy = old["policy"] as? String ?? ""
        let reasons = (old["trail"] as? [[String: String]] ?? []).map { step -> [String: Any] in
            let words = "\(step["finding"] ?? "") (\(step["result"] ?? "unknown"))"
            return ["clause": step["rule"] ?? "", "finding": "noted", "inputs": ["text": words]]
        }
        return [
            "component": old["component"] ?? "sensor",
            // Its day was not stored; the last covered one is the nearest that is known.
            "day": old["validUntil"] ?? "1970-01-01", "outcome": outcome, "valid_until": old["validUntil"] ?? NSNull(),
            "options": options.isEmpty ? ["repair"] : options, "needs": needs,
            "payers": ["parts": payer, "labour": payer, "travel": payer],
            "policy": policy.isEmpty ? "" : "\(policy)@\(old["policyVersion"] as? Int ?? 0)", "reasons": reasons,
        ]
    }

    private static func outcome(_ old: Any?) -> (String, needs: [String]) {
        guard let old = old as? [String: [String: Any]], let name = old.keys.first else { return ("undetermined", []) }
        return (name, old[name]?["needs"] as? [String] ?? [])
    }
}
