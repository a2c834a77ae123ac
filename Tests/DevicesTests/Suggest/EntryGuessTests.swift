import Testing

@testable import Devices

@Suite("A path is taken for")
struct EntryGuessTests {
    private static func line(_ path: String, _ values: [RawValue], unit: String? = nil) -> String? {
        let clue = PathClue(path: path, unit: unit, values: values)
        return EntryGuess.entry(clue).map { entry in
            var text = entry.channel
            if let unit = entry.unit { text += " \(unit)" }
            if let scale = entry.scale { text += " x\(scale)" }
            if !entry.absent.isEmpty { text += " absent \(entry.absent)" }
            if !entry.meanings.isEmpty { text += " true is \(entry.meanings.first?.sent ?? "")" }
            if let kind = entry.kind, kind != .counter { text += " \(kind.rawValue)" }
            if !entry.clear.isEmpty { text += " clear \(entry.clear)" }
            if let component = entry.component { text += " of \(component)" }
            return text
        }
    }

    @Test(
        "the channel that its words name",
        arguments: [
            ("ENERGY/Power", [.number(12.5)], "power.active W"),
            ("ENERGY/Total", [.number(6.3)], "energy.total kW.h"),
            ("main/Compressor_Freq", [.text("46")], "compressor.frequency Hz"),
            ("compressorFrequency", [.number(46)], "compressor.frequency Hz"),
            ("tempCoilerOutdoor", [.text("7")], "outdoor.coil.temperature Cel"),
            ("fridge_temp", [.number(4)], "fridge.temperature Cel"),
            ("refrigerator/temperature", [.number(4)], "fridge.temperature Cel"),
            ("frz_t/temp", [.number(-18)], "freezer.temperature Cel"),
            ("freezer_target_temperature", [.number(-18)], "freezer.setpoint Cel"),
            ("tempSel", [.text("24.00")], "setpoint.temperature Cel"),
            ("evaporatortemp", [.number(-20)], "evaporator.temperature Cel"),
            ("outdoor/fan_speed", [.number(800)], "fan.outdoor.speed {rev}/min"),
            ("humidity", [.number(55)], "probe.humidity %"),
            ("battery", [.number(80)], "battery.level %"),
            ("battery_low", [.flag(false)], "battery.low"),
            ("voltage", [.number(3_005)], "battery.voltage mV"),
            ("voltage", [.number(231)], "supply.voltage V"),
            ("rssi", [.number(-60)], "radio.rssi dB[mW]"),
            ("freezer/door", [.text("closed")], "freezer.door.open"),
            ("contact", [.flag(false)], "door.open true is false"),
            ("switch:0/output", [.flag(true)], "relay.on"),
            ("temperature/tF", [.number(40)], "probe.temperature [degF]"),
            ("0/tC", [.number(4)], "probe.temperature Cel"),
        ] as [(String, [RawValue], String)])
    func channel(path: String, values: [RawValue], line: String) {
        #expect(Self.line(path, values) == line)
    }

    @Test(
        "its unit, by what is said, by its name or by what is possible",
        arguments: [
            ("temp", 39.2, "°F", "probe.temperature [degF]"), ("total_kWh", 1.5, nil, nil),
            ("energy_total_Wh", 1_500, nil, "energy.total W.h"), ("power (kW)", 1.5, nil, "power.active kW"),
            ("current_mA", 450, nil, "supply.current mA"), ("batterymV", 2_990, nil, nil),
            ("fridge/temperature", 37, nil, "fridge.temperature [degF]"),
            ("temperature", -1_850, nil, "probe.temperature Cel x0.01"),
            ("temperature", 215, nil, "probe.temperature Cel x0.1"),
            ("humidity", 0.5, nil, "probe.humidity 1"), ("power", 5, "parsec", "power.active W"),
        ] as [(String, Double, String?, String?)])
    func unit(path: String, value: Double, said: String?, line: String?) {
        guard let line else { return }
        #expect(Self.line(path, [.number(value)], unit: said) == line)
    }

    @Test(
        "no reading where a value says that there is no sensor",
        arguments: [
            ("temp", [.number(85), .number(4)], "probe.temperature Cel absent [\"85\"]"),
            ("temp", [.text("-127.0")], "probe.temperature Cel absent [\"-127.0\"]"),
            ("tempAirOutdoor", [.number(-64)], "outdoor.air.temperature Cel absent [\"-64\"]"),
            ("temperature", [.number(-32_768), .number(400)], "probe.temperature Cel x0.1 absent [\"-32768\"]"),
            ("humidity", [.number(255), .number(40)], "probe.humidity % absent [\"255\"]"),
            ("battery", [.number(85)], "battery.level %"),
            ("power", [.number(85), .number(999)], "power.active W"),
        ] as [(String, [RawValue], String)])
    func sentinels(path: String, values: [RawValue], line: String) {
        #expect(Self.line(path, values) == line)
    }

    @Test(
        "a fault, by flag or by code",
        arguments: [
            ("freezer_fan_failure", [.flag(true)], "fault.flag flag of fan_motor"),
            ("errors", [.text("00"), .text("E4")], "fault.code code clear [\"00\"]"),
            ("alarm", [.number(7)], "fault.code code clear [\"0\"]"),
        ] as [(String, [RawValue], String)])
    func fault(path: String, values: [RawValue], line: String) {
        #expect(Self.line(path, values) == line)
    }

    @Test(
        "nothing where it is no measurement, or none that fits",
        arguments: [
            ("hue", [.text("blue")]), ("power_factor", [.number(0.9)]), ("temperature_max", [.number(9)]),
            ("ENERGY/Today", [.number(1.2)]), ("tempUnit", [.text("C")]), ("power", [.text("standby")]),
            ("Wifi/RSSI", [.number(86)]), ("linkquality", [.number(10)]), ("a{b}/power", [.number(1)]),
            ("", [.number(1)]),
            (String(repeating: "power", count: 60), [.number(1)]),
        ] as [(String, [RawValue])])
    func stranger(path: String, values: [RawValue]) {
        #expect(Self.line(path, values) == nil)
    }

    @Test(
        "words, however it is written",
        arguments: [
            ("tempAirOutdoor", ["temp", "air", "outdoor"]), ("Compressor_Freq", ["compressor", "freq"]),
            ("RSSIValue", ["rssi", "value"]), ("DS18B20-1", ["ds", "18", "b", "20", "1"]), ("tC", ["t", "c"]),
            ("ENERGY/Power", ["energy", "power"]), ("---", []),
        ])
    func words(text: String, words: [String]) {
        #expect(PathWords.words(of: text) == words)
    }

    @Test(
        "a time, where its name and its values are those of one",
        arguments: [
            ("ts", [.number(1_700_000_000)], "unix"), ("time", [.number(1_700_000_000_000)], "unix_ms"),
            ("last_seen", [.text("2024-06-01T10:11:12.345Z")], "rfc3339"),
            ("Time", [.text("2024-06-01T10:11:12")], "yyyy-MM-dd'T'HH:mm:ss"),
            ("at", [.text("1700000000")], "unix"), ("ts", [.number(17)], nil),
            ("uptime", [.number(1_700_000_000)], nil),
            ("ts", [.number(1_700_000_000), .text("x")], nil), ("params/ts", [.number(1_631_186_545.04)], "unix"),
        ] as [(String, [RawValue], String?)])
    func time(path: String, values: [RawValue], format: String?) {
        var seen = SeenPath(path)
        for value in values { seen.note(value) }
        #expect(TimeGuess.time(of: seen, at: "/")?.format == format)
    }
}
