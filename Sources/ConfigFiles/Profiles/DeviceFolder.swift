package import Devices
package import Foundation

/// The profiles of a folder, each by itself and all beside each other.
package struct DeviceFolder: Sendable {
    /// Those that are in order by themselves, in the order of their paths.
    package let profiles: [DeviceProfile]
    /// The file of each id, also of profiles that are not in order; only ever looked up.
    package let files: [String: String]
    /// What is wrong in any of the files, sorted by file and line; with one of these nothing should be read.
    package let problems: [ConfigProblem]
    /// What an author would want to know, sorted by file and line.
    package let warnings: [ConfigProblem]

    /// Reads every `profile.yaml` below a folder.
    ///
    /// Comparing the topics of all profiles takes longer than reading them; where they were checked before,
    /// `comparesTopics` leaves that out.
    package init(_ folder: URL, shownAs name: String, comparesTopics: Bool = true) {
        guard let paths = FileManager.default.subpaths(atPath: folder.path) else {
            let text = "cannot be read; is it there, and a folder?"
            self.init([], ConfigProblem(file: name, line: 0, text: text), comparesTopics: false)
            return
        }
        let files = paths.filter { $0 == "profile.yaml" || $0.hasSuffix("/profile.yaml") }.sorted()
        let shown = name.hasSuffix("/") ? name : name + "/"
        self.init(files.map { ProfileText(folder.appending(path: $0), as: shown + $0) }, comparesTopics: comparesTopics)
    }

    /// Reads texts, beside which there are no samples.
    package init(texts: [(name: String, yaml: String)]) {
        self.init(texts.map { ProfileText(text: $0.yaml, as: $0.name) }, comparesTopics: true)
    }

    private init(_ texts: [ProfileText], _ problem: ConfigProblem? = nil, comparesTopics: Bool) {
        let read = texts.map { readProfile($0, extending: base(of: $0, among: texts)) }
        var problems = (problem.map { [$0] } ?? []) + namesakes(texts)
        problems += texts.flatMap(\.problems)
        let sound = zip(texts, read).compactMap { text, profile in text.problems.isEmpty ? profile : nil }
        if comparesTopics { problems += overlaps(of: sound) }
        let ids = texts.compactMap { text in text.id.map { ($0, text.path) } }
        profiles = sound.map(\.profile)
        files = Dictionary(ids) { first, _ in first }
        self.problems = ConfigProblems(unique(problems)).all
        warnings = ConfigProblems(sound.flatMap(profileWarnings)).all
    }
}

/// The profile that another one extends; notes where there is none, or one that extends a third.
private func base(of file: ProfileText, among files: [ProfileText]) -> ProfileText? {
    guard let node = file.extends, let id = node.text else { return nil }
    guard id != file.id else {
        node.fault("the profile `\(id)` extends itself")
        return nil
    }
    guard let base = files.first(where: { $0.id == id }) else {
        node.fault("no profile has the id `\(id)`\(suggestion(for: id, in: files.compactMap(\.id)))")
        return nil
    }
    if let further = base.extends {
        node.fault("`\(id)` itself extends `\(further.isScalar ? further.text ?? "" : "")`; there is one level of this")
    }
    return base
}

/// Profiles that have the id of an earlier one.
private func namesakes(_ files: [ProfileText]) -> [ConfigProblem] {
    var first: [String: String] = [:]
    return files.compactMap { file in
        guard let id = file.id else { return nil }
        guard let path = first[id] else {
            first[id] = file.path
            return nil
        }
        let line = file.root?.fields([])["id"]?.line ?? 1
        return ConfigProblem(file: file.path, line: line, text: "the id `\(id)` is that of \(path) too; choose another")
    }
}

/// Each problem once: what a profile takes from another one is read again with it.
private func unique(_ problems: [ConfigProblem]) -> [ConfigProblem] {
    var seen: Set<ConfigProblem> = []
    return problems.filter { seen.insert($0).inserted }
}
