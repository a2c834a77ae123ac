import Appliances
import FaultRules
import Telemetry

/// Refrigerators that report eight readings every half minute, in turn, made from a few numbers.
struct Herd {
    static let channels = [
        "power.active", "fridge.temperature", "freezer.temperature", "evaporator.temperature", "compressor.running",
        "fridge.door.open", "ambient.temperature", "fan.evaporator.speed",
    ]

    let appliances: [Appliance]
    let ids: [ChannelID]
    private var round = 0
    private var readings: [Reading]

    init(_ count: Int, channels list: ChannelList) {
        guard let site = SiteID("home") else { preconditionFailure("a plain name is a site") }
        appliances = (0..<count).compactMap { number in
            DeviceID("RF-\(number)").map { Appliance(id: $0, site: site, category: .refrigerator) }
        }
        ids = Herd.channels.compactMap { list.known($0) }
        readings = ids.map { Reading(channel: $0, value: 0) }
    }

    /// The record of an appliance in a round; half a minute lies between two rounds.
    mutating func record(of number: Int, round: Int) -> [Reading] {
        let phase = (round &+ number &* 13) % 60
        let isRunning = phase < 24
        let wave = Double(phase) / 60
        let values: [Double] = [
            isRunning ? 95 + wave * 20 : 1.5, 4 + wave * 3, -18 + wave, isRunning ? -25 + wave : -15 - wave,
            isRunning ? 1 : 0, phase == 59 ? 1 : 0, 24 + wave, isRunning ? 1_400 + wave * 50 : 0,
        ]
        for place in ids.indices { readings[place] = Reading(channel: ids[place], value: values[place]) }
        return readings
    }

    static let start = Timestamp(milliseconds: 1_795_305_600_000)

    static func moment(_ round: Int) -> Timestamp { start + .seconds(30 * Int64(round)) }
}
