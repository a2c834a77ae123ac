package import Appliances

/// What hubs are told so that they show Foretell's advice by themselves: Home Assistant's MQTT discovery.
///
/// Each component of an appliance becomes a binary sensor of the class `problem`. The keys are those of the documents
/// "MQTT binary sensor" and "MQTT, discovery messages" of home-assistant.io, in full and not abbreviated.
package enum HomeAssistantDiscovery {
    /// What the registry knows of an appliance, as far as a hub shows it; what is empty is left out.
    package struct Nameplate: Sendable, Equatable {
        /// What people call it; empty for its id.
        package var name: String
        /// Who made it.
        package var manufacturer: String
        /// The maker's model.
        package var model: String
        /// The serial number.
        package var serial: String

        /// What is known of an appliance.
        package init(name: String = "", manufacturer: String = "", model: String = "", serial: String = "") {
            self.name = name
            self.manufacturer = manufacturer
            self.model = model
            self.serial = serial
        }
    }

    /// The message, to be published retained, that makes a hub show one component of an appliance.
    ///
    /// - Parameters:
    ///   - site: where the appliance stands.
    ///   - device: its id.
    ///   - component: the part.
    ///   - version: Foretell's own.
    ///   - gateway: the gateway's name, without whose `online` the hub shows the state as unavailable.
    ///   - prefix: under which the hub listens.
    ///   - plate: what is known of the appliance.
    /// - Returns: the topic, and the payload as JSON.
    package static func config(
        for site: SiteID, device: DeviceID, component: Component, version: String, gateway: String,
        prefix: String = "homeassistant", plate: Nameplate = Nameplate()
    ) -> (topic: String, payload: String) {
        let names = HomeAssistantNames(site: site, device: device)
        let state = stateTopic(for: site, device: device, component: component)
        let payload = PlainValue.map([
            .init("name", .text(shown(component))),
            .init("unique_id", .text(names.unique(component))),
            .init("default_entity_id", .text(names.entity(component))),
            .init("device_class", .text("problem")),
            .init("state_topic", .text(state)),
            .init("value_template", .text("{{ value_json.state }}")),
            .init("payload_on", .text("ON")),
            .init("payload_off", .text("OFF")),
            .init("json_attributes_topic", .text(state)),
            .init("availability_topic", .text(statusTopic(of: gateway))),
            .init("payload_available", .text("online")),
            .init("payload_not_available", .text("offline")),
            .init("qos", .number(1)),
            .init("device", appliance(names, device, plate, gateway)),
            .init("origin", origin(version)),
        ])
        return (topic(for: site, device: device, component: component, prefix: prefix), payload.jsonText)
    }

    /// The message, to be published retained, that makes a hub show the gateway itself: the devices above name it as
    /// the one through which they are reached, and a hub asks that it is known before them.
    package static func gatewayConfig(
        _ gateway: String, version: String, prefix: String = "homeassistant"
    ) -> (topic: String, payload: String) {
        let payload = PlainValue.map([
            .init("name", .text("Connection")),
            .init("unique_id", .text("\(HomeAssistantNames.gateway(gateway))-status")),
            .init("default_entity_id", .text("binary_sensor.foretell_gateway_\(HomeAssistantNames.slug(gateway))")),
            .init("device_class", .text("connectivity")),
            .init("state_topic", .text(statusTopic(of: gateway))),
            .init("payload_on", .text("online")),
            .init("payload_off", .text("offline")),
            .init("qos", .number(1)),
            .init(
                "device",
                .map([
                    .init("identifiers", .list([.text(HomeAssistantNames.gateway(gateway))])),
                    .init("name", .text("Foretell \(gateway)")),
                    .init("sw_version", .text(version)),
                ])),
            .init("origin", origin(version)),
        ])
        return ("\(prefix)/binary_sensor/\(HomeAssistantNames.gateway(gateway))/status/config", payload.jsonText)
    }

    /// Where the message of a component stands. An empty retained payload there makes the hub forget it.
    package static func topic(
        for site: SiteID, device: DeviceID, component: Component, prefix: String = "homeassistant"
    ) -> String {
        "\(prefix)/binary_sensor/\(HomeAssistantNames(site: site, device: device).node)/\(component.rawValue)/config"
    }

    /// The message, to be published retained, that makes a hub forget a component.
    package static func removal(
        of component: Component, site: SiteID, device: DeviceID, prefix: String = "homeassistant"
    ) -> (topic: String, payload: String) {
        (topic(for: site, device: device, component: component, prefix: prefix), "")
    }

    /// Where the state of a component is published, retained; see ``ProblemState``.
    package static func stateTopic(for site: SiteID, device: DeviceID, component: Component) -> String {
        "foretell/v1/\(site)/\(device)/problem/\(component.rawValue)"
    }

    /// Where a gateway says whether it is there.
    package static func statusTopic(of gateway: String) -> String { "foretell/v1/gateway/\(gateway)/status" }
}

extension HomeAssistantDiscovery {
    private static func appliance(
        _ names: HomeAssistantNames, _ device: DeviceID, _ plate: Nameplate, _ gateway: String
    ) -> PlainValue {
        let known: [(String, String)] = [
            ("name", plate.name.isEmpty ? device.text : plate.name), ("manufacturer", plate.manufacturer),
            ("model", plate.model), ("serial_number", plate.serial),
            ("via_device", HomeAssistantNames.gateway(gateway)),
        ]
        let members = known.filter { !$0.1.isEmpty }.map { PlainValue.Member($0.0, .text($0.1)) }
        return .map([.init("identifiers", .list([.text(names.node)]))] + members)
    }

    private static func origin(_ version: String) -> PlainValue {
        .map([.init("name", .text("Foretell")), .init("sw_version", .text(version))])
    }

    /// A component's word as a hub shows it: `fan_motor` as `Fan motor`.
    private static func shown(_ component: Component) -> String {
        let words = component.rawValue.split(separator: "_").joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
