import Devices

/// The keys that Home Assistant documents for a discovered MQTT binary sensor, and what their values are.
///
/// From "MQTT binary sensor" and "MQTT, discovery messages" of home-assistant.io. `object_id` is left out on purpose:
/// it is deprecated since 2025.10 and ends with 2026.4.
enum HomeAssistantSchema {
    enum Kind {
        case text, flag, whole, texts, availability, device, origin
    }

    static let binarySensor: [String: Kind] = [
        "availability": .availability, "availability_mode": .text, "availability_template": .text,
        "availability_topic": .text, "device": .device, "device_class": .text, "enabled_by_default": .flag,
        "encoding": .text, "entity_category": .text, "entity_picture": .text, "expire_after": .whole,
        "force_update": .flag, "icon": .text, "json_attributes_template": .text, "json_attributes_topic": .text,
        "name": .text, "default_entity_id": .text, "off_delay": .whole, "origin": .origin, "payload_available": .text,
        "payload_not_available": .text, "payload_off": .text, "payload_on": .text, "qos": .whole, "state_topic": .text,
        "unique_id": .text, "value_template": .text,
    ]

    static let device: [String: Kind] = [
        "configuration_url": .text, "hw_version": .text, "identifiers": .texts, "manufacturer": .text, "model": .text,
        "model_id": .text, "name": .text, "serial_number": .text, "suggested_area": .text, "sw_version": .text,
        "via_device": .text,
    ]

    static let origin: [String: Kind] = ["name": .text, "sw_version": .text, "support_url": .text]

    /// The classes that a binary sensor of ours may have.
    static let classes: Set<String> = ["problem", "connectivity"]

    /// What a message breaks of the schema.
    static func complaints(_ document: PlainValue) -> [String] {
        var complaints = complaints(document, binarySensor)
        if document["state_topic"] == nil { complaints.append("no state_topic") }
        if document["device"] != nil, document["unique_id"] == nil { complaints.append("a device without unique_id") }
        if document["availability"] != nil, document["availability_topic"] != nil {
            complaints.append("availability and availability_topic")
        }
        if let word = document["device_class"]?.text, !classes.contains(word) { complaints.append("class \(word)") }
        if let level = document["qos"]?.number, !(0...2).contains(level) { complaints.append("qos \(level)") }
        return complaints
    }

    private static func complaints(_ value: PlainValue, _ schema: [String: Kind]) -> [String] {
        guard case .map(let members) = value else { return ["no object"] }
        var complaints: [String] = []
        if Set(members.map(\.key)).count != members.count { complaints.append("a key twice") }
        for member in members {
            guard let kind = schema[member.key] else {
                complaints.append("\(member.key) is not documented")
                continue
            }
            complaints += fits(member.value, kind).map { "\(member.key): \($0)" }
        }
        return complaints
    }

    private static func fits(_ value: PlainValue, _ kind: Kind) -> [String] {
        switch kind {
        case .text: value.text.map { $0.isEmpty ? ["empty"] : [] } ?? ["no text"]
        case .flag: value.flag == nil ? ["no truth"] : []
        case .whole: value.number.map { $0 == $0.rounded() ? [] : ["no whole number"] } ?? ["no number"]
        case .texts: value.list?.allSatisfy { $0.text != nil } == true ? [] : ["no list of texts"]
        case .availability: value.list == nil ? ["no list"] : []
        case .device: complaints(value, device) + (value["identifiers"] == nil ? ["no identifiers"] : [])
        case .origin: complaints(value, origin) + (value["name"] == nil ? ["no name"] : [])
        }
    }
}
