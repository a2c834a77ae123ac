import Appliances
import Devices
import Telemetry

/// What a foreign message says of one appliance at one moment, on its way into the canonical form.
struct DerivedRecord {
    /// The appliance's number.
    let appliance: Int
    /// The device's own time; nil where it sent none.
    let time: Timestamp?
    private var readings: [(channel: Int, value: Double, word: String?)] = []

    /// How many readings one record takes: well below what the canonical reader allows.
    private static let readingsMax = 200

    init(appliance: Int, time: Timestamp?) {
        self.appliance = appliance
        self.time = time
    }

    var isFull: Bool { readings.count >= DerivedRecord.readingsMax }

    /// Adds a reading; of two on one channel the later counts.
    mutating func add(_ reading: DecodedReading) {
        if let place = readings.firstIndex(where: { $0.channel == reading.channel }) {
            readings[place] = (reading.channel, reading.value, reading.word)
        } else {
            readings.append((reading.channel, reading.value, reading.word))
        }
    }

    /// The record as a canonical payload.
    func payload(_ channels: [Channel]) -> [UInt8] {
        var text = "{"
        // A device that has no time yet counts from 1970, and with its zone from before.
        if let time, time >= .epoch { text += "\"at\":\(time.milliseconds)," }
        text += "\"readings\":{"
        for (place, reading) in readings.enumerated() {
            if place > 0 { text += "," }
            text += "\"\(channels[reading.channel].name)\":"
            text += reading.word.map { quoted(plainText($0)) } ?? "\(reading.value)"
        }
        return Array((text + "}}").utf8)
    }

    /// A word without what the canonical form does not take: control, separator and direction characters.
    private func plainText(_ word: String) -> String {
        var text = ""
        for scalar in word.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: text += " "
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
