/// The document that a device of version 5 describes itself with.
struct HomieDescription {
    /// The device at the head of its tree; nil for that device itself.
    let root: String?
    /// The device that it belongs to; nil where that is the root, or nobody.
    let parent: String?
    /// Its properties in the order in which they were sent, at most ``HomieDevice/propertiesMax``.
    let properties: [HomieProperty]
    /// What was left out, and why.
    let faults: [PointFault]

    /// Reads a document; nil where it is of another version, or none.
    init?(_ document: PlainValue) {
        guard let version = document["homie"]?.text, version.hasPrefix("5.") else { return nil }
        root = Self.name(document["root"])
        parent = Self.name(document["parent"])
        var properties: [HomieProperty] = []
        var faults: [PointFault] = []
        for node in Self.members(document["nodes"]) {
            for member in Self.members(node.value["properties"]) {
                let path = "\(node.key)/\(member.key)"
                guard let property = Self.property(path, member.value) else {
                    // What is illegal in a part that is known makes the whole of it void.
                    faults.append(PointFault(path: path, reason: .notStandard, detail: "description"))
                    continue
                }
                properties.append(property)
            }
        }
        if properties.count > HomieDevice.propertiesMax {
            faults.append(PointFault(path: "$description", reason: .tooMany, detail: "\(properties.count)"))
            properties.removeLast(properties.count - HomieDevice.propertiesMax)
        }
        self.properties = properties
        self.faults = faults
    }

    private static func property(_ path: String, _ document: PlainValue) -> HomieProperty? {
        let namesFit = path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
            (1...HomieTopic.nameBytesMax).contains($0.utf8.count) && !$0.hasPrefix("$")
        }
        guard namesFit, let datatype = document["datatype"]?.text.flatMap(HomieDatatype.init) else { return nil }
        var property = HomieProperty(path)
        property.datatype = datatype
        property.unit = HomieProperty.unit(document["unit"]?.text)
        property.isRetained = document["retained"]?.flag ?? true
        return property
    }

    private static func name(_ value: PlainValue?) -> String? {
        guard let name = value?.text, (1...HomieTopic.nameBytesMax).contains(name.utf8.count) else { return nil }
        return name
    }

    private static func members(_ value: PlainValue?) -> [PlainValue.Member] {
        guard case .map(let members) = value else { return [] }
        return members
    }
}
