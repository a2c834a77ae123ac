import Appliances
import Foundation
import Telemetry

/// Reads stored batches once more, with what was decided about each record, and gathers the runs of devices.
struct RunCollector {
    /// A word on a text channel, such as a fault code.
    struct Word {
        let device: String
        let channel: String
        let at: Timestamp
        let text: String
    }

    /// The words of all devices, in the order of the batches.
    private(set) var words: [Word] = []
    private var devices: [(name: String, run: DeviceRun)] = []
    private var places = ByteTable()
    private let zstd = Zstd()
    private var form = CanonicalForm()
    private var records = Records()

    /// The runs by device, in the order in which devices first came.
    func chunks(_ take: (_ device: String, _ chunk: HistoryChunk) throws -> Void) rethrows {
        for (name, run) in devices { try take(name, HistoryChunk(run, channels: form.channels)) }
    }

    /// Takes up one stored batch.
    mutating func take(body: Data, marks packedMarks: Data) throws {
        guard let batch = MessageBatch(bytes: try zstd.unpack(body)) else { throw LedgerFault.damaged("a batch") }
        guard let decided = RecordMarks(packed: try zstd.unpack(packedMarks)) else {
            throw LedgerFault.damaged("the marks of a batch")
        }
        let marks = decided.marks
        var place = 0
        var next = 0
        var corrected = 0
        while let message = batch.message(at: &place) {
            if !message.flags.isDisjoint(with: .withoutRecords) { continue }
            guard isReadable(message, batch) else {
                // What could not be read as a whole was counted, and marked, as one record.
                next += 1
                continue
            }
            for index in records.records.indices {
                guard next < marks.count else { throw LedgerFault.damaged("the marks of a batch") }
                var offset = TimeSpan.zero
                if marks[next] == RecordMarks.corrected {
                    offset = decided.offsets[corrected]
                    corrected += 1
                }
                if marks[next] > 0 { add(index, message, batch, marks[next], offset) }
                next += 1
            }
        }
        guard next == marks.count else { throw LedgerFault.damaged("the marks of a batch") }
    }

    /// Reads the payload; false where the gateway rejected the message as a whole.
    private mutating func isReadable(_ message: MessageBatch.Message, _ batch: MessageBatch) -> Bool {
        guard !message.flags.contains(.refused) else { return false }
        do throws(Rejection) {
            try form.read(batch.bytes.span.extracting(message.payload), into: &records)
            return true
        } catch {
            return false
        }
    }

    private mutating func add(
        _ index: Int, _ message: MessageBatch.Message, _ batch: MessageBatch, _ mark: UInt8, _ offset: TimeSpan
    ) {
        let record = records.records[index]
        guard let range = nameRange(of: record, message, batch),
            let device = place(of: batch.bytes.span.extracting(range))
        else { return }
        // What the gateway decided, not what could be decided now: its clock's epochs are in no batch.
        let time = RecordMarks.time(mark, offset: offset, device: record.deviceTime, arrival: message.arrival)
        let times = HistoryChunk.Times(time: time, arrival: message.arrival, device: record.deviceTime)
        devices[device].run.append(times, records.readings[record.readings])
        for word in records.words where word.record == index {
            let channel = form.channels[word.channel].name
            words.append(Word(device: devices[device].name, channel: channel, at: time, text: word.text))
        }
    }

    /// The place of a device among those that came, by its name.
    private mutating func place(of name: Span<UInt8>) -> Int? {
        if let known = places.find(name) { return known }
        guard let text = String(copying: name) else { return nil }
        places.insert(name, devices.count)
        devices.append((text, DeviceRun()))
        return devices.count - 1
    }

    /// Where a record's device is named: in the record itself, or as the fourth level of the topic.
    private func nameRange(
        of record: Records.Record, _ message: MessageBatch.Message, _ batch: MessageBatch
    ) -> Range<Int>? {
        if let name = record.device {
            return message.payload.lowerBound + name.lowerBound..<message.payload.lowerBound + name.upperBound
        }
        var slashes: [Int] = []
        for place in message.topic where batch.bytes[place] == UInt8(ascii: "/") { slashes.append(place) }
        return slashes.count == 4 ? slashes[2] + 1..<slashes[3] : nil
    }
}
