import Appliances
import Telemetry
import Testing

@Suite("The directory")
struct DirectoryTests {
    private static func appliance(_ id: String, _ site: String, hub: String? = nil) throws -> Appliance {
        Appliance(
            id: try #require(DeviceID(id)), site: try #require(SiteID(site)), hub: hub.flatMap { DeviceID($0) },
            category: .refrigerator)
    }

    private static func directory() throws -> Directory {
        Directory([
            try appliance("fridge-1", "home-1"), try appliance("fridge-2", "home-2", hub: "hub"),
            try appliance("ac-2", "home-2", hub: "hub"), try appliance("fridge-3", "home-3", hub: "hub"),
            try appliance("ac-3", "home-3", hub: "other"),
        ])
    }

    /// `appliance 0`, `hub 1`, or the reason why nobody speaks there.
    private static func speaker(_ topic: String, _ directory: inout Directory) -> String {
        let bytes = Array(topic.utf8)
        do {
            return switch try directory.speaker(on: bytes.span) {
            case .appliance(let number): "appliance \(number)"
            case .hub(let number): "hub \(number)"
            }
        } catch {
            return error.rawValue
        }
    }

    private static let topics = [
        ("foretell/v1/home-1/fridge-1/telemetry", "appliance 0"),
        ("foretell/v1/home-2/fridge-2/telemetry", "appliance 1"),
        ("foretell/v1/home-2/hub/batch", "hub 0"), ("foretell/v1/home-3/hub/batch", "hub 1"),
        ("foretell/v1/home-3/other/batch", "hub 2"), ("foretell/v1/home-1/hub/batch", "device_unknown"),
        ("foretell/v1/home-2/other/batch", "device_unknown"), ("foretell/v1/home-2/fridge-2/batch", "device_unknown"),
        ("foretell/v1/home-2/hub/telemetry", "device_unknown"),
        ("foretell/v1/home-1/nobody/telemetry", "device_unknown"),
        ("foretell/v1/home-2/fridge-1/telemetry", "not_its_device"),
        ("foretell/v1/x/fridge-1/telemetry", "not_its_device"),
        ("foretell/v1/home-1/Fridge-1/telemetry", "device_unknown"), ("", "topic_unknown"), ("/", "topic_unknown"),
        ("foretell/v1/home-1/fridge-1", "topic_unknown"), ("foretell/v1/home-1/fridge-1/telemetry/", "topic_unknown"),
        ("/foretell/v1/home-1/fridge-1/telemetry", "topic_unknown"),
        ("foretell/v2/home-1/fridge-1/telemetry", "topic_unknown"),
        ("foretell/v1/home-1/fridge-1/Telemetry", "topic_unknown"),
        ("foretell/v1/home-1/fridge-1/status", "topic_unknown"),
        ("Foretell/v1/home-1/fridge-1/telemetry", "topic_unknown"), ("foretell/v1//fridge-1/telemetry", "bad_name"),
        ("foretell/v1/home-1//telemetry", "bad_name"), ("foretell/v1/+/fridge-1/telemetry", "bad_name"),
        ("foretell/v1/home-1/#/telemetry", "bad_name"), ("foretell/v1/home-1/$SYS/telemetry", "bad_name"),
        ("foretell/v1/home-1/a b/telemetry", "bad_name"), ("foretell/v1/home-1/<b>/telemetry", "bad_name"),
        ("foretell/v1/home-1/' OR 1=1 --/telemetry", "bad_name"), ("foretell/v1/home-1/a\u{0}/telemetry", "bad_name"),
        ("foretell/v1/home-1/frid\u{4b0}e/telemetry", "bad_name"),
        ("foretell/v1/home-1/\u{301}x/telemetry", "topic_unknown"),
        ("foretell/v1/home-1/\(String(repeating: "a", count: 65))/telemetry", "bad_name"),
        ("$SYS/broker/version", "topic_unknown"), ("homeassistant/status", "topic_unknown"),
    ]

