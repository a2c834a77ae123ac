import Appliances
import Daybook
import FaultRules
import Telemetry

extension GatewayCore {
    /// Reads one message and takes its records.
    mutating func take(_ message: MessageBatch.Message, at start: Int, _ entry: inout Entry) {
        // What was made of a foreign message is no message of its own.
        if !message.flags.contains(.derived) { entry.tally[.messages] += 1 }
        var arrival = message.arrival
        if clock == .wall { move(to: arrival, &entry) }
        // A batch that is lived through once more: what was rejected then is so now.
        if message.flags.contains(.refused) { return }
        do throws(Rejection) {
            if message.flags.contains(.retained) { throw .retained }
            if message.flags.contains(.cut) { throw .tooLarge }
            let speaker = try directory.speaker(on: entry.batch.bytes.span.extracting(message.topic))
            try form.read(entry.batch.bytes.span.extracting(message.payload), into: &records)
            if clock == .telemetry {
                arrival = newestTime()
                entry.batch.setArrival(arrival, ofMessageAt: start)
                move(to: arrival, &entry)
            }
            takeRecords(of: message, speaker, arrival, &entry)
        } catch {
            reject(message, at: start, error, &entry)
        }
    }

    /// The newest device time of the records in hand, or now where it is not newer.
    ///
    /// A record that is rejected moves no clock, and none moves it out of the years that have a text.
    private func newestTime() -> Timestamp {
        var newest = now
        for record in records.records where record.rejection == nil {
            guard let time = record.deviceTime, time <= GatewayCore.lastMoment else { continue }
            newest = max(newest, time)
        }
        return newest
    }

    /// 9999-12-31T23:59:59.999Z: what is recorded at a later moment could not be read again.
    private static let lastMoment = Timestamp(milliseconds: 253_402_300_799_999)

    private mutating func takeRecords(
        of message: MessageBatch.Message, _ speaker: Directory.Speaker, _ arrival: Timestamp, _ entry: inout Entry
    ) {
        recognise(message, speaker, isRepeat: isRedelivered(message, entry), &entry)
        for index in records.records.indices {
            let owner = owners[index]
            if owner < 0 {
                entry.marks.append(0)
            } else {
                take(record: index, of: owner, arrival, &entry)
            }
        }
        for fault in records.faults {
            entry.tally[.readingsLeftOut] += 1
            entry.tally[fault.rejection] += 1
            quarantine(message, fault.rejection, detail: fault.name, &entry)
        }
    }

    /// Finds whose the records of a message are, and which of them are new, before the first is taken:
    /// a clock is judged by the newest time that a message brings of its device.
    private mutating func recognise(
        _ message: MessageBatch.Message, _ speaker: Directory.Speaker, isRepeat: Bool, _ entry: inout Entry
    ) {
        owners.removeAll(keepingCapacity: true)
        for index in records.records.indices {
            entry.tally[.records] += 1
            var owner = -1
            do throws(Rejection) {
                let number = try isRepeat ? owner : appliance(of: index, message, speaker, entry)
                if number >= 0, isNew(index, of: number) {
                    owner = number
                    noteStamp(of: index, number)
                } else {
                    entry.tally[.duplicates] += 1
                }
            } catch {
                entry.tally[.rejected] += 1
                entry.tally[error] += 1
                quarantine(message, error, detail: "record \(index + 1)", &entry)
            }
            owners.append(owner)
        }
    }

    /// Whether the broker sends the message again; numbered records are asked for too, because a run that
    /// is sent again may reach further back than a device's window.
    private mutating func isRedelivered(_ message: MessageBatch.Message, _ entry: borrowing Entry) -> Bool {
        let bytes = entry.batch.bytes.span
        return redelivered.isRepeat(
            packet: message.packet, topic: bytes.extracting(message.topic), payload: bytes.extracting(message.payload))
    }

