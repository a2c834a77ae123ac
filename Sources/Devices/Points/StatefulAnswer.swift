/// What a decoder that remembers makes of one message: Homie and Sparkplug say in one message how another
/// is to be read.
package struct StatefulAnswer: Sendable, Equatable {
    /// What the message says.
    package var points: [RawPoint] = []
    /// Devices that are there now, or no longer, by their key; in the order in which that was said.
    package var availability: [Presence] = []
    /// Why parts of the message were left out.
    package var faults: [PointFault] = []
    /// Sparkplug nodes that must be asked to send their birth again, as `group/node`.
    package var rebirths: [String] = []

    /// Whether a device is there.
    package struct Presence: Sendable, Equatable {
        /// The device's key.
        package let device: String
        /// Whether it is there.
        package let isOnline: Bool

        /// A device that is there, or not.
        package init(device: String, isOnline: Bool) {
            self.device = device
            self.isOnline = isOnline
        }
    }

    /// Nothing.
    package init() {}

    /// Notes why a part of a message was left out.
    mutating func refuse(_ path: String, _ reason: PointRejection, _ detail: String = "") {
        faults.append(PointFault(path: path, reason: reason, detail: detail))
    }
}

/// A part of a message that gave no reading, and why.
package struct PointFault: Sendable, Equatable {
    /// The path of the point, or what else tells where it stood.
    package let path: String
    /// Why.
    package let reason: PointRejection
    /// More about it, such as the value as sent.
    package let detail: String

    /// A part that was left out.
    package init(path: String, reason: PointRejection, detail: String = "") {
        self.path = path
        self.reason = reason
        self.detail = detail
    }
}

/// Why a point is no reading; the word that counters and `foretell decode` show.
package enum PointRejection: String, CaseIterable, Sendable {
    /// The value says that there is no sensor or no value.
    case absent
    /// The value is outside of what is possible.
    case outOfRange = "out_of_range"
    /// The channel asks for a number and this is none, or the other way round.
    case wrongType = "wrong_type"
    /// The value is none of those that the profile understands.
    case valueUnknown = "value_unknown"
    /// The unit cannot be converted to the channel's.
    case unitUnknown = "unit_unknown"
    /// A number that no double holds, or none at all: NaN, infinity.
    case numberNotFinite = "number_not_finite"
    /// The path became no name of a channel.
    case channelUnknown = "channel_unknown"
    /// The message does not say which device it speaks of.
    case deviceMissing = "device_missing"
    /// A time that cannot be read or is not believed; the reading counts with the time of its arrival.
    case timeUnreadable = "time_unreadable"
    /// A number by which the message names a metric, and no birth that says which; a new birth was asked for.
    case birthMissing = "birth_missing"
    /// Messages are missing before this one; a new birth was asked for.
    case sequenceGap = "sequence_gap"
    /// A message of a session that is over.
    case sessionOver = "session_over"
    /// A message that is older than one that came before it.
    case outOfOrder = "out_of_order"
    /// More than the bounds of a decoder allow.
    case tooMany = "too_many"
    /// The document says something that its standard does not allow.
    case notStandard = "not_standard"
}
