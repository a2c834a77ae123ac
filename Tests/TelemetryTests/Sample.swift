import Appliances
import Telemetry

/// What the canonical form makes of one payload, for comparing.
struct Sample {
    /// Channel and value in their order, such as `fridge.temperature=3.9`; `#1` before those of record 1.
    var readings: [String] = []
    /// Channel and word, such as `fault.code=E4`.
    var words: [String] = []
    /// Name and reason of what was left out, such as `fridge.temprature channel_unknown`.
    var faults: [String] = []
    var records: [Records.Record] = []

    init(_ payload: [UInt8]) throws(Rejection) {
        var form = CanonicalForm()
        try self.init(payload, &form)
    }

    init(_ payload: String) throws(Rejection) { try self.init(Array(payload.utf8)) }

    init(_ payload: [UInt8], _ form: inout CanonicalForm) throws(Rejection) {
        var read = Records()
        try form.read(payload.span, into: &read)
        records = read.records
        for (number, record) in read.records.enumerated() {
            for reading in read.readings[record.readings] {
                let mark = number == 0 ? "" : "#\(number) "
                readings.append("\(mark)\(form.channels[reading.channel].name)=\(reading.value)")
            }
        }
        words = read.words.map { "\(form.channels[$0.channel].name)=\($0.text)" }
        faults = read.faults.map { "\($0.name) \($0.rejection.rawValue)" }
    }
}

/// Why the payload is rejected as a whole; nil where it is taken.
func rejection(of payload: [UInt8]) -> Rejection? {
    do {
        _ = try Sample(payload)
        return nil
    } catch {
        return error
    }
}

/// A device's message with every kind of member, 250 bytes.
let goodMessage = """
    {"at": "2026-11-22T08:15:30.250+08:00", "boot": 17, "seq": 40213,
     "readings": {"compressor.current": 1.21, "evaporator.temperature": -21.3e0, "fan.evaporator.speed": 1430,
     "fridge.door.open": false, "fault.code": "E\\u0034", "battery.level": null}, "x": [{"y": "é"}, true]}
    """