    @Test("knows who speaks on a topic, the first time and from its memory", arguments: 1...3 as ClosedRange<UInt64>)
    func speakers(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        var directory = try Self.directory()
        for (topic, expected) in Self.topics { #expect(Self.speaker(topic, &directory) == expected, "\(topic)") }
        for _ in 0..<300 {
            let (topic, expected) = Self.topics[Int(dice.roll(0...Int64(Self.topics.count - 1)))]
            #expect(Self.speaker(topic, &directory) == expected, "\(topic)")
        }
    }

    @Test(
        "does not know a topic that is not UTF-8", arguments: [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80]] as [[UInt8]])
    func notUTF8(bytes: [UInt8]) {
        let topic = Array("foretell/v1/home-1/".utf8) + bytes + Array("/telemetry".utf8)
        #expect(throws: Rejection.topicUnknown) { try Topic.meaning(of: topic.span) }
    }

    @Test(
        "lets a hub speak for its own appliances only",
        arguments: [
            (0, "fridge-2", nil, 1), (0, "ac-2", nil, 2), (1, "fridge-3", nil, 3), (2, "ac-3", nil, 4),
            (0, "fridge-3", .notItsDevice, 0), (1, "fridge-2", .notItsDevice, 0), (1, "ac-3", .notItsDevice, 0),
            (0, "fridge-1", .notItsDevice, 0), (0, "nobody", .deviceUnknown, 0), (0, "", .deviceUnknown, 0),
            (0, "hub", .deviceUnknown, 0), (0, "fridge-2\u{0}", .deviceUnknown, 0),
        ] as [(Int, String, Rejection?, Int)])
    func hubs(hub: Int, name: String, why: Rejection?, number: Int) throws {
        let directory = try Self.directory()
        let bytes = Array(name.utf8)
        do {
            let found = try directory.appliance(named: bytes.span, hub: hub)
            #expect(found == number && why == nil)
        } catch {
            #expect(error == why)
        }
    }

    @Test("finds appliances by what people name: a serial number in any case, an owner; none for an empty word")
    func named() throws {
        let site = try #require(SiteID("home-1"))
        let appliances = try [("a", "X-1", "C-1"), ("b", "x-1", "C-2"), ("c", "", "C-1"), ("d", "Y-2", "")].map { one in
            Appliance(
                id: try #require(DeviceID(one.0)), site: site, category: .refrigerator, serial: one.1, owner: one.2)
        }
        let directory = Directory(appliances)
        #expect(directory.appliances(serial: "x-1").map(\.id.text) == ["a", "b"])
        #expect(directory.appliances(serial: "y-2").map(\.id.text) == ["d"])
        #expect(directory.appliances(owner: "C-1").map(\.id.text) == ["a", "c"])
        #expect(directory.appliances(serial: "").isEmpty && directory.appliances(owner: "").isEmpty)
        #expect(directory.appliances(serial: "Z").isEmpty && directory.appliances(owner: "c-1").isEmpty)
    }

    @Test("of 20,000 homes with a hub each is made at once, and finds every one")
    func large() throws {
        let appliances = try (0..<20_000).map { try Self.appliance("d\($0)", "s\($0)", hub: "h\($0)") }
        var directory = Directory(appliances)
        for number in stride(from: 0, to: 20_000, by: 97) {
            #expect(Self.speaker("foretell/v1/s\(number)/h\(number)/batch", &directory) == "hub \(number)")
            #expect(Self.speaker("foretell/v1/s\(number)/d\(number)/telemetry", &directory) == "appliance \(number)")
            #expect(directory.number(of: appliances[number].id) == number)
        }
    }

    @Test("reads back the topics that are made for a site and a device")
    func ownTopics() throws {
        let (site, device) = (try #require(SiteID("home-1")), try #require(DeviceID("fridge-1")))
        let telemetry = Array(Topic.telemetry(site, device).utf8)
        let batch = Array(Topic.batch(site, device).utf8)
        #expect(try Topic.meaning(of: telemetry.span) == .telemetry(site: site, device: device))
        #expect(try Topic.meaning(of: batch.span) == .batch(site: site, hub: device))
        #expect(Topic.advice(site, device) == "foretell/v1/home-1/fridge-1/advice")
        #expect(Topic.gatewayStatus("gw") == "foretell/v1/gateway/gw/status")
        // The filters of what is read must not take in what is published.
        #expect(Topic.telemetryFilter.hasSuffix("/telemetry") && Topic.batchFilter.hasSuffix("/batch"))
    }
}
