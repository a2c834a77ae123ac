import ArgumentParser
import Broker
import ConfigFiles
import Console
import Devices
import Foundation
import Gateway
import Glibc
import Ledger
import Logging
import Mailbox
import ServiceLifecycle
import Telemetry
import UnixSignals
import Warranty

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
        var house = try House(config)
        // Taken and let go, for its error message; the gateway's thread takes it for its life.
        _ = try openFolder(state.folder)
        var logger = Logger(label: "foretell", factory: { StreamLogHandler.standardError(label: $0) })
        guard let level = Logger.Level(rawValue: logLevel) else {
            throw Failure.badInput(
                "--log-level \(logLevel) is none of trace, debug, info, notice, warning, error, critical")
        }
        logger.logLevel = level
        if !house.settings.publicURL.isEmpty {
            let (links, base) = (try openLinks(state), house.settings.publicURL)
            house.policy.progressLink = { links.address(for: $0, at: base) }
        }
        let isOpen = house.settings.consolePort != nil || house.settings.mailbox != nil
        let counter = isOpen ? DeskCounter() : nil
        let gateway = service(house, files, counter, logger)
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
            .init(service: gateway, successTerminationBehavior: .gracefullyShutdownGroup)
        ]
        // Last in, first out: nobody is let in any more while the gateway still answers.
        if let counter {
            let letters = try LetterRoom(house, state: state.folder)
            if let reader = letters.reader(house.settings, counter, logger) { services.append(.init(service: reader)) }
            if house.settings.consolePort != nil {
                services.append(
                    .init(
                        service: try console(house, counter, letters, logger),
                        failureTerminationBehavior: .gracefullyShutdownGroup))
            }
        }
        let group = ServiceGroup(
            configuration: .init(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }

    private func service(
        _ house: House, _ files: RulePrint, _ counter: DeskCounter?, _ logger: Logger
    ) -> GatewayService {
        let settings = house.settings
        let policy = house.policy
        let clock = clock
        let watches = watch
        let place = state.folder
        let folder = config.config
        return GatewayService { isStopping in
            // However it ends: nobody waits for an answer that does not come.
            defer { counter?.close() }
            umask(0o077)
            let ledger = try SQLiteLedger(
                try StateFolder(place), post: policy.post, utcOffsetSeconds: policy.utcOffsetSeconds
            ) { logger.error("\($0)") }
            let watcher = watches ? Watcher() : nil
            let life = try LifeStore(folder: place)
            let rules = RuleWatcher(folder, since: files, note: ReloadNote(state: place), logger: logger)
            let reload = RuleReload(rules, past: try SQLitePast(folder: place), logger: logger)
            let shell = try GatewayShell(
                policy, clock: clock, ledger: ledger, link: Run.link(settings, policy, place, logger),
                outlet: Run.outlet(settings, logger),
                life: LifeWatch(life, logger: logger, episodes: { try ledger.episodes(of: $0, since: $1) }),
                reload: reload,
                counter: counter, carriers: try carriers(settings, state: place), logger: logger,
                watch: { watcher?.show($0) })
            try shell.run(until: isStopping)
            rules.stop()
            try life.close()
            // Whoever copies the folder now has everything in the databases themselves.
            try ledger.close()
        }
    }
}

extension Run {
    /// The HTTP API of the desk.
    private func console(
        _ house: House, _ counter: DeskCounter, _ letters: LetterRoom, _ logger: Logger
    ) throws -> any Service {
        var settings = Console.Settings(port: house.settings.consolePort ?? 0)
        settings.host = house.settings.consoleHost
        settings.centre = house.settings.centre
        (settings.rate.perSecond, settings.rate.burst) = (house.settings.consoleRate, house.settings.consoleBurst)
        let (policies, cities) = (house.policy.warranties, house.policy.cities)
        let (book, store) = (letters.customers, letters.store)
        let gauge = PostGauge(folder: state.folder)
        let pages = ProgressPages(
            links: try openLinks(state), rules: house.policy.service, now: { momentOfDecision() })
        let console = Console(
            settings, counter: counter, tokens: TokenBook(folder: state.folder), pages: pages,
            warranty: { decideWarranty($0, policies, cities) }, mail: letters.desk,
            customers: CustomerDesk(
                find: { try book.customer($0) }, write: { try book.write($0) }, erase: { try book.erase($0) },
                remove: { try store.remove($0) }),
            post: { gauge.counters(at: momentOfDecision()) },
            logger: logger)
        let host = settings.host
        let service = console.service { port in
            // Told to whoever started it: with port 0 nobody else knows.
            complain("the console listens on http://\(host):\(port)/api/v1")
        }
        return Listening(service: service, place: "\(host):\(settings.port)")
    }

    /// A console that says where it could not listen.
    private struct Listening: Service {
        let service: any Service
        let place: String

        func run() async throws {
            do {
                try await service.run()
            } catch {
                throw Failure.badInput(
                    "the console cannot listen on \(place): \(error); set console.host and console.port")
            }
        }
    }

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

/// Decides a case for the console.
private func decideWarranty(
    _ text: String, _ policies: [WarrantyPolicy], _ cities: CityList
) -> Result<EntitlementDecision, UnreadableCase> {
    // Checked first: YAML, which the reader takes as well, can be made to take very long.
    guard (try? JSONSerialization.jsonObject(with: Data(text.utf8))) != nil else {
        return .failure(UnreadableCase("the case is no JSON document"))
    }
    let read = readConfigText(text, notes: ConfigNode.Notes(file: "case")) { readWarrantyCase($0, cities: cities) }
    return read.map { entitlement(of: $0, under: policies) }.mapError { UnreadableCase($0.description) }
}

/// Takes a state folder, with an error for people where that fails.
func openFolder(_ url: URL) throws -> StateFolder {
    do {
        return try StateFolder(url)
    } catch let fault as LedgerFault {
        throw Failure.badInput(fault.description)
    }
}
