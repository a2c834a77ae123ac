package import Foundation

/// Reads one YAML file into a value.
///
/// - Returns: the value, or every problem of the file.
package func readConfigFile<Value>(
    _ file: URL, as path: String? = nil, _ read: (ConfigNode) -> Value?
) -> Result<Value, ConfigProblems> {
    let name = path ?? file.relativePath
    let notes = ConfigNode.Notes(file: name)
    do {
        let data = try Data(contentsOf: file)
        guard let text = String(validatingUTF8Bytes: data) else {
            return .failure(
                ConfigProblems([
                    ConfigProblem(file: name, line: lineOfFault(data), text: "is not UTF-8; save it as UTF-8")
                ]))
        }
        return readConfigText(text, notes: notes, read)
    } catch {
        return .failure(
            ConfigProblems([
                ConfigProblem(file: name, line: 0, text: "cannot be read; is it there and readable?")
            ]))
    }
}

/// Reads a YAML text into a value, or gives every problem of it.
package func readConfigText<Value>(
    _ text: String, notes: ConfigNode.Notes, _ read: (ConfigNode) -> Value?
) -> Result<Value, ConfigProblems> {
    guard let root = ConfigNode(yaml: text, notes: notes), let value = read(root),
        notes.problems.isEmpty
    else { return .failure(ConfigProblems(notes.problems)) }
    return .success(value)
}

/// The line of the first bytes that are not UTF-8, where repairing puts a sign of its own.
private func lineOfFault(_ data: Data) -> Int {
    let lines = String(decoding: data, as: UTF8.self).unicodeScalars.split(
        separator: "\n", omittingEmptySubsequences: false)
    return (lines.firstIndex { $0.contains("\u{fffd}") } ?? 0) + 1
}

extension String {
    /// The text of these bytes; nil where they are not UTF-8.
    fileprivate init?(validatingUTF8Bytes data: Data) {
        guard let text = String(validating: data, as: UTF8.self) else { return nil }
        self = text
    }
}
