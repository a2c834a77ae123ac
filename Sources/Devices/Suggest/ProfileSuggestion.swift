/// Drafts a profile from what was seen: something for a person to go over, never something that is used unread.
///
/// The text is a profile by `docs/device-profiles.md`; what was guessed has a comment that says what to check. The
/// same messages in the same order give the same text.
package enum ProfileSuggestion {
    /// How many messages are looked at.
    package static let messagesMax = 10_000

    /// A profile out of messages.
    ///
    /// Where devices say themselves what their values are, that counts: Home Assistant's discovery, Sparkplug's
    /// births, Homie's attributes, in this order; otherwise names and values are all that there is to go by.
    package static func draft(from messages: [SampleMessage], id: String) -> String {
        let seen = Array(messages.lazy.filter(canBeRead).prefix(messagesMax))
        let id = profileID(id)
        var draft: ProfileDraft
        if seen.contains(where: DiscoveryConfig.isDiscovery) {
            draft = DiscoverySuggestion(seen).draft(id: id)
        } else if seen.contains(where: { $0.topic.hasPrefix("\(SparkplugTopic.namespace)/") }) {
            draft = SparkplugSuggestion(seen).draft(id: id)
        } else if seen.contains(where: HomieSuggestion.isAttribute) {
            draft = HomieSuggestion(seen).draft(id: id)
        } else {
            draft = PlainSuggestion(seen).draft(id: id)
        }
        draft.fillUp()
        draft.countMessages(seen)
        return draft.text
    }

    /// A profile out of what a device of the Homie convention said of its properties; `device` is its id.
    package static func draft(homie properties: [HomieProperty], of device: String, id: String) -> String {
        HomieSuggestion(properties, of: device).draft(id: profileID(id)).text
    }

    /// A profile out of the metrics of a Sparkplug birth.
    package static func draft(sparkplug metrics: [SparkplugMetric], id: String) -> String {
        SparkplugSuggestion(metrics).draft(id: profileID(id)).text
    }

    /// A metric as its birth told it.
    package struct SparkplugMetric: Sendable, Equatable {
        /// Its name.
        package let name: String
        /// The word of its type, such as `Double`; empty where it was not told.
        package let datatype: String
        /// Its unit as sent; nil where it was not told.
        package let unit: String?

        /// A metric.
        package init(name: String, datatype: String = "", unit: String? = nil) {
            self.name = name
            self.datatype = datatype
            self.unit = unit
        }
    }

    /// Whether a message says something, on a topic that a message can have.
    private static func canBeRead(_ message: SampleMessage) -> Bool {
        !message.payload.isEmpty && SeenTopic.isTopic(message.topic)
    }

    /// The id with `-` for everything that ids may not have.
    static func profileID(_ text: String) -> String {
        let words = text.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return words.isEmpty ? "my-device" : words.joined(separator: "-")
    }
}
