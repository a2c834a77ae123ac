import Appliances
import Testing

@testable import Mailbox

@Suite("A letter")
struct LetterTests {
    @Test("has its text, and its pictures with names that are no paths (X-1, N-1)")
    func pictures() throws {
        let letter = try Letter(parsing: Samples.twoPictures)
        #expect(letter.id == "pictures@mail.example")
        #expect(letter.from == "someone@mail.example")
        #expect(letter.subject == "冰箱不制冷")
        #expect(letter.text == "冰箱不冷")
        #expect(letter.date == Timestamp(rfc3339: "2026-11-26T10:00:00+08:00"))
        #expect(letter.attachments.map(\.name) == ["plate.png", "故障.jpg"])
        #expect(letter.attachments.map(\.mediaType) == ["image/png", "image/jpeg"])
        #expect(letter.attachments.map(\.bytes) == [Samples.picture, Samples.photo])
        #expect(letter.automatic == nil)
    }

    @Test("of HTML alone is read as text")
    func html() throws {
        let letter = try Letter(parsing: Samples.htmlOnly)
        #expect(letter.text == "The fridge hums & drips, 4°C.\n\nSerial SN-4711\nsince Monday")
    }

    /// What is refused, by name: a test run prints its arguments.
    private static let refusals: [String: (bytes: [UInt8], reason: UnreadableLetter)] = [
        "nothing": ([], .notAMessage),
        "words": (Samples.bytes("just words\nand more of them\n"), .notAMessage),
        "JSON": (Samples.bytes("{\"channel\": \"email\"}"), .notAMessage),
        "NULs": (Array(repeating: 0, count: 10_000), .notAMessage),
        "an envelope": (Samples.bytes("From: a@b.example\n\n"), .empty),
        "21 attachments": (Samples.attachments(21), .tooManyAttachments),
        "40 lists in each other": (Samples.nested(40), .tooDeep),
        "500 lists in each other": (Samples.nested(500), .tooManyParts),
        "500 letters in each other": (
            Samples.bytes("Subject: s\n" + String(repeating: "Content-Type: message/rfc822\n\n", count: 500)),
            .tooManyParts
        ),
        "groups of addresses in groups": (
            Samples.bytes("Subject: s\nFrom: \(String(repeating: "g:", count: 60_000))\n\ntext"), .longHead
        ),
        "such groups further in": (
            Samples.plain() + Samples.bytes(" \n\tReply-To :\(String(repeating: "\n g:g:g:", count: 60_000))\n\n"),
            .longHead
        ),
        "a million lines": (Samples.plain(text: String(repeating: "a:\n", count: 1_000_000)), .tooManyParts),
        "a million boundaries": (Samples.plain(text: String(repeating: "--\n", count: 30_000)), .tooManyParts),
        "a large attachment": (Samples.attachments(1, bytes: 10 * 1_048_576 + 1), .largeAttachment("f0.bin")),
        "a large letter": (Array(repeating: 65, count: Letter.Bounds.bytesMax + 1), .tooLarge),
        "a long header": (Samples.bytes("X: " + String(repeating: "y", count: 300_000) + "\n\ntext"), .longHead),
    ]

    @Test("is refused with a reason where it is none, or too much", arguments: refusals.keys.sorted())
    func refused(name: String) throws {
        let refusal = try #require(LetterTests.refusals[name])
        #expect(throws: refusal.reason) { try Letter(parsing: refusal.bytes) }
    }

    @Test("may hold as much as it may hold")
    func most() throws {
        #expect(try Letter(parsing: Samples.attachments(20)).attachments.count == 20)
        #expect(try Letter(parsing: Samples.nested(14)).text == "innermost")
        let long = try Letter(parsing: Samples.plain(text: String(repeating: "冷", count: 100_000)))
        #expect(long.text.utf8.count <= Letter.Bounds.textBytesMax && long.text.allSatisfy { $0 == "冷" })
    }

