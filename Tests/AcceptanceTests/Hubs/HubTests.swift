import Foundation
import Testing

@Suite("Real clients of hubs", .serialized)
struct HubTests {
    private static let registry = """
        fridge-1,home-1,refrigerator,fridge_plug;kitchen/fridge probe
        freezer-1,home-1,refrigerator,shellyplug-s-77AA01;larder
        ac-1,home-1,air_conditioner,3c-71-bf-0a-0b-0c
        node-1,plant-1,refrigerator,plant/line/cooler
        """

    /// What five ecosystems' programs publish, as a capture.
    private static let capture = [
        #"{"topic": "shellies/shellyplug-s-77AA01/online", "payload": "true", "retain": 1}"#,
        #"{"topic": "shellies/shellyplug-s-77AA01/relay/0/power", "payload": "84.25"}"#,
        #"{"topic": "shellies/shellyplug-s-77AA01/relay/0/energy", "payload": "120000"}"#,
        #"{"topic": "homie/larder/$homie", "payload": "4.0.0", "retain": 1}"#,
        #"{"topic": "homie/larder/$nodes", "payload": "freezer", "retain": 1}"#,
        #"{"topic": "homie/larder/freezer/$properties", "payload": "temperature", "retain": 1}"#,
        #"{"topic": "homie/larder/freezer/temperature/$datatype", "payload": "float", "retain": 1}"#,
        #"{"topic": "homie/larder/freezer/temperature/$unit", "payload": "°C", "retain": 1}"#,
        #"{"topic": "homie/larder/$state", "payload": "ready", "retain": 1}"#,
        #"{"topic": "homie/larder/freezer/temperature", "payload": "-18.5", "retain": 1}"#,
        #"{"topic": "haier/things/3C-71-BF-0A-0B-0C/event/appliancestatus/update", "payload": {"parameters": ["#
            + #"{"parName": "compressorFrequency", "parNewVal": "42"}, "#
            + #"{"parName": "tempCoilerOutdoor", "parNewVal": "-64"}]}}"#,
    ]

    @Test("publish what five ecosystems publish, and the readings arrive at the appliances they belong to")
    func fiveEcosystems() throws {
        let house = try HubHouse(registry: Self.registry)
        try house.start()
        try house.publish(
            "tele/fridge_plug/SENSOR",
            #"{"Time":"2026-11-22T08:15:30","ENERGY":{"Total":12.5,"Power":92,"Voltage":229,"Current":0.41}}"#)
        try house.publish("zigbee2mqtt/kitchen/fridge probe", #"{"temperature":4.25,"humidity":61,"battery":90}"#)
        let stream = try house.shop.write(Self.capture.joined(separator: "\n") + "\n", to: "capture.jsonl")
        try house.publish(stream: stream)
        try house.publish("somewhere/else", "21.5")
        // Six of these messages have records: two of plugs and probes by one client, four by the other.
        let isThere = try eventually { try counters(house.state)["readings", default: 0] >= 10 }
        let counts = try counters(house.state)
        #expect(isThere, "\(counts)\n\(house.gatewayLog())")
        #expect(counts["records"] == counts["stored"], "\(counts)")
        #expect(counts["values_absent"] == 1 && counts["rejected"] == 0, "\(counts)")
        house.stop()
        let fridge = try house.history(of: "fridge-1")
        #expect(fridge["power.active"] == [92] && fridge["energy.total"] == [12.5])
        #expect(fridge["probe.temperature"] == [4.25] && fridge["probe.humidity"] == [0.61])
        let freezer = try house.history(of: "freezer-1")
        #expect(freezer["power.active"] == [84.25] && freezer["energy.total"] == [2])
        #expect(freezer["freezer.temperature"] == [-18.5])
        #expect(try house.history(of: "ac-1") == ["compressor.frequency": [42]])
        let unknown = try foretell(["device", "unknown", "--json", "--state", house.state])
        #expect(!unknown.output.contains("fridge_plug"))
    }

    @Test("are told of problem sensors by Home Assistant's discovery, and once more when the hub has started")
    func discovery() throws {
        let house = try HubHouse(registry: "fridge-1,home-1,refrigerator,\n")
        try house.listen("homeassistant/#", as: "first")
        try house.start()
        let isTold = eventually { house.heard("first").count > 3 }
        #expect(isTold, "\(house.gatewayLog())")
        for message in house.heard("first") { try DiscoverySchema.check(message.topic, message.payload) }
        let ids = try house.heard("first").map { try DiscoverySchema.uniqueID($0.payload) }
        #expect(Set(ids).count == ids.count)
        // A listener that hears no retained message hears only what is said anew.
        try house.listen("homeassistant/+/+/+/config", as: "second", more: ["-R"])
        try house.listen("foretell/v1/home-1/fridge-1/problem/+", as: "states")
        #expect(eventually { house.heard("states").count >= 3 })
        try house.publish("homeassistant/status", "online")
        let isRepeated = eventually { house.heard("second").count >= ids.count }
        #expect(isRepeated, "\(house.heard("second").map(\.topic))")
        for state in house.heard("states") {
            let word = try JSONSerialization.jsonObject(with: Data(state.payload)) as? [String: Any]
            #expect(word?["state"] as? String == "OFF")
        }
        house.stop()
    }

    @Test("of Sparkplug hear that a host listens, and a node whose birth is missing is asked for it")
    func sparkplug() throws {
        let house = try HubHouse(registry: Self.registry)
        try house.listen("spBv1.0/STATE/+", as: "states")
        try house.listen("spBv1.0/+/NCMD/+", as: "commands")
        try house.start()
        #expect(eventually { !house.heard("states").isEmpty })
        // DDATA of a device that was never born: one metric by its alias alone.
        let stream = try house.shop.write(
            #"{"topic": "spBv1.0/plant/DDATA/line/cooler", "payload_hex": "0880e8b584a034120910052009650000a0401801"}"#
                + "\n", to: "node.jsonl")
        try house.publish(stream: stream)
        let isAsked = eventually { !house.heard("commands").isEmpty }
        #expect(isAsked, "\(house.gatewayLog())")
        #expect(house.heard("commands").first?.topic == "spBv1.0/plant/NCMD/line")
        house.stop()
        let isGone = eventually {
            house.heard("states").last.map { String(decoding: $0.payload, as: UTF8.self).contains("false") } ?? false
        }
        #expect(isGone)
    }

    @Test("that number their records are told up to where these are durable")
    func acknowledged() throws {
        let house = try HubHouse(registry: "fridge-1,home-1,refrigerator,\n")
        try house.listen("foretell/v1/home-1/fridge-1/ack", as: "acks")
        try house.start()
        for number in [7, 8, 10] {
            try house.publish(
                "foretell/v1/home-1/fridge-1/telemetry",
                #"{"boot":3,"seq":\#(number),"readings":{"fridge.temperature":4}}"#)
        }
        // The number 9 is missing: nothing behind it may be forgotten by the device.
        let isTold = eventually {
            house.heard("acks").contains { $0.payload == Array(#"{"boot":3,"seq":8}"#.utf8) }
        }
        #expect(isTold, "\(house.heard("acks").map { String(decoding: $0.payload, as: UTF8.self) })")
        house.stop()
    }
}
