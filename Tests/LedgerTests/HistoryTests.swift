import Appliances
import Daybook
import Foundation
import GRDB
import Ledger
import Telemetry
import Testing

@Suite("History")
struct HistoryTests {
    /// One stored value with its three times, as history gives it back.
    private struct Kept: Hashable {
        let device: String
        let times: HistoryChunk.Times
        let value: Double

        func hash(into hasher: inout Hasher) { hasher.combine(times.time.milliseconds) }
    }

    private func kept(_ scratch: Scratch) throws -> [Kept] {
        let sql = """
            SELECT name, body, readings FROM chunk JOIN device ON device.id = chunk.device
            ORDER BY name, first_batch
            """
        return try scratch.open("history.db") { try Row.fetchAll($0, sql: sql) }.flatMap { row in
            let chunk = try #require(HistoryChunk(encoded: Array(row["body"] as Data)))
            #expect(chunk.columns.map(\.channel) == ["fridge.temperature"])
            #expect(chunk.readingCount == row["readings"])
            return zip(chunk.rows, chunk.columns[0].values).map {
                Kept(device: row["name"], times: $0, value: $1)
            }
        }
    }

    private func compact(_ scratch: Scratch) throws {
        try HistoryCompactor.compactAll(StateFolder(scratch.url))
    }

    /// Times of every kind: trusted, absent, ahead, behind; stored and not.
    private func mixed(_ sequence: Int64) -> (entry: Entry, kept: [Kept]) {
        let arrival = start + .minutes(sequence)
        let shifts: [TimeSpan?] = [.zero, nil, .seconds(-90), .hours(9), .days(-30), TimeSpan(milliseconds: -1)]
        let devices = ["fridge-1", "fridge-2"]
        let messages = devices.map { device in
            (
                device: device,
                lines: shifts.enumerated().map { place, shift in
                    Line(
                        at: shift.map { arrival + $0 }, temperature: Double(Int(sequence) * 7 + place) / 10,
                        isStored: (place + Int(sequence)) % 3 != 0)
                }
            )
        }
        let kept = messages.flatMap { message in
            message.lines.filter(\.isStored).map { line in
                let time = DeviceClock().judge(device: line.at, arrival: arrival).time
                return Kept(
                    device: message.device, times: HistoryChunk.Times(time: time, arrival: arrival, device: line.at),
                    value: line.temperature)
            }
        }
        return (Entry(sequence, messages, arrival: arrival), kept.sorted { $0.device < $1.device })
    }

    private func byDevice(_ kept: [Kept]) -> [Kept] {
        ["fridge-1", "fridge-2"].flatMap { name in kept.filter { $0.device == name } }
    }

    @Test("keeps exactly what was stored, with its three times; duplicates and rejected records are left out")
    func exact() throws {
        let scratch = Scratch()
        let ledger = try scratch.ledger()
        let rows = (1...40).map { mixed(Int64($0)) }
        for row in rows { try ledger.record(row.entry, snapshot: nil, outbox: []) }
        try ledger.close()
        try compact(scratch)
        #expect(try kept(scratch) == byDevice(rows.flatMap(\.kept)))
        #expect(try DeskReader(folder: scratch.url).history().readings == rows.flatMap(\.kept).count)
    }

    @Test("is the same after compacting twice, and in parts")
    func twice() throws {
        let scratch = Scratch()
        let rows = (1...20).map { mixed(Int64($0)) }
        for part in [rows[..<8], rows[8...]] {
            let ledger = try scratch.ledger()
            for row in part { try ledger.record(row.entry, snapshot: nil, outbox: []) }
            try ledger.close()
            try compact(scratch)
            try compact(scratch)
        }
        #expect(try kept(scratch) == byDevice(rows.flatMap(\.kept)))
    }

