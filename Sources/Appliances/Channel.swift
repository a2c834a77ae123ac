/// The place of a channel in the gateway's list of channels.
///
/// Catalogue channels come first and never move; names formed by a pattern
/// (`probe.{name}.temperature`) are numbered as they are first seen.
package struct ChannelID: Hashable, Comparable, Sendable {
    /// The place, from 0.
    package let index: UInt16

    /// The channel at a place.
    package init(index: UInt16) { self.index = index }

    /// Earlier places come first.
    package static func < (left: ChannelID, right: ChannelID) -> Bool { left.index < right.index }
}

/// One measured or reported quantity: thing, part, quantity.
package struct Channel: Hashable, Sendable {
    /// How the values behave over time.
    package enum Kind: String, Sendable {
        /// Measured again and again; grows stale.
        case measure
        /// Holds until the next value; does not grow stale by itself.
        case setting
        /// True or false.
        case state
        /// Only grows.
        case counter
        /// A word out of a short list.
        case text
    }

    /// Dotted trade words, such as `evaporator.temperature`.
    package let name: String
    /// The canonical unit of every value.
    package let unit: Unit
    /// How the values behave.
    package let kind: Kind
    /// What is physically possible, in the canonical unit; values outside are rejected.
    package let range: ClosedRange<Double>

    /// A channel of the catalogue.
    package init(
        _ name: String, _ unit: Unit, _ kind: Kind = .measure, _ range: ClosedRange<Double>
    ) {
        self.name = name
        self.unit = unit
        self.kind = kind
        self.range = range
    }
}

extension Channel {
    /// Every channel with a fixed name, in the order of their ids (design/devices, "Channel names").
    ///
    /// Ranges are what the quantity can physically be in or at an appliance, wide enough
    /// for any make; a rule's thresholds are much narrower.
    package static let catalogue: [Channel] = cooling + compressor + air + washing + supply + device

    private static let temperature = -80.0...200.0

    private static let cooling: [Channel] = [
        Channel("fridge.temperature", .celsius, .measure, -80...100),
        Channel("freezer.temperature", .celsius, .measure, -80...100),
        Channel("flexzone.temperature", .celsius, .measure, -80...100),
        Channel("fridge.setpoint", .celsius, .setting, -40...40),
        Channel("freezer.setpoint", .celsius, .setting, -60...20),
        Channel("fridge.door.open", .one, .state, 0...1),
        Channel("freezer.door.open", .one, .state, 0...1),
        Channel("flexzone.setpoint", .celsius, .setting, -60...40),
        Channel("flexzone.door.open", .one, .state, 0...1),
        Channel("door.open", .one, .state, 0...1),
        Channel("evaporator.temperature", .celsius, .measure, temperature),
        Channel("ambient.temperature", .celsius, .measure, -60...80),
        Channel("ambient.humidity", .one, .measure, 0...1),
        Channel("defrost.active", .one, .state, 0...1),
        Channel("defrost.heater.power", .watt, .measure, 0...5_000),
        Channel("defrost.heater.on", .one, .state, 0...1),
    ]

    private static let compressor: [Channel] = [
        Channel("compressor.running", .one, .state, 0...1),
        Channel("compressor.frequency", .hertz, .measure, 0...1_000),
        Channel("compressor.speed", .revolutionsPerMinute, .measure, 0...20_000),
        Channel("compressor.current", .ampere, .measure, 0...200),
        Channel("compressor.power", .watt, .measure, 0...50_000),
        Channel("compressor.discharge.temperature", .celsius, .measure, temperature),
        Channel("compressor.suction.temperature", .celsius, .measure, temperature),
        Channel("compressor.starts", .one, .counter, 0...1e9),
        Channel("compressor.hours", .second, .counter, 0...1e10),
    ]

