import Appliances

/// What a path must speak of to be a channel. The first rule that holds and whose channel takes the values counts.
struct ChannelRule {
    let needs: Set<Concept>
    let channel: String

    private init(_ needs: Set<Concept>, _ channel: String) {
        self.needs = needs
        self.channel = channel
    }

    /// The channel of what a path speaks of; nil where no rule holds.
    static func channel(for concepts: Set<Concept>, _ nature: ValueNature) -> Channel? {
        // A limit or a calibration is no measurement, whatever else it is.
        guard !concepts.contains(.limit), !concepts.contains(.fault) else { return nil }
        let rules = concepts.contains(.setpoint) ? setpoints : measurements
        for rule in rules where rule.needs.isSubset(of: concepts) {
            guard let channel = Channel.named(rule.channel), nature.fits(channel.kind) else { continue }
            if channel.unit == .kilowattHour, concepts.contains(.period) { continue }
            // What is called a flag or a type is no amount.
            if concepts.contains(.label), channel.kind != .state { continue }
            return channel
        }
        return nil
    }

    private static let setpoints: [ChannelRule] = [
        ChannelRule([.fridge], "fridge.setpoint"), ChannelRule([.freezer], "freezer.setpoint"),
        ChannelRule([.flexzone], "flexzone.setpoint"), ChannelRule([.temperature], "setpoint.temperature"),
    ]

    private static let measurements = cold + compressor + air + washing + supply

    private static let cold: [ChannelRule] = [
        ChannelRule([.door, .freezer], "freezer.door.open"), ChannelRule([.door, .fridge], "fridge.door.open"),
        ChannelRule([.door, .flexzone], "flexzone.door.open"), ChannelRule([.door], "door.open"),
        ChannelRule([.contact], "door.open"),
        ChannelRule([.evaporator, .fan, .speed], "fan.evaporator.speed"),
        ChannelRule([.condenser, .fan, .speed], "fan.condenser.speed"),
        ChannelRule([.evaporator, .temperature], "evaporator.temperature"),
        ChannelRule([.defrost, .heater, .power], "defrost.heater.power"),
        ChannelRule([.defrost, .heater], "defrost.heater.on"),
        ChannelRule([.outdoor, .defrost, .temperature], "outdoor.defrost.temperature"),
        ChannelRule([.defrost], "defrost.active"),
    ]

    private static let compressor: [ChannelRule] = [
        ChannelRule([.compressor, .frequency], "compressor.frequency"),
        ChannelRule([.compressor, .speed], "compressor.speed"),
        ChannelRule([.compressor, .current], "compressor.current"),
        ChannelRule([.compressor, .power], "compressor.power"),
        ChannelRule([.discharge, .temperature], "compressor.discharge.temperature"),
        ChannelRule([.suction, .temperature], "compressor.suction.temperature"),
        ChannelRule([.compressor, .starts], "compressor.starts"),
        ChannelRule([.compressor, .hours], "compressor.hours"),
        ChannelRule([.compressor, .running], "compressor.running"), ChannelRule([.compressor], "compressor.running"),
        ChannelRule([.high, .pressure], "refrigerant.pressure.high"),
        ChannelRule([.low, .pressure], "refrigerant.pressure.low"),
        ChannelRule([.discharge, .pressure], "refrigerant.pressure.high"),
        ChannelRule([.suction, .pressure], "refrigerant.pressure.low"),
    ]

    private static let air: [ChannelRule] = [
        ChannelRule([.indoor, .coil, .temperature], "indoor.coil.temperature"),
        ChannelRule([.outdoor, .coil, .temperature], "outdoor.coil.temperature"),
        ChannelRule([.indoor, .fan, .speed], "fan.indoor.speed"),
        ChannelRule([.outdoor, .fan, .speed], "fan.outdoor.speed"),
        ChannelRule([.indoor, .humidity], "indoor.air.humidity"),
        ChannelRule([.ambient, .humidity], "ambient.humidity"),
        ChannelRule([.indoor, .temperature], "indoor.air.temperature"),
        ChannelRule([.outdoor, .temperature], "outdoor.air.temperature"),
        ChannelRule([.expansion], "expansion_valve.position"), ChannelRule([.fourWay, .valve], "valve.four_way"),
        ChannelRule([.ambient, .temperature], "ambient.temperature"),
    ]

    private static let washing: [ChannelRule] = [
        ChannelRule([.water, .inlet, .temperature], "water.inlet.temperature"),
        ChannelRule([.water, .outlet, .temperature], "water.outlet.temperature"),
        ChannelRule([.water, .temperature], "water.temperature"), ChannelRule([.drum, .speed], "drum.speed"),
        ChannelRule([.drain, .current], "drain_pump.current"), ChannelRule([.heater, .power], "heater.power"),
    ]

    private static let supply: [ChannelRule] = [
        ChannelRule([.freezer, .temperature], "freezer.temperature"),
        ChannelRule([.fridge, .temperature], "fridge.temperature"),
        ChannelRule([.flexzone, .temperature], "flexzone.temperature"),
        ChannelRule([.own, .temperature], "internal.temperature"), ChannelRule([.temperature], "probe.temperature"),
        ChannelRule([.humidity], "probe.humidity"), ChannelRule([.battery, .voltage], "battery.voltage"),
        ChannelRule([.battery, .low], "battery.low"), ChannelRule([.battery], "battery.level"),
        ChannelRule([.battery], "battery.low"), ChannelRule([.signal], "radio.rssi"),
        ChannelRule([.energy], "energy.total"), ChannelRule([.voltage], "supply.voltage"),
        ChannelRule([.current], "supply.current"), ChannelRule([.power], "power.active"),
        ChannelRule([.consumption], "energy.total"),
        ChannelRule([.frequency], "supply.frequency"), ChannelRule([.relay], "relay.on"),
        ChannelRule([.power], "power.on"),
    ]
}

/// What the values of a path are, as far as was seen.
enum ValueNature {
    /// None was seen.
    case unknown
    /// Numbers that are not just 0 and 1.
    case numbers
    /// Only 0 and 1.
    case bits
    /// True and false, or words for them.
    case truths
    /// Other words.
    case words

    init(_ values: [RawValue]) {
        let there = values.filter { $0 != .missing }
        if there.isEmpty {
            self = .unknown
        } else if there.allSatisfy({ $0.asNumber != nil }) {
            self = there.allSatisfy(\.isTruth) ? .bits : .numbers
        } else {
            self = there.allSatisfy(\.isTruth) ? .truths : .words
        }
    }

    /// Whether a channel of a kind takes them.
    func fits(_ kind: Channel.Kind) -> Bool {
        switch (self, kind) {
        case (.unknown, _), (.bits, _): true
        case (.numbers, .measure), (.numbers, .setting), (.numbers, .counter): true
        case (.truths, .state), (.words, .text), (.truths, .text): true
        case (.numbers, _), (.truths, _), (.words, _): false
        }
    }
}