    @Test("is the same where the process died between the commit of history and the pruning of the journal")
    func crashBeforePruning() throws {
        let scratch = Scratch()
        let rows = (1...10).map { mixed(Int64($0)) }
        var ledger = try scratch.ledger()
        for row in rows { try ledger.record(row.entry, snapshot: nil, outbox: []) }
        try ledger.close()
        try compact(scratch)
        #expect(try scratch.journal().count == 10)
        ledger = try scratch.ledger(compacts: true)
        #expect(try ledger.recall().sequence == 10)
        let next = mixed(11)
        try ledger.record(next.entry, snapshot: snapshot([1], []), outbox: [])
        try ledger.record(mixed(12).entry, snapshot: nil, outbox: [])
        try ledger.close()
        #expect(try scratch.journal() == [11, 12])
        try compact(scratch)
        #expect(try kept(scratch) == byDevice((rows + [next, mixed(12)]).flatMap(\.kept)))
    }

    @Test("keeps marks and bytes in step over messages that were rejected with several records in them")
    func rejectedMessages() throws {
        let scratch = Scratch()
        let ledger = try scratch.ledger()
        var batch = MessageBatch()
        batch.noteLink(resumed: false, at: start)
        let topic = "foretell/v1/home-1/fridge-1/telemetry"
        let two = "[\(Line(temperature: 1).json),\(Line(temperature: 2).json)]"
        var refused: [Int] = []
        for text in [two, two, "[]", "nonsense", two] {
            refused.append(batch.bytes.count)
            batch.append(topic: topic, payload: Array(text.utf8), arrival: start)
        }
        // The first was retained, say, and the fourth could not be read: each counts as one record.
        batch.refuse(messageAt: refused[0])
        batch.refuse(messageAt: refused[3])
        var entry = Entry(closed: start, batch: batch)
        entry.sequence = 1
        entry.marks = [0, 2, 0, 0, 2, 2]
        try ledger.record(entry, snapshot: nil, outbox: [])
        try ledger.close()
        try compact(scratch)
        #expect(try kept(scratch).map(\.value) == [1, 1, 2])
    }

    @Test("keeps the corrected time of a wrong clock beside the device's own, as it was decided when it came")
    func correctedTimes() throws {
        let scratch = Scratch()
        let ledger = try scratch.ledger()
        let ahead = (0..<4 as Range<Int64>).map { start + .hours(24) + .minutes($0) }
        var lines = ahead.map { Line(at: $0, temperature: 4) }
        lines[1].isStored = false
        lines.append(Line(at: start + .minutes(1), temperature: 5))
        lines.append(Line(temperature: 6))
        let arrival = start + .minutes(4)
        var entry = Entry(1, [("fridge-1", lines)], arrival: arrival)
        entry.marks = [5, 0, 5, 5, 1, 2]
        entry.offsets = [.hours(-24), .hours(-24), .seconds(-86_407)]
        try ledger.record(entry, snapshot: nil, outbox: [])
        // An entry of no corrected record after it is read as ever.
        try ledger.record(.plain(2), snapshot: nil, outbox: [])
        try ledger.close()
        try compact(scratch)
        let kept = try kept(scratch)
        #expect(
            kept.map(\.times.time) == [
                start, start + .minutes(2), start + .minutes(3) - .seconds(7), start + .minutes(1), arrival,
                start + .minutes(2),
            ])
        #expect(kept.prefix(3).map(\.times.device) == [ahead[0], ahead[2], ahead[3]])
        #expect(kept.prefix(5).allSatisfy { $0.times.arrival == arrival })
    }

    @Test("keeps words once, under the device that a hub named")
    func words() throws {
        let scratch = Scratch()
        let ledger = try scratch.ledger()
        var batch = MessageBatch()
        let text = "[{\"device\":\"fridge-7\",\"readings\":{\"fault.code\":\"E4\",\"fridge.temperature\":4}}]"
        for _ in 0..<2 {
            batch.append(topic: "foretell/v1/home-1/hub-1/batch", payload: Array(text.utf8), arrival: start)
        }
        var entry = Entry(closed: start, batch: batch)
        (entry.sequence, entry.marks) = (1, [2, 0])
        try ledger.record(entry, snapshot: nil, outbox: [])
        try ledger.close()
        try compact(scratch)
        let words = try scratch.open("history.db") {
            try Row.fetchAll($0, sql: "SELECT device, channel, text FROM word").map { $0.description }
        }
        #expect(words.count == 1 && words[0].contains("fridge-7") && words[0].contains("E4"))
    }

    @Test("does not cost a desk that is younger than it its batches")
    func youngerDesk() throws {
        let scratch = Scratch()
        var ledger = try scratch.ledger()
        for number in 1...20 { try ledger.record(mixed(Int64(number)).entry, snapshot: nil, outbox: []) }
        try ledger.close()
        try compact(scratch)
        for name in ["desk.db", "desk.db-wal", "desk.db-shm"] {
            try? FileManager.default.removeItem(at: scratch.url.appending(path: name))
        }
        ledger = try scratch.ledger(compacts: true)
        for number in 1...5 {
            try ledger.record(mixed(Int64(number)).entry, snapshot: snapshot([1], []), outbox: [])
        }
        #expect(try scratch.journal() == [1, 2, 3, 4, 5])
        try ledger.close()
    }
}

