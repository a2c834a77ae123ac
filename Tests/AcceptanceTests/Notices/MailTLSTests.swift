import Appliances
import Carriers
import Daybook
import Foundation
import ServiceDesk
import Testing

@Suite("The e-mail behind TLS", .serialized)
struct MailTLSTests {
    /// What becomes of a letter on a way to a server.
    private func fate(_ server: MailPost.Server) throws -> ParcelFate? {
        let line = MailPost(server) { _ in MailPost.Address("a@mail.example") }.line()
        defer { line.close() }
        return line.fates(of: try parcels(["a"]))[1]
    }

    private func way(
        _ scheme: String, _ server: OutsideServer, host: String = "127.0.0.1", authority: String?
    ) -> MailPost.Server {
        var way = MailPost.Server(url: "\(scheme)://\(host):\(server.port)", from: "desk@centre.example")
        way.authority = authority
        return way
    }

    private func why(_ fate: ParcelFate?) -> String {
        guard case .later(let why) = fate else { return "\(fate as Any)" }
        return why
    }

    @Test("leaves where who signed the certificate is known", arguments: [("tls", "smtps"), ("starttls", "smtp")])
    func works(offer: String, scheme: String) throws {
        let shop = try Workshop()
        try TLSTests.makeCertificates(shop)
        let server = try OutsideServer.mail(shop, offer: offer)
        #expect(try fate(way(scheme, server, authority: shop.path("ca.crt"))) == .delivered)
        #expect(server.taken.count == 1)
    }

    @Test(
        "does not, waits and says why, where the server is not believed",
        arguments: [("tls", "smtps"), ("starttls", "smtp")])
    func refused(offer: String, scheme: String) throws {
        let shop = try Workshop()
        try TLSTests.makeCertificates(shop)
        let server = try OutsideServer.mail(shop, offer: offer)
        // Nobody whom the system trusts has signed it, and `own` is no authority of it.
        for authority in [nil, shop.path("own.crt")] {
            let found = why(try fate(way(scheme, server, authority: authority)))
            #expect(found.contains("certificate"), "\(found)")
        }
        // The same machine by another address, for which nobody has signed.
        let other = why(try fate(way(scheme, server, host: "127.0.0.2", authority: shop.path("ca.crt"))))
        #expect(other.contains("127.0.0.2"), "\(other)")
        #expect(server.taken.isEmpty)
    }

    @Test("does not where TLS must be and is not offered, or the file of the authority is not there")
    func noTLS() throws {
        let shop = try Workshop()
        try TLSTests.makeCertificates(shop)
        let server = try OutsideServer.mail(shop)
        let found = why(try fate(way("smtp", server, authority: shop.path("ca.crt"))))
        #expect(found.contains("STARTTLS"), "\(found)")
        // One that speaks none where it should from the first byte.
        guard case .later = try fate(way("smtps", server, authority: shop.path("ca.crt"))) else {
            _ = Issue.record("a letter left in the clear")
            return
        }
        let absent = why(try fate(way("smtps", server, authority: shop.path("absent.crt"))))
        #expect(!absent.isEmpty && server.taken.isEmpty, "\(absent)")
    }
}
