import Appliances

/// Numbers that devices send where a sensor is missing or has not measured yet.
///
/// Read as measurements they would be faults: 85 is a DS18B20 at power-up, -127 one that does not answer, -64 a
/// raw 0 of many air conditioners, the others are the ends of 8 and 16 bits.
enum Sentinels {
    private static let ofAll: [Double] = [-32_768, 32_767, 65_535, -999]
    private static let ofTemperatures: [Double] = [
        -127, 85, -64, 255, 999, -3_276.8, 3_276.7, 6_553.5, 327.67, -327.68,
    ]
    private static let ofRatios: [Double] = [255, 999, 655.35]

    /// Whether a number is one for a channel.
    static func isOne(_ number: Double, on channel: Channel) -> Bool {
        guard channel.kind == .measure || channel.kind == .setting else { return false }
        if ofAll.contains(number) { return true }
        switch channel.unit {
        case .celsius: return ofTemperatures.contains(number)
        case .one: return ofRatios.contains(number)
        default: return false
        }
    }
}
