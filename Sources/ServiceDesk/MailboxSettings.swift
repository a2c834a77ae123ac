package import Appliances

/// Where the mailbox of the desk is and how often it is looked into (`mail.imap`).
package struct MailboxSettings: Sendable, Equatable {
    /// `url`: such as `imaps://mail.example/INBOX`; see ``Place``.
    package var url = ""
    /// `user`: the name by which it is opened.
    package var user = ""
    /// `password_file`: its first line is the password; read at each connection.
    package var passwordFile = ""
    /// `authority`: who signed the server's certificate; nil for those that the system trusts.
    package var authority: String?
    /// `every`: 5s…1d between two looks, default 60s.
    package var every = TimeSpan.seconds(60)

    /// A mailbox of which nothing is said yet.
    package init() {}

    /// What a URL of a mailbox says.
    package struct Place: Sendable, Equatable {
        /// Scheme, host and port, such as `imaps://mail.example:993/`.
        package let server: String
        /// The folder, `INBOX` where none is named.
        package let folder: String
        /// Whether the connection has to turn to TLS before the password is sent: `imap://` to another machine.
        package let needsTLS: Bool

        /// Reads a URL; nil where it is none of a mailbox, or holds a name or a password, which do not belong there.
        package init?(_ url: String) {
            let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
            guard parts.count >= 3, ["imap:", "imaps:"].contains(parts[0].lowercased()), parts[1].isEmpty,
                let host = Place.host(parts[2]), let folder = Place.decoded(parts.count > 3 ? parts[3] : "")
            else { return nil }
            let isPlain = parts[0].lowercased() == "imap:"
            server = "\(parts[0].lowercased())//\(parts[2])/"
            self.folder = folder.isEmpty ? "INBOX" : folder
            needsTLS = isPlain && !["127.0.0.1", "localhost"].contains(host.lowercased())
        }

        /// The host of `host:port`; nil where it is none.
        private static func host(_ text: String) -> String? {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            let letters = parts[0].utf8.allSatisfy { isPlainIdentifierByte($0) || $0 == UInt8(ascii: ".") }
            guard letters, !parts[0].isEmpty, parts.count <= 2 else { return nil }
            if parts.count == 2 { guard let port = Int(parts[1]), (1...65_535).contains(port) else { return nil } }
            return String(parts[0])
        }

        /// A path with its `%20` decoded; nil where it has what the name of a folder has not.
        ///
        /// Letters beyond ASCII stand in such names in an encoding of their own, as the server shows them.
        private static func decoded(_ text: String) -> String? {
            var bytes: [UInt8] = []
            var rest = Array(text.utf8)[...]
            while let byte = rest.popFirst() {
                if byte == UInt8(ascii: "%") {
                    guard rest.count >= 2,
                        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
                    else { return nil }
                    rest = rest.dropFirst(2)
                    bytes.append(value)
                } else {
                    guard byte != UInt8(ascii: "?"), byte != UInt8(ascii: "#") else { return nil }
                    bytes.append(byte)
                }
            }
            guard bytes.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
