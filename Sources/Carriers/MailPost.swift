package import Appliances
import CCurl
import Daybook
import Foundation
package import ServiceDesk

/// Sends notices as e-mail, a letter to one mailbox each.
package struct MailPost: Sendable {
    /// Who gets a letter.
    package struct Address: Hashable, Sendable {
        /// The mailbox, such as `service@example.com`.
        package let mailbox: String
        /// In which language; nil for both.
        package let language: Language?

        /// An address.
        package init(_ mailbox: String, language: Language? = nil) {
            (self.mailbox, self.language) = (mailbox, language)
        }
    }

    /// How to reach the server.
    package struct Server: Hashable, Sendable {
        /// `smtp://host:port` or `smtps://host:port`.
        package var url: String
        /// The sender's mailbox.
        package var from: String
        /// The user; empty for none.
        package var user: String
        /// The password; never logged.
        package var password: String
        /// Whether the way must be encrypted.
        package var requiresTLS: Bool
        /// The file of those who may have signed the server's certificate; nil for those that the system trusts.
        package var authority: String?

        /// A server.
        package init(url: String, from: String, user: String = "", password: String = "", requiresTLS: Bool = true) {
            (self.url, self.from, self.user, self.password) = (url, from, user, password)
            self.requiresTLS = requiresTLS
        }
    }

    private let server: Server
    private let address: @Sendable (DeskNotice.Recipient) throws -> Address?

    /// A way to a server; `address` says where a recipient is reached, nil where not by mail. Where it throws, nobody
    /// knows, and the same is asked again later.
    package init(_ server: Server, address: @escaping @Sendable (DeskNotice.Recipient) throws -> Address?) {
        (self.server, self.address) = (server, address)
    }

    /// The line that carries to it.
    package func line() -> CarrierLine { CarrierLine(.mail, deliver: deliver) }

    private func deliver(_ parcel: Parcel) -> ParcelFate {
        let found: Address?
        do {
            found = try address(parcel.notice.to)
        } catch {
            // Not the error itself, which may name somebody.
            return .later(why: "the addresses cannot be read")
        }
        guard let found else { return .nobody }
        guard MailPost.isPlain(found.mailbox) else { return .never(why: "the address is no mailbox") }
        guard var exchange = CurlExchange(server.url, schemes: "smtp,smtps") else {
            return .later(why: "libcurl is not there")
        }
        defer { exchange.close() }
        exchange.set(CURLOPT_MAIL_FROM, "<\(server.from)>")
        exchange.add(recipient: "<\(found.mailbox)>")
        if !server.user.isEmpty {
            exchange.set(CURLOPT_USERNAME, server.user)
            exchange.set(CURLOPT_PASSWORD, server.password)
        }
        if let authority = server.authority { exchange.set(CURLOPT_CAINFO, authority) }
        if server.requiresTLS { exchange.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)) }
        for header in headers(of: parcel.notice, to: found) { exchange.add(header: header) }
        return MailPost.fate(of: exchange.perform(mailing: MailPost.text(of: parcel.notice, in: found.language)))
    }

    /// The headers of a letter; its id is the notice's, so that a mailbox that gets it twice may see that.
    func headers(of notice: DeskNotice, to address: Address) -> [String] {
        let host = server.from.split(separator: "@").last.map(String.init) ?? "foretell"
        let subject = Data(MailPost.subject(of: notice, in: address.language).utf8).base64EncodedString()
        return [
            "From: <\(server.from)>", "To: <\(address.mailbox)>",
            "Subject: =?UTF-8?B?\(subject)?=", "Message-ID: <\(notice.id)@\(host)>",
            "Date: \(MailPost.date(notice.at))",
            // Whoever answers by machine answers no machine (RFC 3834).
            "Auto-Submitted: auto-generated",
        ]
    }

    /// What it is about, in few words: an encoded word must not be longer than 75 characters.
    static func subject(of notice: DeskNotice, in language: Language?) -> String {
        let (words, about) =
            notice.request.map { (Localised(en: "Request", zh: "工单"), $0) }
            ?? (Localised(en: "Appliance", zh: "设备"), String((notice.device?.text ?? "").prefix(20)))
        return (language.map { words[$0] } ?? "\(words.zh) \(words.en)") + " " + about
    }

    /// The words in one language, or in both.
    static func text(of notice: DeskNotice, in language: Language?) -> String {
        language.map { notice.text[$0] + "\r\n" } ?? notice.text.zh + "\r\n\r\n" + notice.text.en + "\r\n"
    }

    /// What an answer means: a mailbox or a letter that is refused for good always will be, one that is refused for now
    /// holds up nobody else, and everything else, such as a sender that is not believed, concerns all.
    static func fate(of outcome: CurlExchange.Outcome) -> ParcelFate {
        switch outcome {
        case .answered: return .delivered
        case .failed(let why, let code, .recipient), .failed(let why, let code, .content):
            let said = "\(why) (SMTP \(code))"
            switch code {
            case 421: return .later(why: said)
            case 400..<500: return .aside(why: said)
            case 500..<600: return .never(why: said)
            default: return .later(why: why)
            }
        case .failed(let why, _, .server): return .later(why: why)
        }
    }

    /// Whether a mailbox is one and nothing else: a line end in it would begin another header.
    static func isPlain(_ mailbox: String) -> Bool {
        let parts = mailbox.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
            && mailbox.utf8.allSatisfy { (0x21...0x7E).contains($0) && !#"<>,;:"\()[]"#.utf8.contains($0) }
    }

    /// As RFC 5322 writes it, in UTC.
    static func date(_ moment: Timestamp) -> String {
        let (year, month, day) = CalendarDay(moment, utcOffsetSeconds: 0).numbers
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let seconds = ((moment.milliseconds / 1_000) % 86_400 + 86_400) % 86_400
        let time = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { zeroPadded($0, to: 2) }
        return "\(day) \(months[month - 1]) \(year) \(time.joined(separator: ":")) +0000"
    }
}
