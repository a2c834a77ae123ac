import Appliances
package import Devices
package import Foundation

private let profileKeys = [
    "schema", "id", "version", "title", "appliance", "family", "claims", "extends", "device", "defaults", "sources",
    "channels", "tables", "examples",
]

/// Reads one device profile by itself (docs/device-profiles.md); one that extends another needs ``DeviceFolder``.
///
/// - Returns: the profile, or every problem of the file and its samples.
package func readDeviceProfile(_ file: URL, as name: String) -> Result<DeviceProfile, ConfigProblems> {
    let text = ProfileText(file, as: name)
    text.extends?.fault("`extends` needs the other profile's file too; read the folder in which both stand")
    let read = readProfile(text, extending: nil)
    guard let profile = read?.profile, text.problems.isEmpty else {
        return .failure(ConfigProblems(text.problems))
    }
    return .success(profile)
}

/// The file of a profile, composed and not yet understood.
struct ProfileText {
    let path: String
    let root: ConfigNode?
    let samples: SampleFolder
    private let unreadable: [ConfigProblem]

    /// Composes a file.
    init(_ file: URL, as path: String) {
        self.init(readConfigFile(file, as: path) { $0 }, as: path, file: file)
    }

    /// Composes a text, beside which there are no samples.
    init(text: String, as path: String) {
        self.init(readConfigText(text, notes: ConfigNode.Notes(file: path)) { $0 }, as: path, file: nil)
    }

    private init(_ result: Result<ConfigNode, ConfigProblems>, as path: String, file: URL?) {
        self.path = path
        samples = SampleFolder(besides: file, shownAs: path)
        switch result {
        case .success(let node): (root, unreadable) = (node, [])
        case .failure(let found): (root, unreadable) = (nil, found.all)
        }
    }

    /// Everything that is noted so far of the file and its samples.
    var problems: [ConfigProblem] { unreadable + (root?.problems ?? []) + samples.problems }

    /// Its id as far as there is one.
    var id: String? { key("id").flatMap { $0.isScalar ? $0.text : nil } }

    /// Where the profile is named that it extends.
    var extends: ConfigNode? { key("extends") }

    private func key(_ name: String) -> ConfigNode? {
        guard let root, root.isMapping else { return nil }
        return root.fields([])[name]
    }
}

/// The keys of a profile, and behind them those of the one that it extends.
struct ProfileKeys {
    let own: Fields
    let base: Fields?

    /// The own value where there is one.
    subscript(_ key: String) -> ConfigNode? { own[key] ?? base?[key] }

    /// The members of a mapping, own ones first; the other's keys count where they are not given again.
    func merged(_ key: String) -> [(key: String, value: ConfigNode)] {
        let first = own[key]?.fields([]).values ?? []
        let names = Set(first.map(\.key))
        return first + (base?[key]?.fields([]).values ?? []).filter { !names.contains($0.key) }
    }
}

/// A profile with what its file says of the places of its parts.
struct ReadProfile {
    var profile: DeviceProfile
    /// The file.
    let path: String
    /// The line of its id.
    let line: Int
    /// The file in which its sources stand: another one where they are not its own.
    let sourcesPath: String
    /// How many entries of its channel table are its own; they stand first.
    let ownEntries: Int
    /// Whether it says of itself what it is.
    let hasTitle: Bool
}

/// Reads a profile as far as it can be read; every problem is noted in the file that it stands in.
func readProfile(_ file: ProfileText, extending base: ProfileText?) -> ReadProfile? {
    guard let root = file.root else { return nil }
    let own = root.fields(profileKeys)
    // Of a list or a plain value there is nothing more to say.
    guard root.isMapping else { return nil }
    let keys = ProfileKeys(own: own, base: base?.root?.fields(profileKeys))
    let id = readHead(own)
    let version = own.required("version")?.whole(in: 1...1_000_000)
    guard let key = readKey(keys["device"]) else { return nil }
    var profile = DeviceProfile(id: id ?? "", version: version ?? 1, title: keys["title"]?.text ?? "", key: key)
    profile.zoneSeconds = keys["defaults"].flatMap { readDefaults($0, &profile) }
    readReach(keys, &profile)
    profile.tables = keys.merged("tables").map { readCodeTable($0.key, $0.value) }
    profile.sources = readSources(keys, key)
    profile.channels.entries = readChannels(keys, tables: profile.tables.map(\.name))
    profile.examples = own.required("examples").map { readExamples($0, file.samples) } ?? []
    return ReadProfile(
        profile: profile, path: file.path, line: own["id"]?.line ?? root.line,
        sourcesPath: own["sources"] == nil ? base?.path ?? file.path : file.path,
        ownEntries: own["channels"]?.fields([]).values.count ?? 0, hasTitle: keys["title"] != nil)
}

