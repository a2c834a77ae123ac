// swift-tools-version: 6.2
import PackageDescription

// The target graph, written in the order in which data flows. Who may import whom
// is said once more, as data, in Tests/TidyTests, which SwiftPM does not police.

let swiftSettings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "Foretell",
    products: [.executable(name: "foretell", targets: ["foretell"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CMosquitto", pkgConfig: "libmosquitto", providers: [.apt(["libmosquitto-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CGMime", pkgConfig: "gmime-3.0", providers: [.apt(["libgmime-3.0-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(name: "Appliances", swiftSettings: swiftSettings),
        .target(name: "Telemetry", dependencies: ["Appliances"], swiftSettings: swiftSettings),
        .target(
            name: "Devices", dependencies: ["Appliances", "Telemetry", protobuf],
            exclude: ["Sparkplug/Wire/payload.proto"], swiftSettings: swiftSettings),
        .target(
            name: "FaultRules", dependencies: ["Appliances", "Telemetry", heap], swiftSettings: swiftSettings),
        .target(
            name: "RuleTrials", dependencies: ["Appliances", "Telemetry", "FaultRules"], swiftSettings: swiftSettings),
        .target(name: "Warranty", dependencies: ["Appliances"], swiftSettings: swiftSettings),
        .target(name: "ServiceDesk", dependencies: ["Appliances", "Warranty"], swiftSettings: swiftSettings),
        .target(
            name: "Dispatching", dependencies: ["Appliances", "ServiceDesk"], swiftSettings: swiftSettings),
        .target(name: "Maintenance", dependencies: ["Appliances"], swiftSettings: swiftSettings),
        .target(name: "Simulation", dependencies: ["Appliances"], swiftSettings: swiftSettings),
        .target(
            name: "Daybook",
            dependencies: ["Appliances", "Telemetry", "FaultRules", "Warranty", "ServiceDesk", "Maintenance"],
            swiftSettings: swiftSettings),
        .target(
            name: "ConfigFiles",
            dependencies: [
                "Appliances", "Telemetry", "Devices", "FaultRules", "RuleTrials", "Warranty", "ServiceDesk",
                "Dispatching", "Maintenance", yams,
            ],
            swiftSettings: swiftSettings),
        .target(
            name: "Broker", dependencies: ["Appliances", "Telemetry", "CMosquitto", logging],
            swiftSettings: swiftSettings),
        .target(
            name: "Ledger",
            dependencies: [
                "Appliances", "Telemetry", "FaultRules", "Warranty", "ServiceDesk", "Maintenance", "Daybook", "CZstd",
                grdb,
            ],
            swiftSettings: swiftSettings),
        .target(
            name: "Gateway",
            dependencies: [
                "Appliances", "Telemetry", "Devices", "FaultRules", "Warranty", "ServiceDesk", "Dispatching",
                "Maintenance", "Daybook", lifecycle, logging,
            ],
            swiftSettings: swiftSettings),
        .target(
            name: "Carriers",
            dependencies: ["Appliances", "ServiceDesk", "Daybook", "CCurl", crypto], swiftSettings: swiftSettings),
        .target(
            name: "Mailbox", dependencies: ["Appliances", "ServiceDesk", "CGMime", "CCurl", lifecycle, logging],
            swiftSettings: swiftSettings),
        .target(
            name: "Console",
            dependencies: [
                "Appliances", "ServiceDesk", "Warranty", "Gateway", crypto, hummingbird, lifecycle,
                logging,
            ],
            swiftSettings: swiftSettings),
        .executableTarget(
            name: "foretell",
            dependencies: [
                "Appliances", "Telemetry", "Devices", "FaultRules", "RuleTrials", "Warranty", "ServiceDesk",
                "Dispatching", "Maintenance",
                "Simulation", "Daybook", "ConfigFiles", "Broker", "Ledger", "Gateway", "Carriers", "Mailbox", "Console",
                argumentParser,
                lifecycle,
                logging,
                unixSignals,
            ],
            swiftSettings: swiftSettings),
        .testTarget(name: "AppliancesTests", dependencies: ["Appliances"], swiftSettings: swiftSettings),
        .testTarget(
            name: "TelemetryTests", dependencies: ["Appliances", "Telemetry"], swiftSettings: swiftSettings),
        .testTarget(
            name: "DevicesTests", dependencies: ["Appliances", "Telemetry", "Devices", protobuf],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "FaultRulesTests", dependencies: ["Appliances", "Telemetry", "FaultRules"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "RuleTrialsTests", dependencies: ["Appliances", "Telemetry", "FaultRules", "RuleTrials"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "WarrantyTests", dependencies: ["Appliances", "Warranty", "ConfigFiles"], exclude: ["Cases"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "ServiceDeskTests", dependencies: ["Appliances", "Warranty", "ServiceDesk"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "DispatchingTests", dependencies: ["Appliances", "Warranty", "ServiceDesk", "Dispatching"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "MaintenanceTests", dependencies: ["Appliances", "Maintenance"], swiftSettings: swiftSettings),
        .testTarget(
            name: "SimulationTests", dependencies: ["Appliances", "Simulation"], swiftSettings: swiftSettings),
        .testTarget(
            name: "ConfigFilesTests",
            dependencies: [
                "Appliances", "Telemetry", "Devices", "FaultRules", "RuleTrials", "Warranty", "ServiceDesk",
                "Dispatching", "Maintenance",
                "ConfigFiles",
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "LedgerTests",
            dependencies: [
                "Appliances", "Telemetry", "FaultRules", "Warranty", "ServiceDesk", "Maintenance", "Daybook", "Ledger",
                grdb,
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "GatewayTests",
            dependencies: [
                "Appliances", "Telemetry", "Devices", "FaultRules", "Warranty", "ServiceDesk", "Dispatching",
                "Maintenance", "Simulation", "ConfigFiles",
                "Daybook", "Gateway", logging,
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "ConsoleTests",
            dependencies: ["Appliances", "Warranty", "ServiceDesk", "Gateway", "Console", logging],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "MailboxTests", dependencies: ["Appliances", "ServiceDesk", "Mailbox", logging],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "AcceptanceTests",
            dependencies: [
                "Appliances", "Telemetry", "Devices", "FaultRules", "Warranty", "ServiceDesk", "Maintenance",
                "Simulation",
                "Daybook", "Broker", "Ledger", "Gateway", "Carriers", "foretell", logging,
            ],
            exclude: ["Hubs/publish.py"], swiftSettings: swiftSettings),
        .testTarget(name: "TidyTests", swiftSettings: swiftSettings),
    ],
    swiftLanguageModes: [.v6]
)

// Benchmarks are built only on request, so a user's build never pays for them.
if Context.environment["FORETELL_BENCH"] != nil {
    package.products += [
        .executable(name: "foretell-load", targets: ["foretell-load"]),
        .executable(name: "foretell-bare", targets: ["foretell-bare"]),
        .executable(name: "foretell-rules", targets: ["foretell-rules"]),
        .executable(name: "foretell-desk", targets: ["foretell-desk"]),
        .executable(name: "foretell-fuzz", targets: ["foretell-fuzz"]),
        .executable(name: "foretell-decoding", targets: ["foretell-decoding"]),
        .executable(name: "foretell-entitlements", targets: ["foretell-entitlements"]),
        .library(name: "foretell-decoders", type: .static, targets: ["foretell-decoders"]),
    ]
    package.targets += [
        .executableTarget(name: "foretell-load", path: "Benchmarks/Load", swiftSettings: swiftSettings),
        .executableTarget(
            name: "foretell-bare", dependencies: ["CMosquitto"], path: "Benchmarks/Bare",
            swiftSettings: swiftSettings),
        .executableTarget(
            name: "foretell-rules", dependencies: ["Appliances", "Telemetry", "FaultRules", "RuleTrials"],
            path: "Benchmarks/RuleCost", swiftSettings: swiftSettings),
        .executableTarget(
            name: "foretell-fuzz",
            dependencies: ["Appliances", "Telemetry", "FaultRules", "Simulation", "ConfigFiles"],
            path: "Benchmarks/Fuzz", swiftSettings: swiftSettings),
        .executableTarget(
            name: "foretell-decoding", dependencies: ["Appliances", "Telemetry", "Devices"],
            path: "Benchmarks/Decoding", exclude: ["Allocations"], swiftSettings: swiftSettings),
        .executableTarget(
            name: "foretell-entitlements", dependencies: ["Appliances", "Warranty", "ConfigFiles"],
            path: "Benchmarks/Entitlements", swiftSettings: swiftSettings),
        .executableTarget(
            name: "foretell-desk",
            dependencies: [
                "Appliances", "Telemetry", "FaultRules", "Warranty", "ServiceDesk", "Daybook", "Ledger", "Gateway",
                grdb, logging,
            ],
            path: "Benchmarks/Desk", swiftSettings: swiftSettings),
        // A library, as libFuzzer has a main of its own; scripts/soak links it.
        .target(
            name: "foretell-decoders", dependencies: ["Appliances", "Telemetry", "Devices", "ConfigFiles"],
            path: "Benchmarks/DeviceFuzz", swiftSettings: swiftSettings),
    ]
}
