import Foundation
import Testing

@Suite("E-mail", .serialized)
struct MailTests {
    private static let pictures: [[UInt8]] = [
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + (0..<3_000).map { UInt8($0 % 239) },
        [0xFF, 0xD8, 0xFF, 0xE0] + (0..<90_000).map { UInt8($0 % 251) },
    ]

    /// A letter with these pictures, as a mail program sends it.
    private static func letter(id: String, pictures: [[UInt8]] = pictures, headers: String = "") -> String {
        let parts = pictures.enumerated().map { number, bytes in
            """
            --part
            Content-Type: image/jpeg; name="plate \(number).jpg"
            Content-Transfer-Encoding: base64
            Content-Disposition: attachment; filename="../plate \(number).jpg"

            \(Data(bytes).base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed]))

            """
        }
        let text = """
            From: Someone <someone@mail.example>
            Date: Thu, 26 Nov 2026 10:00:00 +0800
            Message-ID: <\(id)>
            Subject: =?utf-8?B?5Yaw566x5LiN5Yi25Ya3?=
            \(headers)MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=part

            --part
            Content-Type: text/plain; charset=utf-8

            It hums, and it is warm inside.
            \(parts.joined())--part--

            """
        return text.replacing("\n", with: "\r\n")
    }

    private func post(_ letter: String, _ house: ConsoleHouse, role: String = "hotline_agent") async throws
        -> ConsoleHouse.Reply
    {
        let reply = await house.send(
            "POST", "/api/v1/mail", letter, token: try house.token(role, "H-1"), type: "message/rfc822")
        return try #require(reply)
    }

    private func attachments(_ reply: ConsoleHouse.Reply) -> [String] {
        let demands = reply.object["demands"] as? [[String: Any]] ?? []
        return demands.flatMap { $0["attachments"] as? [String] ?? [] }
    }

    @Test("e-mail intake with pictures: one request, and what came along is kept (X-1, N-1)")
    func pictures() async throws {
        let house = try ConsoleHouse()
        let opened = try await post(MailTests.letter(id: "one@mail.example"), house)
        #expect(opened.status == 201, "\(String(decoding: opened.body, as: UTF8.self))")
        let number = try #require(opened.object["number"] as? String)
        let demand = try #require((opened.object["demands"] as? [[String: Any]])?.first)
        #expect(demand["channel"] as? String == "email" && demand["key"] as? String == "one@mail.example")
        #expect(demand["symptom"] as? String == "冰箱不制冷\nIt hums, and it is warm inside.")
        #expect(opened.object["state"] as? String == "verifying", "what the letter does not tell is asked for")
        // No address and no name of a file is repeated; both stand on the sheet, which is kept as well.
        #expect(!String(decoding: opened.body, as: UTF8.self).contains("someone@"))
        let names = attachments(opened)
        #expect(names.count == 3)
        let files = names.map { house.shop.folder.appending(path: "state/attachments/\($0.prefix(2))/\($0)") }
        #expect(try String(contentsOf: try #require(files.first), encoding: .utf8).contains("someone@mail.example"))
        for (file, picture) in zip(files.dropFirst(), MailTests.pictures) {
            #expect(try Data(contentsOf: file) == Data(picture))
            let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
        // The same letter once more, also by somebody else and after a crash, is the same demand.
        let again = try await post(MailTests.letter(id: "one@mail.example"), house, role: "information_officer")
        #expect(again.status == 200 && again.object["number"] as? String == number)
        house.kill()
        try house.start()
        let later = try await post(MailTests.letter(id: "one@mail.example"), house)
        #expect(later.status == 200 && later.object["number"] as? String == number && attachments(later) == names)
        let health = await house.send("GET", "/health")
        #expect((health?.object["mail"] as? [String: Int])?["attachments_repeated"] == 3)
        #expect(house.stop() == 0)
    }

    @Test("says why a letter is not taken")
    func refused() async throws {
        let house = try ConsoleHouse()
        let agent = try house.token("hotline_agent", "H-1")
        let untyped = await house.send("POST", "/api/v1/mail", MailTests.letter(id: "x@y"), token: agent)
        #expect(untyped?.status == 415)
        #expect(try await post(MailTests.letter(id: "x@y"), house, role: "customer").status == 403)
        #expect(try await post("no letter at all", house).status == 400)
        let machine = try await post(MailTests.letter(id: "x@y", headers: "Auto-Submitted: auto-replied\r\n"), house)
        #expect(machine.status == 422)
        #expect(machine.object["type"] as? String == "urn:foretell:problem:automatic_letter")
        let large = try await post(String(repeating: "x", count: 25 * 1_048_576 + 1), house)
        #expect(large.status == 413)
        let list = await house.send("GET", "/api/v1/requests", token: agent)
        #expect(list?.list.isEmpty == true)
    }

    @Test("keeps no more than there is room for, and takes no demand without its pictures")
    func quota() async throws {
        let house = try ConsoleHouse(more: ["--set", "mail.attachments_mib=16"])
        let large = (0..<2).map { seed in (0..<9 * 1_048_576).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ seed) } }
        let reply = try await post(MailTests.letter(id: "large@y", pictures: large), house)
        #expect(reply.status == 507 && (reply.object["detail"] as? String)?.contains("attachments_mib") == true)
        let small = try await post(MailTests.letter(id: "small@y"), house)
        #expect(small.status == 201)
    }
}
