package import Appliances

/// Which path is which channel.
package struct ChannelTable: Sendable {
    /// The entries in the order of the file.
    package var entries: [ChannelEntry] = []

    /// No entries.
    package init() {}
}

/// One line of the channel table: what a path becomes.
package struct ChannelEntry: Sendable {
    /// The path as written.
    package var key: String
    /// The path, segment by segment; a segment may hold one capture.
    package var segments: [CapturingLevel]
    /// The channel; nil for a path that is dropped on purpose.
    package var channel: Template?
    /// The unit of the value as sent.
    package var unit = EntryUnit.canonical
    /// What the value is multiplied with, before its unit counts.
    package var scale = 1.0
    /// What is added then.
    package var offset = 0.0
    /// What values mean; nil where they mean themselves.
    package var meanings: [Meaning]?
    /// What any other value means; nil where it is not understood.
    package var otherwise: EntryValue?
    /// The bits that are meant; nil for all.
    package var bits: ClosedRange<Int>?
    /// Values that say that there is none.
    package var absent: [SentValue] = []
    /// What is possible, in the unit as sent.
    package var range: ClosedRange<Double>?
    /// What kind of point it is.
    package var kind: EntryKind?
    /// The part that a flag or a code speaks of.
    package var component: String?
    /// For codes: the values that say that nothing is wrong.
    package var clear: [SentValue] = []
    /// For codes: the table that says what they mean.
    package var table: String?
    /// Why the path is not read; nil where it is.
    package var dropped: String?
    /// Where it stands in its file.
    package var line = 0

    /// One value and what it means.
    package struct Meaning: Sendable, Equatable {
        /// The value as sent.
        package let sent: SentValue
        /// What it means.
        package let value: EntryValue

        /// A meaning.
        package init(sent: SentValue, value: EntryValue) {
            self.sent = sent
            self.value = value
        }
    }

    /// A path that becomes a channel.
    package init(key: String) throws(PatternFault) {
        self.key = key
        var segments: [CapturingLevel] = []
        for part in Pointer.parts(of: key[...], isEmpty: false) {
            segments.append(try CapturingLevel(part, isSegment: true))
        }
        self.segments = segments
        let names = segments.compactMap(\.capture?.name)
        guard Set(names).count == names.count else { throw PatternFault("`\(key)` names a capture twice") }
    }

    /// Whether its path has no captures.
    package var isExact: Bool { segments.allSatisfy { $0.capture == nil } }
}

/// What kind of point an entry reads.
package enum EntryKind: String, CaseIterable, Sendable {
    /// Measured again and again.
    case measure
    /// Only grows.
    case counter
    /// Holds until the next value.
    case state
    /// True while something is wrong.
    case flag
    /// A word for what is wrong.
    case code
    /// Happens once.
    case event
}

/// The unit of an entry's values.
package enum EntryUnit: Sendable, Equatable {
    /// The channel's own.
    case canonical
    /// One unit.
    case fixed(SourceUnit)
    /// The unit that stands in the message: at a pointer of the document, or the point's own for nil.
    case sent(at: Pointer?, names: [UnitName], otherwise: SourceUnit?)

    /// A unit in the message's own word.
    package struct UnitName: Sendable, Equatable {
        /// The word.
        package let word: String
        /// The unit.
        package let unit: SourceUnit

        /// A word and its unit.
        package init(word: String, unit: SourceUnit) {
            self.word = word
            self.unit = unit
        }
    }
}

/// What a value means to a channel.
package enum EntryValue: Sendable, Equatable {
    /// A number, in the unit of the entry; true is 1 and false is 0.
    case number(Double)
    /// A word.
    case word(String)
}

/// A value as a profile writes it down, to be compared with what is sent: as numbers where both are.
package struct SentValue: Sendable, Equatable {
    /// The text.
    package let text: [UInt8]
    /// The number that the text is; nil where it is none.
    package let number: Double?

    /// A value as written.
    package init(_ text: String) {
        let bytes = Array(text.utf8)
        self.text = bytes
        number = plainNumber(bytes.span)
    }
}

/// What fault codes mean.
package struct CodeTable: Sendable, Equatable {
    /// Under which name entries ask for it.
    package let name: String
    /// The codes in the order of the file.
    package var codes: [FaultCode]

    /// A table.
    package init(name: String, codes: [FaultCode]) {
        self.name = name
        self.codes = codes
    }
}

/// One fault code.
package struct FaultCode: Sendable, Equatable {
    /// The code as sent.
    package let code: String
    /// The name under `fault.flag.` that is true while it stands.
    package let flag: String
    /// The part that it speaks of.
    package let component: Component
    /// Spare parts that mend it, by the company's words.
    package let parts: [String]
    /// What it means, in English.
    package let english: String
    /// What it means, in Chinese.
    package let chinese: String

    /// A code.
    package init(
        code: String, flag: String, component: Component, parts: [String] = [], english: String = "",
        chinese: String = ""
    ) {
        self.code = code
        self.flag = flag
        self.component = component
        self.parts = parts
        self.english = english
        self.chinese = chinese
    }
}

/// A message and the readings that it must give.
package struct ProfileExample: Sendable {
    /// A sentence.
    package var name = ""
    /// The messages in their order.
    package var messages: [SampleMessage] = []
    /// The appliance's category, where the choice of the profile depends on it.
    package var category: Category?
    /// The readings.
    package var expected: [ExpectedReading] = []
    /// Reasons that must be given.
    package var rejected: [String] = []
    /// Where it stands in its file.
    package var line = 0

    /// An example of nothing.
    package init() {}
}

/// One message of an example.
package struct SampleMessage: Sendable, Equatable {
    /// The topic.
    package var topic: String
    /// The payload.
    package var payload: [UInt8]
    /// Whether the broker handed out its last state.
    package var isRetained: Bool
    /// When it arrives; nil for when nobody asks.
    package var at: Timestamp?

    /// A message.
    package init(topic: String, payload: [UInt8], isRetained: Bool = false, at: Timestamp? = nil) {
        self.topic = topic
        self.payload = payload
        self.isRetained = isRetained
        self.at = at
    }
}

/// One reading of an example; what is nil is not compared.
package struct ExpectedReading: Sendable, Equatable {
    /// The channel.
    package var channel: String
    /// The value in ``unit``, or in the channel's own; true is 1 and false is 0.
    package var value: EntryValue?
    /// The unit of ``value``; nil for the channel's own.
    package var unit: SourceUnit?
    /// The device's key.
    package var device: String?
    /// The device's own time.
    package var at: Timestamp?
    /// How much it is worth.
    package var quality: Quality?
    /// The part it speaks of.
    package var component: String?

    /// A reading of a channel.
    package init(channel: String) { self.channel = channel }
}
