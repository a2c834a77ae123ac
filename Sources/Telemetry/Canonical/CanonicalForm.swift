import Appliances

/// Reads the canonical message: a record, or an array of records (design/devices).
///
/// ```json
/// {"at": "2026-11-22T08:15:30.250+08:00", "boot": 17, "seq": 40213,
///  "readings": {"fridge.temperature": 3.9, "fridge.door.open": false}}
/// ```
///
/// A message that is not well-formed is rejected as a whole, before any of its records
/// counts; a record that lacks something is rejected alone; a reading that is unknown or
/// impossible is left out and named.
package struct CanonicalForm: Sendable {
    /// The channels by name.
    package var channels = ChannelList()
    private var keys = KeyGuard()
    /// The keys of the last record that was read in full, each once: the next record mostly has the same.
    private var shape = RecordShape()

    /// A reader that knows the catalogue.
    package init() {}

    /// Reads a payload into `records`, which is emptied first.
    package mutating func read(
        _ payload: Span<UInt8>, into records: inout Records
    ) throws(Rejection) {
        records.removeAll()
        guard payload.count <= Limits.payloadBytesMax else { throw .tooLarge }
        var reader = JSONReader()
        switch reader.peek(payload) {
        case UInt8(ascii: "{"): try record(payload, &reader, &records)
        case UInt8(ascii: "["):
            try reader.open(UInt8(ascii: "["), payload)
            var isFirst = true
            while try reader.more(until: UInt8(ascii: "]"), isFirst: isFirst, payload) {
                isFirst = false
                guard reader.peek(payload) == UInt8(ascii: "{") else {
                    keys.reset()
                    try reader.skipValue(payload, keys: &keys)
                    throw .notRecords
                }
                try record(payload, &reader, &records)
            }
        default:
            keys.reset()
            try reader.skipValue(payload, keys: &keys)
            try reader.end(payload)
            throw .notRecords
        }
        try reader.end(payload)
    }

    private mutating func record(
        _ payload: Span<UInt8>, _ reader: inout JSONReader, _ records: inout Records
    ) throws(Rejection) {
        var record = Records.Record()
        var hasReadings = false
        keys.reset()
        try reader.open(UInt8(ascii: "{"), payload)
        let base = keys.enter()
        var known = KnownMembers()
        var isFirst = true
        while try reader.more(until: UInt8(ascii: "}"), isFirst: isFirst, payload) {
            isFirst = false
            let member = try member(payload, &reader, since: base)
            if member != .other { try known.note(member) }
            try reader.expect(UInt8(ascii: ":"), payload)
            switch member {
            case .at: try time(payload, &reader, &record)
            case .boot: record.boot = try count(payload, &reader, &record)
            case .sequence: record.sequence = try count(payload, &reader, &record)
            case .device: try device(payload, &reader, &record)
            case .readings where reader.peek(payload) == UInt8(ascii: "{"):
                hasReadings = true
                try readings(payload, &reader, &record, &records)
            case .readings, .other: try reader.skipValue(payload, keys: &keys)
            }
        }
        keys.leave(base)
        if !hasReadings { record.rejection = record.rejection ?? .readingsMissing }
        records.records.append(record)
    }

    /// Passes a member's name.
    @inline(__always)
    private mutating func member(
        _ payload: Span<UInt8>, _ reader: inout JSONReader, since base: Int
    ) throws(Rejection) -> Member {
        if let member = Member.pass(&reader, payload) {
            try keys.count(1)
            return member
        }
        let key = try reader.string(payload)
        let member = Member(key, payload, reader)
        if member == .other {
            try keys.note(reader.hash(of: key, payload), since: base)
        } else {
            try keys.count(1)
        }
        return member
    }

    private mutating func time(
        _ payload: Span<UInt8>, _ reader: inout JSONReader, _ record: inout Records.Record
    ) throws(Rejection) {
        switch reader.peek(payload) {
        case UInt8(ascii: "\""):
            let text = try reader.string(payload)
            record.deviceTime =
                text.isEscaped
                ? nil : Timestamp(rfc3339: payload.extracting(text.start..<text.end))
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            record.deviceTime = try reader.wholeNumber(payload).map { Timestamp(milliseconds: $0) }
        default: try reader.skipValue(payload, keys: &keys)
        }
        if record.deviceTime == nil { record.rejection = .timeUnreadable }
    }

    private mutating func count(
        _ payload: Span<UInt8>, _ reader: inout JSONReader, _ record: inout Records.Record
    ) throws(Rejection) -> Int64? {
        switch reader.peek(payload) {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            if let value = try reader.wholeNumber(payload) { return value }
        default: try reader.skipValue(payload, keys: &keys)
        }
        record.rejection = .sequenceUnreadable
        return nil
    }

    private mutating func device(
        _ payload: Span<UInt8>, _ reader: inout JSONReader, _ record: inout Records.Record
    ) throws(Rejection) {
        guard reader.peek(payload) == UInt8(ascii: "\"") else {
            try reader.skipValue(payload, keys: &keys)
            record.rejection = .badName
            return
        }
        let name = try reader.string(payload)
        guard !name.isEscaped, (1...64).contains(name.end - name.start) else {
            record.rejection = .badName
            return
        }
        for place in name.start..<name.end where !isPlainIdentifierByte(payload[place]) {
            record.rejection = .badName
        }
        record.device = name.start..<name.end
    }

    private mutating func readings(
        _ payload: Span<UInt8>, _ reader: inout JSONReader, _ record: inout Records.Record,
        _ records: inout Records
    ) throws(Rejection) {
        let first = records.readings.count
        try reader.open(UInt8(ascii: "{"), payload)
        var count = 0
        while try reader.more(until: UInt8(ascii: "}"), isFirst: count == 0, payload) {
            guard let channel = shape.pass(count, &reader, payload) else {
                try otherReadings(after: count, payload, &reader, &records)
                count = 0
                break
            }
            try reader.expect(UInt8(ascii: ":"), payload)
            try value(payload, &reader, channel, &records)
            count += 1
        }
        try keys.count(count)
        record.readings = first..<records.readings.count
    }

    /// Reads the readings from the first key on that is not the shape's; the record becomes the new shape.
    private mutating func otherReadings(
        after count: Int, _ payload: Span<UInt8>, _ reader: inout JSONReader, _ records: inout Records
    ) throws(Rejection) {
        let base = keys.enter()
        var learnt = shape
        learnt.cut(to: count)
        for hash in learnt.hashes { try keys.note(hash, since: base) }
        repeat {
            let key = try reader.string(payload)
            let hash = reader.hash(of: key, payload)
            try keys.note(hash, since: base)
            if key.isEscaped {
                let name = reader.unescaped
                try reading(name.span, channels.id(of: name.span), payload, &reader, &records)
            } else {
                let name = payload.extracting(key.start..<key.end)
                let channel = channels.id(of: name)
                if let channel { learnt.append(name, hash, channel) }
                try reading(name, channel, payload, &reader, &records)
            }
        } while try reader.more(until: UInt8(ascii: "}"), isFirst: false, payload)
        keys.leave(base)
        shape = learnt
    }

    private mutating func reading(
        _ name: Span<UInt8>, _ channel: ChannelID?, _ payload: Span<UInt8>, _ reader: inout JSONReader,
        _ records: inout Records
    ) throws(Rejection) {
        try reader.expect(UInt8(ascii: ":"), payload)
        if let channel {
            try value(payload, &reader, channel, &records)
        } else {
            let text = String(copying: name) ?? ""
            try reader.skipValue(payload, keys: &keys)
            records.faults.append(
                Records.Fault(record: records.records.count, rejection: .channelUnknown, name: text))
        }
    }

    @inline(__always)
    private mutating func value(
        _ payload: Span<UInt8>, _ reader: inout JSONReader, _ channel: ChannelID, _ records: inout Records
    ) throws(Rejection) {
        let what = channels.bounds(of: channel)
        let number: Double
        switch reader.peek(payload) {
        case UInt8(ascii: "t") where what.isState:
            try reader.word("true", payload)
            number = 1
        case UInt8(ascii: "f") where what.isState:
            try reader.word("false", payload)
            number = 0
        case UInt8(ascii: "n"):
            // A device says that it has no value: the same as not saying anything.
            try reader.word("null", payload)
            return
        case UInt8(ascii: "\"") where what.isText:
            let word = try reader.string(payload)
            let text =
                word.isEscaped
                ? String(copying: reader.unescaped.span) : String(copying: payload.extracting(word.start..<word.end))
            records.words.append(
                Records.Word(record: records.records.count, channel: channel, text: text ?? ""))
            return
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            number = try reader.number(payload)
            guard !what.isText else { return leaveOut(.wrongType, channel, &records) }
        default:
            try reader.skipValue(payload, keys: &keys)
            return leaveOut(.wrongType, channel, &records)
        }
        guard number >= what.lower, number <= what.upper,
            !what.isState || number == 0 || number == 1
        else { return leaveOut(.outOfRange, channel, &records) }
        records.readings.append(Reading(channel: channel, value: number))
    }

    private func leaveOut(_ why: Rejection, _ channel: ChannelID, _ records: inout Records) {
        records.faults.append(
            Records.Fault(record: records.records.count, rejection: why, name: channels[channel].name))
    }
}