    private static let air: [Channel] =
        ["evaporator", "condenser", "indoor", "outdoor"].flatMap { fan in
            [
                Channel("fan.\(fan).speed", .revolutionsPerMinute, .measure, 0...30_000),
                Channel("fan.\(fan).current", .ampere, .measure, 0...50),
                Channel("fan.\(fan).command", .one, .setting, 0...1),
            ]
        } + [
            Channel("indoor.air.temperature", .celsius, .measure, -60...80),
            Channel("indoor.coil.temperature", .celsius, .measure, temperature),
            Channel("outdoor.air.temperature", .celsius, .measure, -60...80),
            Channel("outdoor.coil.temperature", .celsius, .measure, temperature),
            Channel("outdoor.defrost.temperature", .celsius, .measure, temperature),
            Channel("setpoint.temperature", .celsius, .setting, -40...60),
            Channel("indoor.air.humidity", .one, .measure, 0...1),
            Channel("expansion_valve.position", .step, .measure, 0...65_535),
            Channel("expansion_valve.opening", .one, .measure, 0...1),
            Channel("valve.four_way", .one, .state, 0...1),
            Channel("refrigerant.pressure.high", .pascal, .measure, 0...2e7),
            Channel("refrigerant.pressure.low", .pascal, .measure, 0...2e7),
        ]

    private static let washing: [Channel] = [
        Channel("drum.speed", .revolutionsPerMinute, .measure, 0...3_000),
        Channel("drum.vibration", .millimetrePerSecond, .measure, 0...1_000),
        Channel("drain_pump.current", .ampere, .measure, 0...20),
        Channel("water.temperature", .celsius, .measure, -20...120),
        Channel("water.inlet.temperature", .celsius, .measure, -20...120),
        Channel("water.outlet.temperature", .celsius, .measure, -20...120),
        Channel("heater.power", .watt, .measure, 0...20_000),
        Channel("door.locked", .one, .state, 0...1),
        Channel("cycle.phase", .one, .text, 0...0),
        Channel("cycle.count", .one, .counter, 0...1e9),
        Channel("cycle.remaining", .second, .measure, 0...1e6),
        Channel("drum.vibration.acceleration", .metrePerSecondSquared, .measure, 0...10_000),
        Channel("drum.vibration.kurtosis", .one, .measure, 0...10_000),
    ]

    private static let supply: [Channel] = [
        Channel("power.on", .one, .state, 0...1),
        Channel("power.active", .watt, .measure, -1e5...1e5),
        Channel("energy.total", .kilowattHour, .counter, 0...1e9),
        Channel("supply.voltage", .volt, .measure, 0...1_000),
        Channel("supply.current", .ampere, .measure, 0...1_000),
        Channel("supply.frequency", .hertz, .measure, 0...1_000),
        Channel("relay.on", .one, .state, 0...1),
    ]

    private static let device: [Channel] = [
        Channel("availability", .one, .state, 0...1),
        Channel("battery.level", .one, .measure, 0...1),
        Channel("battery.low", .one, .state, 0...1),
        Channel("battery.voltage", .volt, .measure, 0...100),
        Channel("internal.temperature", .celsius, .measure, temperature),
        Channel("probe.temperature", .celsius, .measure, temperature),
        Channel("probe.humidity", .one, .measure, 0...1),
        Channel("radio.rssi", .decibelMilliwatt, .measure, -200...50),
        Channel("filter.used", .one, .counter, 0...10),
        Channel("fault.code", .one, .text, 0...0),
    ]

    /// The channel that a name formed by a pattern stands for; nil where no pattern fits.
    ///
    /// Patterns: `probe.{name}.temperature`, `probe.{name}.temperature.limit` (the alarm
    /// limit that the operator has set for the probe), `probe.{name}.humidity`,
    /// `contact.{name}.open`, `fault.flag.{name}`, `fault.flag.{name}.{name}`; `{name}` as a ``DeviceID``.
    package static func patterned(_ name: String) -> Channel? {
        let words = name.split(separator: ".", omittingEmptySubsequences: false)
        guard words.count >= 3, words.count <= 4 else { return nil }
        if words[0] == "fault", words[1] == "flag" {
            guard words[2...].allSatisfy(isPlainIdentifier) else { return nil }
            return Channel(name, .one, .state, 0...1)
        }
        guard isPlainIdentifier(words[1]) else { return nil }
        switch (words[0], words[2], words.count) {
        case ("probe", "temperature", 3): return Channel(name, .celsius, .measure, temperature)
        case ("probe", "humidity", 3): return Channel(name, .one, .measure, 0...1)
        case ("contact", "open", 3): return Channel(name, .one, .state, 0...1)
        case ("probe", "temperature", 4) where words[3] == "limit":
            return Channel(name, .celsius, .setting, temperature)
        default: return nil
        }
    }
}

extension Channel {
    /// The channel of a name, out of the catalogue or formed by a pattern; nil where there is none.
    package static func named(_ name: String) -> Channel? {
        catalogue.first { $0.name == name } ?? patterned(name)
    }
}
