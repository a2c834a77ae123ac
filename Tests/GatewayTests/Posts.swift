import Appliances
import Gateway
import Simulation
import Telemetry

/// The moment at which the stories of these tests begin.
let start = Timestamp(milliseconds: 1_795_132_800_000)  // 2026-11-20T00:00:00Z

/// One message on its way to the gateway.
struct Post {
    var topic: String
    var payload: [UInt8]
    var arrival: Timestamp
    var packet: UInt16 = 0
    var isRetained = false

    init(_ topic: String, _ payload: some Sequence<UInt8>, at arrival: Timestamp, isRetained: Bool = false) {
        self.topic = topic
        self.payload = Array(payload)
        self.arrival = arrival
        self.isRetained = isRetained
    }

    func put(into batch: inout MessageBatch) {
        Array(topic.utf8).withUnsafeBufferPointer { topic in
            payload.withUnsafeBufferPointer { payload in
                batch.append(topic: topic, payload: payload, packet: packet, isRetained: isRetained, arrival: arrival)
            }
        }
    }
}

/// How much of themselves records say.
enum Style: CaseIterable {
    /// Own time, start count and number.
    case numbered
    /// Own time only.
    case timed
    /// Readings only.
    case bare
}

/// What a fleet sends over a span, in the order of arrival, and what is really the matter with it.
struct Days {
    let fleet: [SimulatedAppliance]
    private(set) var posts: [Post] = []

    var appliances: [Appliance] { fleet.map(\.appliance) }

    /// A seeded fleet's posts; `wrong` says by how much the clock of the appliance at a place is wrong at a moment.
    init(
        count: Int = 8, seed: UInt64 = 1, step: TimeSpan = .minutes(2), span: TimeSpan = .hours(15),
        faultyShare: Double = 0.5, style: Style = .numbered,
        wrong: (_ place: Int, _ moment: Timestamp) -> TimeSpan = { _, _ in .zero }
    ) {
        var living = Fleet(
            count: count, seed: seed, start: start, step: step, span: span, faultyShare: faultyShare)
        fleet = living.appliances
        var records: [TelemetryRecord] = []
        let places = Dictionary(uniqueKeysWithValues: fleet.enumerated().map { ($1.appliance.id, $0) })
        while let moment = living.nextRound(into: &records) {
            for (place, record) in records.enumerated() {
                let arrival = moment + TimeSpan(milliseconds: 200 + Int64(place))
                let shift = places[record.device].map { wrong($0, moment) } ?? .zero
                posts.append(
                    Post(
                        Topic.telemetry(record.site, record.device), Days.payload(record, style, shift), at: arrival))
            }
        }
        number()
    }

    /// Gives packet ids as a broker does: in turn, never 0.
    private mutating func number() {
        for place in posts.indices { posts[place].packet = UInt16(place % 65_535) + 1 }
    }

    private static func payload(_ record: TelemetryRecord, _ style: Style, _ shift: TimeSpan) -> [UInt8] {
        let moved = TelemetryRecord(
            device: record.device, site: record.site, at: record.at + shift, boot: record.boot, seq: record.seq,
            readings: record.readings)
        var bytes: [UInt8] = []
        moved.json(into: &bytes)
        guard style != .numbered else { return bytes }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let readings = text.firstRange(of: "\"readings\"") else { return bytes }
        let time = style == .timed ? "\"at\":\"\(moved.at)\"," : ""
        return Array("{\(time)\(text[readings.lowerBound...])".utf8)
    }

    /// The posts in batches of 1 to `most` messages, by chance.
    func batches(upTo most: Int, seed: UInt64) -> [MessageBatch] {
        var dice = SeededGenerator(seed: seed)
        var batches: [MessageBatch] = []
        var batch = MessageBatch()
        var left = 1 + dice.below(most)
        for post in posts {
            post.put(into: &batch)
            left -= 1
            guard left == 0 || batch.isFull else { continue }
            batches.append(batch)
            batch = MessageBatch()
            left = 1 + dice.below(most)
        }
        if !batch.isEmpty { batches.append(batch) }
        return batches
    }
}

extension MessageBatch {
    /// A batch of these posts.
    init(_ posts: some Sequence<Post>) {
        self.init()
        for post in posts { post.put(into: &self) }
    }

    /// When its last message arrived.
    var lastArrival: Timestamp {
        var place = 0
        var last = Timestamp.epoch
        while let message = message(at: &place) { last = max(last, message.arrival) }
        return last
    }
}
