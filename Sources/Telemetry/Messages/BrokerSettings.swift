package import Appliances

/// How to reach the broker: the settings under `broker`.
///
/// It stands here, beside the ports, because whoever reads settings and whoever makes the link may not
/// know each other.
package struct BrokerSettings: Sendable {
    /// Certificates for TLS; with `certificate` and `key` it is mutual.
    package struct TLS: Sendable {
        /// The file of the authority that signed the broker's certificate.
        package var authority: String
        /// The file of our certificate; nil where the broker asks for none.
        package var certificate: String?
        /// The file of our key.
        package var key: String?

        /// These files.
        package init(authority: String, certificate: String? = nil, key: String? = nil) {
            self.authority = authority
            self.certificate = certificate
            self.key = key
        }
    }

    /// `broker.host`: text, default 127.0.0.1.
    package var host = "127.0.0.1"
    /// `broker.port`: 1…65535, default 1883.
    package var port = 1_883
    /// `broker.client_id`: 1…64 letters, digits, - or _; must be this gateway's alone. Default foretell.
    package var clientID = "foretell"
    /// `broker.username`: text, default none.
    package var username: String?
    /// `broker.password_file`: a file whose first line is the password; default none.
    package var passwordFile: String?
    /// `broker.tls.authority`, `broker.tls.certificate`, `broker.tls.key`: files; default plain TCP.
    package var tls: TLS?
    /// `broker.keep_alive`: 5s…1h, default 30s; a dead link is found after one and a half times as long.
    package var keepAlive = TimeSpan.seconds(30)
    /// `broker.session`: how long the broker keeps messages for us while we are away; 1m…90d, default 7d.
    package var session = TimeSpan.days(7)
    /// `broker.receive_maximum`: 10…65535 unacknowledged messages, default 1000.
    package var receiveMaximum = 1_000
    /// `broker.reconnect_min`: the first pause before another try; 50ms…1m, default 1s.
    package var reconnectMin = TimeSpan.seconds(1)
    /// `broker.reconnect_max`: the longest pause; 1s…10m, default 30s.
    package var reconnectMax = TimeSpan.seconds(30)

    /// The defaults.
    package init() {}
}
