import Appliances
import Telemetry

/// Runs the examples of profiles: each message must give the readings that its profile promises, and no others.
package struct ProfileTrial: Sendable {
    /// What one example showed.
    package struct Finding: Sendable, Equatable {
        /// The profile.
        package let profile: String
        /// The example's name, or its number.
        package let example: String
        /// The example's line in its file.
        package let line: Int
        /// What is not as promised; empty where all is.
        package let complaints: [String]
    }

    /// The profiles, all of them: which one reads a message is part of what is tried.
    private let profiles: [DeviceProfile]

    /// A trial of profiles that stand beside each other.
    package init(_ profiles: [DeviceProfile]) { self.profiles = profiles }

    /// What the examples of one profile show.
    package func findings(of profile: DeviceProfile) -> [Finding] {
        profile.examples.enumerated().map { number, example in
            Finding(
                profile: profile.id, example: example.name.isEmpty ? "example \(number + 1)" : example.name,
                line: example.line, complaints: complaints(example, of: profile))
        }
    }

    private func complaints(_ example: ProfileExample, of profile: DeviceProfile) -> [String] {
        var reader = DeviceReader(profiles)
        // What the registry would say of the example's devices.
        if example.category != nil || profile.isByRegistry {
            let category = example.category ?? profile.classes.first ?? .refrigerator
            reader.bindings.fallback = .init(
                appliance: 0, category: category, profile: profile.isByRegistry ? profile.id : nil)
        }
        var left = example.expected
        var complaints: [String] = []
        var reasons: Set<String> = []
        var decoding = Decoding()
        for message in example.messages {
            let topic = Array(message.topic.utf8)
            reader.read(
                topic: topic.span, payload: message.payload.span, isRetained: message.isRetained, arrival: message.at,
                into: &decoding)
            complaints += outcome(decoding, message, profile, reader)
            if case .rejected(_, let reason) = decoding.outcome { reasons.insert(reason.rawValue) }
            for fault in decoding.faults { reasons.insert(fault.reason.rawValue) }
            for reading in decoding.readings {
                let shown = ShownReading(reading, decoding, reader)
                if let place = left.firstIndex(where: { shown.fulfils($0) }) {
                    left.remove(at: place)
                } else {
                    complaints.append("not expected: \(shown.line(arrival: message.at))")
                }
            }
        }
        complaints += left.map { "missing: \($0.description)" }
        let wanted = Set(example.rejected)
        complaints += wanted.subtracting(reasons).sorted().map { "nothing was rejected as \($0)" }
        complaints += reasons.subtracting(wanted).sorted().map { "something was rejected as \($0)" }
        return complaints
    }

    /// A message of an example must be its own profile's; a payload that cannot be read, or a repeat, may be.
    private func outcome(
        _ decoding: Decoding, _ message: SampleMessage, _ profile: DeviceProfile, _ reader: DeviceReader
    ) -> [String] {
        switch decoding.outcome {
        case .read(let number), .repeated(let number), .rejected(let number, _):
            let other = reader.profiles[number].id
            return other == profile.id ? [] : ["\(message.topic) is read by \(other)"]
        case .unclaimed: return ["\(message.topic) is read by no profile"]
        case .empty: return []
        }
    }
}

extension ExpectedReading: CustomStringConvertible {
    /// As far as it is said.
    package var description: String {
        let amount =
            switch value {
            case .number(let number): " \(number)"
            case .word(let word): " \(word)"
            case nil: ""
            }
        return channel + amount + (device.map { " of \($0)" } ?? "")
    }
}
