/// Who may import whom: `docs/architecture.md` as data.
///
/// SwiftPM lets a target import whatever its package has built, declared or not; this table does not.
enum ImportTable {
    struct Row: Sendable {
        let ours: Set<String>
        let others: Set<String>

        init(_ ours: Set<String> = [], others: Set<String> = []) {
            self.ours = ours
            self.others = others
        }
    }

    /// Functions of their input: no clock, no chance, no files, no waiting.
    static let pure: Set = [
        "Appliances", "Telemetry", "Devices", "FaultRules", "RuleTrials", "Warranty", "ServiceDesk", "Dispatching",
        "Maintenance", "Simulation", "Daybook",
    ]

    /// C libraries: a module map and a header, no Swift.
    static let systemLibraries: Set = ["CCurl", "CGMime", "CMosquitto", "CZstd"]

    /// swift-collections, as a whole or a part of it.
    private static let collections: Set = ["Collections", "DequeModule", "HeapModule", "OrderedCollections"]

    private static let rooms: Set = [
        "Appliances", "Telemetry", "FaultRules", "Warranty", "ServiceDesk", "Maintenance",
    ]

    static let rows: [String: Row] = [
        "Appliances": Row(),
        "Telemetry": Row(["Appliances"], others: collections),
        // Sparkplug's payload is the one thing that is read by a library.
        "Devices": Row(["Appliances", "Telemetry"], others: collections.union(["SwiftProtobuf"])),
        // The C library's exponential and logarithm are functions like any other.
        "FaultRules": Row(["Appliances", "Telemetry"], others: collections.union(["Glibc"])),
        "RuleTrials": Row(["Appliances", "Telemetry", "FaultRules"], others: ["Glibc"]),
        "Warranty": Row(["Appliances"]),
        "ServiceDesk": Row(["Appliances", "Warranty"]),
        // Ways on a sphere need the C library's sine and cosine.
        "Dispatching": Row(["Appliances", "ServiceDesk"], others: ["Glibc"]),
        "Maintenance": Row(["Appliances"]),
        "Simulation": Row(["Appliances", "Telemetry"], others: ["Glibc"]),
        "Daybook": Row(rooms),
        "ConfigFiles": Row(pure, others: ["Yams", "Foundation"]),
        "Broker": Row(["Appliances", "Telemetry"], others: ["CMosquitto", "Logging", "Glibc", "Foundation"]),
        "Ledger": Row(pure, others: ["GRDB", "CZstd", "Foundation", "Glibc", "Synchronization"]),
        "Gateway": Row(
            pure, others: ["ServiceLifecycle", "Logging", "Metrics", "Foundation", "Glibc", "Synchronization"]),
        "Carriers": Row(
            ["Appliances", "ServiceDesk", "Daybook"], others: ["CCurl", "Crypto", "Foundation", "Synchronization"]),
        "Console": Row(
            pure.union(["Gateway"]),
            others: [
                "Crypto", "Foundation", "HTTPTypes", "Hummingbird", "HummingbirdCore", "Logging", "NIOCore",
                "NIOHTTPTypes",
                "ServiceLifecycle", "Synchronization",
            ]),
        "Mailbox": Row(
            ["Appliances", "ServiceDesk"],
            others: ["CCurl", "CGMime", "Foundation", "Glibc", "Logging", "ServiceLifecycle", "Synchronization"]),
        "foretell": Row(
            pure.union(["ConfigFiles", "Broker", "Ledger", "Gateway", "Carriers", "Mailbox", "Console"]),
            others: [
                "ArgumentParser", "ServiceLifecycle", "UnixSignals", "Logging", "Foundation", "FoundationNetworking",
                "Glibc", "Synchronization",
            ]),
    ]

    /// Walls whose reason is worth more than "not in the row".
    private static let reasons: [(module: String, imported: String, right: String)] = [
        (
            "ServiceDesk", "FaultRules",
            "a prediction enters through Gateway/ProactiveIntake like any other request"
        ),
        ("Warranty", "FaultRules", "who pays does not depend on who noticed; pass the component and the day"),
        ("Gateway", "Ledger", "the port DeskLedger stands in Daybook, and foretell hands in the ledger"),
        ("Gateway", "Broker", "the port stands with the data it carries, and foretell hands in the link"),
        ("Ledger", "Gateway", "the entry to commit is a value of Daybook"),
    ]

    static func findings(in file: SourceFile) -> [Finding] {
        guard file.path.hasSuffix(".swift"), let module = file.module else { return [] }
        guard let row = rows[module] else {
            return [
                Finding(
                    path: file.path, line: 1, wrong: "the module \(module) has no row in the import table",
                    right: "give it one in Tests/TidyTests/ImportTable.swift and docs/architecture.md")
            ]
        }
        return file.code.enumerated().compactMap { index, line in
            guard let imported = importedModule(line), !row.ours.contains(imported),
                !row.others.contains(imported)
            else { return nil }
            return Finding(
                path: file.path, line: index + 1, wrong: "\(module) may not import \(imported)",
                right: remedy(module, imported, row))
        }
    }

    private static func remedy(_ module: String, _ imported: String, _ row: Row) -> String {
        if let reason = reasons.first(where: { $0.module == module && $0.imported == imported }) {
            return reason.right
        }
        let allowed = row.ours.union(row.others).sorted()
        return allowed.isEmpty ? "it imports nothing" : "it may import \(allowed.joined(separator: ", "))"
    }

    /// The module that a line of code imports: `Yams` in `package import struct Yams.Node`.
    static func importedModule(_ line: String) -> String? {
        let modifiers: Set = ["public", "package", "internal", "fileprivate", "private"]
        let kinds: Set = ["typealias", "struct", "class", "enum", "protocol", "let", "var", "func"]
        var words = line.split(separator: " ").drop { $0.hasPrefix("@") || modifiers.contains(String($0)) }
        guard words.popFirst() == "import", var name = words.popFirst() else { return nil }
        if kinds.contains(String(name)), let next = words.popFirst() { name = next }
        return name.split(whereSeparator: { $0 == "." || $0 == ";" }).first.map(String.init)
    }
}