@Suite("The journal")
struct JournalTests {
    /// A journal of `batches`, compacted through `compacted`, with a snapshot after `snapped`.
    private func journal(_ scratch: Scratch, batches: Int64, compacted: Int64, snapped: Int64) throws -> SQLiteLedger {
        var ledger = try scratch.ledger()
        for number in 1...batches {
            try ledger.record(.plain(number), snapshot: number == snapped ? snapshot([9], []) : nil, outbox: [])
            guard number == compacted else { continue }
            try ledger.close()
            try HistoryCompactor.compactAll(StateFolder(scratch.url))
            ledger = try scratch.ledger()
        }
        try ledger.close()
        ledger = try scratch.ledger(compacts: true)
        _ = try ledger.recall()
        return ledger
    }

    @Test(
        "keeps every batch that the snapshot or history still needs, and the last one",
        arguments: [
            (batches: 20, compacted: 12, snapped: 8, left: 9), (batches: 20, compacted: 8, snapped: 12, left: 9),
            (batches: 20, compacted: 20, snapped: 20, left: 21), (batches: 20, compacted: 5, snapped: 0, left: 1),
            (batches: 20, compacted: 0, snapped: 20, left: 1),
        ] as [(batches: Int64, compacted: Int64, snapped: Int64, left: Int64)])
    func prunes(row: (batches: Int64, compacted: Int64, snapped: Int64, left: Int64)) throws {
        let scratch = Scratch()
        let ledger = try journal(scratch, batches: row.batches, compacted: row.compacted, snapped: row.snapped)
        try ledger.record(.plain(21), snapshot: nil, outbox: [])
        #expect(try scratch.journal() == Array(row.left...21))
        let recall = try ledger.recall()
        #expect(recall.sequence == 21 && recall.snapshotSequence == row.snapped)
        var count: Int64 = 0
        try ledger.replay(after: row.snapped) { _, _ in count += 1 }
        #expect(count == 21 - row.snapped)
        try ledger.close()
    }

    @Test("is never emptied of its last batch, by whose number the next goes on")
    func keepsLast() throws {
        let scratch = Scratch()
        let ledger = try journal(scratch, batches: 6, compacted: 6, snapped: 6)
        var none = Entry(closed: start, batch: MessageBatch())
        none.sequence = 6
        try ledger.record(none, snapshot: nil, outbox: [])
        try ledger.record(none, snapshot: nil, outbox: [])
        #expect(try scratch.journal() == [6])
        #expect(try ledger.recall().sequence == 6)
        try ledger.close()
    }

    @Test("is pruned in small steps, so that no commit is long")
    func smallSteps() throws {
        let scratch = Scratch()
        let ledger = try journal(scratch, batches: 150, compacted: 150, snapped: 150)
        var none = Entry(closed: start, batch: MessageBatch())
        none.sequence = 150
        var left: [Int] = []
        for _ in 0..<4 {
            try ledger.record(none, snapshot: nil, outbox: [])
            left.append(try scratch.journal().count)
        }
        #expect(left == [86, 22, 1, 1])
        try ledger.close()
    }
}
