import Devices

/// A device with twenty channels, and the profiles by which its messages are read.
enum Plug {
    static let quantities = [
        Quantity("power.active", "W", 1...180, decimals: 1),
        Quantity("supply.voltage", "V", 218...241, decimals: 1),
        Quantity("supply.current", "A", 0...2, decimals: 3),
        Quantity("supply.frequency", "Hz", 49...51, decimals: 2),
        Quantity("energy.total", "kW.h", 120...900, decimals: 3),
        Quantity("fridge.temperature", "Cel", 2...8, decimals: 1),
        Quantity("freezer.temperature", "Cel", -24 ... -16, decimals: 1),
        Quantity("flexzone.temperature", "Cel", -2...5, decimals: 1),
        Quantity("evaporator.temperature", "Cel", -30 ... -10, decimals: 1),
        Quantity("ambient.temperature", "Cel", 18...31, decimals: 1),
        Quantity("compressor.speed", "{rev}/min", 0...4_500, decimals: 0),
        Quantity("compressor.current", "A", 0...3, decimals: 2),
        Quantity("compressor.power", "W", 0...160, decimals: 0),
        Quantity("compressor.frequency", "Hz", 0...150, decimals: 0),
        Quantity("fan.evaporator.speed", "{rev}/min", 900...1_500, decimals: 0),
        Quantity("fan.condenser.speed", "{rev}/min", 800...1_300, decimals: 0),
        Quantity("internal.temperature", "Cel", 25...50, decimals: 1),
        Quantity("probe.temperature", "Cel", -20...10, decimals: 2),
        Quantity("battery.voltage", "V", 2...4, decimals: 2),
        Quantity("radio.rssi", "dB[mW]", -90 ... -40, decimals: 0),
    ]

    /// What the messages call the quantities, in their order.
    static let names = [
        "power", "voltage", "current", "frequency", "energy", "fridge", "freezer", "flexzone", "evaporator", "ambient",
        "speed", "drive", "load", "drum", "fan", "blower", "board", "probe", "battery", "signal",
    ]

    /// For objects whose members are the values.
    static func flat() throws -> DeviceProfile {
        try profile(ProfileSource(topic: try TopicPattern("plugs/{device}/state")))
    }

    /// For lists of objects with a name and a text, as Haier's cloud sends them.
    static func list() throws -> DeviceProfile {
        var source = ProfileSource(topic: try TopicPattern("plugs/{device}/parameters"))
        var rule = PointRule()
        rule.each = try Pointer("/parameters/*")
        rule.path = .text(try Pointer("./parName"))
        rule.value = try Pointer("./parNewVal")
        source.points = [rule]
        source.hasPoints = true
        return try profile(source)
    }

    /// For packs of SenML.
    static func senML() throws -> DeviceProfile {
        var source = ProfileSource(topic: try TopicPattern("plugs/{device}/senml"))
        source.format = .senmlJSON
        return try profile(source)
    }

    private static func profile(_ source: ProfileSource) throws -> DeviceProfile {
        var profile = DeviceProfile(id: "plug", version: 1, key: DeviceKey(template: try Template("{device}")))
        profile.sources = [source]
        for (name, quantity) in zip(names, quantities) {
            var entry = try ChannelEntry(key: name)
            entry.channel = try Template(quantity.channel)
            if let unit = SourceUnit(quantity.unit) { entry.unit = .fixed(unit) }
            entry.range = -100_000...100_000
            profile.channels.entries.append(entry)
        }
        return profile
    }
}
