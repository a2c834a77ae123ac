package import Gateway
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
package import ServiceLifecycle
package import Warranty

/// Decides a case that stands in a text, or says what is wrong with it.
package typealias WarrantyDesk = @Sendable (String) -> Result<EntitlementDecision, UnreadableCase>

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

        /// A console on this port.
        package init(port: Int) { self.port = port }
    }

    private let settings: Settings
    private let routes: Routes
    private let pages: ProgressPages
    private let tokens: TokenBook
    private let logger: Logger

    /// A console of the desk behind a counter.
    package init(
        _ settings: Settings, counter: DeskCounter, tokens: TokenBook, pages: ProgressPages,
        warranty: @escaping WarrantyDesk, logger: Logger
    ) {
        self.settings = settings
        routes = Routes(counter: counter, decide: warranty)
        self.tokens = tokens
        self.pages = pages
        self.logger = logger
    }

    /// The console as a service; `onRunning` is told the port once it listens.
    package func service(onRunning: @escaping @Sendable (Int) -> Void = { _ in }) -> any Service {
        let router = Router(context: ConsoleContext.self)
        let (counter, pages) = (routes.counter, pages)
        // How many calls were turned away since the start says whether more come than are served.
        router.get("health") { _, _ in
            try json(Health(status: "up", turnedAway: counter.turnedAway, linksRefused: pages.refused))
        }
        pages.add(to: router, counter)
        router.get("api/v1/openapi.json") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: OpenAPI.document)))
        }
        let group = router.group("api/v1").add(middleware: Gatekeeper(tokens: tokens, centre: settings.centre))
        routes.add(to: group)
        return Application(
            router: router,
            server: .http1(configuration: .init(idleTimeout: .seconds(Int64(settings.idleSeconds)))),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port), serverName: "foretell",
                availableConnectionsDelegate: MaximumAvailableConnections(settings.connectionsMax)),
            onServerRunning: { channel in onRunning(channel.localAddress?.port ?? 0) }, logger: logger)
    }
}

/// How the console is.
private struct Health: Encodable {
    let status: String
    let turnedAway: Int
    let linksRefused: Int

    private enum CodingKeys: String, CodingKey {
        case status
        case turnedAway = "turned_away"
        case linksRefused = "links_refused"
    }
}
