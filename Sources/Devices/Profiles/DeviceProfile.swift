package import Appliances

/// How the messages of one model family become readings: a file of `devices/`, read and checked.
package struct DeviceProfile: Sendable {
    /// The schema that this gateway reads.
    package static let schema = "foretell.device-profile/1"

    /// Small letters, digits and `-`; the only one of its name.
    package var id: String
    /// From 1; raised when what is understood changes.
    package var version: Int
    /// One line for people.
    package var title: String
    /// The categories of appliances it is for; empty for any.
    package var classes: [Category] = []
    /// The maker.
    package var brand = ""
    /// Globs of models.
    package var models: [String] = []
    /// Profiles of one family may claim the same topics; nil where it has none.
    package var family: String?
    /// Whether it counts only for devices to which the registry gives it.
    package var isByRegistry = false
    /// The device's key.
    package var key: DeviceKey
    /// How long its devices may be silent without anything being wrong; nil for no longer than others.
    package var staleAfter: TimeSpan?
    /// Within which times of the device are believed; nil where the gateway's own judgement is enough.
    package var believed: BelievedTime?
    /// Seconds east of UTC of times that are written without an offset; nil for those of the site.
    package var zoneSeconds: Int?
    /// Where messages come from.
    package var sources: [ProfileSource] = []
    /// Which path is which channel.
    package var channels = ChannelTable()
    /// What fault codes mean, by name.
    package var tables: [CodeTable] = []
    /// Messages and the readings that they must give.
    package var examples: [ProfileExample] = []

    /// A profile that understands nothing yet.
    package init(id: String, version: Int, title: String = "", key: DeviceKey) {
        self.id = id
        self.version = version
        self.title = title.isEmpty ? id : title
        self.key = key
    }
}

/// How a device is named by what a message says.
package struct DeviceKey: Sendable, Equatable {
    /// The key, made of captures.
    package var template: Template
    /// What is done with it.
    package var normalising: Normalising

    /// What is done with a key, so that one device has one.
    package enum Normalising: String, CaseIterable, Sendable {
        /// Nothing.
        case none
        /// Small letters.
        case lower
        /// Of a MAC address the six bytes in small hexadecimal digits with `-` between; other names stay.
        case mac
    }

    /// A key.
    package init(template: Template, normalising: Normalising = .none) {
        self.template = template
        self.normalising = normalising
    }

    /// How many bytes a key may have.
    package static let bytesMax = 128

    /// A key as it is used; nil where it is empty, too long or has control characters.
    package static func normalised(_ key: String, _ how: Normalising) -> String? {
        guard !key.isEmpty, key.utf8.count <= bytesMax, key.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
            return nil
        }
        switch how {
        case .none: return key
        case .lower: return key.lowercased()
        case .mac: return mac(key) ?? key
        }
    }

    private static func mac(_ key: String) -> String? {
        let digits = key.lowercased().filter { $0 != ":" && $0 != "-" && $0 != "." }
        guard digits.utf8.count == 12, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return nil }
        let bytes = Array(digits)
        return stride(from: 0, to: 12, by: 2).map { String(bytes[$0...$0 + 1]) }.joined(separator: "-")
    }
}

/// Within which times of a device are believed, seen from the arrival.
package struct BelievedTime: Sendable, Equatable {
    /// How far ahead.
    package var futureMax: TimeSpan
    /// How far back.
    package var ageMax: TimeSpan

    /// Bounds.
    package init(futureMax: TimeSpan = .minutes(5), ageMax: TimeSpan = .days(7)) {
        self.futureMax = futureMax
        self.ageMax = ageMax
    }

    /// Whether a time is within them.
    package func takes(_ time: Timestamp, arrival: Timestamp) -> Bool {
        time <= arrival + futureMax && time >= arrival - ageMax
    }
}
