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
        /// It did not come to an answer, and why; with the server's code where it gave one.
        case failed(why: String, code: Int)
    }

    /// Connecting and the whole exchange may take so long, in seconds.
    private static let (connectMax, wholeMax) = (10, 30)

    private let handle: OpaquePointer
    private var list: UnsafeMutablePointer<curl_slist>?
    private var recipients: UnsafeMutablePointer<curl_slist>?

    /// An exchange with the server of a URL, of these schemes alone.
    init?(_ url: String, schemes: String) {
        guard CurlExchange.isReady, let handle = curl_easy_init() else { return nil }
        self.handle = OpaquePointer(handle)
        set(CURLOPT_URL, url)
        set(CURLOPT_PROTOCOLS_STR, schemes)
        // Threads and signals do not go together.
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_CONNECTTIMEOUT, CurlExchange.connectMax)
        set(CURLOPT_TIMEOUT, CurlExchange.wholeMax)
        // What the server says beside its code is of no use here, and a hostile one says much.
        _ = foretell_curl_set_function(raw, CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count }
    }

    // libcurl must be started once, before there are threads that call it.
    private static let isReady = foretell_curl_start() == CURLE_OK

    private var raw: UnsafeMutableRawPointer { UnsafeMutableRawPointer(handle) }

    func set(_ option: CURLoption, _ text: String) { _ = foretell_curl_set_string(raw, option, text) }

    func set(_ option: CURLoption, _ number: Int) { _ = foretell_curl_set_long(raw, option, number) }

    mutating func add(header: String) { list = curl_slist_append(list, header) }

    mutating func add(recipient: String) { recipients = curl_slist_append(recipients, recipient) }

    /// Sends a body as HTTP does.
    func perform(posting body: [UInt8]) -> Outcome {
        set(CURLOPT_POST, 1)
        set(CURLOPT_POSTFIELDSIZE, body.count)
        return body.withUnsafeBytes { bytes in
            _ = foretell_curl_set_pointer(
                raw, CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
            return perform()
        }
    }

    /// Sends a text as the only part of a letter, in base64 so that every character arrives.
    func perform(mailing text: String) -> Outcome {
        guard let mime = curl_mime_init(raw), let part = curl_mime_addpart(mime) else {
            return .failed(why: "no memory for a letter", code: 0)
        }
        defer { curl_mime_free(mime) }
        curl_mime_data(part, text, text.utf8.count)
        curl_mime_type(part, "text/plain; charset=utf-8")
        curl_mime_encoder(part, "base64")
        _ = foretell_curl_set_pointer(raw, CURLOPT_MIMEPOST, UnsafeMutableRawPointer(mime))
        return perform()
    }

    private func perform() -> Outcome {
        if let list { _ = foretell_curl_set_list(raw, CURLOPT_HTTPHEADER, list) }
        if let recipients { _ = foretell_curl_set_list(raw, CURLOPT_MAIL_RCPT, recipients) }
        let result = curl_easy_perform(raw)
        var code = 0
        _ = foretell_curl_get_long(raw, CURLINFO_RESPONSE_CODE, &code)
        return result == CURLE_OK
            ? .answered(code) : .failed(why: String(cString: curl_easy_strerror(result)), code: code)
    }

    /// Gives back what it took; once, at the end.
    func close() {
        curl_slist_free_all(list)
        curl_slist_free_all(recipients)
        curl_easy_cleanup(raw)
    }
}
