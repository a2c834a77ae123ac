import Appliances

/// In which unit values come: by what is said of them, by their name, or by what is possible.
struct UnitGuess {
    /// As profiles name it.
    var unit: String
    var scale: Double?
    /// What there is to check; nil where nothing was guessed.
    var remark: String?

    /// A guess for values of a channel; nil where the channel needs no unit.
    init?(path: String, sent: String?, values: [RawValue], channel: Channel) {
        guard channel.kind != .state, channel.kind != .text else { return nil }
        let numbers = values.compactMap(\.asNumber)
        if let unit = sent.flatMap(UnitGuess.code), UnitGuess.fits(unit, channel) {
            self.init(unit: unit)
            // Some say per cent and send a ratio: that is not to be told from few per cent.
        } else if let unit = UnitGuess.suffix(of: path), UnitGuess.fits(unit, channel) {
            self.init(unit: unit)
        } else {
            self = UnitGuess.plausible(numbers, channel)
            if let sent { remark = "check: the unit is said to be \(sent), and that is none of this channel's" }
        }
    }

    private init(unit: String, scale: Double? = nil, remark: String? = nil) {
        self.unit = unit
        self.scale = scale
        self.remark = remark
    }

    /// Whether any of the values is possible on the channel; a signal of 86 is no dBm.
    func isPossible(_ values: [RawValue], on channel: Channel) -> Bool {
        guard let way = SourceUnit(unit)?.way(to: channel.unit) else { return false }
        let real = values.compactMap(\.asNumber).filter { !Sentinels.isOne($0, on: channel) }
        let isSignal = channel.unit == .decibelMilliwatt
        return real.isEmpty || real.contains { channel.range.contains(way($0 * (scale ?? 1))) && !(isSignal && $0 > 0) }
    }

    private static func fits(_ unit: String, _ channel: Channel) -> Bool {
        SourceUnit(unit)?.way(to: channel.unit) != nil
    }

    /// The UCUM code of a unit as devices write it; nil where it is none.
    static func code(_ written: String) -> String? {
        if let known = spellings.first(where: { $0.key == written })?.value { return known }
        return SourceUnit(written) != nil && !written.isEmpty ? written : nil
    }

    private static let spellings: KeyValuePairs<String, String> = [
        "C": "Cel", "°C": "Cel", "℃": "Cel", "degC": "Cel", "celsius": "Cel", "Celsius": "Cel", "c": "Cel",
        "F": "[degF]", "f": "[degF]", "°F": "[degF]", "℉": "[degF]", "degF": "[degF]", "fahrenheit": "[degF]",
        "Fahrenheit": "[degF]",
        "kWh": "kW.h", "kwh": "kW.h", "KWH": "kW.h", "KWh": "kW.h", "Wh": "W.h", "wh": "W.h", "mWh": "mW.h",
        "Wmin": "W.min", "mV": "mV", "mv": "mV", "mA": "mA", "ma": "mA", "V": "V", "volts": "V", "A": "A", "amps": "A",
        "W": "W", "watts": "W", "w": "W", "kW": "kW", "kw": "kW", "Hz": "Hz", "hz": "Hz", "HZ": "Hz",
        "rpm": "{rev}/min", "RPM": "{rev}/min", "rps": "{rev}/s", "pct": "%", "percent": "%", "percentage": "%",
        "%": "%", "bar": "bar", "psi": "[psi]", "kPa": "kPa", "kpa": "kPa", "MPa": "MPa", "Pa": "Pa",
        "dBm": "dB[mW]", "dbm": "dB[mW]", "dB": "dB[mW]", "steps": "{step}", "hours": "h", "minutes": "min",
    ]

    /// The unit at the end of a name: `temperature_F`, `total_kWh`, `tC`, `Power (W)`, `humidity %`.
    private static func suffix(of path: String) -> String? {
        let name = path.split(separator: "/").last ?? ""
        if name.contains("%") { return "%" }
        let parts = name.split { !($0.isLetter || $0.isNumber) }
        guard let last = parts.last else { return nil }
        if parts.count > 1, let unit = spelled(last) { return unit }
        // `tC`, `tempF`, `energyKWh`: the longest end that is a unit and begins where a word does.
        for length in [3, 2, 1] where last.count > length {
            let (front, end) = (last.dropLast(length), last.suffix(length))
            guard front.last?.isLowercase == true, end.first?.isUppercase == true || length > 1 && isMixed(end) else {
                continue
            }
            if let unit = spelled(end) { return unit }
        }
        return nil
    }

    private static func spelled(_ text: Substring) -> String? { spellings.first { $0.key == text }?.value }

    /// `mV` in `batterymV`, but not `ma` in `alarma`.
    private static func isMixed(_ end: Substring) -> Bool {
        end.contains { $0.isUppercase } && !end.dropFirst().isEmpty
    }

    private static func plausible(_ numbers: [Double], _ channel: Channel) -> UnitGuess {
        let real = numbers.filter { !Sentinels.isOne($0, on: channel) }
        let highest = real.map(abs).max() ?? 0
        let own = channel.unit.rawValue
        switch channel.unit {
        case .celsius: return temperature(real, highest, channel)
        case .one where channel.kind == .measure:
            let unit = highest > 1 ? "%" : "1"
            let doubt = highest <= 1 ? "check: a ratio up to 1, or per cent" : nil
            return UnitGuess(unit: unit, remark: doubt)
        case .volt where highest > 1_000:
            let isMixed = real.contains { abs($0) < 1_000 }
            return isMixed
                ? UnitGuess(unit: own, remark: "check: some look like millivolts of a battery")
                : UnitGuess(unit: "mV", remark: "check: taken for millivolts by their size")
        case .ampere where highest > 100:
            return UnitGuess(unit: "mA", remark: "check: taken for milliamperes by their size")
        case .kilowattHour:
            let isSmall = highest < 50_000
            return UnitGuess(
                unit: isSmall ? own : "W.h", remark: "check: the unit is not said; it may be \(isSmall ? "W.h" : own)")
        case .second: return UnitGuess(unit: "h", remark: "check: the unit is not said; hours were taken")
        case .pascal:
            let unit = highest < 60 ? "bar" : highest < 10_000 ? "kPa" : "Pa"
            return UnitGuess(unit: unit, remark: "check: taken for \(unit) by their size")
        default: return UnitGuess(unit: own)
        }
    }

    private static func temperature(_ real: [Double], _ highest: Double, _ channel: Channel) -> UnitGuess {
        let isWhole = real.allSatisfy { $0 == $0.rounded() }
        if isWhole, highest >= 200 {
            let scale = highest >= 1_000 ? 0.01 : 0.1
            let part = highest >= 1_000 ? "hundredths" : "tenths"
            return UnitGuess(unit: "Cel", scale: scale, remark: "check: taken for \(part) of a degree by their size")
        }
        let isWarm = !real.isEmpty && real.allSatisfy { 28...60 ~= $0 }
        if channel.name.hasPrefix("fridge."), isWarm {
            return UnitGuess(unit: "[degF]", remark: "check: no fridge is so warm in °C; taken for °F")
        }
        return UnitGuess(unit: "Cel", remark: real.isEmpty ? nil : "check: °C, for nothing says °F")
    }
}
