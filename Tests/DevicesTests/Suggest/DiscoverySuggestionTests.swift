import Devices
import Testing

@Suite("A draft out of Home Assistant's discovery")
struct DiscoverySuggestionTests {
    private static let plug = """
        homeassistant/sensor/tasmota_1A2B3C/power/config ~ {"name": "Power", "~": "tele/tasmota_1A2B3C", \
        "stat_t": "~/SENSOR", "val_tpl": "{{ value_json['ENERGY']['Power'] | float }}", "unit_of_meas": "W", \
        "dev_cla": "power", "uniq_id": "p", "avty_t": "~/LWT", "pl_avail": "Online", "pl_not_avail": "Offline", \
        "dev": {"ids": ["1A2B3C"], "mf": "Sonoff", "mdl": "POW"}}
        homeassistant/sensor/tasmota_1A2B3C/probe/config ~ {"name": "Freezer", "state_topic": \
        "tele/tasmota_1A2B3C/SENSOR", "value_template": "{{ value_json.DS18B20.Temperature }}", \
        "unit_of_measurement": "°F", "device_class": "temperature"}
        homeassistant/binary_sensor/tasmota_1A2B3C/relay/config ~ {"name": "Relay", "stat_t": \
        "tele/tasmota_1A2B3C/STATE", "val_tpl": "{{ value_json.POWER }}", "pl_on": "EIN", "pl_off": "AUS"}
        homeassistant/sensor/tasmota_1A2B3C/sum/config ~ {"name": "Sum", "stat_t": "tele/tasmota_1A2B3C/SENSOR", \
        "val_tpl": "{{ value_json.a + value_json.b }}"}
        """

    @Test("has sources by topic, availability, and channels with units and words")
    func component() {
        let draft = DraftReading(of: Self.plug)
        #expect(draft.topics == ["tele/{device}/SENSOR", "tele/{device}/STATE", "tele/{device}/LWT"])
        #expect(draft.part("sources").contains(#"availability: {online: ["Online"], offline: ["Offline"]}"#))
        #expect(
            draft.table == [
                "ENERGY/Power: {as: power.active, unit: W}",
                #"DS18B20/Temperature: {as: freezer.temperature, unit: "[degF]"}"#,
                #"POWER: {as: relay.on, enum: {"EIN": true, "AUS": false}}"#,
            ])
        #expect(draft.comments.contains("announced: Sonoff POW"))
        #expect(draft.comments.contains("passed over in its template: float"))
        #expect(
            draft.comments.contains(
                "Sum on tele/tasmota_1A2B3C/SENSOR: template not understood, not executed: "
                    + "{{ value_json.a + value_json.b }}"))
        #expect(draft.promises == ["{device: tasmota_1A2B3C, channel: availability, value: true}"])
        #expect(draft.part("examples").contains("- name: Made up, for no message was seen; put one here"))
    }

    @Test("tries itself on the messages that came with it")
    func examples() {
        let draft = DraftReading(
            of: Self.plug + "\n"
                + #"tele/tasmota_1A2B3C/SENSOR = {"ENERGY": {"Power": 5}, "DS18B20": {"Temperature": 5}}"#)
        #expect(
            draft.promises == [
                "{device: tasmota_1A2B3C, channel: power.active, value: 5}",
                "{device: tasmota_1A2B3C, channel: freezer.temperature, value: -15}",
            ])
    }

    @Test("reads what one message announces of a whole device")
    func device() {
        let draft = DraftReading(
            of: """
                homeassistant/device/0x00158d01/config ~ {"dev": {"ids": "0x00158d01", "name": "fridge_door"}, \
                "o": {"name": "z"}, "stat_t": "z2m/fridge_door", "avty": [{"t": "z2m/bridge/state"}, \
                {"t": "z2m/fridge_door/availability", "val_tpl": "{{ value_json.state }}"}], "cmps": {\
                "door": {"p": "binary_sensor", "dev_cla": "door", "val_tpl": "{{ value_json.contact }}", \
                "pl_on": false, "pl_off": true}, "level": {"p": "sensor", "dev_cla": "battery", \
                "unit_of_meas": "%", "val_tpl": "{{ value_json.battery }}"}, "gone": {"p": "sensor"}}}
                """)
        #expect(draft.topics == ["z2m/{device}", "z2m/{device}/availability"])
        #expect(
            draft.part("sources").contains(#"availability: {at: "/state", online: ["online"], offline: ["offline"]}"#))
        #expect(
            draft.table.prefix(2) == [
                #"contact: {as: door.open, enum: {"false": true, "true": false}}"#,
                #"battery: {as: battery.level, unit: "%"}"#,
            ])
        #expect(draft.comments.contains("z2m/bridge/state: says whether the hub is there, not the device"))
    }

    @Test("reads topics of one value each, and what a thermostat measures and is set to")
    func texts() {
        let draft = DraftReading(
            of: """
                homeassistant/sensor/esp/hum/config ~ {"name": "Humidity", "unit_of_meas": "%", \
                "stat_t": "node-7a1b2c/sensor/humidity/state"}
                homeassistant/climate/esp/ac/config ~ {"name": "AC", "curr_temp_t": "node-7a1b2c/climate/now", \
                "temp_stat_t": "node-7a1b2c/climate/set"}
                """)
        #expect(draft.topics == [#"{device:node-7a1b2c}/{prop*}"#])
        #expect(
            draft.table == [
                #"sensor/humidity/state: {as: probe.humidity, unit: "%"}"#,
                "climate/now: {as: probe.temperature, unit: Cel}", "climate/set: {as: setpoint.temperature, unit: Cel}",
            ])
    }

    @Test(
        "is made only of what is discovery",
        arguments: [
            "homeassistant/sensor/a/config = not json", "homeassistant/sensor/a/config = {\"name\": \"no topic\"}",
            "homeassistant/sensor/a/b/c/config = {\"stat_t\": \"x\"}", "a/config = {\"stat_t\": \"x\"}",
            "homeassistant/device/a/config = {\"stat_t\": \"x\"}", "homeassistant/sensor/a/state = {\"stat_t\": \"x\"}",
        ])
    func noDiscovery(seen: String) {
        #expect(!DraftReading(of: seen).comments.contains { $0.contains("announced") })
    }
}
