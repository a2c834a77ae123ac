import Daybook
import Foundation
import ServiceDesk
import Synchronization

/// What an entry has of requests, as it is stored: written before the transaction, since no reader has to wait for it
/// then, and two at a time where it is much.
struct EntryTexts {
    /// The events, in their order.
    let events: [String]
    /// What is due of the requests, one after the other.
    let due: [String]

    /// From how many values on both halves are written at a time.
    private static let manyMin = 16

    /// `encoder` writes what is little, which with most entries is nothing.
    init(_ entry: Entry, by encoder: JSONEncoder) throws {
        events = try EntryTexts.write(entry.events, by: encoder)
        due = try EntryTexts.write(entry.requests.flatMap(\.due), by: encoder)
    }

    private static func write<Value: Encodable & Sendable>(
        _ values: [Value], by encoder: JSONEncoder
    ) throws -> [String] {
        guard values.count >= manyMin else { return try SQLiteLedger.texts(values, by: encoder) }
        let halves = [values[..<(values.count / 2)], values[(values.count / 2)...]]
        let written = Mutex<[Result<[String], any Error>?]>([nil, nil])
        DispatchQueue.concurrentPerform(iterations: 2) { half in
            let texts = Result { try SQLiteLedger.texts(halves[half], by: SQLiteLedger.encoder()) }
            written.withLock { $0[half] = texts }
        }
        return try written.withLock { $0 }.compactMap { try $0?.get() }.flatMap(\.self)
    }
}

extension SQLiteLedger {
    /// Values as they are stored, in their order.
    static func texts<Value: Encodable>(_ values: some Sequence<Value>, by encoder: JSONEncoder) throws -> [String] {
        try values.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
    }
}
