import CCurl
import Foundation
import Glibc
import ServiceDesk

/// One connection to an IMAP server: libcurl connects, checks certificates and logs in; the few commands are ours, as
/// libcurl's own way to fetch a letter marks it as read.
///
/// Used by one thread.
final class ImapSession {
    /// How long a server may be silent.
    static let silenceSeconds = 60
    /// How many bytes are read at a time.
    private static let chunk = 65_536

    private let curl: UnsafeMutableRawPointer
    private let isStopping: () -> Bool
    private var commands = 0
    /// Whether libcurl has taken every option: without one of them, such as that for encryption, nothing is sent.
    private var isSound = true
    private var buffer = [UInt8](repeating: 0, count: ImapSession.chunk)

    /// The library is set up once and never torn down: the process ends with it.
    private static let library: Void = {
        _ = foretell_curl_start()
        // A server that hangs up is an error like others, and no signal.
        signal(SIGPIPE, SIG_IGN)
    }()

    /// Connects and logs in.
    init(_ settings: MailboxSettings, isStopping: @escaping () -> Bool) throws(MailboxFault) {
        _ = ImapSession.library
        guard let place = MailboxSettings.Place(settings.url) else {
            throw .unreachable("mail.imap.url is no URL of a mailbox")
        }
        guard let curl = curl_easy_init() else { throw .unreachable("libcurl cannot be used") }
        self.curl = curl
        self.isStopping = isStopping
        let password = try ImapSession.password(settings.passwordFile)
        set(CURLOPT_URL, place.server)
        set(CURLOPT_PROTOCOLS_STR, "imap,imaps")
        set(CURLOPT_USERNAME, settings.user)
        set(CURLOPT_PASSWORD, password)
        // Neither names nor proxies that the environment happens to have.
        set(CURLOPT_PROXY, "")
        set(CURLOPT_CONNECT_ONLY, 1)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_CONNECTTIMEOUT, 20)
        set(CURLOPT_TIMEOUT, 40)
        set(CURLOPT_USE_SSL, place.needsTLS ? Int(CURLUSESSL_ALL.rawValue) : Int(CURLUSESSL_TRY.rawValue))
        // Said although libcurl does so by itself: whom it talks to is checked.
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        if let authority = settings.authority { set(CURLOPT_CAINFO, authority) }
        guard isSound else { throw .unreachable("libcurl cannot connect as it must") }
        let code = curl_easy_perform(curl)
        guard code == CURLE_OK else { throw .unreachable(why(code)) }
        try select(place.folder)
    }

    deinit { curl_easy_cleanup(curl) }

    /// The letters that nobody has seen, the oldest first.
    func unseen() throws(MailboxFault) -> [UInt32] {
        let responses = try run("UID SEARCH UNSEEN", named: "SEARCH")
        let found = responses.filter { $0.line.uppercased().hasPrefix("* SEARCH") }
        return found.flatMap { $0.words.dropFirst(2) }.compactMap { UInt32($0) }.sorted()
    }

    /// How many bytes a letter has; nil where it is gone.
    func size(of letter: UInt32) throws(MailboxFault) -> Int? {
        let responses = try run("UID FETCH \(letter) (UID RFC822.SIZE)", named: "FETCH")
        for response in responses where response.line.hasPrefix("* ") {
            let words = response.line.uppercased().split { " ()".contains($0) }
            if let place = words.firstIndex(of: "RFC822.SIZE"), place + 1 < words.count { return Int(words[place + 1]) }
        }
        return nil
    }

    /// A letter as it came, which stays unseen; nil where it is gone.
    func letter(_ letter: UInt32) throws(MailboxFault) -> [UInt8]? {
        let responses = try run("UID FETCH \(letter) (UID BODY.PEEK[])", named: "FETCH")
        return responses.first { $0.line.hasPrefix("* ") && $0.line.uppercased().contains("BODY[]") }?.literals.first
    }

    /// Marks a letter: as seen, and, where a person has to look at it, as flagged.
    func mark(_ letter: UInt32, flagged: Bool) throws(MailboxFault) {
        _ = try run(
            "UID STORE \(letter) +FLAGS.SILENT (\(flagged ? "\\Seen \\Flagged" : "\\Seen"))", named: "STORE")
    }

    /// Says goodbye; whether it is heard does not matter.
    func leave() { _ = try? run("LOGOUT", named: "LOGOUT") }

    private func select(_ folder: String) throws(MailboxFault) {
        let quoted = folder.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        _ = try run("SELECT \"\(quoted)\"", named: "SELECT")
    }

    /// Sends a command; its responses, the last one without its tag being OK.
    private func run(_ command: String, named name: String) throws(MailboxFault) -> [ImapResponse] {
        commands += 1
        let tag = "F\(commands)"
        try send(Array("\(tag) \(command)\r\n".utf8))
        var reply = ImapReply(literalBytesMax: Letter.Bounds.bytesMax)
        while true {
            let bytes = try receive()
            guard let responses = try reply.take(bytes, tag: tag) else { continue }
            guard let last = responses.last, last.words.dropFirst().first?.uppercased() == "OK" else {
                throw .refused(name)
            }
            return responses.dropLast()
        }
    }

    private func send(_ bytes: [UInt8]) throws(MailboxFault) {
        var done = 0
        while done < bytes.count {
            var count = 0
            let code = bytes.withUnsafeBytes {
                curl_easy_send(curl, $0.baseAddress.map { $0 + done }, $0.count - done, &count)
            }
            if code == CURLE_AGAIN {
                try wait(for: Int16(POLLOUT))
            } else if code != CURLE_OK {
                throw .unreachable(String(cString: curl_easy_strerror(code)))
            }
            done += count
        }
    }

    /// The next bytes, at least one.
    private func receive() throws(MailboxFault) -> ArraySlice<UInt8> {
        while true {
            var count = 0
            let code = buffer.withUnsafeMutableBytes { curl_easy_recv(curl, $0.baseAddress, $0.count, &count) }
            if code == CURLE_AGAIN {
                // Only now: TLS may hold bytes that the socket has no more.
                try wait(for: Int16(POLLIN))
            } else if code != CURLE_OK {
                throw .unreachable(String(cString: curl_easy_strerror(code)))
            } else if count == 0 {
                throw .unreachable("the server has hung up")
            } else {
                return buffer[..<count]
            }
        }
    }

    /// Waits in short steps, so that a gateway that stops need not wait for a server.
    private func wait(for event: Int16) throws(MailboxFault) {
        var entry = pollfd(fd: foretell_curl_socket(curl), events: event, revents: 0)
        guard entry.fd >= 0 else { throw .unreachable("the server has hung up") }
        for _ in 0..<(ImapSession.silenceSeconds * 5) {
            if isStopping() { throw .stopped }
            if poll(&entry, 1, 200) > 0 { return }
        }
        throw .silent
    }

    /// Why no connection was made, in our words or libcurl's: nothing that stands in a certificate is repeated.
    private func why(_ code: CURLcode) -> String {
        var verified = 0
        _ = foretell_curl_get_long(curl, CURLINFO_SSL_VERIFYRESULT, &verified)
        return switch code {
        // Of a certificate whose signers are in order and whose name is not, libcurl leaves 1, which says nothing.
        case CURLE_PEER_FAILED_VERIFICATION where verified > 1:
            "nobody who is trusted has signed the server's certificate, or it is out of date"
        case CURLE_PEER_FAILED_VERIFICATION: "the server's certificate is another host's"
        case CURLE_USE_SSL_FAILED: "the server offers no TLS, and without it nothing is sent"
        default: String(cString: curl_easy_strerror(code))
        }
    }

    private func set(_ option: CURLoption, _ value: String) {
        isSound = foretell_curl_set_string(curl, option, value) == CURLE_OK && isSound
    }

    private func set(_ option: CURLoption, _ value: Int) {
        isSound = foretell_curl_set_long(curl, option, value) == CURLE_OK && isSound
    }

    /// The first line of the file, read anew each time: it may have been changed.
    private static func password(_ path: String) throws(MailboxFault) -> String {
        guard let data = FileManager.default.contents(atPath: path), data.count <= 65_536 else {
            throw .noPassword(path)
        }
        let line = data.prefix { $0 != 10 && $0 != 13 }
        return String(decoding: line, as: UTF8.self)
    }
}
