import Appliances
import Testing

@Suite("A channel")
struct ChannelTests {
    @Test(
        "is formed by a pattern",
        arguments: [
            ("probe.left.temperature", .celsius, .measure), ("probe.1.humidity", .one, .measure),
            ("probe.A_b-3.temperature.limit", .celsius, .setting), ("fault.flag.fan", .one, .state),
            ("fault.flag.temperature", .one, .state), ("probe.flag.humidity", .one, .measure),
            ("fault.flag.fan.freezer", .one, .state), ("contact.Switch1.open", .one, .state),
            ("probe.\(String(repeating: "n", count: 64)).temperature", .celsius, .measure),
        ] as [(String, Unit, Channel.Kind)])
    func patterned(name: String, unit: Unit, kind: Channel.Kind) throws {
        let channel = try #require(Channel.patterned(name))
        #expect(channel.name == name)
        #expect(channel.unit == unit)
        #expect(channel.kind == kind)
    }

    @Test(
        "is not formed by anything else",
        arguments: [
            "", ".", "..", "...", "probe", "probe.left", "probe..temperature", "probe.left.temperature.",
            ".left.temperature", "probe.left.temperature.max", "probe.left.temperature.limit.x", "probe.left.pressure",
            "probe.left.humidity.limit", "Probe.left.temperature", "probe.a b.temperature", "probe.+.temperature",
            "probe.<b>.temperature", "probe.é.temperature", "probe.left.temperature\u{0}", "fault.flag", "fault.flag.",
            "fault.flag.x.y.z",
            "fault.flag.x.", "contact..open", "contact.a.closed", "contact.a.open.b", "fault.code.x",
            "fault.x.temperature", "fan.left.speed", "probe.a/b.humidity",
            "probe.\(String(repeating: "n", count: 65)).temperature",
        ])
    func notPatterned(name: String) {
        #expect(Channel.patterned(name) == nil)
    }

    @Test("of the catalogue has a name of its own, in trade words, that no pattern forms")
    func catalogue() {
        let names = Channel.catalogue.map(\.name)
        #expect(Set(names).count == names.count)
        for name in names {
            #expect(Channel.patterned(name) == nil)
            #expect(name.utf8.allSatisfy { $0 == 0x2e || $0 == 0x5f || (0x61...0x7a).contains($0) })
        }
    }

    @Test("of the catalogue is true or false with the bounds 0 and 1, or a word with none")
    func bounds() {
        for channel in Channel.catalogue {
            if channel.kind == .state { #expect(channel.range == 0...1) }
            if channel.kind == .text { #expect(channel.range == 0...0) }
            #expect(channel.unit.toCanonical.unit == channel.unit)
            #expect(channel.range.lowerBound.isFinite && channel.range.upperBound.isFinite)
        }
    }

    @Test(
        "has the name that several tools compare by",
        arguments: [
            "fridge.temperature", "freezer.setpoint", "defrost.heater.power", "compressor.discharge.temperature",
            "compressor.hours", "fan.evaporator.speed", "fan.outdoor.command", "refrigerant.pressure.low",
            "expansion_valve.position", "valve.four_way", "drain_pump.current", "cycle.phase", "energy.total",
            "supply.voltage", "availability", "battery.level", "radio.rssi", "filter.used", "fault.code",
        ])
    func fixedNames(name: String) {
        #expect(Channel.catalogue.contains { $0.name == name })
    }
}
