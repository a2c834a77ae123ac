package import Appliances

/// The bounds of one message (reliability F11); everything beyond them is rejected with its reason.
package enum Limits {
    /// The longest payload, in bytes; a longer one is quarantined by its head.
    package static let payloadBytesMax = 65_536
    /// How deep arrays and objects may stand in one another.
    package static let depthMax = 8
    /// How many members all objects of one record may have together.
    package static let fieldsMax = 256
    /// The longest string, in bytes as sent.
    package static let stringBytesMax = 1_024
    /// How deep arrays and objects of a foreign document may stand in one another.
    package static let foreignDepthMax = 32
    /// How many values a foreign document may have.
    package static let foreignValuesMax = 8_192
    /// How many members one object may have.
    package static let keysMax = 1_024
    /// The longest string of a foreign document, in bytes as sent.
    package static let foreignStringBytesMax = 8_192
    /// The longest line of a capture, in bytes: a payload in which every byte is escaped, and what stands around it.
    package static let captureLineBytesMax = payloadBytesMax * 7
    /// How many messages one batch holds at most.
    package static let batchMessagesMax = 1_000
    /// How many bytes of messages one batch holds before it is closed.
    package static let batchBytesMax = 1_048_576
    /// How long a batch is gathered before it is closed.
    package static let batchSpanMax = TimeSpan(milliseconds: 20)
    /// How many distinct channels one gateway knows; the catalogue and names formed by patterns.
    package static let channelsMax = 4_096
    /// How much of a payload that nobody claims is kept, in bytes: enough to draft a profile of.
    package static let strangerBytesMax = 8_192
    /// How much of a quarantined payload is kept, in bytes.
    package static let sampleBytesMax = 1_024
}
