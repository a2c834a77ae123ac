package import Appliances
package import FaultRules
package import ServiceDesk
package import Telemetry
package import Warranty

/// What one batch changed: everything that one commit records, and nothing else.
package struct Entry: Sendable {
    /// The batch's number, from 1 without gaps.
    package var sequence: Int64 = 0
    /// The gateway's clock when the batch was decided.
    package var closed: Timestamp
    /// The machine's clock then; another one only where telemetry is the gateway's clock.
    package let wall: Timestamp
    /// The messages as they arrived.
    package var batch: MessageBatch
    /// For each record of the batch what became of it: 0 not stored, otherwise one more than the
    /// `DeviceClock.Verdict`.
    package var marks: [UInt8] = []
    /// For each record whose verdict is `corrected`, in their order, what was added to the device's time.
    package var offsets: [TimeSpan] = []
    /// Episodes as they stand now; the last of one id counts.
    package var episodes: [Episode] = []
    /// Ids of those of them whose rule acted when it raised them: neither in shadow nor on trial elsewhere.
    package var acted: [String] = []
    /// What the desk did with predictions.
    package var intakes: [Intake] = []
    /// New events of service requests.
    package var events: [RecordedEvent] = []
    /// The requests that these events changed, as they stand now, each once.
    package var requests: [RequestRow] = []
    /// Words for owners and hubs.
    package var notices: [Notice] = []
    /// Words of the desk to customers and staff, in their order.
    package var post: [DeskNotice] = []
    /// What was not understood.
    package var quarantined: [Quarantined] = []
    /// Messages that nobody claims, and devices that the registry does not know.
    package var strangers: [Stranger] = []
    /// Sparkplug nodes that must be asked for their birth, as `group/node`.
    package var rebirths: [String] = []
    /// Up to where devices' numbered records are durable once this entry is recorded.
    package var watermarks: [Watermark] = []
    /// What was counted.
    package var tally = Tally()
    /// Whether a day's round of maintenance was made, which is remembered also where it reminded nobody.
    package var beginsDay = false

    /// An entry about a batch.
    package init(closed: Timestamp, batch: MessageBatch) {
        (self.closed, wall) = (closed, closed)
        self.batch = batch
    }

    /// Whether there is nothing to record.
    package var isEmpty: Bool {
        batch.isEmpty && episodes.isEmpty && intakes.isEmpty && events.isEmpty && requests.isEmpty
            && notices.isEmpty && post.isEmpty && !beginsDay
    }
}

/// What the desk did with one prediction, with the reasons: the value that the page, the CLI and the tests show.
package struct Intake: Sendable, Equatable, Codable {
    /// The episode that predicted.
    package let episode: String
    /// The level that was reached.
    package let level: String
    /// The appliance.
    package let device: DeviceID
    /// The part.
    package let component: Component
    /// When the desk decided.
    package let at: Timestamp
    /// Who pays today and on the day of the failure, and why.
    package let entitlement: EntitlementOutlook
    /// What the desk did.
    package let decision: IntakeDecision

    /// A decision about a prediction.
    package init(
        episode: Episode, at: Timestamp, entitlement: EntitlementOutlook, decision: IntakeDecision
    ) {
        self.episode = episode.id
        level = episode.level
        device = episode.device
        component = episode.component
        self.at = at
        self.entitlement = entitlement
        self.decision = decision
    }
}

/// Something that was not understood, kept as a sample.
package struct Quarantined: Sendable, Equatable {
    /// When it arrived.
    package let at: Timestamp
    /// The topic, as far as it is text.
    package let topic: String
    /// Why it was not taken.
    package let reason: Rejection
    /// More about it, such as the channel's name.
    package let detail: String
    /// The beginning of the payload.
    package let sample: [UInt8]

    /// A sample.
    package init(at: Timestamp, topic: String, reason: Rejection, detail: String, sample: [UInt8]) {
        self.at = at
        self.topic = topic
        self.reason = reason
        self.detail = detail
        self.sample = sample
    }
}

/// A message that no profile claims, or of a device that the registry does not know, kept as a sample.
package struct Stranger: Sendable, Equatable {
    /// The topic, as far as it is text.
    package let topic: String
    /// The profile that understands it; nil where none does.
    package let profile: String?
    /// The device's key by that profile; nil where there is none.
    package let device: String?
    /// When the first of the batch arrived.
    package let at: Timestamp
    /// How many the batch had.
    package var count: Int
    /// Whether the broker handed out its last state.
    package let isRetained: Bool
    /// The beginning of the payload.
    package let sample: [UInt8]

    /// A stranger.
    package init(
        topic: String, profile: String?, device: String?, at: Timestamp, count: Int, isRetained: Bool, sample: [UInt8]
    ) {
        self.topic = topic
        self.profile = profile
        self.device = device
        self.at = at
        self.count = count
        self.isRetained = isRetained
        self.sample = sample
    }
}

/// Up to where the numbered records of a device are durable: all of its present start up to this one.
package struct Watermark: Sendable, Equatable {
    /// The appliance.
    package let device: DeviceID
    /// Where it stands.
    package let site: SiteID
    /// How often it has started.
    package let boot: Int64
    /// The record's number since then.
    package let sequence: Int64

    /// A watermark.
    package init(device: DeviceID, site: SiteID, boot: Int64, sequence: Int64) {
        self.device = device
        self.site = site
        self.boot = boot
        self.sequence = sequence
    }
}
