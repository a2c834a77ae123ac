package import Appliances
package import ServiceDesk
package import Telemetry

/// The settings of a gateway, as `config/foretell.yaml` and `--set key=value` give them.
///
/// Every key has a default that just runs beside a broker on the same machine.
package struct Settings: Sendable {
    /// How to reach the broker.
    package var broker = BrokerSettings()
    /// `registry`: the CSV file of appliances. Default `registry.csv` in the config folder.
    package var registry: String?
    /// `site.utc_offset`: the zone in which days count, -14:00…+14:00, default +08:00.
    package var utcOffsetSeconds = 8 * 3_600
    /// `site.brand`: the maker of appliances of which the registry names none, 0…64 characters, default Haier.
    package var brand = "Haier"
    /// `site.centre`: the service centre that this gateway works for; tokens of another one do not count here. 0…64
    /// characters, default none.
    package var centre = ""
    /// `console.port`: the port of the HTTP API, 0…65535; 0 lets the system choose. Default none: no API.
    package var consolePort: Int?
    /// `console.host`: the address on which it listens. Default 127.0.0.1.
    package var consoleHost = "127.0.0.1"
    /// `console.rate.per_second`: how often each token may come, in the long run, 1…10000. Default 20.
    package var consoleRate = 20
    /// `console.rate.burst`: how often at once, 1…100000. Default 40.
    package var consoleBurst = 40
    /// `mail.imap`: the mailbox of the desk. Default none: letters come by the HTTP API alone.
    package var mailbox: MailboxSettings?
    /// `mail.attachments_mib`: how much what comes along with letters may take, 16…1048576 MiB, default 2048.
    package var attachmentsMiB = 2_048
    /// `desk.quiet_after_advice`: 0s…365d without a second advice on the same part, default 7d.
    package var quietAfterAdvice = TimeSpan.days(7)

    /// `console.public_url`: where customers reach the console, such as https://service.example.com; links to the
    /// progress of a request begin with it. Default none: notices have no link.
    package var publicURL = ""
    /// `notices`: how the desk's notices leave the house.
    package var notices = NoticeSettings()

    /// `devices.folder`: the folder of device profiles. Default `devices` in the config folder, or beside it.
    package var devicesFolder: String?
    /// `devices.listen`: further MQTT filters to listen on, to see what no profile claims yet. Default none.
    package var listenFilters: [String] = []
    /// `devices.acknowledge`: whether `…/ack` tells devices that number their records up to where these are durable.
    /// Default true.
    package var acknowledges = true
    /// `devices.sparkplug_host`: under which name the gateway is a Sparkplug host; 1…64 letters, digits, - or _.
    /// Default: the broker's client id.
    package var sparkplugHost: String?
    /// `home_assistant.discovery`: whether hubs that know Home Assistant's discovery are told of each appliance's
    /// problem sensors. Default true.
    package var announces = true
    /// `home_assistant.prefix`: the first level of discovery's topics. Default homeassistant.
    package var discoveryPrefix = "homeassistant"

    /// The defaults.
    package init() {}

    /// These settings with what a mapping says; notes what is wrong with it.
    package func taking(_ node: ConfigNode) -> Settings {
        var settings = self
        settings.take(node)
        return settings
    }

    private mutating func take(_ node: ConfigNode) {
        let fields = node.fields([
            "broker", "registry", "site", "desk", "devices", "home_assistant", "console", "notices", "mail",
        ])
        if let node = fields["notices"] { notices.take(node) }
        if let broker = fields["broker"] { takeBroker(broker) }
        if let text = fields["registry"]?.text { registry = text }
        if let site = fields["site"]?.fields(["utc_offset", "brand", "centre"]) {
            if let seconds = site["utc_offset"].flatMap(utcOffset) { utcOffsetSeconds = seconds }
            if let name = site["brand"]?.text { brand = name }
            if let name = site["centre"]?.text { centre = name }
        }
        if let devices = fields["devices"] { takeDevices(devices) }
        if let console = fields["console"]?.fields(["host", "port", "public_url", "rate"]) {
            if let name = console["host"]?.text { consoleHost = name }
            if let node = console["public_url"], let text = node.text {
                publicURL = text.hasSuffix("/") ? String(text.dropLast()) : text
                if !["http://", "https://"].contains(where: text.hasPrefix) {
                    node.fault("`public_url` must begin with https:// or http://, not `\(text)`")
                }
            }
            if let rate = console["rate"]?.fields(["per_second", "burst"]) {
                if let count = rate["per_second"]?.whole(in: 1...10_000) { consoleRate = count }
                if let count = rate["burst"]?.whole(in: 1...100_000) { consoleBurst = count }
            }
            if let port = console["port"]?.whole(in: 0...65_535) { consolePort = port }
        }
        if let mail = fields["mail"] { takeMail(mail) }
        if let hub = fields["home_assistant"] { takeHomeAssistant(hub) }
        if let desk = fields["desk"] {
            let quiet = desk.fields(["quiet_after_advice"])["quiet_after_advice"]
            if let span = quiet?.span(in: .zero ... .days(365)) { quietAfterAdvice = span }
        }
    }

    private mutating func takeDevices(_ node: ConfigNode) {
        let fields = node.fields(["folder", "listen", "acknowledge", "sparkplug_host"])
        if let text = fields["folder"]?.text { devicesFolder = text }
        if let listen = fields["listen"] {
            listenFilters = listen.items.compactMap { item in
                guard let text = item.text, !text.isEmpty else { return nil }
                if !isFilter(text) { item.fault("`\(text)` is no MQTT filter; `#` and `+` stand alone in a level") }
                return text
            }
        }
        if let flag = fields["acknowledge"]?.flag { acknowledges = flag }
        if let host = fields["sparkplug_host"], let text = host.text {
            sparkplugHost = text
            if !isPlainIdentifier(text) { host.fault("`sparkplug_host` is 1 to 64 letters, digits, - or _") }
        }
    }

    private mutating func takeHomeAssistant(_ node: ConfigNode) {
        let fields = node.fields(["discovery", "prefix"])
        if let flag = fields["discovery"]?.flag { announces = flag }
        if let prefix = fields["prefix"], let text = prefix.text {
            discoveryPrefix = text
            if !isPlainIdentifier(text) { prefix.fault("`prefix` is 1 to 64 letters, digits, - or _") }
        }
    }

    private mutating func takeMail(_ node: ConfigNode) {
        let fields = node.fields(["imap", "attachments_mib"])
        if let count = fields["attachments_mib"]?.whole(in: 16...1_048_576) { attachmentsMiB = count }
        guard let imap = fields["imap"]?.fields(["url", "user", "password_file", "authority", "every"]) else { return }
        var mailbox = mailbox ?? MailboxSettings()
        if let url = imap["url"], let text = url.text {
            mailbox.url = text
            if MailboxSettings.Place(text) == nil {
                // Not repeated: it may hold a password, which is what is wrong with it.
                url.fault("`url` must be such as imaps://mail.example/INBOX, without a name or a password in it")
            }
        }
        if let text = imap["user"]?.text { mailbox.user = text }
        if let text = imap["password_file"]?.text { mailbox.passwordFile = text }
        if let text = imap["authority"]?.text { mailbox.authority = text }
        if let span = imap["every"]?.span(in: .seconds(5) ... .days(1)) { mailbox.every = span }
        self.mailbox = mailbox
    }

    private func isFilter(_ text: String) -> Bool {
        let levels = text.split(separator: "/", omittingEmptySubsequences: false)
        return levels.dropLast().allSatisfy { !$0.contains("#") }
            && levels.allSatisfy { level in
                (!level.contains("#") || level == "#") && (!level.contains("+") || level == "+")
            }
    }

    private mutating func takeBroker(_ node: ConfigNode) {
        let fields = node.fields([
            "host", "port", "client_id", "username", "password_file", "tls", "keep_alive", "session",
            "receive_maximum", "reconnect_min", "reconnect_max",
        ])
        if let text = fields["host"]?.text { broker.host = text }
        if let port = fields["port"]?.whole(in: 1...65_535) { broker.port = port }
        if let id = fields["client_id"], let text = id.text {
            broker.clientID = text
            if !isPlainIdentifier(text) { id.fault("`client_id` is 1 to 64 letters, digits, - or _") }
        }
        if let text = fields["username"]?.text { broker.username = text }
        if let text = fields["password_file"]?.text { broker.passwordFile = text }
        if let span = fields["keep_alive"]?.span(in: .seconds(5) ... .hours(1)) { broker.keepAlive = span }
        if let span = fields["session"]?.span(in: .minutes(1) ... .days(90)) { broker.session = span }
        if let count = fields["receive_maximum"]?.whole(in: 10...65_535) { broker.receiveMaximum = count }
        let least = TimeSpan(milliseconds: 50)
        if let span = fields["reconnect_min"]?.span(in: least ... .minutes(1)) { broker.reconnectMin = span }
        if let span = fields["reconnect_max"]?.span(in: .seconds(1) ... .minutes(10)) { broker.reconnectMax = span }
        if let tls = fields["tls"] { takeTLS(tls) }
    }

    private mutating func takeTLS(_ node: ConfigNode) {
        let fields = node.fields(["authority", "certificate", "key"])
        var tls = broker.tls ?? BrokerSettings.TLS(authority: "")
        if let text = fields["authority"]?.text { tls.authority = text }
        if let text = fields["certificate"]?.text { tls.certificate = text }
        if let text = fields["key"]?.text { tls.key = text }
        broker.tls = tls
    }

    /// What does not go together, once the file and every `--set` were taken up.
    package var inconsistencies: [String] {
        var found: [String] = []
        if let tls = broker.tls, (tls.certificate == nil) != (tls.key == nil) {
            found.append("broker.tls.certificate and broker.tls.key belong together: both for mutual TLS, or neither")
        }
        if let tls = broker.tls, tls.authority.isEmpty {
            found.append("broker.tls needs broker.tls.authority: who signed the broker's certificate")
        }
        if broker.passwordFile != nil, broker.username == nil {
            found.append("broker.password_file needs broker.username")
        }
        if let mailbox, mailbox.url.isEmpty || mailbox.user.isEmpty || mailbox.passwordFile.isEmpty {
            found.append("mail.imap needs mail.imap.url, mail.imap.user and mail.imap.password_file")
        }
        if broker.reconnectMin > broker.reconnectMax {
            found.append("broker.reconnect_min must not be longer than broker.reconnect_max")
        }
        return found
    }

    private func utcOffset(_ node: ConfigNode) -> Int? {
        guard let text = node.text else { return nil }
        if let moment = Timestamp(rfc3339: "1970-01-02T00:00:00" + text) {
            let seconds = 86_400 - Int(moment.milliseconds / 1_000)
            if abs(seconds) <= 14 * 3_600 { return seconds }
        }
        node.fault("`utc_offset` must be such as +08:00, from -14:00 to +14:00, not `\(text)`")
        return nil
    }

    /// The YAML of a `key.key=value` from the command line; nil where it has no `=`.
    package static func yaml(ofAssignment text: String) -> String? {
        guard let equals = text.firstIndex(of: "=") else { return nil }
        let keys = text[..<equals].split(separator: ".", omittingEmptySubsequences: false)
        let value = text[text.index(after: equals)...]
        var yaml = ""
        for (depth, key) in keys.enumerated() {
            yaml += String(repeating: " ", count: depth) + key + ":" + (depth == keys.count - 1 ? " " : "\n")
        }
        let quoted = value.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
        return yaml + "'\(quoted)'\n"
    }
}
