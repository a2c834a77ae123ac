import Foundation
import Testing

/// What Home Assistant's documents say of an MQTT binary sensor: its keys and what they hold.
enum DiscoverySchema {
    private enum Shape { case text, number, flag, object, list }

    private static let keys: [String: Shape] = [
        "name": .text, "unique_id": .text, "default_entity_id": .text, "device_class": .text, "state_topic": .text,
        "value_template": .text, "payload_on": .text, "payload_off": .text, "json_attributes_topic": .text,
        "json_attributes_template": .text, "availability": .list, "availability_topic": .text,
        "availability_mode": .text, "availability_template": .text, "payload_available": .text,
        "payload_not_available": .text, "qos": .number, "device": .object, "origin": .object, "expire_after": .number,
        "force_update": .flag, "enabled_by_default": .flag, "encoding": .text, "entity_category": .text,
        "entity_picture": .text, "icon": .text, "object_id": .text, "off_delay": .number, "platform": .text,
    ]

    private static let classes: Set = ["problem", "connectivity"]

    /// Holds one message against them.
    static func check(_ topic: String, _ payload: [UInt8]) throws {
        let levels = topic.split(separator: "/", omittingEmptySubsequences: false)
        #expect(levels.count == 5 && levels[0] == "homeassistant" && levels[1] == "binary_sensor", "\(topic)")
        #expect(levels.last == "config", "\(topic)")
        for name in levels.dropFirst(2).dropLast() {
            #expect(
                !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) })
        }
        let config = try object(payload)
        for (key, value) in config {
            let shape = try #require(keys[key], "\(topic): no key \(key)")
            #expect(fits(value, shape), "\(topic): \(key)")
        }
        #expect(config["state_topic"] is String, "\(topic): the one key that must be there")
        #expect((config["device_class"] as? String).map(classes.contains) ?? false)
        let device = try #require(config["device"] as? [String: Any])
        #expect(device["identifiers"] is [String])
    }

    static func uniqueID(_ payload: [UInt8]) throws -> String {
        try #require(try object(payload)["unique_id"] as? String)
    }

    private static func object(_ payload: [UInt8]) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(payload)) as? [String: Any])
    }

    private static func fits(_ value: Any, _ shape: Shape) -> Bool {
        switch shape {
        case .text: value is String
        case .number: value is NSNumber
        case .flag: value is Bool
        case .object: value is [String: Any]
        case .list: value is [Any]
        }
    }
}
