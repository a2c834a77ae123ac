import Appliances
import Foundation
import Telemetry

/// Reads stored batches once more, with what was decided about each record.
struct BatchReader {
    private let zstd = Zstd()
    private var form = CanonicalForm()
    private var records = Records()
    private let clock = DeviceClock()

    /// Reads one batch; hands over each stored record and its words.
    mutating func read(
        body: Data, marks packedMarks: Data,
        _ take: (_ device: String, _ times: HistoryChunk.Times, _ readings: [(channel: String, value: Double)]) -> Void,
        words takeWord: (_ device: String, _ channel: String, _ at: Timestamp, _ text: String) -> Void
    ) throws {
        guard let batch = MessageBatch(bytes: try zstd.unpack(body)) else { throw LedgerFault.damaged("a batch") }
        let marks = try zstd.unpack(packedMarks)
        var place = 0
        var next = 0
        while let message = batch.message(at: &place) {
            if !message.flags.isDisjoint(with: [.resumed, .begun]) { continue }
            guard isReadable(message, batch) else {
                // What could not be read as a whole was counted, and marked, as one record.
                next += 1
                continue
            }
            for index in records.records.indices {
                guard next < marks.count else { throw LedgerFault.damaged("the marks of a batch") }
                defer { next += 1 }
                guard marks[next] > 0 else { continue }
                hand(index, message, batch, take, takeWord)
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

    private func hand(
        _ index: Int, _ message: MessageBatch.Message, _ batch: MessageBatch,
        _ take: (String, HistoryChunk.Times, [(channel: String, value: Double)]) -> Void,
        _ takeWord: (String, String, Timestamp, String) -> Void
    ) {
        let record = records.records[index]
        guard let device = device(of: record, message, batch) else { return }
        let time = clock.judge(device: record.deviceTime, arrival: message.arrival).time
        let times = HistoryChunk.Times(time: time, arrival: message.arrival, device: record.deviceTime)
        take(device, times, records.readings[record.readings].map { (form.channels[$0.channel].name, $0.value) })
        for word in records.words where word.record == index {
            takeWord(device, form.channels[word.channel].name, time, word.text)
        }
    }

    private func device(
        of record: Records.Record, _ message: MessageBatch.Message, _ batch: MessageBatch
    ) -> String? {
        if let name = record.device {
            return String(copying: batch.bytes.span.extracting(message.payload).extracting(name))
        }
        return String(copying: batch.bytes.span.extracting(message.topic))?
            .split(separator: "/", omittingEmptySubsequences: false).dropFirst(3).first.map(String.init)
    }
}
