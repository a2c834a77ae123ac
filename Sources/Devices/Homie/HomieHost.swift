package import Appliances

/// Listens to devices that follow the Homie convention, of versions 3, 4 and 5.
///
/// Values are read by what the devices say of themselves, in `$datatype` and the like or in `$description`. All
/// of that is retained: the broker says it again with every subscription, so nothing has to be kept over a restart.
package struct HomieHost: Sendable {
    /// How many devices may be known.
    package static let devicesMax = 4_096
    /// How many properties all devices together may have.
    package static let propertiesMax = 65_536
    /// The longest payload, in bytes.
    package static let payloadBytesMax = 65_536

    /// The first levels of the topics.
    private let root: String
    var devices: [HomieTopic.Key: HomieDevice] = [:]
    var propertyCount = 0

    /// A host that knows nobody, of devices that publish under a root.
    package init(root: String = "homie") {
        self.root = root
    }

    /// Takes a message and tells what it says; nothing where the convention has no such topic.
    ///
    /// Homie sends no times: readings have the time of their arrival.
    package mutating func take(
        topic: String, payload: String, isRetained: Bool, arrival: Timestamp
    ) -> StatefulAnswer {
        var answer = StatefulAnswer()
        guard let topic = HomieTopic(topic, root: root) else { return answer }
        guard payload.utf8.count <= Self.payloadBytesMax else {
            answer.refuse(topic.subject.path, .tooMany, "\(payload.utf8.count) bytes")
            return answer
        }
        let device = topic.device
        switch topic.subject {
        case .attribute(let name): takeAttribute(name, payload, of: device, into: &answer)
        case .alert(let id):
            let quality: Quality = isRetained ? .stale : .good
            answer.points.append(
                RawPoint(device: device.id, path: "$alert/\(id)", value: .flag(!payload.isEmpty), quality: quality))
        case .nodeAttribute(let node, "$properties"): takeProperties(payload, ofNode: node, of: device, into: &answer)
        case .nodeAttribute: break
        case .propertyAttribute(let path, let name): takeAttribute(name, payload, at: path, of: device, into: &answer)
        case .property(let path): takeValue(payload, at: path, of: device, isRetained, into: &answer)
        }
        return answer
    }

    /// What a device said of its properties, by their paths; for profiles that are suggested.
    package func description(of device: String) -> [HomieProperty] {
        [true, false].flatMap { isVersion5 in
            let known = devices[HomieTopic.Key(id: device, isVersion5: isVersion5)]?.properties.values.map { $0 } ?? []
            return known.sorted { $0.path < $1.path }
        }
    }

    private func takeValue(
        _ payload: String, at path: String, of device: HomieTopic.Key, _ isRetained: Bool,
        into answer: inout StatefulAnswer
    ) {
        // Nothing at all deletes the topic; an empty text is a zero byte.
        guard !payload.isEmpty else { return }
        let property = devices[device]?.properties[path] ?? HomieProperty(path)
        guard property.isRetained || !isRetained else {
            answer.refuse(path, .notStandard, "a retained event")
            return
        }
        do {
            let value = try RawValue(homie: payload, as: property.datatype)
            answer.points.append(
                RawPoint(
                    device: device.id, path: path, value: value, unit: property.unitOfValues,
                    quality: isRetained ? .stale : .good))
        } catch {
            answer.refuse(path, error.reason, String(payload.prefix(64)))
        }
    }
}
