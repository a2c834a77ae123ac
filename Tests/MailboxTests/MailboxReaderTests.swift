import Appliances
import Foundation
import Logging
import ServiceDesk
import Synchronization
import Testing

@testable import Mailbox

/// A mailbox, a reader of it, and a desk that writes down what it is told.
private final class Office: Sendable {
    let mailbox: FakeMailbox
    let drawer = Drawer()
    let intake: MailIntake
    let settings: MailboxSettings
    private let state = Mutex((isOpen: true, demands: [Demand]()))

    init() throws {
        mailbox = try FakeMailbox()
        intake = try drawer.intake()
        let folder = drawer.folder
        try Data("secret word\nsecond line\n".utf8).write(to: folder.appending(path: "password"))
        var settings = MailboxSettings()
        settings.url = "imap://127.0.0.1:\(mailbox.port)/INBOX"
        settings.user = "desk"
        settings.passwordFile = folder.appending(path: "password").path
        settings.every = .milliseconds(50)
        self.settings = settings
    }

    deinit { mailbox.close() }

    var demands: [Demand] { state.withLock { $0.demands } }

    func open(_ isOpen: Bool) { state.withLock { $0.isOpen = isOpen } }

    func reader() -> MailboxReader {
        MailboxReader(settings, intake: intake, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }) {
            [self] demand in
            state.withLock { state in
                if state.isOpen { state.demands.append(demand) }
                return state.isOpen
            }
        }
    }
}

extension TimeSpan {
    fileprivate static func milliseconds(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: count) }
}

@Suite("The reader of a mailbox", .serialized)
struct MailboxReaderTests {
    @Test("takes each letter once, and marks it as seen only afterwards (X-1)")
    func way() throws {
        let office = try Office()
        office.mailbox.put(Samples.twoPictures)
        office.mailbox.put(Samples.plain())
        let reader = office.reader()
        office.open(false)
        #expect(throws: MailboxFault.putOff("the desk has not recorded a letter")) { try reader.look() }
        #expect(office.mailbox.flags == [[], []], "what is not recorded stays unseen")
        office.open(true)
        #expect(try reader.look() == false)
        #expect(office.demands.map(\.key) == ["pictures@mail.example", "1@mail.example"])
        #expect(office.demands.first?.attachments.count == 3)
        #expect(office.mailbox.flags == [["\\Seen"], ["\\Seen"]])
        #expect(try reader.look() == false)
        #expect(office.demands.count == 2)
        #expect(reader.counts == .init(taken: 2, putOff: 1))
        // Nothing that marks by itself: a fetch of BODY[] would.
        #expect(!office.mailbox.commands.contains { $0.contains("BODY[]") })
        #expect(office.mailbox.commands.contains { $0 == "SELECT \"INBOX\"" })
    }

    @Test("a letter that could not be marked comes again, and is the same demand")
    func unmarked() throws {
        let office = try Office()
        office.mailbox.put(Samples.plain())
        office.mailbox.refuse("STORE")
        let reader = office.reader()
        #expect(throws: MailboxFault.refused("STORE")) { try reader.look() }
        office.mailbox.refuse(nil)
        _ = try reader.look()
        #expect(office.demands.count == 2 && Set(office.demands.map(\.key)).count == 1)
    }

    @Test("leaves to a person what can never be a demand, and passes over machines")
    func poison() throws {
        let office = try Office()
        office.mailbox.put(Array("no letter\r\nF4 OK done\r\n".utf8))
        office.mailbox.put(Samples.plain(), claimed: 99_000_000)
        office.mailbox.put(Samples.plain(headers: "Auto-Submitted: auto-replied\n"))
        // Lines that look like the server's: taken by length, never understood.
        office.mailbox.put(Samples.plain(id: "<last@x>", text: "F9 OK done\n* 1 FETCH (BODY[] {9}\nF12 BAD no\n)"))
        let reader = office.reader()
        _ = try reader.look()
        #expect(office.mailbox.flags == [["\\Seen", "\\Flagged"], ["\\Seen", "\\Flagged"], ["\\Seen"], ["\\Seen"]])
        #expect(office.demands.map(\.key) == ["last@x"])
        #expect(reader.counts == .init(taken: 1, flagged: 2, passedOver: 1))
    }

