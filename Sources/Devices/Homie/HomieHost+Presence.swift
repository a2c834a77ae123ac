/// Which devices are there.
extension HomieHost {
    /// Takes the state of a device; an empty one removes it.
    mutating func takeState(_ payload: String, of device: HomieTopic.Key, into answer: inout StatefulAnswer) {
        guard !payload.isEmpty else { return remove(device, into: &answer) }
        guard let state = HomieState(rawValue: payload) else {
            return answer.refuse("$state", .notStandard, String(payload.prefix(64)))
        }
        guard know(device, into: &answer) else { return }
        let wasGone = devices[device]?.state?.isOnline == false
        devices[device]?.state = state
        tellPresence(of: device, always: true, into: &answer)
        guard wasGone != (state.isOnline == false) else { return }
        for child in descendants(of: device) { tellPresence(of: child, always: false, into: &answer) }
    }

    /// Forgets a device that removed itself, and takes its children along until they say otherwise.
    mutating func remove(_ device: HomieTopic.Key, into answer: inout StatefulAnswer) {
        guard let known = devices[device] else { return }
        let children = descendants(of: device)
        devices[device] = nil
        propertyCount -= known.properties.count
        answer.availability.append(.init(device: device.id, isOnline: false))
        for child in children where devices[child]?.wasOnline == true {
            devices[child]?.wasOnline = false
            answer.availability.append(.init(device: child.id, isOnline: false))
        }
    }

    /// Makes sure that a device is known; a fault where it would be one too many.
    mutating func know(_ device: HomieTopic.Key, into answer: inout StatefulAnswer) -> Bool {
        if devices[device] != nil { return true }
        guard devices.count < Self.devicesMax else {
            answer.refuse(device.id, .tooMany, "devices")
            return false
        }
        devices[device] = HomieDevice()
        return true
    }

    /// Tells whether a device is there, unless that is not decided, or as it was and need not be said again.
    mutating func tellPresence(of device: HomieTopic.Key, always: Bool, into answer: inout StatefulAnswer) {
        guard let isOnline = isOnline(device), always || isOnline != devices[device]?.wasOnline else { return }
        devices[device]?.wasOnline = isOnline
        answer.availability.append(.init(device: device.id, isOnline: isOnline))
    }

    /// Nobody but the root has a last will: where it is gone, nobody speaks for the devices below it.
    private func isOnline(_ device: HomieTopic.Key) -> Bool? {
        guard let own = devices[device] else { return nil }
        if let root = head(of: device), devices[root]?.state?.isOnline == false { return false }
        return own.state?.isOnline
    }

    /// The device at the head of a device's tree; nil where that is the device itself.
    private func head(of device: HomieTopic.Key) -> HomieTopic.Key? {
        var above = device
        // Devices may name one another in a circle.
        for _ in 0..<32 {
            guard let known = devices[above], let next = known.root ?? known.parent, next != above.id else { break }
            above = HomieTopic.Key(id: next, isVersion5: true)
        }
        return above == device ? nil : above
    }

    /// The devices of a tree without its head, in the order of their names.
    private func descendants(of root: HomieTopic.Key) -> [HomieTopic.Key] {
        guard root.isVersion5 else { return [] }
        return devices.keys.filter { $0.isVersion5 && head(of: $0) == root }.sorted { $0.id < $1.id }
    }
}