    @Test(
        "of a machine says so",
        arguments: [
            ("Auto-Submitted: auto-replied\n", AutomaticLetter.automaticAnswer), ("Auto-Submitted: no\n", nil),
            ("Auto-submitted: Auto-Generated; x=y\n", .automaticAnswer), ("Precedence: bulk\n", .bulk),
            ("Precedence: LIST\n", .bulk), ("Precedence: first-class\n", nil), ("Return-Path: <>\n", .bounce),
            ("Return-Path: <a@b.example>\n", nil), ("Precedence: auto_reply\n", .automaticAnswer),
        ])
    func automatic(headers: String, kind: AutomaticLetter?) throws {
        #expect(try Letter(parsing: Samples.plain(headers: headers)).automatic == kind)
    }

    @Test("that tells of another one's failure is a bounce")
    func report() throws {
        let letter = try Letter(
            parsing: Samples.bytes(
                """
                From: postmaster@mail.example
                Subject: Undelivered
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: text/plain

                Not delivered.
                --b--
                """))
        #expect(letter.automatic == .bounce)
    }

    @Test(
        "is read as far as it goes where it is broken",
        arguments: [
            (head: "Content-Transfer-Encoding: base64\n", body: "SGVsbG8=!!!???", text: "Hello"),
            (head: "Content-Type: text/plain; charset=no-such-charset\n", body: "warm", text: "warm"),
            (head: "Content-Type: text/plain; charset=\"\n", body: "warm", text: "warm"),
            (head: "Content-Type: multipart/mixed\n", body: "no boundary", text: ""),
            (head: "Content-Type: multipart/mixed; boundary=x\n", body: "--x\n\nunclosed", text: "unclosed"),
            (head: "Content-Type: ///;;;=\n", body: "warm", text: "warm"),
            (head: "Subject: =?utf-8?B?broken\n", body: "warm", text: "warm"),
            (head: "From: <<<>>>,,,;:@@\n", body: "warm", text: "warm"),
            (head: "Date: the day before yesterday\n", body: "warm", text: "warm"),
            (head: "", body: "a\u{0}b\u{1B}[31mc\u{202E}d", text: "ab[31mcd"),
        ])
    func broken(head: String, body: String, text: String) throws {
        let letter = try Letter(parsing: Samples.bytes("Message-ID: <x@y>\nSubject: s\n\(head)\n\(body)"))
        #expect(letter.text == text)
    }

    @Test("in a charset that is not the one it names is still read")
    func charsets() throws {
        let head = Array("From: a@b.example\nContent-Type: text/plain; charset=utf-8\n\n".utf8)
        #expect(try Letter(parsing: head + [0xB1, 0xF9, 0xCF, 0xE4]).text == "冰箱")
        let latin = Array("From: a@b.example\nContent-Type: text/plain; charset=iso-8859-1\n\n".utf8)
        #expect(try Letter(parsing: latin + [0x66, 0xFC, 0x72]).text == "für")
    }

    @Test("never brings the reader down, whatever its bytes", arguments: 1...40)
    func fuzz(seed: UInt64) {
        var chance = Dice(seed)
        let samples = [Samples.twoPictures, Samples.htmlOnly, Samples.attachments(5), Samples.nested(12)]
        for _ in 0..<25 {
            var bytes = samples[Int.random(in: 0..<samples.count, using: &chance)]
            for _ in 0..<Int.random(in: 1...30, using: &chance) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &chance)
                switch Int.random(in: 0..<4, using: &chance) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &chance)
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + 40))
                case 2: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 200)], at: place)
                default: bytes = Array(bytes[..<place])
                }
            }
            let letter = try? Letter(parsing: bytes)
            #expect(letter.map { $0.text.utf8.count <= Letter.Bounds.textBytesMax } ?? true)
        }
    }
}

/// Chance that is the same each time.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
