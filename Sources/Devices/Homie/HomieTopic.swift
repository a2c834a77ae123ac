/// What a topic under the root of Homie speaks of.
struct HomieTopic {
    /// The device, so that devices of version 4 and of version 5 with one name stay apart.
    let device: Key
    /// What of the device.
    let subject: Subject

    /// A device of a version of the convention.
    struct Key: Hashable, Sendable {
        let id: String
        let isVersion5: Bool
    }

    /// What of a device a topic names.
    enum Subject: Equatable {
        /// `$state` and the like.
        case attribute(String)
        /// `$alert/<id>`, of version 5.
        case alert(String)
        /// `<node>/$properties` and the like, of version 4.
        case nodeAttribute(node: String, name: String)
        /// `<node>/<property>/$unit` and the like, of version 4.
        case propertyAttribute(path: String, name: String)
        /// `<node>/<property>`: a value.
        case property(path: String)
    }

    /// The longest name of a device, node, property or alert, in bytes.
    static let nameBytesMax = 128

    /// Reads a topic; nil where it speaks of nothing that is read, such as `$broadcast`, `$log` or `…/set`.
    init?(_ topic: String, root: String) {
        guard topic.hasPrefix(root), topic.utf8.dropFirst(root.utf8.count).first == UInt8(ascii: "/") else {
            return nil
        }
        let rest = topic.utf8.dropFirst(root.utf8.count + 1)
        var levels = rest.split(separator: UInt8(ascii: "/"), maxSplits: 6, omittingEmptySubsequences: false).map {
            String(Substring($0))
        }[...]
        guard levels.allSatisfy({ !$0.isEmpty && $0.utf8.count <= Self.nameBytesMax }) else { return nil }
        // A device of version 4 may be named 5; then its attributes stand where those of version 5 have a device.
        let isVersion5 = levels.count > 2 && levels.first == "5" && !levels[levels.startIndex + 1].hasPrefix("$")
        if isVersion5 { levels.removeFirst() }
        guard let id = levels.popFirst(), !id.hasPrefix("$"),
            let subject = Subject(Array(levels), isVersion5: isVersion5)
        else { return nil }
        device = Key(id: id, isVersion5: isVersion5)
        self.subject = subject
    }
}

extension HomieTopic.Subject {
    /// Reads the levels after the device.
    fileprivate init?(_ levels: [String], isVersion5: Bool) {
        switch (levels.count, levels.firstIndex { $0.hasPrefix("$") }) {
        case (1, 0): self = .attribute(levels[0])
        case (2, 0) where levels[0] == "$alert" && isVersion5: self = .alert(levels[1])
        case (2, nil): self = .property(path: "\(levels[0])/\(levels[1])")
        case (2, 1) where !isVersion5: self = .nodeAttribute(node: levels[0], name: levels[1])
        case (3, 2) where !isVersion5:
            self = .propertyAttribute(path: "\(levels[0])/\(levels[1])", name: levels[2])
        default: return nil
        }
    }
}

extension HomieTopic.Subject {
    /// Where in the device it stands, for faults.
    var path: String {
        switch self {
        case .attribute(let name): name
        case .alert(let id): "$alert/\(id)"
        case .nodeAttribute(let node, let name): "\(node)/\(name)"
        case .propertyAttribute(let path, let name): "\(path)/\(name)"
        case .property(let path): path
        }
    }
}
