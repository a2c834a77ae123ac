/// A record in the canonical form, with eight readings.
struct CanonicalMessage: SummedMessage {
    static let channels = [
        Quantity("fridge.temperature", "Cel", 2...8, decimals: 1),
        Quantity("freezer.temperature", "Cel", -24 ... -16, decimals: 1),
        Quantity("evaporator.temperature", "Cel", -30 ... -10, decimals: 1),
        Quantity("ambient.temperature", "Cel", 18...31, decimals: 1),
        Quantity("compressor.running", "1", 0...1, decimals: 0),
        Quantity("power.active", "W", 1...140, decimals: 1),
        Quantity("supply.voltage", "V", 218...241, decimals: 1),
        Quantity("energy.total", "kW.h", 12...95, decimals: 3),
    ]

    let at: String
    let boot: Int
    let seq: Int
    let readings: [String: Double]

    var sum: Double { Double(boot) + Double(seq) + readings.values.reduce(0, +) }

    /// The message of a number, such as a refrigerator sends one every half minute.
    static func payload(_ number: Int) -> [UInt8] {
        let readings = channels.enumerated().map { place, quantity in
            "\"\(quantity.channel)\":\(quantity.text(inMessage: number, at: place))"
        }
        let minute = number / 2 % 60
        let second = "\(minute < 10 ? "0" : "")\(minute):\(number % 2 == 0 ? "00" : "30").\(250 + number)"
        return Array(
            ("{\"at\":\"2026-11-22T08:\(second)+08:00\",\"boot\":17,\"seq\":\(40_213 + number),"
                + "\"readings\":{\(readings.joined(separator: ","))}}").utf8)
    }
}

/// Something that is measured: how its values run from one message to the next.
struct Quantity {
    /// The channel that it becomes.
    let channel: String
    /// Its unit as UCUM and SenML name it.
    let unit: String
    private let low: Double
    private let high: Double
    private let decimals: Int

    init(_ channel: String, _ unit: String, _ range: ClosedRange<Double>, decimals: Int) {
        (self.channel, self.unit, self.decimals) = (channel, unit, decimals)
        (low, high) = (range.lowerBound, range.upperBound)
    }

    /// The value in a message, as devices write numbers: other digits each time, and not always as many.
    func text(inMessage number: Int, at place: Int) -> String {
        // Two primes: neither the messages nor the quantities beside each other run alike.
        let share = Double((number * 377 + place * 131) % 997) / 997
        let scale = [1.0, 10, 100, 1_000][decimals]
        let whole = ((low + share * (high - low)) * scale).rounded()
        return decimals == 0 ? "\(Int(whole))" : "\(whole / scale)"
    }
}
