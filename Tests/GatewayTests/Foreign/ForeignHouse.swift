import Appliances
import Daybook
import Devices
import Gateway
import Telemetry

/// A house in which messages of other conventions come.
enum ForeignHouse {
    /// A plug that sends JSON, a probe that sends texts of its setting, and Sparkplug nodes.
    static func profiles() throws -> [DeviceProfile] {
        [
            try profile(
                "plug", topic: "plugs/{device}/state",
                [("power", "power.active"), ("setpoint", "fridge.setpoint"), ("inside", "fridge.temperature")]),
            try profile("node", topic: "spBv1.0/#", [("inside", "fridge.temperature")]) { $0.format = .sparkplug },
        ]
    }

    private static func profile(
        _ id: String, topic: String, _ channels: [(path: String, channel: String)],
        _ change: (inout ProfileSource) -> Void = { _ in }
    ) throws -> DeviceProfile {
        var profile = DeviceProfile(id: id, version: 1, key: DeviceKey(template: try Template("{device}")))
        var source = ProfileSource(topic: try TopicPattern(topic))
        if id == "plug" {
            source.times = [TimeRule(pointer: try Pointer("/ts"), form: try WrittenTime("unix_ms"))]
        }
        change(&source)
        profile.sources = [source]
        for (path, channel) in channels {
            var entry = try ChannelEntry(key: path)
            entry.channel = try Template(channel)
            entry.absent = [SentValue("-99")]
            profile.channels.entries.append(entry)
        }
        return profile
    }

    static func policy(sources: [String] = ["kitchen/plug 1"]) throws -> HousePolicy {
        var fridge = appliance("fridge-1")
        fridge.sources = sources
        var policy = try House.policy(of: [fridge, appliance("fridge-2")])
        policy.profiles = try profiles()
        return policy
    }

    /// A message of a plug.
    static func post(
        _ device: String, _ payload: String, minute: Int64, packet: UInt16 = 0, isRetained: Bool = false
    ) -> Post {
        var post = Post(
            "plugs/\(device)/state", Array(payload.utf8), at: start + .minutes(minute), isRetained: isRetained)
        post.packet = packet
        return post
    }
}

extension Entry {
    /// The canonical payloads that were made of foreign messages, in their order.
    var derived: [String] {
        var place = 0
        var payloads: [String] = []
        while let message = batch.message(at: &place) {
            guard message.flags.contains(.derived) else { continue }
            payloads.append(String(decoding: batch.bytes[message.payload], as: UTF8.self))
        }
        return payloads
    }
}
