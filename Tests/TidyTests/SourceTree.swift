import Foundation

/// The project as it lies on disk.
enum SourceTree {
    /// The folder of `Package.swift`.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every text file that a rule may speak of, by path.
    static let files: [SourceFile] = {
        let folders = ["Sources", "Tests", "Benchmarks", "scripts", ".ci", "config", "devices", "docs"]
        let paths = ["Package.swift", "README.md"] + folders.flatMap(paths(under:))
        return paths.sorted().compactMap(read)
    }()

    /// The Swift files under one of these folders, each with its closing slash; what a generator has written is
    /// not ours to phrase.
    static func swift(under folders: String...) -> [SourceFile] {
        files.filter { file in
            file.path.hasSuffix(".swift") && !file.path.hasSuffix(".pb.swift")
                && folders.contains { file.path.hasPrefix($0) }
        }
    }

    private static func paths(under folder: String) -> [String] {
        let url = root.appendingPathComponent(folder)
        let found = FileManager.default.enumerator(atPath: url.path)
        return (found?.allObjects as? [String] ?? []).map { "\(folder)/\($0)" }
    }

    private static func read(_ path: String) -> SourceFile? {
        // Folders and files that are not UTF-8 have no lines to speak of.
        guard let text = try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
        else { return nil }
        return SourceFile(path: path, text: text)
    }
}
