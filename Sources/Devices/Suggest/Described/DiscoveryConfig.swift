/// One entity that a device announced to Home Assistant.
struct DiscoveryConfig {
    /// What it is there: `sensor`, `binary_sensor`, …
    let component: String
    /// What it is called, for people.
    let name: String
    /// Names by which its device may stand in topics.
    let deviceNames: [String]
    /// Who made the device, and which model it is; empty where it does not say.
    let maker: (manufacturer: String, model: String)
    let deviceClass: String
    let unit: String?
    /// The texts for true and false; nil where they were not told.
    let truths: (on: String, off: String)?
    /// Where its values are published.
    let values: [Value]
    let availability: [Availability]

    /// A topic with a template, and what is published there.
    struct Value: Equatable {
        let topic: String
        let template: String?
        /// More words for what it is: `current temperature`.
        let words: String
    }

    /// A topic that says whether the device is there.
    struct Availability: Equatable {
        let topic: String
        let template: String?
        let online: String
        let offline: String
    }

    /// Whether a message is one of discovery: `<prefix>/<component>/[<node>/]<object>/config` and what it must hold.
    static func isDiscovery(_ message: SampleMessage) -> Bool { !configs(in: message).isEmpty }

    /// The entities that a message announces; none where it is no message of discovery.
    static func configs(in message: SampleMessage) -> [DiscoveryConfig] {
        let levels = message.topic.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard (4...5).contains(levels.count), levels.last == "config",
            let document = SeenMessages.document(message.payload)
        else { return [] }
        let config = DiscoveryKeys(document)
        let names = Array(levels[2..<(levels.count - 1)])
        guard levels[1] == "device" else {
            return DiscoveryConfig(levels[1], config, shared: config, names: names).map { [$0] } ?? []
        }
        // Since 2024.12 one message may announce all of a device: its components share what it says itself.
        guard case .map(let components)? = config["components", "cmps"] else { return [] }
        return components.compactMap { member in
            let own = DiscoveryKeys(member.value, shared: config)
            guard let platform = own.text("platform", "p") else { return nil }
            return DiscoveryConfig(platform, own, shared: config, names: names, key: member.key)
        }
    }

    private init?(_ component: String, _ own: DiscoveryKeys, shared: DiscoveryKeys, names: [String], key: String = "") {
        values = Self.values(own)
        guard !values.isEmpty else { return nil }
        self.component = component
        name = own.text("name") ?? (key.isEmpty ? names.last ?? "" : key)
        let device = DiscoveryKeys(own["device", "dev"] ?? shared["device", "dev"] ?? .null)
        let identifiers = device["identifiers", "ids"]
        let ids = identifiers?.list?.compactMap(\.text) ?? identifiers?.text.map { [$0] } ?? []
        deviceNames = ids + [device.text("name")].compactMap { $0 } + names.prefix(names.count > 1 ? 1 : 0)
        maker = (device.text("manufacturer", "mf") ?? "", device.text("model", "mdl") ?? "")
        deviceClass = own.text("device_class", "dev_cla") ?? ""
        unit = own.text("unit_of_measurement", "unit_of_meas")
        let on = own.word("payload_on", "pl_on")
        let off = own.word("payload_off", "pl_off")
        let isBinary = ["binary_sensor", "switch"].contains(component)
        truths = isBinary || on != nil ? (on ?? "ON", off ?? "OFF") : nil
        availability = Self.availability(own)
    }

    private static func values(_ own: DiscoveryKeys) -> [Value] {
        let forms: [(topic: (String, String), template: (String, String), words: String)] = [
            (("state_topic", "stat_t"), ("value_template", "val_tpl"), ""),
            (
                ("current_temperature_topic", "curr_temp_t"), ("current_temperature_template", "curr_temp_tpl"),
                "temperature"
            ),
            (
                ("temperature_state_topic", "temp_stat_t"), ("temperature_state_template", "temp_stat_tpl"),
                "setpoint temperature"
            ),
        ]
        return forms.compactMap { form in
            guard let topic = own.topic(form.topic.0, form.topic.1) else { return nil }
            return Value(topic: topic, template: own.text(form.template.0, form.template.1), words: form.words)
        }
    }

    private static func availability(_ own: DiscoveryKeys) -> [Availability] {
        let read = { (keys: DiscoveryKeys, topic: (String, String), template: (String, String)) -> Availability? in
            guard let topic = keys.topic(topic.0, topic.1) else { return nil }
            return Availability(
                topic: topic, template: keys.text(template.0, template.1),
                online: keys.word("payload_available", "pl_avail") ?? "online",
                offline: keys.word("payload_not_available", "pl_not_avail") ?? "offline")
        }
        let list = own["availability", "avty"]
        let items = list?.list ?? list.map { [$0] } ?? []
        let each = items.compactMap {
            read(DiscoveryKeys($0, base: own.base), ("topic", "t"), ("value_template", "val_tpl"))
        }
        return each
            + [read(own, ("availability_topic", "avty_t"), ("availability_template", "avty_tpl"))].compactMap { $0 }
    }
}