/// What every file must say by itself.
private func readHead(_ own: Fields) -> String? {
    if let schema = own.required("schema"), let text = schema.text, text != DeviceProfile.schema {
        schema.fault("`schema` is `\(text)`; this gateway reads \(DeviceProfile.schema)")
    }
    return own.required("id")?.profileWord
}

/// `device`: how devices are named.
private func readKey(_ node: ConfigNode?) -> DeviceKey? {
    let fields = node?.fields(["key", "normalise"])
    let normalising = fields?["normalise"]?.choice(DeviceKey.Normalising.self) ?? .none
    // A key that cannot be read is noted; without captures it gives no further problems.
    let template =
        if let key = fields?["key"] { key.parsed(Template.init) ?? (try? Template("unread")) } else {
            try? Template("{device}")
        }
    return template.map { DeviceKey(template: $0, normalising: normalising) }
}

/// `defaults`; answers the zone.
private func readDefaults(_ node: ConfigNode, _ profile: inout DeviceProfile) -> Int? {
    let fields = node.fields(["stale_after", "retained", "time", "zone"])
    profile.staleAfter = fields["stale_after"]?.span(in: .seconds(1)...TimeSpan.days(31))
    if let retained = fields["retained"], let word = retained.text, word != "last_known" {
        retained.fault("`retained` can only be last_known, not `\(word)`")
    }
    if let time = fields["time"] {
        let bounds = time.fields(["max_future", "max_age"])
        var believed = BelievedTime()
        believed.futureMax = bounds["max_future"]?.span(in: .zero...TimeSpan.days(31)) ?? believed.futureMax
        believed.ageMax = bounds["max_age"]?.span(in: .seconds(1)...TimeSpan.days(3_650)) ?? believed.ageMax
        profile.believed = believed
    }
    return fields["zone"]?.zoneSeconds
}

/// For which appliances and devices it is.
private func readReach(_ keys: ProfileKeys, _ profile: inout DeviceProfile) {
    if let fields = keys["appliance"]?.fields(["class", "brand", "models"]) {
        profile.classes = fields["class"]?.items.compactMap { $0.choice(Category.self) } ?? []
        profile.brand = fields["brand"]?.text ?? ""
        profile.models = fields["models"]?.texts ?? []
    }
    profile.family = keys["family"]?.profileWord
    if let claims = keys["claims"], let word = claims.text {
        profile.isByRegistry = word == "registry"
        let known = ["topic", "registry"]
        if !known.contains(word) { claims.fault("`claims` cannot be `\(word)`\(suggestion(for: word, in: known))") }
    }
}

private func readSources(_ keys: ProfileKeys, _ key: DeviceKey) -> [ProfileSource] {
    guard let node = keys["sources"] ?? keys.own.required("sources") else { return [] }
    if node.items.isEmpty { node.fault("`sources` is an empty list; a profile reads at least one topic") }
    let keyNode = keys["device"]
    return node.items.compactMap { readSource($0, key: key, keyNode: keyNode) }
}

private func readChannels(_ keys: ProfileKeys, tables: [String]) -> [ChannelEntry] {
    guard keys["channels"] != nil || keys.own.required("channels") != nil else { return [] }
    var seen: Set<String> = []
    return keys.merged("channels").compactMap { key, value in
        // To YAML `1` and `"1"` are two keys, and to a message one path.
        if !seen.insert(key).inserted { value.fault("`channels` has `\(key)` twice; keep one of them") }
        return readChannelEntry(key, value, tables: tables)
    }
}

private func readExamples(_ node: ConfigNode, _ samples: SampleFolder) -> [ProfileExample] {
    if node.items.isEmpty { node.fault("`examples` is an empty list; a profile must show what it understands") }
    return node.items.compactMap { readExample($0, samples) }
}
