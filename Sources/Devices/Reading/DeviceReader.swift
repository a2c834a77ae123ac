package import Appliances
import Telemetry

/// Reads messages of every convention by their profiles: topic and payload in, readings out.
///
/// It remembers what the conventions ask to be remembered (births, descriptions, repeats, orders, codes), all of
/// it bounded; the same messages in the same order give the same readings.
package struct DeviceReader: Sendable {
    /// The profiles, by their id.
    package let profiles: [DeviceProfile]
    /// What the registry says of devices, by their keys.
    package var bindings = DeviceBindings()
    /// Seconds east of UTC of times that are written without an offset.
    package let siteZoneSeconds: Int
    /// The channels that readings name by their place.
    package var channels: [Channel] { shelf.channels }

    var shelf = ChannelShelf()
    var tables: [TableAtWork]
    var memory = ReaderMemory()
    var tape = JSONTape()
    var walk = PointWalk()
    var homie = HomieHost()
    var sparkplug = SparkplugHost()
    private let works: [[SourceAtWork]]
    private var topics = ByteTable()
    private var plans: [TopicPlan] = []

    /// How many topics are remembered; the rest is looked up anew each time.
    private static let topicsMax = 16_384

    /// What is known of the message in hand.
    struct Message {
        let topic: [UInt8]
        let isRetained: Bool
        /// When it arrived; nil where nobody says, and then no time of the device is doubted.
        let arrival: Timestamp?
        let candidate: TopicPlan.Candidate
        /// Whether its payload is the document on the tape.
        let hasDocument: Bool
        /// The device's key.
        var device: String
        /// The device's own time of the message as a whole.
        var time: Timestamp?
        /// Whether that time is there and not believed.
        var isSuspect = false
        /// How much a decoder holds the point in hand to be worth.
        var quality = Quality.good
    }

    /// A reader by these profiles.
    package init(_ profiles: [DeviceProfile], siteZoneSeconds: Int = 0) {
        self.profiles = profiles.sorted { $0.id < $1.id }
        self.siteZoneSeconds = siteZoneSeconds
        tables = self.profiles.map(TableAtWork.init)
        works = self.profiles.map { profile in profile.sources.map { SourceAtWork($0, of: profile) } }
    }

    /// Reads one message into `decoding`, which is emptied first.
    package mutating func read(
        topic: Span<UInt8>, payload: Span<UInt8>, isRetained: Bool = false, arrival: Timestamp? = nil,
        into decoding: inout Decoding
    ) {
        decoding.removeAll()
        let plan = plan(of: topic)
        guard !plan.candidates.isEmpty else { return }
        let payload = payload.extracting(PayloadEdges.text(of: payload, plan, &decoding))
        // Where a convention says something with it, an empty payload is no deletion alone.
        guard !payload.isEmpty || plan.isHomie else {
            decoding.outcome = .empty
            return
        }
        var hasDocument = false
        if plan.needsDocument {
            do throws(Rejection) {
                try tape.read(payload)
                hasDocument = true
            } catch {
                if let claimant = claimant(of: plan) { decoding.outcome = .rejected(profile: claimant.profile, error) }
            }
        }
        guard let candidate = choose(plan, hasDocument: hasDocument) else { return }
        var message = Message(
            topic: plan.topic, isRetained: isRetained, arrival: arrival, candidate: candidate,
            hasDocument: hasDocument, device: candidate.device ?? "")
        decoding.outcome = .read(profile: candidate.profile)
        read(&message, payload, &decoding)
    }

    /// What Sparkplug nodes have said of themselves, to be written down; ``restore(sparkplug:)`` takes it up again.
    package var sparkplugBirths: [SparkplugBirth] { sparkplug.births }

    /// Takes up what Sparkplug nodes said of themselves before a stop.
    package mutating func restore(sparkplug births: [SparkplugBirth]) { sparkplug = SparkplugHost(restoring: births) }

    private mutating func plan(of topic: Span<UInt8>) -> TopicPlan {
        if let known = topics.find(topic) { return plans[known] }
        let plan = TopicPlan(topic.indices.map { topic[$0] }, works)
        if plans.count < DeviceReader.topicsMax, topic.count <= 512 {
            topics.insert(topic, plans.count)
            plans.append(plan)
        }
        return plan
    }

    private mutating func read(_ message: inout Message, _ payload: Span<UInt8>, _ decoding: inout Decoding) {
        let work = message.candidate.work
        switch work.source.format {
        case .json: readDocument(work, &message, payload, &decoding)
        case .text: readText(work.source, &message, payload, &decoding)
        case .binary: readBinary(work.source, &message, payload, &decoding)
        case .senmlJSON, .senmlCBOR: readSenML(work.source, &message, payload, &decoding)
        case .homie: readHomie(message, payload, &decoding)
        case .sparkplug: readSparkplug(message, payload, &decoding)
        }
    }

    /// Whether the message is one that came just now; it then gives nothing.
    mutating func isRepeat(
        _ source: ProfileSource, _ message: Message, _ payload: Span<UInt8>, _ decoding: inout Decoding
    ) -> Bool {
        // The broker's copy of the last state is no frame of the device's.
        guard let window = source.repeatWindow, let arrival = message.arrival, !message.isRetained else { return false }
        let hash = byteHash(payload)
        guard memory.isRepeat(hash, of: message.memoryKey, at: arrival, within: window) else { return false }
        decoding.outcome = .repeated(profile: message.candidate.profile)
        return true
    }
}

extension DeviceReader.Message {
    /// Under what is remembered of its device and source.
    var memoryKey: String { "\(candidate.profile) \(candidate.source) \(device)" }

    /// How much its readings are worth.
    var worth: Quality { max(isRetained ? .stale : isSuspect ? .suspect : .good, quality) }

    /// What its readings of a device have in common, without channel and value.
    func pattern(ofDevice place: Int) -> DecodedReading {
        DecodedReading(device: place, channel: 0, value: 0, time: time, quality: worth)
    }
}

/// What is cut off a payload before it is read.
enum PayloadEdges {
    /// Where the payload's text stands, without a byte order mark and the zeros behind a text of C.
    static func text(of payload: Span<UInt8>, _ plan: TopicPlan, _ decoding: inout Decoding) -> Range<Int> {
        guard plan.isText else { return 0..<payload.count }
        var (first, end) = (0, payload.count)
        if end >= 3, payload[0] == 0xef, payload[1] == 0xbb, payload[2] == 0xbf { first = 3 }
        while end > first, payload[end - 1] == 0 { end -= 1 }
        decoding.isNormalised = first > 0 || end < payload.count
        return first..<end
    }
}
