import Testing

@testable import ServiceDesk

@Suite("The URL of a mailbox")
struct MailboxSettingsTests {
    @Test(
        "tells server, folder, and whether TLS has to come first (X-1)",
        arguments: [
            ("imaps://mail.example/INBOX", "imaps://mail.example/", "INBOX", false),
            ("imaps://mail.example:1993", "imaps://mail.example:1993/", "INBOX", false),
            ("IMAP://mail.example/Service/New%20ones", "imap://mail.example/", "Service/New ones", true),
            ("imap://localhost:143/", "imap://localhost:143/", "INBOX", false),
        ])
    func urls(url: String, server: String, folder: String, needsTLS: Bool) throws {
        let place = try #require(MailboxSettings.Place(url))
        #expect(place.server == server && place.folder == folder && place.needsTLS == needsTLS)
    }

    @Test(
        "holds neither a name nor a password nor a command",
        arguments: [
            "", "INBOX", "imaps:", "imaps://", "imaps://me:pw@mail.example/INBOX", "imaps://me@mail.example/",
            "http://mail.example/", "imaps://mail.example/IN%0D%0ALOGOUT", "imaps:///INBOX",
            "imaps://mail.example/邮件", "imaps://mail.example:0/", "imaps://mail.example/a?b", "imaps://mail.example/%",
            "imaps://mail example/",
        ])
    func refused(url: String) { #expect(MailboxSettings.Place(url) == nil) }
}
