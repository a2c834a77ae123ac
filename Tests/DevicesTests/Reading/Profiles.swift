import Appliances
@testable import Devices
import Telemetry
import Testing

/// Profiles in a few words, as files of `devices/` would have them.
extension DeviceProfile {
    /// A profile of these sources and entries.
    static func of(
        _ id: String, key: String = "{device}", _ sources: [ProfileSource], _ entries: [ChannelEntry],
        tables: [CodeTable] = []
    ) throws -> DeviceProfile {
        var profile = DeviceProfile(id: id, version: 1, key: DeviceKey(template: try Template(key)))
        profile.sources = sources
        profile.channels.entries = entries
        profile.tables = tables
        return profile
    }
}

extension ProfileSource {
    /// A source of a topic, in JSON unless `change` says otherwise.
    static func of(_ topic: String, _ change: (inout ProfileSource) throws -> Void = { _ in }) throws -> ProfileSource {
        var source = ProfileSource(topic: try TopicPattern(topic))
        try change(&source)
        return source
    }
}

extension ChannelEntry {
    /// An entry of a path, in the channel's unit unless `unit` says otherwise.
    static func of(
        _ key: String, as channel: String, unit: String? = nil, _ change: (inout ChannelEntry) throws -> Void = { _ in }
    ) throws -> ChannelEntry {
        var entry = try ChannelEntry(key: key)
        entry.channel = try Template(channel)
        if let unit { entry.unit = .fixed(try #require(SourceUnit(unit), "\(unit) is a unit")) }
        try change(&entry)
        return entry
    }
}

extension PointRule {
    /// A rule of members and paths.
    static func of(
        each: String? = nil, path: Path = .pointer, value: String? = nil, unit: String? = nil, device: String? = nil,
        times: [TimeRule] = []
    ) throws -> PointRule {
        var rule = PointRule()
        rule.each = try each.map { try Pointer($0) }
        rule.path = path
        rule.value = try value.map { try Pointer($0) }
        rule.unit = try unit.map { try Pointer($0) }
        rule.device = try device.map { try Template($0) }
        rule.times = times
        return rule
    }
}

extension TimeRule {
    /// A time at a pointer in a format.
    static func of(_ at: String, _ format: String, ignore: [String] = [], zone: Int? = nil) throws -> TimeRule {
        var rule = TimeRule(pointer: try Pointer(at), form: try WrittenTime(format))
        (rule.ignored, rule.zoneSeconds) = (ignore, zone)
        return rule
    }
}

/// A reader, and what it makes of messages in lines: `kitchen power.active 92.4`.
struct ReadingTrial {
    var reader: DeviceReader
    private(set) var decoding = Decoding()

    init(_ profiles: DeviceProfile..., siteZoneSeconds: Int = 0) {
        reader = DeviceReader(profiles, siteZoneSeconds: siteZoneSeconds)
    }

    /// Reads one message; `at` is when it arrives, in seconds.
    mutating func read(
        _ topic: String, _ payload: String, isRetained: Bool = false, at seconds: Double? = nil
    ) -> [String] {
        read(topic, bytes: Array(payload.utf8), isRetained: isRetained, at: seconds)
    }

    /// Reads one message of bytes.
    mutating func read(
        _ topic: String, bytes: [UInt8], isRetained: Bool = false, at seconds: Double? = nil
    ) -> [String] {
        let arrival = seconds.map { Timestamp(milliseconds: Int64(($0 * 1_000).rounded())) }
        let name = Array(topic.utf8)
        reader.read(topic: name.span, payload: bytes.span, isRetained: isRetained, arrival: arrival, into: &decoding)
        return decoding.readings.map(line)
    }

    /// Device, channel and value; then the own time in seconds, the quality unless it is good, and the part.
    private func line(_ reading: DecodedReading) -> String {
        let channel = reader.channels[reading.channel]
        // To six digits: what a conversion adds behind them is no part of any rule.
        let value = channel.shown((reading.value * 1e6).rounded() / 1e6).filter { $0 != "\"" }
        var words = [decoding.devices[reading.device], channel.name, reading.word ?? value]
        if let time = reading.time { words.append("@\(SentValue.plain(time.seconds))") }
        if reading.quality != .good { words.append(reading.quality.rawValue) }
        if let component = reading.component { words.append(component) }
        return (words + reading.parts).joined(separator: " ")
    }

    /// `path reason` of what gave no reading.
    var faults: [String] { decoding.faults.map { "\($0.path) \($0.reason.rawValue)" } }

    /// The id of the profile that read the last message; nil where none did.
    var profile: String? {
        if case .read(let profile) = decoding.outcome { reader.profiles[profile].id } else { nil }
    }
}

extension Timestamp {
    /// Seconds since the epoch.
    fileprivate var seconds: Double { Double(milliseconds) / 1_000 }
}
