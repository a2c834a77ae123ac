import ArgumentParser
import Broker
import ConfigFiles
import Devices
import Foundation
import Gateway
import Glibc
import Ledger
import Logging
import ServiceLifecycle
import Telemetry
import UnixSignals

extension GatewayClock: ExpressibleByArgument {}

/// `foretell run`.
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the gateway: telemetry in, requests, advice and reminders out.",
        discussion: """
            Ends in good order on Ctrl-C or SIGTERM; after anything else it goes on where it stopped.

            Examples:
              foretell run
              foretell run --set broker.host=hub.local --state /var/lib/foretell
              foretell run --clock telemetry --watch          for recordings and simulated fleets
            """)

    @OptionGroup var config: ConfigOptions
    @OptionGroup var state: StateOption

    @Option(help: "What time it is: `wall`, or `telemetry`: the newest device time seen.")
    var clock = GatewayClock.wall

    @Flag(help: "Prints each decision with its reason as it is made.")
    var watch = false

    @Option(help: "How much is logged: trace, debug, info, notice, warning, error, critical.")
    var logLevel = "notice"

    func run() async throws {
        // Before the files are read: what changes from here on is a change.
        let files = RulePrint(config.config)
        let house = try House(config)
        // Taken and let go, for its error message; the gateway's thread takes it for its life.
        _ = try openFolder(state.folder)
        var logger = Logger(label: "foretell", factory: { StreamLogHandler.standardError(label: $0) })
        guard let level = Logger.Level(rawValue: logLevel) else {
            throw Failure.badInput(
                "--log-level \(logLevel) is none of trace, debug, info, notice, warning, error, critical")
        }
        logger.logLevel = level
        let service = service(house, files, logger)
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }

    private func service(_ house: House, _ files: RulePrint, _ logger: Logger) -> GatewayService {
        let settings = house.settings
        let policy = house.policy
        let clock = clock
        let watches = watch
        let place = state.folder
        let folder = config.config
        return GatewayService { isStopping in
            umask(0o077)
            let ledger = try SQLiteLedger(try StateFolder(place)) { logger.error("\($0)") }
            let watcher = watches ? Watcher() : nil
            let life = try LifeStore(folder: place)
            let rules = RuleWatcher(folder, since: files, note: ReloadNote(state: place), logger: logger)
            let reload = RuleReload(rules, past: try SQLitePast(folder: place), logger: logger)
            let shell = try GatewayShell(
                policy, clock: clock, ledger: ledger, link: Run.link(settings, policy, place, logger),
                outlet: Run.outlet(settings, logger), life: LifeWatch(life, logger: logger), reload: reload,
                logger: logger, watch: { watcher?.show($0) })
            try shell.run(until: isStopping)
            rules.stop()
            try life.close()
            // Whoever copies the folder now has everything in the databases themselves.
            try ledger.close()
        }
    }
}

extension Run {
    private static func link(
        _ settings: Settings, _ policy: HousePolicy, _ state: URL, _ logger: Logger
    ) -> BrokerLink {
        let note = SubscriptionNote(
            state: state, asking: Subscriptions.filters(for: policy.profiles, and: settings.listenFilters))
        let hosts = policy.profiles.contains { $0.sources.contains { $0.format == .sparkplug } }
        return BrokerLink(
            settings.broker, filters: note.filters, forgotten: note.forgotten,
            sparkplugHost: hosts ? settings.sparkplugHost ?? settings.broker.clientID : nil, logger: logger)
    }

    private static func outlet(_ settings: Settings, _ logger: Logger) -> BrokerOutlet {
        BrokerOutlet(
            settings.broker, greetingTopic: settings.announces ? "\(settings.discoveryPrefix)/status" : nil,
            logger: logger)
    }
}

/// Takes a state folder, with an error for people where that fails.
func openFolder(_ url: URL) throws -> StateFolder {
    do {
        return try StateFolder(url)
    } catch let fault as LedgerFault {
        throw Failure.badInput(fault.description)
    }
}
