import Appliances
import Telemetry

/// Messages that are no JSON documents: texts, bytes, and the conventions with decoders of their own.
extension DeviceReader {
    mutating func readText(
        _ source: ProfileSource, _ message: inout Message, _ payload: Span<UInt8>, _ decoding: inout Decoding
    ) {
        let candidate = message.candidate
        message.device = candidate.device ?? key(of: candidate, hasDocument: false) ?? ""
        if isRepeat(source, message, payload, &decoding) { return }
        guard let text = String(copying: payload) else {
            decoding.outcome = .rejected(profile: candidate.profile, .notUTF8)
            return
        }
        let trimmed = String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        if let availability = source.availability {
            say(availability, trimmed, message, &decoding)
            if !source.hasPoints { return }
        }
        let path = source.path?.filled { filling($0, candidate, source, hasDocument: false) } ?? "value"
        // `null` says that there is no value, in a text as in JSON.
        take(RawPoint(path: path, value: trimmed == "null" ? .missing : .text(trimmed)), message, &decoding)
    }

    mutating func readBinary(
        _ source: ProfileSource, _ message: inout Message, _ payload: Span<UInt8>, _ decoding: inout Decoding
    ) {
        let candidate = message.candidate
        message.device = candidate.device ?? key(of: candidate, hasDocument: false) ?? ""
        if isRepeat(source, message, payload, &decoding) { return }
        let sent = payload.indices.map { payload[$0] }
        guard let bytes = source.isHex ? DeviceReader.bytes(ofHex: sent) : sent else {
            decoding.outcome = .rejected(profile: candidate.profile, .notHex)
            return
        }
        for field in source.fields {
            // Frames of older models end earlier.
            guard let value = field.value(in: bytes) else { continue }
            guard value.isFinite else {
                decoding.faults.append(PointFault(path: field.path, reason: .numberNotFinite, detail: "\(value)"))
                continue
            }
            take(RawPoint(path: field.path, value: .number(value)), message, &decoding)
        }
    }

    /// The bytes of hexadecimal digits; blanks and line ends are passed over.
    private static func bytes(ofHex text: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for byte in text where byte > 0x20 {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            if let first = high {
                bytes.append(first << 4 | UInt8(digit))
                high = nil
            } else {
                high = UInt8(digit)
            }
        }
        return high == nil ? bytes : nil
    }

    /// Makes a point of a decoder into a reading.
    mutating func take(_ point: RawPoint, _ message: Message, _ decoding: inout Decoding) {
        let path = Array(point.path.utf8)
        let slot = tables[message.candidate.profile].slot(of: path.span, &shelf)
        guard slot.entry >= 0 else {
            decoding.unknownPaths += 1
            return
        }
        guard slot.channel >= 0 else { return leaveOut(slot, message, &decoding) }
        var own = message
        if let device = point.device { own.device = device }
        if let time = point.time { (own.time, own.isSuspect) = believed(time, message) }
        own.quality = point.quality
        let (kind, number, text) = DeviceReader.sent(point.value)
        let bytes = Array(text.utf8)
        take(kind, number, bytes.span, slot, point.unit, own, &decoding)
    }

    /// A value of a decoder as it would have been sent in a document.
    private static func sent(_ value: RawValue) -> (SentKind, Double, String) {
        switch value {
        case .number(let number):
            let isWhole = number == number.rounded() && abs(number) < 1e15
            return (.number, number, isWhole ? "\(Int64(number))" : "\(number)")
        case .flag(let flag): return (.flag, flag ? 1 : 0, flag ? "true" : "false")
        case .text(let text): return (.text, 0, text)
        case .missing: return (.missing, 0, "")
        }
    }

    private func believed(_ time: Timestamp, _ message: Message) -> (Timestamp?, Bool) {
        guard let believed = profiles[message.candidate.profile].believed, let arrival = message.arrival,
            !believed.takes(time, arrival: arrival)
        else { return (time, false) }
        return (nil, true)
    }

    mutating func readSenML(
        _ source: ProfileSource, _ message: inout Message, _ payload: Span<UInt8>, _ decoding: inout Decoding
    ) {
        let candidate = message.candidate
        message.device = candidate.device ?? key(of: candidate, hasDocument: false) ?? ""
        if isRepeat(source, message, payload, &decoding) { return }
        do throws(Rejection) {
            let document = try DeviceReader.document(payload)
            let pack = try DeviceReader.pack(document, arrival: message.arrival)
            decoding.faults += pack.faults
            for point in pack.points { take(DeviceReader.untimed(point, message), message, &decoding) }
        } catch {
            decoding.outcome = .rejected(profile: candidate.profile, error)
        }
    }

    /// The document of a pack: text begins with a bracket or a brace, which is never the first byte of a list or
    /// a map in CBOR; devices mix the two on one topic.
    private static func document(_ payload: Span<UInt8>) throws(Rejection) -> PlainValue {
        let first = payload.indices.first { payload[$0] > 0x20 }.map { payload[$0] }
        if first == UInt8(ascii: "[") || first == UInt8(ascii: "{") { return try PlainValue(json: payload) }
        do throws(CBORFault) {
            return try PlainValue(cbor: payload)
        } catch {
            throw .notCBOR
        }
    }

    /// A point without a time that is relative to an arrival of which nobody knows when it was.
    private static func untimed(_ point: RawPoint, _ message: Message) -> RawPoint {
        // Below 2^28 seconds a time is relative (RFC 8428, 4.5.3), and here it was reckoned from the epoch.
        guard message.arrival == nil, let time = point.time, time.milliseconds < 268_435_456_000 else { return point }
        var own = point
        own.time = nil
        return own
    }

    /// A pack of RFC 8428, or the JSON that LwM2M 1.0 had before it.
    private static func pack(_ document: PlainValue, arrival: Timestamp?) throws(Rejection) -> SenMLPack {
        do throws(SenMLFault) {
            // Relative times count from the arrival; where nobody says when that was, from the epoch.
            let arrival = arrival ?? .epoch
            return try document["e"] == nil
                ? SenMLPack.resolve(document, arrival: arrival) : SenMLPack.resolveLwM2M(document, arrival: arrival)
        } catch {
            throw .notSenML
        }
    }

    mutating func readHomie(_ message: Message, _ payload: Span<UInt8>, _ decoding: inout Decoding) {
        guard let text = String(copying: payload) else {
            decoding.outcome = .rejected(profile: message.candidate.profile, .notUTF8)
            return
        }
        let topic = String(decoding: message.topic, as: UTF8.self)
        let answer = homie.take(
            topic: topic, payload: text, isRetained: message.isRetained, arrival: message.arrival ?? .epoch)
        settle(answer, message, &decoding)
    }

    mutating func readSparkplug(_ message: Message, _ payload: Span<UInt8>, _ decoding: inout Decoding) {
        let topic = String(decoding: message.topic, as: UTF8.self)
        let answer = sparkplug.take(
            topic: topic, payload: payload.indices.map { payload[$0] }, arrival: message.arrival ?? .epoch)
        settle(answer, message, &decoding)
    }

    private mutating func settle(_ answer: StatefulAnswer, _ message: Message, _ decoding: inout Decoding) {
        decoding.faults += answer.faults
        decoding.rebirths += answer.rebirths
        for presence in answer.availability {
            var own = message
            own.device = presence.device
            say(presence.isOnline, own, &decoding)
        }
        for point in answer.points { take(point, message, &decoding) }
    }
}
