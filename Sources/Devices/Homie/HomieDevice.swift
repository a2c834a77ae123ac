/// What a device said of itself.
struct HomieDevice: Sendable {
    /// The state that it is in by its own word; nil where it said none.
    var state: HomieState?
    /// The device at the head of its tree; nil for that device itself. Version 5.
    var root: String?
    /// The device that it belongs to; nil where that is the root, or nobody. Version 5.
    var parent: String?
    /// Whether it is there, as last said by ``HomieHost``.
    var wasOnline: Bool?
    /// Its properties by `node/property`.
    private(set) var properties: [String: HomieProperty] = [:]

    /// How many properties a device may have.
    static let propertiesMax = 1_024

    /// Changes what is known of a property; false where it would be one too many.
    mutating func describe(_ path: String, _ change: (inout HomieProperty) -> Void) -> Bool {
        guard properties[path] != nil || properties.count < Self.propertiesMax else { return false }
        change(&properties[path, default: HomieProperty(path)])
        return true
    }

    /// Forgets the properties of a kind, such as those that a node no longer lists.
    mutating func forgetProperties(where isGone: (_ path: String) -> Bool) {
        properties = properties.filter { !isGone($0.key) }
    }
}

/// The life cycle of a device.
enum HomieState: String, Sendable {
    case initializing = "init"
    case ready
    case disconnected
    case sleeping
    case lost
    /// Something is wrong, and the device is there to say so; version 4.
    case alert

    /// Whether a device in this state is there; nil where that is not yet decided.
    var isOnline: Bool? {
        switch self {
        case .ready, .sleeping, .alert: true
        case .disconnected, .lost: false
        case .initializing: nil
        }
    }
}
