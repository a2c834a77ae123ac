import Appliances
import ConfigFiles
import Devices
import Foundation

/// The messages that are kept beside the project, where they are.
enum SharedMessages {
    /// Their folder; nil where it is not there.
    static let folder: URL? = ProcessInfo.processInfo.environment["FORETELL_DATA"].map {
        URL(filePath: $0).appending(path: "messages")
    }

    static var isThere: Bool { folder.map { FileManager.default.fileExists(atPath: $0.path) } ?? false }

    static func bytes(_ name: String) -> [UInt8] {
        guard let folder, let data = FileManager.default.contents(atPath: folder.appending(path: name).path) else {
            return []
        }
        return Array(data)
    }

    /// The shipped profiles.
    static let profiles: [DeviceProfile] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return DeviceFolder(root.appending(path: "devices"), shownAs: "devices").profiles
    }()

    /// The messages of one file in their order; `topic` is of files that hold one payload.
    static func messages(_ name: String, topic: String) -> [SampleMessage] {
        guard name.hasSuffix(".jsonl") else { return [SampleMessage(topic: topic, payload: bytes(name))] }
        switch readMessageStream(bytes(name), file: name) {
        case .success(let messages): return messages
        case .failure: return []
        }
    }
}

/// What a stream of messages gives, by the shipped profiles.
struct DecodedStream {
    private(set) var readings: [ShownReading] = []
    private(set) var faults: [PointFault] = []
    private(set) var outcomes: [Decoding.Outcome] = []

    init(_ messages: [SampleMessage]) {
        var reader = DeviceReader(SharedMessages.profiles)
        var decoding = Decoding()
        for message in messages {
            let topic = Array(message.topic.utf8)
            reader.read(
                topic: topic.span, payload: message.payload.span, isRetained: message.isRetained, arrival: message.at,
                into: &decoding)
            readings += decoding.readings.map { ShownReading($0, decoding, reader) }
            faults += decoding.faults
            outcomes.append(decoding.outcome)
        }
    }
}
