import Appliances
import Daybook
import Devices
import Telemetry

/// Messages of other conventions: read by their profiles and put into the canonical form before anybody decides.
///
/// The journal keeps both, the message as it came and what was made of it. Whoever reads the journal again, to go
/// on after a stop, to make history or to try a rule, needs no profile: a profile that changes changes no past.
extension GatewayCore {
    /// Decides a batch with messages of other conventions, which becomes the entry's batch with what is made of them.
    mutating func decideMixed(_ batch: MessageBatch, _ entry: inout Entry) {
        var place = 0
        while true {
            let start = place
            guard let message = batch.message(at: &place) else { break }
            let isStranger = batch.isStranger(message)
            let own = entry.batch.bytes.count
            entry.batch.append(batch, from: start, through: place, marks: isStranger ? .foreign : [])
            decideMessage(at: own, &entry)
            if isStranger { derive(at: own, &entry) }
        }
    }

    /// Decides the message of the entry's batch at a place.
    private mutating func decideMessage(at start: Int, _ entry: inout Entry) {
        var place = start
        guard let message = entry.batch.message(at: &place) else { return }
        take(orNote: message, at: start, &entry)
    }

    /// Notes a foreign message that is met again while the past is lived through: the reader and the filter of
    /// repeats must have seen it, and what was made of it follows in the journal.
    mutating func noteForeign(_ message: MessageBatch.Message, _ entry: inout Entry) {
        entry.tally[.messages] += 1
        if clock == .wall { move(to: message.arrival, &entry) }
        let bytes = entry.batch.bytes.span
        foreignIsRepeat = redelivered.isRepeat(
            packet: message.packet, topic: bytes.extracting(message.topic), payload: bytes.extracting(message.payload))
        guard !foreignIsRepeat, !message.flags.contains(.cut) else { return }
        reader.read(
            topic: bytes.extracting(message.topic), payload: bytes.extracting(message.payload),
            isRetained: message.flags.contains(.retained), arrival: message.arrival, into: &decoding)
        noteSilence()
    }

    /// Makes canonical records of the foreign message at a place, behind it, and takes them.
    private mutating func derive(at start: Int, _ entry: inout Entry) {
        var place = start
        guard let message = entry.batch.message(at: &place) else { return }
        if foreignIsRepeat {
            entry.tally[.records] += 1
            entry.tally[.duplicates] += 1
            return
        }
        if message.flags.contains(.cut) { return refuse(message, .tooLarge, "", &entry) }
        switch decoding.outcome {
        case .unclaimed:
            entry.tally[.unclaimed] += 1
            meet(message, profile: nil, device: nil, &entry)
        case .rejected(let profile, let reason): refuse(message, reason, reader.profiles[profile].id, &entry)
        case .repeated: entry.tally[.repeated] += 1
        case .empty: break
        case .read(let profile): take(decoding, profile, message, &entry)
        }
    }

    private mutating func take(
        _ decoding: Decoding, _ profile: Int, _ message: MessageBatch.Message, _ entry: inout Entry
    ) {
        if decoding.isNormalised { entry.tally[.normalised] += 1 }
        entry.tally[.pathsUnknown] += decoding.unknownPaths
        entry.rebirths += decoding.rebirths.filter { !entry.rebirths.contains($0) }
        note(decoding.faults, message, &entry)
        let owners = decoding.devices.map { owner(of: $0, profile, message, &entry) }
        for record in records(of: decoding, owners: owners, isRetained: message.flags.contains(.retained)) {
            let appliance = policy.appliances[record.appliance]
            let start = entry.batch.bytes.count
            entry.batch.append(
                derived: record.payload(reader.channels), topic: Topic.telemetry(appliance.site, appliance.id),
                arrival: message.arrival)
            decideMessage(at: start, &entry)
        }
    }

    /// The appliance that a device's messages are about; nil, and noted, where the registry has none.
    private mutating func owner(
        of device: String, _ profile: Int, _ message: MessageBatch.Message, _ entry: inout Entry
    ) -> Int? {
        if let bound = reader.bindings.binding(of: device) { return bound.appliance }
        entry.tally[.records] += 1
        entry.tally[.rejected] += 1
        entry.tally[.deviceUnbound] += 1
        meet(message, profile: reader.profiles[profile].id, device: device, &entry)
        return nil
    }

    /// The records of a decoding, one for each appliance and moment, in the order in which they come.
    private func records(of decoding: Decoding, owners: [Int?], isRetained: Bool) -> [DerivedRecord] {
        var records: [DerivedRecord] = []
        for reading in decoding.readings {
            guard let owner = owners[reading.device], !isRetained || isLastingState(reading) else { continue }
            // A last known state is not of now, whatever time it carries: it stands as of its arrival.
            let time = isRetained ? nil : reading.time
            let place = records.lastIndex { $0.appliance == owner && $0.time == time && !$0.isFull }
            if let place {
                records[place].add(reading)
            } else {
                var record = DerivedRecord(appliance: owner, time: time)
                record.add(reading)
                records.append(record)
            }
        }
        return records
    }

    /// Whether a retained reading may reach the rules: what was set, and whether the device is there. All else
    /// is the last that was known and no news (design/devices, "Retained messages").
    private func isLastingState(_ reading: DecodedReading) -> Bool {
        let channel = reader.channels[reading.channel]
        return channel.kind == .setting || channel.name == "availability"
    }

    private mutating func note(_ faults: [PointFault], _ message: MessageBatch.Message, _ entry: inout Entry) {
        for fault in faults {
            switch fault.reason {
            // A sensor that is not there is no news; it is what the profile says it is.
            case .absent: entry.tally[.valuesAbsent] += 1
            default:
                entry.tally[.readingsLeftOut] += 1
                quarantine(
                    message, .pointRefused, detail: "\(fault.path): \(fault.reason.rawValue) \(fault.detail)", &entry)
            }
        }
    }

    /// Rejects a foreign message as a whole; it counts as one record.
    private mutating func refuse(
        _ message: MessageBatch.Message, _ reason: Rejection, _ profile: String, _ entry: inout Entry
    ) {
        entry.tally[.records] += 1
        entry.tally[.rejected] += 1
        entry.tally[reason] += 1
        quarantine(message, reason, detail: profile, &entry)
    }

    /// Keeps a message that nobody claims, or whose device nobody knows, for `foretell device unknown`.
    private func meet(
        _ message: MessageBatch.Message, profile: String?, device: String?, _ entry: inout Entry
    ) {
        guard entry.strangers.count < GatewayCore.strangersMax else { return }
        let topic = String(decoding: entry.batch.bytes[message.topic].prefix(512), as: UTF8.self)
        if let place = entry.strangers.firstIndex(where: { $0.topic == topic && $0.device == device }) {
            entry.strangers[place].count += 1
            return
        }
        entry.strangers.append(
            Stranger(
                topic: topic, profile: profile, device: device, at: message.arrival, count: 1,
                isRetained: message.flags.contains(.retained),
                sample: Array(entry.batch.bytes[message.payload].prefix(Limits.strangerBytesMax))))
    }

    /// How many different ones one batch keeps.
    private static let strangersMax = 64
}
