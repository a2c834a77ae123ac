/// What devices say of themselves.
extension HomieHost {
    /// Takes an attribute of a device.
    mutating func takeAttribute(
        _ name: String, _ payload: String, of device: HomieTopic.Key, into answer: inout StatefulAnswer
    ) {
        switch (name, device.isVersion5) {
        case ("$state", _): takeState(payload, of: device, into: &answer)
        case ("$description", true): takeDescription(payload, of: device, into: &answer)
        case ("$nodes", false):
            let nodes = Set(Self.names(payload))
            forget(of: device) { path in !nodes.contains(path.prefix { $0 != "/" }) }
        case ("$homie", false) where !payload.isEmpty && !payload.hasPrefix("3.") && !payload.hasPrefix("4."):
            answer.refuse("$homie", .notStandard, String(payload.prefix(64)))
        default: break
        }
    }

    /// Takes the names of the properties of a node; those that are no longer among them are forgotten.
    mutating func takeProperties(
        _ payload: String, ofNode node: String, of device: HomieTopic.Key, into answer: inout StatefulAnswer
    ) {
        let names = Self.names(payload)
        let paths = Set(names.map { "\(node)/\($0)" })
        forget(of: device) { $0.hasPrefix("\(node)/") && !paths.contains($0) }
        for path in paths.sorted() where !describe(path, of: device, { _ in }) {
            answer.refuse(path, .tooMany, "properties")
            return
        }
    }

    /// Takes an attribute of a property.
    mutating func takeAttribute(
        _ name: String, _ payload: String, at path: String, of device: HomieTopic.Key,
        into answer: inout StatefulAnswer
    ) {
        let isThere: Bool
        switch name {
        case "$datatype":
            let datatype = HomieDatatype(rawValue: payload)
            if datatype == nil && !payload.isEmpty { answer.refuse(path, .notStandard, String(payload.prefix(64))) }
            isThere = describe(path, of: device) { $0.datatype = datatype }
        case "$unit": isThere = describe(path, of: device) { $0.unit = HomieProperty.unit(payload) }
        case "$retained": isThere = describe(path, of: device) { $0.isRetained = payload != "false" }
        // Names, formats and whether it can be set change no reading.
        default: return
        }
        if !isThere { answer.refuse(path, .tooMany, "properties") }
    }

    private mutating func takeDescription(
        _ payload: String, of device: HomieTopic.Key, into answer: inout StatefulAnswer
    ) {
        guard !payload.isEmpty else { return remove(device, into: &answer) }
        guard let document = try? PlainValue(json: payload.utf8.span),
            let description = HomieDescription(document)
        else { return answer.refuse("$description", .notStandard, "no description of version 5") }
        answer.faults += description.faults
        guard know(device, into: &answer) else { return }
        devices[device]?.root = description.root
        devices[device]?.parent = description.parent
        forget(of: device) { _ in true }
        for property in description.properties where !describe(property.path, of: device, { $0 = property }) {
            answer.refuse("$description", .tooMany, "properties")
            break
        }
        tellPresence(of: device, always: false, into: &answer)
    }

    private mutating func describe(
        _ path: String, of device: HomieTopic.Key, _ change: (inout HomieProperty) -> Void
    ) -> Bool {
        let isNew = devices[device]?.properties[path] == nil
        guard devices[device] != nil || devices.count < Self.devicesMax,
            !isNew || propertyCount < Self.propertiesMax,
            // In place: a copy for each property of a long description would be slow.
            devices[device, default: HomieDevice()].describe(path, change)
        else { return false }
        if isNew { propertyCount += 1 }
        return true
    }

    private mutating func forget(of device: HomieTopic.Key, where isGone: (String) -> Bool) {
        guard var known = devices[device] else { return }
        propertyCount -= known.properties.count
        known.forgetProperties(where: isGone)
        propertyCount += known.properties.count
        devices[device] = known
    }

    /// `wheels,lights[]` as names; those of arrays end in brackets.
    private static func names(_ list: String) -> [Substring] {
        list.split(separator: ",").map { $0.hasSuffix("[]") ? $0.dropLast(2) : $0 }
            .filter { $0.utf8.count <= HomieTopic.nameBytesMax }
    }
}
