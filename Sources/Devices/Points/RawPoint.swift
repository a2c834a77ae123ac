package import Appliances

/// One thing that a message says, before anybody knows which channel it is: what every decoder emits.
package struct RawPoint: Sendable, Equatable {
    /// Which device it speaks of, where the message itself says so; nil for the device of the source.
    package var device: String?
    /// What it is, in the message's own words, such as `ENERGY/Power`.
    package var path: String
    /// The value as sent.
    package var value: RawValue
    /// The unit as sent; nil where the message has none.
    package var unit: String?
    /// The device's own time; nil where it sent none.
    package var time: Timestamp?
    /// How much the value is worth.
    package var quality: Quality

    /// A point.
    package init(
        device: String? = nil, path: String, value: RawValue, unit: String? = nil, time: Timestamp? = nil,
        quality: Quality = .good
    ) {
        self.device = device
        self.path = path
        self.value = value
        self.unit = unit
        self.time = time
        self.quality = quality
    }
}

/// A value as sent.
package enum RawValue: Sendable, Equatable {
    /// A number; never NaN.
    case number(Double)
    /// True or false.
    case flag(Bool)
    /// A text.
    case text(String)
    /// The device says that it has no value.
    case missing
}

/// How much a reading is worth.
package enum Quality: String, Sendable, Comparable {
    /// Measured and just sent.
    case good
    /// The last known state: retained, or of a device that is no longer there.
    case stale
    /// Its time is not believed.
    case suspect

    private var rank: Int {
        switch self {
        case .good: 0
        case .stale: 1
        case .suspect: 2
        }
    }

    /// Better comes first.
    package static func < (left: Quality, right: Quality) -> Bool { left.rank < right.rank }
}
