import Foundation
import ServiceDesk
import Testing

@testable import Mailbox

@Suite("A mailbox behind TLS", .serialized)
struct MailboxTLSTests {
    private let papers: Papers
    private let mailbox: FakeMailbox

    init() throws {
        papers = try Papers()
        mailbox = try FakeMailbox()
        mailbox.put(Samples.plain())
        try Data("secret word\n".utf8).write(to: papers.folder.appending(path: "password"))
    }

    private func settings(_ url: String, authority: String? = "ca.crt") -> MailboxSettings {
        var settings = MailboxSettings()
        (settings.url, settings.user, settings.passwordFile) = (url, "desk", papers.path("password"))
        settings.authority = authority.map(papers.path)
        return settings
    }

    /// Why no session was made; nil where one was.
    private func why(_ settings: MailboxSettings) -> String? {
        do throws(MailboxFault) {
            _ = try ImapSession(settings) { false }
            return nil
        } catch {
            return error.description
        }
    }

    @Test("is read where who signed the certificate is known", arguments: [("tls", "imaps"), ("starttls", "imap")])
    func works(offer: String, scheme: String) throws {
        let front = try TLSFront(try #require(TLSFront.Offer(rawValue: offer)), of: mailbox, papers)
        let session = try ImapSession(settings("\(scheme)://127.0.0.1:\(front.port)/INBOX")) { false }
        let letter = try #require(try session.unseen().first)
        #expect(try session.letter(letter) == Samples.plain())
        session.leave()
        #expect(mailbox.commands.contains { $0.hasPrefix("LOGIN") || $0.hasPrefix("AUTHENTICATE") })
    }

    @Test(
        "is not, and no password is sent, where somebody else has signed it, or nobody says who may",
        arguments: [("tls", "imaps", "other.crt"), ("tls", "imaps", nil), ("starttls", "imap", "other.crt")]
            as [(String, String, String?)])
    func unknown(offer: String, scheme: String, authority: String?) throws {
        let front = try TLSFront(try #require(TLSFront.Offer(rawValue: offer)), of: mailbox, papers)
        let why = why(settings("\(scheme)://127.0.0.1:\(front.port)/INBOX", authority: authority))
        #expect(why?.hasPrefix("nobody who is trusted has signed the server's certificate") == true, "\(why ?? "")")
        #expect(mailbox.commands.isEmpty)
    }

    @Test("is not where the certificate is another host's")
    func wrongHost() throws {
        // The same machine by another address, for which nobody has signed.
        let front = try TLSFront(.tls, of: mailbox, on: "127.0.0.2", papers)
        #expect(
            why(settings("imaps://127.0.0.2:\(front.port)/INBOX")) == "the server's certificate is another host's")
        #expect(mailbox.commands.isEmpty)
    }

    @Test("is not where TLS must be and is not offered; only this machine itself is trusted without")
    func noTLS() throws {
        let front = try TLSFront(.plain, of: mailbox, on: "127.0.0.2", papers)
        let why = why(settings("imap://127.0.0.2:\(front.port)/INBOX"))
        #expect(why == "the server offers no TLS, and without it nothing is sent")
        #expect(!mailbox.commands.contains { $0.hasPrefix("LOGIN") || $0.hasPrefix("AUTHENTICATE") })
        // A server that speaks none where it should from the first byte.
        #expect(self.why(settings("imaps://127.0.0.2:\(front.port)/INBOX")) != nil)
        #expect(self.why(settings("imap://127.0.0.1:\(mailbox.port)/INBOX")) == nil)
    }
}
