package import Appliances

/// Who may speak for which appliance: the registry, arranged for looking up by bytes.
///
/// Appliances are numbered from 0 in the order of the registry; the number is what the
/// hot path carries.
package struct Directory: Sendable {
    /// Whose records come on a topic.
    package enum Speaker: Sendable {
        /// The appliance of that number, for itself.
        case appliance(Int)
        /// The hub of that number, for its appliances.
        case hub(Int)
    }

    /// The appliances by number.
    package let appliances: [Appliance]
    private var byName = ByteTable()
    private var topics = ByteTable()
    private var speakers: [Speaker] = []
    private var hubs: [(site: SiteID, name: DeviceID)] = []
    /// The hubs by `site/name`; neither part has a slash.
    private var hubsByName = ByteTable()
    /// The numbers of appliances by their serial number in small letters, and by their owner: people name them so.
    private var bySerial: [String: [Int]] = [:]
    private var byOwner: [String: [Int]] = [:]

    /// How many topics are remembered; the rest is read anew each time.
    private static let topicsMax = 262_144

    /// The directory of these appliances; each id must stand there once.
    package init(_ appliances: [Appliance]) {
        self.appliances = appliances
        for (number, appliance) in appliances.enumerated() {
            byName.insert(appliance.id.text, number)
            if !appliance.serial.isEmpty { bySerial[appliance.serial.lowercased(), default: []].append(number) }
            if !appliance.owner.isEmpty { byOwner[appliance.owner, default: []].append(number) }
            guard let hub = appliance.hub, hubsByName.find("\(appliance.site)/\(hub)") == nil else { continue }
            hubsByName.insert("\(appliance.site)/\(hub)", hubs.count)
            hubs.append((appliance.site, hub))
        }
    }

    /// The number of the appliance with this name; nil where the registry has none.
    package func number(of device: DeviceID) -> Int? {
        byName.find(device.text)
    }

    /// The appliances of a serial number, whatever the case of its letters, in the order of the registry.
    package func appliances(serial: String) -> [Appliance] {
        (bySerial[serial.lowercased()] ?? []).map { appliances[$0] }
    }

    /// The appliances of a customer, in the order of the registry; none for nobody.
    package func appliances(owner: String) -> [Appliance] { (byOwner[owner] ?? []).map { appliances[$0] } }

    /// Whose records come on a topic.
    package mutating func speaker(on topic: Span<UInt8>) throws(Rejection) -> Speaker {
        if let known = topics.find(topic) { return speakers[known] }
        let speaker = try speaker(meaning: Topic.meaning(of: topic))
        if speakers.count < Directory.topicsMax {
            topics.insert(topic, speakers.count)
            speakers.append(speaker)
        }
        return speaker
    }

    /// The appliance that a hub's record names; the registry must have it under that hub.
    package func appliance(named name: Span<UInt8>, hub: Int) throws(Rejection) -> Int {
        guard let number = byName.find(name) else { throw .deviceUnknown }
        let appliance = appliances[number]
        guard appliance.hub == hubs[hub].name, appliance.site == hubs[hub].site else {
            throw .notItsDevice
        }
        return number
    }

    private func speaker(meaning: Topic.Meaning) throws(Rejection) -> Speaker {
        switch meaning {
        case .telemetry(let site, let device):
            guard let number = number(of: device) else { throw .deviceUnknown }
            guard appliances[number].site == site else { throw .notItsDevice }
            return .appliance(number)
        case .batch(let site, let hub):
            guard let number = hubsByName.find("\(site)/\(hub)") else { throw .deviceUnknown }
            return .hub(number)
        }
    }
}
