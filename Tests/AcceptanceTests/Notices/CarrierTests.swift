import Appliances
import Carriers
import Daybook
import Foundation
import Gateway
import ServiceDesk
import Testing

/// Parcels about new requests, `SR-1` on, for these customers.
func parcels(_ customers: [String]) throws -> [Parcel] {
    try customers.enumerated().map { place, customer in
        var demand = Demand(channel: .hotline, key: "call-\(place)")
        demand.known = Demand.required
        let now = GatewayShell.wallClock()
        let event = RecordedEvent(
            request: "SR-\(place + 1)", number: 1, at: now, event: .demanded(demand: demand))
        let request = try #require(ServiceRequest(opening: event))
        let notice = try #require(NoticeDesk().notices(of: event, on: request, customer: customer).first)
        return Parcel(place: Int64(place + 1), notice: notice, tries: 0, written: now)
    }
}

extension CarrierLine {
    /// Carries parcels and waits until all are done that will be.
    func fates(of parcels: [Parcel]) -> [Int64: ParcelFate] {
        #expect(carry(parcels))
        var found: [Int64: ParcelFate] = [:]
        let isDone = eventually {
            let (fates, isIdle) = takeFates()
            for (place, fate) in fates { found[place] = fate }
            return isIdle
        }
        #expect(isDone, "the line does not come to an end")
        return found
    }
}

@Suite("The webhook", .serialized)
struct WebhookTests {
    private static let secret = "0123456789abcdef0123456789abcdef"

    private func line(_ server: OutsideServer, secret: String = secret, scheme: String = "http") -> CarrierLine {
        Webhook(url: "\(scheme)://127.0.0.1:\(server.port)/hook", secret: Data(secret.utf8)) {
            GatewayShell.wallClock()
        }.line()
    }

    @Test("is signed so that another implementation of Standard Webhooks finds it right; the key never changes")
    func signed() throws {
        let shop = try Workshop()
        let server = try OutsideServer.endpoint(shop, secret: Self.secret, fails: 3, refused: "SR-2")
        let line = line(server)
        let parcels = try parcels(["C-1", "C-2", "C-3"])
        for _ in 0..<3 { #expect(line.fates(of: parcels) == [1: .later(why: "HTTP 500")]) }
        #expect(line.fates(of: parcels) == [1: .delivered, 2: .never(why: "HTTP 422"), 3: .delivered])
        let taken = server.taken
        #expect(taken.compactMap { $0["answer"] as? Int } == [500, 500, 500, 200, 422, 200])
        let first = parcels[0].notice.id
        #expect(taken.compactMap { $0["id"] as? String } == [first, first, first] + parcels.map(\.notice.id))
        #expect(taken.allSatisfy { $0["id"] as? String == $0["key"] as? String })
        #expect(taken.allSatisfy { $0["type"] as? String == "application/json" })
        let text = try #require(taken.last?["text"] as? String)
        #expect(try JSONDecoder().decode(DeskNotice.self, from: Data(text.utf8)) == parcels[2].notice)
        line.close()
    }

    @Test("a wrong secret, a redirect and nobody there are no reason to give up, and nothing follows a redirect")
    func later() throws {
        let shop = try Workshop()
        let server = try OutsideServer.endpoint(shop, secret: Self.secret, fails: 1, status: 307)
        let parcels = try parcels(["C-1", "C-2"])
        #expect(line(server, secret: "another secret of our own").fates(of: parcels) == [1: .later(why: "HTTP 401")])
        let right = line(server)
        #expect(right.fates(of: parcels) == [1: .later(why: "HTTP 307")])
        #expect(server.taken.count == 2)
        // No TLS is spoken there: what was to be encrypted is not sent in the clear.
        let tls = line(server, scheme: "https").fates(of: parcels)
        guard case .later = tls[1], tls.count == 1 else {
            Issue.record("\(tls)")
            return
        }
        #expect(server.taken.count == 2)
        server.stop()
        guard case .later(let why) = right.fates(of: parcels)[1] else {
            Issue.record("delivered")
            return
        }
        #expect(!why.contains(Self.secret))
        // It begins anew, with its first answer.
        try server.start()
        #expect(right.fates(of: parcels) == [1: .later(why: "HTTP 307")])
        #expect(right.fates(of: parcels) == [1: .delivered, 2: .delivered])
    }
}

@Suite("The e-mail", .serialized)
struct MailPostTests {
    private func line(_ server: OutsideServer, from: String = "desk@centre.example", tls: Bool = false) -> CarrierLine {
        let way = MailPost.Server(url: "smtp://127.0.0.1:\(server.port)", from: from, requiresTLS: tls)
        return MailPost(way) { recipient in
            guard case .customer(let name) = recipient, name != "none" else { return nil }
            if name == "broken" { throw POSIXError(.EIO) }
            return MailPost.Address("\(name)@mail.example", language: name == "zh" ? .zh : nil)
        }.line()
    }

