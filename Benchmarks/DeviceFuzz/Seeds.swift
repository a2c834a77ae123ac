import Devices
import Foundation

/// What each decoder begins with: messages of the profiles' examples, and a few of the canonical form.
struct Seeds {
    private let shipped: Shipped

    init(_ shipped: Shipped) { self.shipped = shipped }

    /// Writes the inputs of a decoder into a folder, a file each.
    func write(for target: DecoderFuzz.Target, to folder: URL) throws {
        for (number, seed) in inputs(of: target).enumerated() {
            try Data(seed).write(to: folder.appending(path: "seed-\(number)"))
        }
    }

    private func inputs(of target: DecoderFuzz.Target) -> [[UInt8]] {
        switch target {
        case .json: payloads([.json, .senmlJSON]) + Seeds.canonical
        case .canonical: Seeds.canonical
        case .cbor: payloads([.senmlCBOR])
        case .senml: payloads([.senmlCBOR, .senmlJSON])
        case .sparkplug: stories([.sparkplug])
        case .homie: stories([.homie])
        case .devices: stories(Set(ProfileSource.Format.allCases))
        case .profiles: shipped.texts.map { Array($0.yaml.utf8) }
        }
    }

    private func payloads(_ formats: Set<ProfileSource.Format>) -> [[UInt8]] {
        shipped.stories.filter { !$0.formats.isDisjoint(with: formats) }.flatMap { $0.messages.map(\.payload) }
    }

    private func stories(_ formats: Set<ProfileSource.Format>) -> [[UInt8]] {
        shipped.stories.filter { !$0.formats.isDisjoint(with: formats) }
            .map { Portions.bytes(of: $0.messages, topics: shipped.topics) }
    }

    private static let canonical = [
        #"{"at":"2026-11-22T08:15:30.250+08:00","boot":17,"seq":40213,"readings":{"fridge.temperature":3.9}}"#,
        #"[{"device":"RF-1","readings":{"power.active":92.4,"fridge.door.open":false,"fault.code":"E4"}},{"seq":1}]"#,
        #"{"at":1795305600000,"readings":{"probe.back.temperature":-1.5e1,"contact.x.open":1,"none":null}}"#,
        #"{"seq":9007199254740991,"readings":{"\u0061":[{}],"fridge.temperature":"warm","power.active":1e999}}"#,
    ].map { Array($0.utf8) }
}
