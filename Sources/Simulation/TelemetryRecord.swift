package import Appliances

/// What one appliance sends at one moment: a message of the canonical form (design/devices).
package struct TelemetryRecord: Sendable {
    /// Who sends it.
    package let device: DeviceID
    /// Where it stands.
    package let site: SiteID
    /// When it was measured, by the device's clock.
    package let at: Timestamp
    /// How often the device has been switched on.
    package let boot: Int
    /// The number of the message since then, from 1.
    package let seq: Int
    /// The samples in canonical units; a state is 1 for true and 0 for false.
    package let readings: [(channel: String, value: Double, isState: Bool)]

    /// A message with these samples.
    package init(
        device: DeviceID, site: SiteID, at: Timestamp, boot: Int, seq: Int,
        readings: [(channel: String, value: Double, isState: Bool)]
    ) {
        self.device = device
        self.site = site
        self.at = at
        self.boot = boot
        self.seq = seq
        self.readings = readings
    }
}

extension TelemetryRecord {
    /// Appends the message as the device itself publishes it: one JSON object, no line end.
    package func json(into bytes: inout [UInt8]) { json(device: false, into: &bytes) }

    /// Appends the message as one JSON object; with the device's name first where a hub sends it.
    ///
    /// Channels are written as they are: their names have no character that JSON escapes.
    package func json(device named: Bool, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        if named {
            bytes.append(contentsOf: "\"device\":\"\(device.text)\",".utf8)
        }
        bytes.append(contentsOf: "\"at\":\"\(at)\",\"boot\":\(boot),\"seq\":\(seq),\"readings\":{".utf8)
        for (place, reading) in readings.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(UInt8(ascii: "\""))
            bytes.append(contentsOf: reading.channel.utf8)
            bytes.append(contentsOf: "\":".utf8)
            if reading.isState {
                bytes.append(contentsOf: (reading.value != 0 ? "true" : "false").utf8)
            } else {
                TelemetryRecord.number(reading.value, into: &bytes)
            }
        }
        bytes.append(contentsOf: "}}".utf8)
    }

    /// Appends a number with at most two decimals and no trailing zeros: `3.9`, `-18`, `0.91`.
    private static func number(_ value: Double, into bytes: inout [UInt8]) {
        precondition(abs(value) < 1e15, "A reading must be a number that a sensor can send.")
        let hundredths = Int64((value * 100).rounded())
        // The sign by hand: whole hundredths of -0.4 are 0, which has none.
        if hundredths < 0 { bytes.append(UInt8(ascii: "-")) }
        let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
        bytes.append(contentsOf: String(whole).utf8)
        guard rest > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        bytes.append(UInt8(ascii: "0") + UInt8(rest / 10))
        if rest % 10 > 0 { bytes.append(UInt8(ascii: "0") + UInt8(rest % 10)) }
    }
}
