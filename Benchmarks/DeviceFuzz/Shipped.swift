import Appliances
import ConfigFiles
import Devices
import Foundation

/// The profiles of a folder, and the messages of their examples.
struct Shipped: Sendable {
    /// The texts of the profiles, by path.
    let texts: [(name: String, yaml: String)]
    /// The profiles that are in order.
    let profiles: [DeviceProfile]
    /// A reader by all of them, to be copied for each input.
    let reader: DeviceReader
    /// Each example's messages, in their order, with the formats that their profile reads.
    let stories: [(formats: Set<ProfileSource.Format>, messages: [SampleMessage])]
    /// The topics of all messages, each once, sorted: an input names them by their places.
    let topics: [String]

    /// Reads every profile below a folder.
    init(_ folder: URL) {
        let paths = (FileManager.default.subpaths(atPath: folder.path) ?? []).filter { $0.hasSuffix("profile.yaml") }
        texts = paths.sorted().compactMap { path in
            (try? String(contentsOf: folder.appending(path: path), encoding: .utf8)).map { (path, $0) }
        }
        profiles = DeviceFolder(folder, shownAs: "devices", comparesTopics: false).profiles
        guard !profiles.isEmpty else {
            fatalError("there are no profiles in \(folder.path); FORETELL_DEVICES names their folder")
        }
        reader = DeviceReader(profiles)
        stories = profiles.flatMap { profile in
            profile.examples.map { (Set(profile.sources.map(\.format)), $0.messages) }
        }
        topics = Set(stories.flatMap { $0.messages.map(\.topic) }).sorted()
    }
}
