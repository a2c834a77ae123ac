package import Appliances

/// One kind of message that a profile reads: a topic, and how its payload is taken apart.
package struct ProfileSource: Sendable {
    /// How payloads are written.
    package enum Format: String, CaseIterable, Sendable {
        /// JSON documents.
        case json
        /// One text.
        case text
        /// Fields of bytes.
        case binary
        /// SenML in JSON (RFC 8428).
        case senmlJSON = "senml-json"
        /// SenML in CBOR.
        case senmlCBOR = "senml-cbor"
        /// Eclipse Sparkplug B.
        case sparkplug
        /// The Homie convention, 4 and 5.
        case homie
    }

    /// What must hold of a payload for this source to take it.
    package struct Condition: Sendable, Equatable {
        /// What is asked of the value.
        package enum Test: Sendable, Equatable {
            /// It is there, and not `null`.
            case present
            /// It is not there, or `null`.
            case absent
            /// Its text is one of these.
            case among([String])
        }

        /// Where the value stands.
        package let pointer: Pointer
        /// What is asked of it.
        package let test: Test

        /// A condition.
        package init(pointer: Pointer, test: Test) {
            self.pointer = pointer
            self.test = test
        }

        /// Whether no payload can fulfil both.
        package func excludes(_ other: Condition) -> Bool {
            guard pointer.text == other.pointer.text else { return false }
            switch (test, other.test) {
            case (.absent, .present), (.absent, .among), (.present, .absent), (.among, .absent): return true
            case (.among(let left), .among(let right)): return Set(left).isDisjoint(with: right)
            default: return false
            }
        }
    }

    /// The topics.
    package var topic: TopicPattern
    /// Topics that it leaves to others.
    package var exceptions: [TopicPattern] = []
    /// How payloads are written.
    package var format = Format.json
    /// What must hold.
    package var conditions: [Condition] = []
    /// Captures out of the payload.
    package var binds: [(name: String, pointer: Pointer)] = []
    /// The device's key, where it is not the profile's.
    package var device: Template?
    /// How JSON is taken apart; empty for every value.
    package var points: [PointRule] = []
    /// Whether ``points`` were given; a source of availability without them gives no other points.
    package var hasPoints = false
    /// The path of a text's one point.
    package var path: Template?
    /// The fields of bytes.
    package var fields: [BinaryField] = []
    /// Whether bytes come as text of hexadecimal digits.
    package var isHex = false
    /// Where the message's time stands; the first that can be read counts.
    package var times: [TimeRule] = []
    /// What says whether the device is there.
    package var availability: AvailabilityRule?
    /// Whether a message holds only what has changed.
    package var isDelta = false
    /// Within how long the same payload counts once; nil for always anew.
    package var repeatWindow: TimeSpan?
    /// Where it stands in its file.
    package var line = 0

    /// A source of JSON messages.
    package init(topic: TopicPattern) { self.topic = topic }

    /// The names of all captures that templates may ask for.
    package var captureNames: [String] { topic.names + binds.map(\.name) }
}

/// Which members of a JSON document are points.
package struct PointRule: Sendable {
    /// Where a point's path comes from.
    package enum Path: Sendable, Equatable {
        /// The pointer of the value, without its first slash.
        case pointer
        /// The member's own name.
        case key
        /// The text at a pointer.
        case text(Pointer)
        /// A template.
        case template(Template)
    }

    /// Which members; nil for every value of the document.
    package var each: Pointer?
    /// The path.
    package var path = Path.pointer
    /// Where the value stands, seen from the member; nil for the member itself.
    package var value: Pointer?
    /// Where the unit stands.
    package var unit: Pointer?
    /// Where the time stands.
    package var times: [TimeRule] = []
    /// The device's key, where the message speaks of many.
    package var device: Template?

    /// Every value.
    package init() {}
}

/// Where a time stands and how it is written.
package struct TimeRule: Sendable, Equatable {
    /// Where it stands; nil for the time that is part of the topic, by ``capture``.
    package var pointer: Pointer
    /// How it is written.
    package var form: WrittenTime
    /// Texts that are no time although they look like one.
    package var ignored: [String] = []
    /// Seconds east of UTC where the text has no offset; nil for the profile's.
    package var zoneSeconds: Int?

    /// A time.
    package init(pointer: Pointer, form: WrittenTime) {
        self.pointer = pointer
        self.form = form
    }
}

/// What says whether a device is there.
package struct AvailabilityRule: Sendable, Equatable {
    /// Where; nil for the whole payload.
    package var pointer: Pointer?
    /// The texts that say that it is there.
    package var online: [String] = []
    /// The texts that say that it is not.
    package var offline: [String] = []
    /// Where a number stands that only grows; a message with none higher says nothing.
    package var order: Pointer?

    /// Nothing says it.
    package init() {}
}

/// One field of a binary payload.
package struct BinaryField: Sendable, Equatable {
    /// How the bytes are to be read.
    package enum Kind: String, CaseIterable, Sendable {
        /// A whole number from 0.
        case uint
        /// A whole number with a sign, in two's complement.
        case int
        /// IEEE 754, of 4 or 8 bytes.
        case float
    }

    /// Its path.
    package var path: String
    /// Where its first byte stands.
    package var offset: Int
    /// How many bytes it has: 1…8.
    package var width: Int
    /// How the bytes are to be read.
    package var kind = Kind.uint
    /// Whether the first byte is the highest.
    package var isBigEndian = true
    /// The one bit that is meant; nil for the whole number.
    package var bit: Int?

    /// A field.
    package init(path: String, offset: Int, width: Int) {
        self.path = path
        self.offset = offset
        self.width = width
    }

    /// Its value, for a float maybe none that is finite; nil where the payload ends before it.
    func value(in bytes: [UInt8]) -> Double? {
        guard offset + width <= bytes.count else { return nil }
        let own = bytes[offset..<offset + width]
        var word: UInt64 = 0
        for byte in isBigEndian ? Array(own) : own.reversed() { word = word << 8 | UInt64(byte) }
        if let bit { return Double(word >> UInt64(bit) & 1) }
        switch kind {
        case .uint: return Double(word)
        case .int:
            let shift = UInt64(64 - width * 8)
            return Double(Int64(bitPattern: word << shift) >> Int64(shift))
        case .float:
            return width == 4 ? Double(Float(bitPattern: UInt32(truncatingIfNeeded: word))) : Double(bitPattern: word)
        }
    }
}