    @Test("takes a mailbox in bounded turns")
    func turns() throws {
        let office = try Office()
        for number in 0..<60 { office.mailbox.put(Samples.plain(id: "<\(number)@x>")) }
        let reader = office.reader()
        #expect(try reader.look() == true)
        #expect(office.demands.count == MailboxReader.lettersMax)
        #expect(try reader.look() == false)
        #expect(office.demands.count == 60)
    }

    @Test("goes on after failures, and ends when it is asked to")
    func service() async throws {
        let office = try Office()
        office.mailbox.refuse("SEARCH")
        let reader = office.reader()
        let running = Task { try await reader.run() }
        while reader.counts.failed < 2 { try await Task.sleep(for: .milliseconds(20)) }
        office.mailbox.put(Samples.plain())
        office.mailbox.refuse(nil)
        while office.demands.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
        running.cancel()
        try await running.value
    }

    @Test(
        "says what is wrong, and never the password",
        arguments: [
            ("imap://127.0.0.1:1/INBOX", "password", MailboxFault.unreachable("Couldn't connect to server")),
            ("imap://127.0.0.1:1/INBOX", "none", .noPassword("none")),
            ("https://mail.example/", "password", .unreachable("mail.imap.url is no URL of a mailbox")),
        ])
    func faults(url: String, file: String, fault: MailboxFault) throws {
        let office = try Office()
        var settings = office.settings
        settings.url = url
        if file == "none" { settings.passwordFile = file }
        let reader = MailboxReader(
            settings, intake: office.intake, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { _ in true }
        #expect(throws: fault) { try reader.look() }
        #expect(!fault.description.contains("secret"))
    }

    @Test(
        "waits twice as long after each failure, up to a quarter of an hour",
        arguments: [(0, 60), (1, 120), (2, 240), (3, 480), (4, 900), (1_000, 900)])
    func pauses(failures: Int, seconds: Int64) {
        #expect(MailboxReader.pause(every: .seconds(60), failures: failures) == .seconds(seconds))
    }
}

@Suite("Responses of an IMAP server")
struct ImapReplyTests {
    @Test("are the same however they are cut into pieces", arguments: 1...7)
    func pieces(size: Int) throws {
        let bytes = Array("* 1 FETCH (BODY[] {12}\r\nF1 OK\r\n* {9} UID 5)\r\n* SEARCH 1 2\r\nF1 OK done\r\n".utf8)
        var reply = ImapReply(literalBytesMax: 100)
        var found: [ImapResponse]?
        for start in stride(from: 0, to: bytes.count, by: size) {
            found = try reply.take(bytes[start..<min(start + size, bytes.count)], tag: "F1")
        }
        let responses = try #require(found)
        #expect(responses.map(\.line) == ["* 1 FETCH (BODY[] {12} UID 5)", "* SEARCH 1 2", "F1 OK done"])
        #expect(responses[0].literals == [Array("F1 OK\r\n* {9}".utf8)])
    }

    @Test(
        "have bounds",
        arguments: [
            (text: "* {101}\r\n", times: 1, wrong: "a literal is too long"),
            (text: "* {9999999999}\r\n", times: 1, wrong: "a literal is too long"),
            (text: "x", times: ImapReply.lineBytesMax + 1, wrong: "a line is too long"),
            (text: "*\n", times: ImapReply.responsesMax + 1, wrong: "too many responses"),
        ])
    func bounds(text: String, times: Int, wrong: String) {
        var reply = ImapReply(literalBytesMax: 100)
        let bytes = Array(String(repeating: text, count: times).utf8)
        #expect(throws: MailboxFault.protocolBroken(wrong)) { try reply.take(bytes, tag: "F1") }
    }
}
