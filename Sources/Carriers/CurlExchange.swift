import CCurl
import Foundation

/// One exchange with a server by libcurl: a request that is sent, and what it is answered.
///
/// Blocks its thread until there is an answer or the time is up.
struct CurlExchange {
    /// How it ended.
    enum Outcome: Equatable {
        /// The server answered with this code, of HTTP or of SMTP.
        case answered(Int)
        /// It did not come to an answer; what libcurl says of it, and the server's last code where it gave one.
        case failed(why: String, code: Int, at: Step)
    }

    /// How far an exchange came before it failed.
    enum Step: Equatable {
        /// Not as far as somebody whom it is for: to connect, to be let in, to be believed as a sender.
        case server
        /// To one whom it is for.
        case recipient
        /// To the end of what was sent.
        case content
    }

    /// Connecting and the whole exchange may take so long, in seconds.
    private static let (connectMax, wholeMax) = (10, 30)

    private let handle: OpaquePointer
    private var list: UnsafeMutablePointer<curl_slist>?
    private var recipients: UnsafeMutablePointer<curl_slist>?
    private let complaint = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    /// Whether libcurl has taken every option: without one of them, such as that for encryption, nothing is sent.
    private var isSound = true

    /// An exchange with the server of a URL, of these schemes alone.
    init?(_ url: String, schemes: String) {
        guard CurlExchange.isReady, let handle = curl_easy_init() else { return nil }
        self.handle = OpaquePointer(handle)
        complaint.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        note(foretell_curl_set_pointer(raw, CURLOPT_ERRORBUFFER, complaint))
        set(CURLOPT_URL, url)
        set(CURLOPT_PROTOCOLS_STR, schemes)
        // Threads and signals do not go together.
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_CONNECTTIMEOUT, CurlExchange.connectMax)
        set(CURLOPT_TIMEOUT, CurlExchange.wholeMax)
        // Said although libcurl does so by itself: whom it talks to is checked, and nobody sends it elsewhere.
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_FOLLOWLOCATION, 0)
        // What the server says beside its code is of no use here, and a hostile one says much.
        note(foretell_curl_set_function(raw, CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count })
    }

    // libcurl must be started once, before there are threads that call it.
    static let isReady = foretell_curl_start() == CURLE_OK

    private var raw: UnsafeMutableRawPointer { UnsafeMutableRawPointer(handle) }

    private mutating func note(_ code: CURLcode) { isSound = isSound && code == CURLE_OK }

    mutating func set(_ option: CURLoption, _ text: String) { note(foretell_curl_set_string(raw, option, text)) }

    mutating func set(_ option: CURLoption, _ number: Int) { note(foretell_curl_set_long(raw, option, number)) }

    /// Adds a header; one with a line end in it, which would begin another, is not taken and nothing is sent.
    mutating func add(header: String) { append(header, to: \.list) }

    /// Adds somebody whom a letter is for.
    mutating func add(recipient: String) { append(recipient, to: \.recipients) }

    private mutating func append(
        _ line: String, to list: WritableKeyPath<CurlExchange, UnsafeMutablePointer<curl_slist>?>
    ) {
        let isOneLine = line.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        guard isOneLine, let longer = curl_slist_append(self[keyPath: list], line) else {
            isSound = false
            return
        }
        self[keyPath: list] = longer
    }

    /// Sends a body as HTTP does.
    mutating func perform(posting body: [UInt8]) -> Outcome {
        set(CURLOPT_POST, 1)
        set(CURLOPT_POSTFIELDSIZE, body.count)
        return body.withUnsafeBytes { bytes in
            note(
                foretell_curl_set_pointer(
                    raw, CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress)))
            return perform()
        }
    }

    /// Sends a text as the only part of a letter, in base64 so that every character arrives.
    mutating func perform(mailing text: String) -> Outcome {
        guard let mime = curl_mime_init(raw), let part = curl_mime_addpart(mime) else {
            return .failed(why: "no memory for a letter", code: 0, at: .server)
        }
        defer { curl_mime_free(mime) }
        note(curl_mime_data(part, text, text.utf8.count))
        note(curl_mime_type(part, "text/plain; charset=utf-8"))
        note(curl_mime_encoder(part, "base64"))
        note(foretell_curl_set_pointer(raw, CURLOPT_MIMEPOST, UnsafeMutableRawPointer(mime)))
        return perform()
    }

    private mutating func perform() -> Outcome {
        if let list { note(foretell_curl_set_list(raw, CURLOPT_HTTPHEADER, list)) }
        if let recipients { note(foretell_curl_set_list(raw, CURLOPT_MAIL_RCPT, recipients)) }
        guard isSound else { return .failed(why: "libcurl cannot send it as it must be sent", code: 0, at: .server) }
        let result = curl_easy_perform(raw)
        var code = 0
        _ = foretell_curl_get_long(raw, CURLINFO_RESPONSE_CODE, &code)
        guard result != CURLE_OK else { return .answered(code) }
        let said = String(cString: complaint)
        let why = said.isEmpty ? String(cString: curl_easy_strerror(result)) : said
        return .failed(why: why, code: code, at: step(why))
    }

    /// The SMTP code alone does not say to what the server said no.
    private func step(_ why: String) -> Step {
        var sent: curl_off_t = 0
        _ = foretell_curl_get_offset(raw, CURLINFO_SIZE_UPLOAD_T, &sent)
        if sent > 0 { return .content }
        return why.hasPrefix("RCPT failed") ? .recipient : .server
    }

    /// Gives back what it took; once, at the end.
    func close() {
        curl_slist_free_all(list)
        curl_slist_free_all(recipients)
        curl_easy_cleanup(raw)
        complaint.deallocate()
    }
}
