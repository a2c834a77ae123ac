package import FaultRules
package import Foundation

/// Reads the overrides of a configuration: `overrides.yaml`, then every YAML file under `overrides/` by its path.
///
/// That order counts, since within one rank of the chain what stands later wins. None of the files must be there.
///
/// - Parameters:
///   - folder: the folder of the configuration.
///   - shownAs: how messages call it.
///   - rules: the rules whose parameters may be set.
///   - isComplete: whether every rule could be read; see ``readOverrides(_:rules:isComplete:)``.
/// - Returns: the overrides, and every problem of every file.
package func readOverrideFolder(
    _ folder: URL, shownAs: String, rules: [FaultRule], isComplete: Bool = true
) -> (overrides: [Override], problems: [ConfigProblem]) {
    var (overrides, problems): ([Override], [ConfigProblem]) = ([], [])
    let below = FileManager.default.subpaths(atPath: folder.appending(path: "overrides").path) ?? []
    let files = below.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted().map { "overrides/\($0)" }
    let first = FileManager.default.fileExists(atPath: folder.appending(path: "overrides.yaml").path)
    for name in (first ? ["overrides.yaml"] : []) + files {
        let read = readConfigFile(folder.appending(path: name), as: "\(shownAs)/\(name)") {
            readOverrides($0, rules: rules, isComplete: isComplete)
        }
        switch read {
        case .success(let found): overrides += found
        case .failure(let found): problems += found.all
        }
    }
    return (overrides, problems)
}
