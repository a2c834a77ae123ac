package import Appliances

/// One value on one channel, in the channel's canonical unit; true is 1 and false is 0.
package struct Reading: Sendable, Equatable {
    /// The channel.
    package let channel: ChannelID
    /// The value; NaN never occurs.
    package let value: Double

    /// A value on a channel.
    package init(channel: ChannelID, value: Double) {
        self.channel = channel
        self.value = value
    }
}

/// What one message holds: records, and their readings one after the other.
///
/// Refilled for every message, so that reading a message allocates nothing once the
/// arrays have grown.
package struct Records: Sendable {
    /// One record: what one device said of one moment.
    package struct Record: Sendable {
        /// Whose record, in a hub's batch: where the name stands in the payload.
        package var device: Range<Int>?
        /// The device's own time; nil where it sent none.
        package var deviceTime: Timestamp?
        /// How often the device has started; nil where it does not say.
        package var boot: Int64?
        /// The record's number since then.
        package var sequence: Int64?
        /// Its readings, in ``Records/readings``.
        package var readings: Range<Int> = 0..<0
        /// Why the record as a whole is not taken.
        package var rejection: Rejection?
    }

    /// A word on a text channel, such as a fault code.
    package struct Word: Sendable {
        /// In which record.
        package let record: Int
        /// The channel.
        package let channel: ChannelID
        /// The word.
        package let text: String
    }

    /// A reading that was left out.
    package struct Fault: Sendable {
        /// In which record.
        package let record: Int
        /// Why.
        package let rejection: Rejection
        /// The channel's name as sent.
        package let name: String
    }

    /// The records, in the order of the message.
    package internal(set) var records: [Record] = []
    /// The readings of all records.
    package internal(set) var readings: [Reading] = []
    /// The words of all records.
    package internal(set) var words: [Word] = []
    /// What was left out.
    package internal(set) var faults: [Fault] = []

    /// No records.
    package init() {}

    mutating func removeAll() {
        records.removeAll(keepingCapacity: true)
        readings.removeAll(keepingCapacity: true)
        if !words.isEmpty { words.removeAll(keepingCapacity: true) }
        if !faults.isEmpty { faults.removeAll(keepingCapacity: true) }
    }
}