    @Test("arrives with its words, its envelope and its id, from one who has no address to one who has one")
    func letter() throws {
        let server = try OutsideServer.mail(try Workshop())
        let parcels = try parcels(["zh", "none", "both"])
        #expect(line(server).fates(of: parcels) == [1: .delivered, 2: .nobody, 3: .delivered])
        let taken = server.taken
        #expect(taken.compactMap { $0["to"] as? String } == ["zh@mail.example", "both@mail.example"])
        #expect(taken.allSatisfy { $0["from"] as? String == "desk@centre.example" })
        let first = try #require(taken.first)
        #expect(first["subject"] as? String == "工单 SR-1" && first["auto"] as? String == "auto-generated")
        #expect((first["body"] as? String)?.trimmingCharacters(in: .newlines) == parcels[0].notice.text.zh)
        #expect(first["id"] as? String == "<\(parcels[0].notice.id)@centre.example>")
        #expect(taken[1]["subject"] as? String == "工单 Request SR-3")
        #expect((taken[1]["body"] as? String)?.contains(parcels[2].notice.text.en) == true)
    }

    @Test("a mailbox that is gone is put aside, a full one waits alone, and the rest goes on")
    func recipients() throws {
        let server = try OutsideServer.mail(try Workshop())
        let fates = line(server).fates(of: try parcels(["gone", "full", "a", "full", "spam", "a b", "c"]))
        guard case .never(let gone) = fates[1], case .aside(let full) = fates[2], case .never(let spam) = fates[5],
            case .never = fates[6]
        else {
            Issue.record("\(fates)")
            return
        }
        #expect(gone.contains("550") && full.contains("450") && spam.contains("554"))
        #expect(fates[3] == .delivered && fates[4] == nil && fates[7] == .delivered)
        for why in [gone, full, spam] { #expect(!why.contains("@"), "an address in \(why)") }
    }

    @Test("a letter of which nobody knows whether it arrived is sent again under the same id")
    func again() throws {
        let server = try OutsideServer.mail(try Workshop())
        let line = line(server)
        let parcels = try parcels(["drop", "a"])
        guard case .later = line.fates(of: parcels)[1] else {
            Issue.record("delivered")
            return
        }
        #expect(line.fates(of: parcels) == [1: .delivered, 2: .delivered])
        let ids = server.taken.compactMap { $0["id"] as? String }
        #expect(ids.count == 3 && ids[0] == ids[1] && ids[1] != ids[2])
    }

    @Test("nothing is put aside where it is the way that fails: the sender, the encryption, the book of addresses")
    func way() throws {
        let server = try OutsideServer.mail(try Workshop())
        let lines = [line(server, from: "nobody@centre.example"), line(server, tls: true)]
        for line in lines {
            let fates = line.fates(of: try parcels(["a", "b"]))
            guard case .later = fates[1], fates.count == 1 else {
                Issue.record("\(fates)")
                return
            }
        }
        let unread = line(server).fates(of: try parcels(["broken", "b"]))
        #expect(unread == [1: .later(why: "the addresses cannot be read")])
        #expect(server.taken.isEmpty)
    }
}
