import Appliances
import Foundation
import GRDB

extension DeskReader {
    /// Messages of one topic and device that nobody claims.
    package struct UnknownDevice: Sendable, Codable {
        /// The topic.
        package let topic: String
        /// The profile that understands it; empty where none does.
        package let profile: String
        /// The device's key by that profile; empty where there is none.
        package let device: String
        /// When the first came, RFC 3339.
        package let first: String
        /// When the last came.
        package let last: String
        /// How many came.
        package let count: Int
        /// Whether the broker handed the last one out as a last state.
        package let isRetained: Bool
        /// The beginning of the last payload.
        package let sample: [UInt8]
    }

    /// What nobody claims, by topic and device.
    package func unknownDevices() throws -> [UnknownDevice] {
        try read { db in
            // A ledger that the gateway has not brought up to date yet knows of none.
            guard try db.tableExists("stranger") else { return [] }
            let sql = "SELECT * FROM stranger ORDER BY topic, device"
            return try Row.fetchAll(db, sql: sql).map { row in
                UnknownDevice(
                    topic: row["topic"], profile: row["profile"], device: row["device"],
                    first: Timestamp(milliseconds: row["first_ms"]).description,
                    last: Timestamp(milliseconds: row["last_ms"]).description, count: row["count"],
                    isRetained: row["retained"], sample: Array(row["sample"] as Data))
            }
        }
    }
}