    /// The appliance that a record speaks of.
    private func appliance(
        of index: Int, _ message: MessageBatch.Message, _ speaker: Directory.Speaker, _ entry: borrowing Entry
    ) throws(Rejection) -> Int {
        let record = records.records[index]
        if let rejection = record.rejection { throw rejection }
        let name = record.device.map {
            $0.lowerBound + message.payload.lowerBound..<$0.upperBound + message.payload.lowerBound
        }
        switch speaker {
        case .appliance(let number):
            if let name, String(copying: entry.batch.bytes.span.extracting(name)) != policy.appliances[number].id.text {
                throw .deviceDiffers
            }
            return number
        case .hub(let hub):
            guard let name else { throw .deviceMissing }
            return try directory.appliance(named: entry.batch.bytes.span.extracting(name), hub: hub)
        }
    }

    private mutating func take(record index: Int, of number: Int, _ arrival: Timestamp, _ entry: inout Entry) {
        let record = records.records[index]
        let time = correctedTime(of: record, number, arrival, &entry)
        entry.tally[.stored] += 1
        entry.tally[.readings] += record.readings.count
        memories[number].isChanged = true
        changes.removeAll(keepingCapacity: true)
        let readings = records.readings[record.readings]
        // Where the gateway's own time is used nothing earlier can come any more.
        let isOrdered = entry.marks.last.map(GatewayCore.isArrival) ?? false
        let taken = engine.take(
            readings, of: number, time: time, arrival: arrival, isOrdered: isOrdered, changes: &changes)
        switch taken {
        case .taken: care.note(readings, of: number, at: time)
        case .folded: entry.tally[.folded] += 1
        case .late: entry.tally[.late] += 1
        }
        if !changes.isEmpty { settle(&entry) }
    }

    /// Whether a record's mark says that the time of its arrival was used.
    private static func isArrival(_ mark: UInt8) -> Bool {
        switch DeviceClock.Verdict(rawValue: mark &- 1) {
        case .absent, .ahead, .behind: true
        case .trusted, .corrected, nil: false
        }
    }

    /// Whether the record was not stored before; notes it.
    private mutating func isNew(_ index: Int, of number: Int) -> Bool {
        let record = records.records[index]
        if let sequence = record.sequence {
            if numbered.last != number { numbered.append(number) }
            return memories[number].window.note(boot: record.boot ?? 0, sequence: sequence)
        }
        guard let time = record.deviceTime else { return true }
        // Names and not places: the mark outlives the process, and places of channels do not.
        var mark = UInt64(bitPattern: time.milliseconds)
        for reading in records.readings[record.readings] {
            mark = StableHash.avalanche(mark ^ form.channels.nameHash(of: reading.channel)) ^ reading.value.bitPattern
        }
        for word in records.words where word.record == index {
            let hash = StableHash(of: word.text).value
            mark = StableHash.avalanche(mark ^ form.channels.nameHash(of: word.channel)) ^ hash
        }
        return memories[number].recent.note(StableHash.avalanche(mark))
    }

    /// Rejects a message as a whole; it counts as one record.
    private func reject(
        _ message: MessageBatch.Message, at start: Int, _ reason: Rejection, _ entry: inout Entry
    ) {
        entry.batch.refuse(messageAt: start)
        entry.tally[.records] += 1
        entry.tally[.rejected] += 1
        entry.tally[reason] += 1
        entry.marks.append(0)
        quarantine(message, reason, detail: "", &entry)
    }

    /// Keeps a sample, at most so many of one batch: a flood must not crowd out the rest.
    func quarantine(
        _ message: MessageBatch.Message, _ reason: Rejection, detail: String, _ entry: inout Entry
    ) {
        guard entry.quarantined.count(where: { $0.reason == reason }) < 8 else { return }
        let topic = String(decoding: entry.batch.bytes[message.topic].prefix(256), as: UTF8.self)
        entry.quarantined.append(
            Quarantined(
                at: message.arrival, topic: topic, reason: reason, detail: detail,
                sample: Array(entry.batch.bytes[message.payload].prefix(Limits.sampleBytesMax))))
    }
}
