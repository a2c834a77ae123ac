/// A profile that is only proposed: its parts as text, each with what there is to say about it.
struct ProfileDraft {
    var id: String
    var title: String
    /// What is said at the head of the file.
    var remarks: [String] = []
    /// The device's key as a template.
    var key = "{device}"
    /// Whether keys are MAC addresses.
    var isMAC = false
    var sources: [Source] = []
    var entries: [Entry] = []
    /// Paths of which nobody can say what they are, with the values seen.
    var strangers: [SeenPath] = []
    /// Things beside the table that were not understood.
    var notUnderstood: [String] = []
    /// Messages for the examples, in their order.
    var samples: [SampleMessage] = []
    /// Whether the samples were made up because none was seen.
    var samplesAreMadeUp = false

    init(id: String, title: String = "") {
        self.id = id
        self.title = title
    }

    /// One source.
    struct Source: Equatable {
        var topic: String
        var format = ProfileSource.Format.json
        var except: [String] = []
        /// The device's key where the topic has none.
        var device: String?
        /// For texts.
        var path: String?
        var points: Points?
        var times: [Time] = []
        var availability: Availability?
        var remarks: [String] = []

        init(topic: String, format: ProfileSource.Format = .json) {
            self.topic = topic
            self.format = format
        }
    }

    /// Members with a name and a value each.
    struct Points: Equatable, Hashable {
        var each: String
        var path: String
        var value: String
        var time: Time?
    }

    /// Where a time stands and how it is written.
    struct Time: Equatable, Hashable {
        var pointer: String
        var format: String
        /// Texts that are no time although they look like one.
        var ignore: [String] = []
    }

    /// What says whether the device is there.
    struct Availability: Equatable {
        var pointer: String?
        var online: [String]
        var offline: [String]
    }

    /// One line of the channel table.
    struct Entry: Equatable {
        var path: String
        var channel: String
        var unit: String?
        /// Whether the message may name the unit itself.
        var hasPointUnit = false
        var scale: Double?
        /// Words that profiles do not know by themselves, and what they mean.
        var meanings: [Meaning] = []
        var absent: [String] = []
        var kind: EntryKind?
        var clear: [String] = []
        var component: String?
        var remarks: [String] = []

        init(path: String, channel: String) {
            self.path = path
            self.channel = channel
        }

        /// A word and its truth.
        struct Meaning: Equatable {
            let sent: String
            let isTrue: Bool
        }
    }

    /// Says from how much the draft was made.
    mutating func countMessages(_ messages: [SampleMessage]) {
        let topics = Set(messages.map(\.topic)).count
        let amount = { (count: Int, word: String) in "\(count) \(word)\(count == 1 ? "" : "s")" }
        let amounts = "\(amount(messages.count, "message")) on \(amount(topics, "topic"))"
        remarks.insert("Drafted by `foretell device suggest` from \(amounts).", at: 0)
    }

    /// A profile has a source and an example, even where nothing was seen that could be one.
    mutating func fillUp() {
        guard sources.isEmpty else { return }
        var source = Source(topic: "my-devices/{device}/state")
        source.remarks = ["check: no message was seen that can be read; this is only how a source looks"]
        sources = [source]
        samples = [SampleMessage(topic: "my-devices/kitchen/state", payload: Array("{}".utf8))]
        samplesAreMadeUp = true
    }

    /// Gives every channel to one path: probes and contacts get names, of others the first path counts.
    mutating func settleChannels() {
        var paths: [String: [String]] = [:]
        for entry in entries { paths[entry.channel, default: []].append(entry.path) }
        var settled: [Entry] = []
        for var entry in entries {
            guard let rivals = paths[entry.channel], rivals.count > 1, entry.channel != "fault.flag" else {
                settled.append(entry)
                continue
            }
            if let named = ChannelNames.named(entry.channel, by: entry.path, among: rivals) {
                entry.channel = named
                settled.append(entry)
            } else if rivals.first == entry.path {
                let others = rivals.dropFirst().prefix(3).joined(separator: ", ")
                entry.remarks.append("check: \(others)\(rivals.count > 4 ? " and others" : "") may be this as well")
                settled.append(entry)
            } else {
                let other = rivals.first ?? ""
                notUnderstood.append("\(entry.path): looks like \(entry.channel), which is read from \(other)")
            }
        }
        entries = settled
    }
}
