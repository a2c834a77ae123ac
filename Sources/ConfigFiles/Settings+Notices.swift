package import Appliances
package import ServiceDesk

/// How the desk's notices leave the house: the section `notices` of the settings.
package struct NoticeSettings: Hashable, Sendable {
    /// Where they are posted to, signed.
    package struct Hook: Hashable, Sendable {
        /// `notices.webhook.url`: `https://…`, or `http://…` within the house.
        package var url: String
        /// `notices.webhook.secret_file`: the file whose first line is the secret of the signature, 16 bytes at least.
        package var secretFile: String
    }

    /// Through which server they leave as e-mail.
    package struct Mail: Hashable, Sendable {
        /// `notices.mail.url`: `smtp://host:port` or `smtps://host:port`.
        package var url: String
        /// `notices.mail.from`: the sender's mailbox.
        package var from: String
        /// `notices.mail.user`: default none.
        package var user = ""
        /// `notices.mail.password_file`: the file whose first line is the password; default none.
        package var passwordFile: String?
        /// `notices.mail.tls`: whether the way must be encrypted, default true.
        package var requiresTLS = true
        /// `notices.mail.authority`: who signed the server's certificate; default those that the system trusts.
        package var authority: String?
        /// `notices.mail.staff`: the mailbox of each role, sorted by role; roles without one get no mail.
        package var staff: [Staff] = []

        /// The mailbox of a role.
        package struct Staff: Hashable, Sendable {
            /// Whose.
            package let role: Role
            /// Where.
            package let mailbox: String
        }
    }

    /// `notices.mqtt`: whether they are published to the broker, default true.
    package var publishes = true
    /// `notices.quiet`: when customers are left alone, such as 22:00-08:00; `none` for never. Default 22:00-08:00, in
    /// minutes after midnight.
    package var quiet: (from: Int, through: Int)? {
        get { quietFrom.map { ($0, quietThrough) } }
        set { (quietFrom, quietThrough) = (newValue?.from, newValue?.through ?? 0) }
    }
    private var quietFrom: Int? = 22 * 60
    private var quietThrough = 8 * 60
    /// `notices.patience`: after how long what cannot be delivered is put aside, 1h…90d, default 7d.
    package var patience = TimeSpan.days(7)
    /// `notices.webhook`: default none.
    package var hook: Hook?
    /// `notices.mail`: default none.
    package var mail: Mail?

    /// Only the broker, quiet at night.
    package init() {}

    mutating func take(_ node: ConfigNode) {
        let fields = node.fields(["mqtt", "quiet", "patience", "webhook", "mail"])
        if let flag = fields["mqtt"]?.flag { publishes = flag }
        if let span = fields["patience"]?.span(in: .hours(1) ... .days(90)) { patience = span }
        if let node = fields["quiet"], let text = node.text {
            if text == "none" {
                quiet = nil
            } else if let hours = minuteRange(text) {
                quiet = (hours.from, hours.through % 1_440)
            } else {
                node.fault("`quiet` must be such as 22:00-08:00, or none, not `\(text)`")
            }
        }
        if let node = fields["webhook"] { hook = readHook(node) ?? hook }
        if let node = fields["mail"] { mail = readMail(node) ?? mail }
    }

    private func readHook(_ node: ConfigNode) -> Hook? {
        let fields = node.fields(["url", "secret_file"])
        guard let url = fields.required("url")?.text, let file = fields.required("secret_file")?.text else {
            return nil
        }
        if !["http://", "https://"].contains(where: url.hasPrefix) {
            fields["url"]?.fault("`url` must begin with https:// or http://, not `\(url)`")
        }
        return Hook(url: url, secretFile: file)
    }

    private func readMail(_ node: ConfigNode) -> Mail? {
        let fields = node.fields(["url", "from", "user", "password_file", "tls", "authority", "staff"])
        guard let url = fields.required("url")?.text, let from = fields.required("from")?.text else { return nil }
        if !["smtp://", "smtps://"].contains(where: url.hasPrefix) {
            fields["url"]?.fault("`url` must begin with smtp:// or smtps://, not `\(url)`")
        }
        if !isMailbox(from) { fields["from"]?.fault("`from` must be a mailbox such as service@example.com") }
        var mail = Mail(url: url, from: from)
        if let text = fields["user"]?.text { mail.user = text }
        if let text = fields["password_file"]?.text { mail.passwordFile = text }
        if let flag = fields["tls"]?.flag { mail.requiresTLS = flag }
        if let text = fields["authority"]?.text { mail.authority = text }
        let roles = Role.allCases.filter { $0 != .customer && $0 != .gateway }
        if let staff = fields["staff"]?.fields(roles.map(\.rawValue)) {
            mail.staff = roles.compactMap { role in
                guard let node = staff[role.rawValue], let mailbox = node.text else { return nil }
                if !isMailbox(mailbox) { node.fault("`\(role.rawValue)` must be a mailbox such as desk@example.com") }
                return Mail.Staff(role: role, mailbox: mailbox)
            }
        }
        if mail.user.isEmpty != (mail.passwordFile == nil) {
            node.fault("`user` and `password_file` go together; one of them is missing")
        }
        if !mail.user.isEmpty, !mail.requiresTLS {
            fields["tls"]?.fault("`tls` must be true where there is a `user`: the password would be read by anybody")
        }
        return mail
    }
}

/// Whether a text is a mailbox and nothing else: two parts of printable ASCII without what ends a mailbox in a header.
private func isMailbox(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
        && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !#"<>,;:"\()[]"#.utf8.contains($0) }
}

/// Two times of a day such as `09:00-17:30`, in minutes after midnight; nil where it is none. The second may be 24:00.
func minuteRange(_ text: String) -> (from: Int, through: Int)? {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(minuteOfDay)
    guard ends.count == 2, let from = ends[0], let through = ends[1], from < 1_440 else { return nil }
    return (from, through)
}

/// A time of the day such as `21:00`, in minutes after midnight, at most 24:00; nil where it is none.
func minuteOfDay(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.count) && $0.allSatisfy(\.isASCII) }),
        let hour = Int(parts[0]), let minute = Int(parts[1]), (0...24).contains(hour), (0...59).contains(minute),
        hour < 24 || minute == 0
    else { return nil }
    return hour * 60 + minute
}
