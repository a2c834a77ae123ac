import Appliances
import Devices
import Testing

@Suite("A hub's discovery message")
struct HomeAssistantDiscoveryTests {
    private static let ids = ["kitchen", "a", "a_b", "a-b", "b_c", "c", "A", "X9", String(repeating: "z", count: 64)]

    private func config(
        _ site: String, _ device: String, _ component: Component, plate: HomeAssistantDiscovery.Nameplate = .init(),
        prefix: String = "homeassistant"
    ) throws -> (topic: String, payload: String) {
        let site = try #require(SiteID(site))
        let device = try #require(DeviceID(device))
        return HomeAssistantDiscovery.config(
            for: site, device: device, component: component, version: "1.4.0", gateway: "shop-1", prefix: prefix,
            plate: plate)
    }

    @Test("has only documented keys, with values of the documented kinds", arguments: Component.allCases)
    func schema(component: Component) throws {
        let plate = HomeAssistantDiscovery.Nameplate(
            name: "Fridge \"left\" \\ 冰箱\n\u{1}", manufacturer: "Haier", model: "BCD-470W", serial: "SN 1/2")
        for plate in [plate, .init()] {
            let message = try document(try config("home", "fridge-1", component, plate: plate).payload)
            #expect(HomeAssistantSchema.complaints(message) == [])
        }
    }

    @Test("says what it was told, and nothing that is not known")
    func content() throws {
        let (topic, payload) = try config("home", "fridge-1", .fanMotor)
        #expect(topic == "homeassistant/binary_sensor/foretell_home_fridge-1/fan_motor/config")
        #expect(
            payload == """
                {"name":"Fan motor","unique_id":"foretell_home_fridge-1_fan_motor",\
                "default_entity_id":"binary_sensor.foretell_home_fridge_1_fan_motor","device_class":"problem",\
                "state_topic":"foretell/v1/home/fridge-1/problem/fan_motor",\
                "value_template":"{{ value_json.state }}","payload_on":"ON","payload_off":"OFF",\
                "json_attributes_topic":"foretell/v1/home/fridge-1/problem/fan_motor",\
                "availability_topic":"foretell/v1/gateway/shop-1/status","payload_available":"online",\
                "payload_not_available":"offline","qos":1,"device":{"identifiers":["foretell_home_fridge-1"],\
                "name":"fridge-1","via_device":"foretell-gateway-shop-1"},\
                "origin":{"name":"Foretell","sw_version":"1.4.0"}}
                """)
    }

    @Test("carries names with every sign unharmed")
    func escaping() throws {
        let name = "\"\\/\u{8}\u{c}\n\r\t\u{1f}é冰箱🧊"
        let plate = HomeAssistantDiscovery.Nameplate(name: name, serial: "\"")
        let device = try document(try config("s", "d", .drum, plate: plate).payload)["device"]
        #expect(device?["name"]?.text == name)
        #expect(device?["serial_number"]?.text == "\"")
        #expect(device?["manufacturer"] == nil)
    }

    @Test("stands on a topic as the documentation forms it, and each on its own")
    func topicsAndIds() throws {
        var topics: Set<String> = []
        var ids: Set<String> = []
        var devices: Set<String> = []
        for site in Self.ids {
            for device in Self.ids {
                for component in [Component.compressor, .fanMotor] {
                    let (topic, payload) = try config(site, device, component)
                    #expect(isDiscoveryTopic(topic, prefix: "homeassistant"), "\(topic)")
                    let message = try document(payload)
                    #expect(topics.insert(topic).inserted, "\(topic)")
                    #expect(ids.insert(try #require(message["unique_id"]?.text)).inserted)
                    devices.insert(try #require(message["device"]?["identifiers"]?.list?.first?.text))
                }
            }
        }
        #expect(devices.count == Self.ids.count * Self.ids.count)
    }

    @Test("stands under another prefix where the hub listens there")
    func prefix() throws {
        #expect(try config("s", "d", .door, prefix: "ha").topic == "ha/binary_sensor/foretell_s_d/door/config")
    }

    @Test("shows the gateway that the appliances name as their way")
    func gateway() throws {
        let (topic, payload) = HomeAssistantDiscovery.gatewayConfig("shop 1/ä", version: "1.4.0")
        let message = try document(payload)
        #expect(HomeAssistantSchema.complaints(message) == [])
        #expect(isDiscoveryTopic(topic, prefix: "homeassistant"))
        let own = HomeAssistantDiscovery.gatewayConfig("shop-1", version: "1.4.0").payload
        let appliance = try document(try config("home", "fridge", .compressor).payload)
        #expect(try document(own)["device"]?["identifiers"]?.list?.first == appliance["device"]?["via_device"])
    }

    @Test("is taken back by an empty message on the same topic")
    func removal() throws {
        let site = try #require(SiteID("home"))
        let device = try #require(DeviceID("a_b"))
        let removal = HomeAssistantDiscovery.removal(of: .door, site: site, device: device)
        #expect(removal.topic == (try config("home", "a_b", .door)).topic)
        #expect(removal.payload.isEmpty)
    }

    /// `<prefix>/<component>/[<node_id>/]<object_id>/config`, ids of letters, digits, `_` and `-`.
    private func isDiscoveryTopic(_ topic: String, prefix: String) -> Bool {
        let levels = topic.split(separator: "/", omittingEmptySubsequences: false)
        guard (4...5).contains(levels.count), levels[0] == prefix, levels[1] == "binary_sensor",
            levels.last == "config"
        else { return false }
        return levels[2..<(levels.count - 1)].allSatisfy { level in
            !level.isEmpty && level.utf8.allSatisfy(isPlainIdentifierByte)
        }
    }
}
