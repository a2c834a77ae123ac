import Devices
import Testing

@Suite("A draft out of plain messages")
struct PlainSuggestionTests {
    @Test("is a whole profile, with what was guessed marked")
    func whole() {
        let seen = messages(
            """
            plugs/kitchen/state = {"power": 92.4, "temperature_F": 40.5, "ts": 1700000000, "relay": "on", "hue": "blue"}
            plugs/bar/state = {"power": 0, "temperature_F": -127, "ts": 1700000060, "relay": "off"}
            plugs/bar/LWT ~ Online
            """)
        let draft = ProfileSuggestion.draft(from: seen, id: "My Plug!")
        #expect(
            draft == """
                # Drafted by `foretell device suggest` from 3 messages on 3 topics.
                # Whatever was guessed says `check`; the rest was read. Raise the version when it goes into use.
                schema: foretell.device-profile/1
                id: my-plug
                version: 1
                title: my-plug
                # check: how long a device may be silent, as in
                # defaults: {stale_after: 10m}

                sources:
                  # seen: plugs/kitchen/state, plugs/bar/state
                  - topic: "plugs/{device}/state"
                    time: {at: "/ts", format: unix}
                  # seen: plugs/bar/LWT
                  # check: is {device} the level that names the device?
                  - topic: "plugs/{device}/LWT"
                    decode: text
                    availability: {online: ["Online"], offline: ["Offline"]}

                channels:
                  # seen: 92.4, 0
                  power: {as: power.active, unit: W}
                  # seen: 40.5, -127
                  # check: -127 looks like no sensor, or is measured
                  temperature_F: {as: probe.temperature, unit: "[degF]", absent: [-127]}
                  # seen: on, off
                  relay: {as: relay.on}
                  # Not understood, with the values seen:
                  #   hue: blue

                examples:
                  - name: As it was seen
                    topic: plugs/kitchen/state
                    payload: '{"power": 92.4, "temperature_F": 40.5, "ts": 1700000000, "relay": "on", "hue": "blue"}'
                    expect:
                      - {device: kitchen, channel: power.active, value: 92.4, at: "2023-11-14T22:13:20Z"}
                      - {device: kitchen, channel: probe.temperature, value: 4.7222222, at: "2023-11-14T22:13:20Z"}
                      - {device: kitchen, channel: relay.on, value: true, at: "2023-11-14T22:13:20Z"}
                  - name: As it was seen
                    topic: plugs/bar/LWT
                    payload: "Online"
                    retain: true
                    expect:
                      - {device: bar, channel: availability, value: true}

                """)
    }

    @Test(
        "finds the level that names the device",
        arguments: [
            ("tele/pow1/SENSOR = {\"t\": 1}\ntele/pow2/SENSOR = {\"t\": 2}", ["tele/{device}/SENSOR"]),
            ("sensors/0x00158d0001a2b3c4/up = {\"temperature\": 4}", ["sensors/{device}/up"]),
            (
                "haier/things/3c-71-bf-00-00-01/event/update = {\"temperature\": 4}",
                ["haier/things/{device}/event/update"]
            ),
            ("hub/AA11BB22CC33/dev/998877/state = {\"temperature\": 4}", ["hub/+/dev/{device}/state"]),
            ("shellies/plug-s-7A1B2C/relay/0/power = 12", ["shellies/{device}/{prop*}"]),
            ("home/cellar/temperature = 4\nhome/larder/temperature = 5", ["home/{device}/{prop*}"]),
            ("site/temperature/1wire/28FF6A1C0417 = 4", ["site/{prop*}/{device}"]),
            ("plant/line/case/status = {\"temperature\": 4}", ["plant/line/{device}/status"]),
            ("pump/LWT = Online\npump/main/Outside_Temp = 4", ["{device:pump}/LWT", "{device:pump}/{prop*}"]),
            ("temperature = 4", ["temperature"]),
        ])
    func levels(seen: String, topics: [String]) {
        #expect(DraftReading(of: seen).topics == topics)
    }

    @Test("says who is there, by text or by document, and keeps that out of the values")
    func availability() {
        let draft = DraftReading(
            of: """
                z/tap/availability = {"state": "online"}
                z/plug/availability = {"state": "offline"}
                s/plug-7A1B2C/online ~ true
                s/plug-7A1B2C/relay/0/power = 5
                """)
        #expect(
            draft.part("sources").contains(#"availability: {at: "/state", online: ["online"], offline: ["offline"]}"#))
        #expect(draft.part("sources").contains(#"availability: {online: ["true"], offline: ["false"]}"#))
        #expect(draft.part("sources").contains(#"except: ["s/+/online"]"#))
        #expect(draft.table == ["relay/0/power: {as: power.active, unit: W}"])
    }

    @Test("reads members that carry their names, with a time each and the times before there was one")
    func named() {
        let draft = DraftReading(
            of: """
                h/3c-71-bf-00-00-01/u = {"parameters": [{"parName": "tempEnv", "parNewVal": "23", "lastUpdate": \
                "2024-05-01T10:00:00Z"}, {"parName": "errors", "parNewVal": "00", \
                "lastUpdate": "1970-01-01T00:00:00.0Z"}]}
                """)
        #expect(
            draft.part("sources").contains(
                #"points: {each: "/parameters/*", path: "./parName", value: "./parNewVal", "#
                    + #"time: {at: "./lastUpdate", format: rfc3339, ignore: ["1970-01-01T00:00:00.0Z"]}}"#))
        #expect(draft.lines.contains(#"device: {key: "{device}", normalise: mac}"#))
        #expect(
            draft.promises == [
                #"{device: "3c-71-bf-00-00-01", channel: ambient.temperature, value: 23, at: "2024-05-01T10:00:00Z"}"#
            ])
    }

    @Test("reads members that have their value within")
    func wrapped() {
        let draft = DraftReading(
            of:
                #"d/unit-17-445566/u = {"params": {"power": {"value": 5, "time": 1700000000000}, "#
                + #""rssi": {"value": -60}}}"#
        )
        #expect(
            draft.part("sources").contains(
                #"points: {each: "/params/*", path: "@key", value: "./value", time: {at: "./time", format: unix_ms}}"#))
        #expect(draft.table == ["power: {as: power.active, unit: W}", #"rssi: {as: radio.rssi, unit: "dB[mW]"}"#])
    }

    @Test("knows a pack of SenML")
    func senML() {
        let draft = DraftReading(
            of: #"c/9a8b7c6d/m = [{"bn": "urn:dev:mac:0024befffe804ff1:", "n": "voltage", "u": "V", "v": 230.1}]"#)
        #expect(draft.part("sources").contains("decode: senml-json"))
        #expect(draft.table == ["voltage: {as: supply.voltage, unit: {at: point, default: V}}"])
    }

    @Test("keeps a channel for one path, and gives probes and contacts names")
    func rivals() {
        let draft = DraftReading(
            of: #"t/pow1234/S = {"A": {"Temperature": 4}, "B": {"Temperature": 5}, "power": 1.5, "apower": 2.5}"#)
        #expect(
            draft.table == [
                "A/Temperature: {as: probe.A.temperature, unit: Cel}",
                "B/Temperature: {as: probe.B.temperature, unit: Cel}", "power: {as: power.active, unit: W}",
            ])
        #expect(draft.comments.contains("apower: looks like power.active, which is read from power"))
    }

    @Test("knows the compartment by the topic where the path does not say it")
    func zone() {
        #expect(DraftReading(of: "shop/freezer-2/temp = -18").table == ["temp: {as: freezer.temperature, unit: Cel}"])
    }

    @Test("is a whole profile even where nothing can be read")
    func nothing() {
        for seen in [[], [SampleMessage(topic: "a/b", payload: [0xff, 0x00, 0x80])]] {
            let draft = DraftReading(ProfileSuggestion.draft(from: seen, id: ""))
            #expect(draft.lines.contains("id: my-device"))
            #expect(draft.lines.contains("channels: {}"))
            #expect(draft.topics == ["my-devices/{device}/state"])
            #expect(draft.part("examples").contains("expect: []"))
        }
    }
}