/// Which members a record has had, to find one that stands twice.
private struct KnownMembers {
    private var bits: UInt8 = 0

    @inline(__always)
    mutating func note(_ member: Member) throws(Rejection) {
        let bit: UInt8 = 1 << member.rawValue
        guard bits & bit == 0 else { throw .duplicateKey }
        bits |= bit
    }
}

/// The members of a record that mean something.
private enum Member: UInt8 {
    case at, boot, sequence, device, readings, other

    /// Passes the name of one that means something, with its quotes; nil where another comes, or one with an escape.
    @inline(__always)
    static func pass(_ reader: inout JSONReader, _ payload: Span<UInt8>) -> Member? {
        guard reader.peek(payload) == UInt8(ascii: "\""), reader.place + 10 <= payload.count else { return nil }
        let first = reader.place + 1
        let word = UInt64(littleEndian: payload.bytes.unsafeLoadUnaligned(fromByteOffset: first, as: UInt64.self))
        let (member, length): (Member, Int)
        // The names and their closing quotes as the bytes of a word, the first the lowest.
        switch word {
        case _ where word & 0xff_ffff == 0x22_7461: (member, length) = (.at, 2)
        case _ where word & 0xffff_ffff == 0x2271_6573: (member, length) = (.sequence, 3)
        case _ where word & 0xff_ffff_ffff == 0x22_746f_6f62: (member, length) = (.boot, 4)
        case _ where word & 0xff_ffff_ffff_ffff == 0x22_6563_6976_6564: (member, length) = (.device, 6)
        case 0x7367_6e69_6461_6572 where payload[first + 8] == UInt8(ascii: "\""): (member, length) = (.readings, 8)
        default: return nil
        }
        reader.place = first + length + 1
        return member
    }

    @inline(__always)
    init(_ key: JSONReader.Text, _ payload: Span<UInt8>, _ reader: borrowing JSONReader) {
        if key.isEscaped {
            self = Member(reader.unescaped.span)
        } else {
            self = Member(payload.extracting(key.start..<key.end))
        }
    }

    @inline(__always)
    private init(_ key: Span<UInt8>) {
        switch key.count {
        case 2 where Member.isEqual(key, "at"): self = .at
        case 4 where Member.isEqual(key, "boot"): self = .boot
        case 3 where Member.isEqual(key, "seq"): self = .sequence
        case 6 where Member.isEqual(key, "device"): self = .device
        case 8 where Member.isEqual(key, "readings"): self = .readings
        default: self = .other
        }
    }

    @inline(__always)
    private static func isEqual(_ key: Span<UInt8>, _ word: StaticString) -> Bool {
        for place in key.indices where key[place] != word.utf8Start[place] { return false }
        return true
    }
}
