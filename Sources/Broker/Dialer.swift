import Glibc
import Telemetry

/// Makes connections to one broker: with which protocol, and how long to wait after a failure.
struct Dialer {
    let settings: BrokerSettings
    private var backoff: Backoff
    private var chance = SystemRandomNumberGenerator()
    /// Whether MQTT 5 is tried; a broker that refuses it is asked with 3.1.1 from then on.
    private(set) var speaksVersion5 = true
    private var nextTry: Int64 = 0

    init(_ settings: BrokerSettings) {
        self.settings = settings
        backoff = Backoff(settings)
    }

    /// How many ms are left until the next try.
    var wait: Int64 { max(0, nextTry - Poll.monotonic) }

    /// A connection whose socket is open and which has asked to be let in.
    func dial(_ setup: Connection.Setup, owner: any Connection.Owner) throws(BrokerFault) -> Connection {
        let made = try Connection(settings, setup, version5: speaksVersion5, owner: owner)
        try made.connect()
        return made
    }

    /// The broker has let us in.
    mutating func succeeded() { backoff.reset() }

    /// The broker has refused us: 132 is MQTT 5's "unsupported protocol version", 1 that of 3.1.1.
    mutating func refused(code: Int32) {
        if speaksVersion5, code == 132 || code == 1 { speaksVersion5 = false }
    }

    /// A try or a link has failed; how many ms the pause before the next try is.
    mutating func failed() -> Int64 {
        let pause = backoff.next(using: &chance)
        nextTry = Poll.monotonic + pause
        return pause
    }

    /// No more tries.
    mutating func hangUp() { nextTry = .max }
}
