package import Gateway
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
package import ServiceDesk
package import ServiceLifecycle
package import Warranty

/// Decides a case that stands in a text, or says what is wrong with it.
package typealias WarrantyDesk = @Sendable (String) -> Result<EntitlementDecision, UnreadableCase>

/// Makes a demand of an e-mail, once what came along with it is kept, or says why it is none.
package typealias MailReading = @Sendable ([UInt8]) async -> Result<Demand, UntakenLetter>

/// Why an e-mail is no demand.
package struct UntakenLetter: Error {
    /// What follows from it.
    package enum Kind: Sendable {
        /// It can never be one.
        case unreadable
        /// A machine has written it.
        case automatic
        /// What came along cannot be kept: there is no room, or the disk fails.
        case unkept
        /// The same again may be one.
        case busy
    }

    /// What follows from it.
    package let kind: Kind
    /// The reason for people.
    package let text: String

    /// This reason.
    package init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }
}

/// The console's view of the intake of letters.
package struct MailDesk: Sendable {
    /// Makes demands of letters.
    package let read: MailReading
    /// What became of letters since the start, by name.
    package let counters: @Sendable () -> [String: Int]

    /// An intake that reads and counts.
    package init(read: @escaping MailReading, counters: @escaping @Sendable () -> [String: Int]) {
        self.read = read
        self.counters = counters
    }
}

/// The console's view of the customers' own records.
package struct CustomerDesk: Sendable {
    /// The customer of a number; nil where nobody is known.
    package let find: @Sendable (String) throws -> Customer?
    /// Writes a customer down, or anew.
    package let write: @Sendable (Customer) throws -> Void
    /// Forgets a customer for good; false where nobody was known.
    package let erase: @Sendable (String) throws -> Bool
    /// Deletes attachments by their names.
    package let remove: @Sendable (_ attachments: [String]) throws -> Void

    /// A book that is read and written, and a store of attachments.
    package init(
        find: @escaping @Sendable (String) throws -> Customer?, write: @escaping @Sendable (Customer) throws -> Void,
        erase: @escaping @Sendable (String) throws -> Bool, remove: @escaping @Sendable ([String]) throws -> Void
    ) {
        (self.find, self.write, self.erase, self.remove) = (find, write, erase, remove)
    }
}

/// What is wrong with a case.
package struct UnreadableCase: Error {
    /// The problems, one a line.
    package let text: String

    /// These problems.
    package init(_ text: String) { self.text = text }
}

/// The HTTP API of a gateway.
package struct Console: Sendable {
    /// Where it listens and how much it lets in.
    package struct Settings: Sendable {
        /// The address; the loopback one unless said otherwise.
        package var host = "127.0.0.1"
        /// The port; 0 lets the system choose.
        package var port: Int
        /// The service centre for which tokens must be; empty where none is named.
        package var centre = ""
        /// How many connections there are at most.
        package var connectionsMax = 256
        /// After how many seconds without a word a connection is closed.
        package var idleSeconds = 30
        /// How many bytes the head of a request may have.
        package var headBytesMax = 64 * 1_024
        /// How often each token may come.
        package var rate = RequestRate()

        /// A console on this port.
        package init(port: Int) { self.port = port }
    }

    private let settings: Settings
    private let routes: Routes
    private let pages: ProgressPages
    private let letters: LetterRoute
    private let customers: CustomerRoutes
    private let tokens: TokenBook
    private let post: @Sendable () -> [String: Int]
    private let logger: Logger

    /// A console of the desk behind a counter; `post` counts the notices that wait, by name.
    package init(
        _ settings: Settings, counter: DeskCounter, tokens: TokenBook, pages: ProgressPages,
        warranty: @escaping WarrantyDesk, mail: MailDesk, customers: CustomerDesk,
        post: @escaping @Sendable () -> [String: Int], logger: Logger
    ) {
        self.settings = settings
        routes = Routes(counter: counter, decide: warranty, customers: customers)
        self.customers = CustomerRoutes(counter: counter, customers: customers, logger: logger)
        letters = LetterRoute(counter: counter, mail: mail)
        self.tokens = tokens
        self.pages = pages
        self.post = post
        self.logger = logger
    }

    /// The console as a service; `onRunning` is told the port once it listens.
    package func service(onRunning: @escaping @Sendable (Int) -> Void = { _ in }) -> any Service {
        let refusals = RefusalCount()
        let (router, _) = router(refusals)
        return Application(
            router: router,
            server: .http1(configuration: channel(refusals)),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port), serverName: "foretell",
                availableConnectionsDelegate: MaximumAvailableConnections(settings.connectionsMax)),
            onServerRunning: { channel in onRunning(channel.localAddress?.port ?? 0) }, logger: logger)
    }

    /// Every route as its method and its address, such as `GET /api/v1/requests`, sorted; HEAD goes with GET.
    package var routeNames: [String] {
        router(RefusalCount()).table.routes.filter { $0.method != "HEAD" }.map { "\($0.method) \($0.path)" }
    }

    private func router(_ refusals: RefusalCount) -> (router: Router<ConsoleContext>, table: RouteTable) {
        let router = Router(context: ConsoleContext.self, options: .autoGenerateHeadEndpoints)
        let (counter, pages, mail, table, post) = (routes.counter, pages, letters.mail, RouteTable(), post)
        // Before all routes: it stands around each of them, and around what none answers.
        router.add(middleware: ProblemWriter(table: table))
        // How many calls were turned away since the start says whether more come than are served.
        router.get("health") { _, _ in
            try json(
                Health(
                    status: "up", turnedAway: counter.turnedAway, linksRefused: pages.refused,
                    slowClosed: refusals.slow, rateRefused: refusals.often, clockAhead: counter.secondsAhead,
                    mail: mail.counters(), post: post()))
        }
        pages.add(to: router, counter)
        router.get("api/v1/openapi.json") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: OpenAPI.document)))
        }
        let group = router.group("api/v1").add(
            middleware: Gatekeeper(
                tokens: tokens, centre: settings.centre, limit: RateLimit(settings.rate), refusals: refusals))
        routes.add(to: group)
        letters.add(to: group)
        customers.add(to: group)
        table.fill(router)
        return (router, table)
    }

    /// What a connection may send, and how long it may take.
    private func channel(_ refusals: RefusalCount) -> HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            additionalChannelHandlers: [DeadlineKeeper(RequestDeadlines(), refusals)],
            idleTimeout: .seconds(Int64(settings.idleSeconds)),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: settings.headBytesMax, maxHeaderListSize: settings.headBytesMax,
                maxHeaderFieldCount: 200))
    }
}

/// How the console is.
private struct Health: Encodable {
    let status: String
    let turnedAway: Int
    let linksRefused: Int
    let slowClosed: Int
    let rateRefused: Int
    let clockAhead: Int
    let mail: [String: Int]
    let post: [String: Int]

    private enum CodingKeys: String, CodingKey {
        case status, mail, post
        case turnedAway = "turned_away"
        case linksRefused = "links_refused"
        case slowClosed = "slow_closed"
        case rateRefused = "rate_refused"
        case clockAhead = "clock_ahead_seconds"
    }
}
