import Foundation

/// What the desk takes beside bare SQLite: commands a second that are durable, and worklists of a large desk.
///
/// Prints one JSON line for each measure. Times are of the clock on the wall, desk and floor in the same run and on the
/// same disk, in turns.
@main
struct DeskBenchmark {
    static func main() async throws {
        let options = try DeskOptions(Array(CommandLine.arguments.dropFirst()))
        let folder = FileManager.default.temporaryDirectory.appending(path: "foretell-desk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Crowd.gather(in: folder, requests: options.requests, openPercent: options.openPercent)
        try Worklists(folder).measure(looks: options.looks)
        try await Commands(folder).measure(commands: options.commands, clients: options.clients)
    }
}

/// What is measured.
struct DeskOptions {
    var requests = 1_000_000
    var openPercent = 5
    var looks = 2_000
    var commands = 20_000
    var clients = 128

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard let text = rest.popFirst(), let number = Int(text), number > 0 else { throw Unknown(name: name) }
            switch name {
            case "--requests": requests = number
            case "--open": openPercent = number
            case "--looks": looks = number
            case "--commands": commands = number
            case "--clients": clients = number
            default: throw Unknown(name: name)
            }
        }
    }

    struct Unknown: Error, CustomStringConvertible {
        let name: String
        var description: String { "\(name) is no option with a whole number above 0" }
    }
}

/// Seconds between two moments.
func seconds(_ begin: ContinuousClock.Instant) -> Double {
    let span = (ContinuousClock.now - begin).components
    return Double(span.seconds) + Double(span.attoseconds) / 1e18
}

/// One line of the result.
func tell(_ measured: String, _ values: KeyValuePairs<String, Double>) {
    let fields = values.map { "\"\($0.key)\":\(($0.value * 100).rounded() / 100)" }.joined(separator: ",")
    print("{\"measured\":\"\(measured)\",\(fields)}")
}
