package import Appliances

/// A part that the repair needs, and how far it has come (M-5, Z-11, X-8).
package struct PartNeed: Hashable, Sendable, Codable {
    /// Where a part lies.
    package enum Stock: String, CaseIterable, Hashable, Sendable, Codable {
        /// In the engineer's van.
        case van
        /// At the outlet.
        case outlet
        /// At the centre.
        case centre
        /// At the factory.
        case factory
    }

    /// How far it has come.
    package enum State: Hashable, Sendable, Codable {
        /// Needed, and nobody has looked for it.
        case needed
        /// Laid aside.
        case reserved(stock: Stock)
        /// Nowhere in stock: applied for at once (M-5).
        case applied(due: Timestamp)
        /// Applied for, and bought; there by then.
        case purchased(due: Timestamp)
        /// There, after it was applied for.
        case arrived
        /// The visit goes without it, on purpose.
        case waived(reason: String)
    }

    /// Its number or name.
    package let part: String
    /// How far it has come.
    package var state: State

    /// A part that is needed.
    package init(_ part: String, _ state: State = .needed) {
        self.part = part
        self.state = state
    }

    /// Whether a visit can count on it.
    var isSecured: Bool {
        switch state {
        case .reserved, .arrived, .waived: true
        case .needed, .applied, .purchased: false
        }
    }

    /// Whether it must come from elsewhere first, which makes the warranty's clock stand still (H-19).
    var isAwaited: Bool {
        switch state {
        case .applied, .purchased: true
        case .needed, .reserved, .arrived, .waived: false
        }
    }
}

/// A part that was replaced (M-51, N-11, N-20, Z-11).
package struct PartUse: Hashable, Sendable, Codable {
    /// What becomes of the old one (N-20).
    package enum OldPart: String, CaseIterable, Hashable, Sendable, Codable {
        /// The customer keeps it.
        case kept
        /// It was taken along.
        case taken
    }

    /// Its number or name.
    package let part: String
    /// The faulty one's serial number; ``none`` where it has none.
    package let faulty: String
    /// The new one's.
    package let new: String
    /// Whether it is the maker's own; otherwise certified (C-7).
    package let isOriginal: Bool
    /// What becomes of the old one.
    package let oldPart: OldPart

    /// What stands for the serial number of a part that has none.
    package static let none = "-"

    /// Whether the new one has a serial number.
    var hasSerial: Bool { !new.isEmpty && new != PartUse.none }

    /// What names the new one among all parts that were ever fitted.
    var key: DeskKey { .fitted(part, serial: new) }

    /// A replaced part.
    package init(_ part: String, faulty: String, new: String, isOriginal: Bool = true, oldPart: OldPart) {
        self.part = part
        self.faulty = faulty
        self.new = new
        self.isOriginal = isOriginal
        self.oldPart = oldPart
    }
}

extension PartUse {
    private enum CodingKeys: String, CodingKey {
        case part, faulty, new
        case isOriginal = "original"
        case oldPart = "old_part"
    }
}
