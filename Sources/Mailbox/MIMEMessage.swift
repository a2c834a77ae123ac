import Appliances
import CGMime

/// A message as GMime has parsed it; gone with the value.
struct MIMEMessage: ~Copyable {
    private let message: UnsafeMutableRawPointer
    /// False for a message inside of another one, which goes with that.
    private let isOwn: Bool

    /// The library is set up once and never torn down: the process ends with it.
    private static let library: Void = foretell_mime_start()

    /// Parses the bytes of a message; nil where there is none in them.
    init?(_ bytes: [UInt8]) {
        _ = MIMEMessage.library
        guard let parsed = bytes.withUnsafeBytes({ foretell_mime_parse($0.baseAddress, $0.count) }) else { return nil }
        message = parsed
        isOwn = true
    }

    deinit {
        if isOwn { foretell_mime_release(message) }
    }

    /// What names it, bounded as such names are (RFC 5322: a line); empty where there is none, or a longer one.
    var id: String {
        let id = plainText(foretell_mime_message_id(message)).trimmingSpaces
        return id.utf8.count <= 200 ? id : ""
    }

    /// When it was written, between 1970 and 2200.
    var date: Timestamp? {
        var seconds: Int64 = 0
        guard foretell_mime_date(message, &seconds) != 0, (0...7_258_118_400).contains(seconds) else { return nil }
        return Timestamp(milliseconds: seconds * 1_000)
    }

    /// The address of the sender, of at most 254 bytes (RFC 5321).
    var from: String {
        let address = plainText(foretell_mime_from(message)).trimmingSpaces.lowercased()
        return address.contains("@") && address.utf8.count <= 254 ? address : ""
    }

    /// The subject in one line.
    var subject: String {
        String(plainText(foretell_mime_subject(message)).trimmingSpaces.prefix(Letter.Bounds.subjectMax))
    }

    /// A header; empty where there is none.
    func header(_ name: String) -> String { plainText(foretell_mime_header(message, name)).trimmingSpaces }

    /// Whether nobody wants to hear of this message: the sender on its envelope is nobody.
    var hasEmptyReturnPath: Bool { header("Return-Path").filter { $0 != " " } == "<>" }

    /// Whether it is a report on the delivery of another message.
    var isReport: Bool {
        guard let body, body.mediaType == "multipart/report" else { return false }
        return body.parameter("report-type").lowercased() == "delivery-status"
    }

    /// What it holds; nil where that is nothing.
    var body: MIMEPart? { foretell_mime_body(message).map { MIMEPart($0) } }
}

/// A part of a message, which is there as long as the message is.
struct MIMEPart {
    /// What a part can be.
    enum Kind {
        case leaf
        case text
        case list
        case letter
        case other
    }

    private let part: UnsafeMutableRawPointer

    init(_ part: UnsafeMutableRawPointer) { self.part = part }

    var kind: Kind {
        switch UInt32(bitPattern: foretell_mime_kind_of(part)) {
        case foretell_mime_leaf.rawValue: .leaf
        case foretell_mime_text.rawValue: .text
        case foretell_mime_list.rawValue: .list
        case foretell_mime_letter.rawValue: .letter
        default: .other
        }
    }

    /// How many parts a list has.
    var count: Int { Int(foretell_mime_count(part)) }

    /// A part of a list.
    func at(_ index: Int) -> MIMEPart? { foretell_mime_at(part, Int32(index)).map { MIMEPart($0) } }

    /// What the message holds that this part is; nil where it is none.
    var inner: MIMEPart? { foretell_mime_inner(part).flatMap { foretell_mime_body($0) }.map { MIMEPart($0) } }

    /// What the sender says that it is, such as `image/jpeg`.
    var mediaType: String {
        let name = [foretell_mime_type(part), foretell_mime_subtype(part)].map { word in
            plainText(word).lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-+._".contains($0)) }
        }
        guard !name[0].isEmpty, !name[1].isEmpty else { return "application/octet-stream" }
        return "\(name[0].prefix(64))/\(name[1].prefix(64))"
    }

    /// A parameter of its type; empty where there is none.
    func parameter(_ name: String) -> String { plainText(foretell_mime_parameter(part, name)) }

    /// Whether the sender wants it to be shown beside the letter rather than in it.
    var isAttachment: Bool { foretell_mime_is_attachment(part) != 0 || !fileName.isEmpty }

    /// The name of the file as the sender says; empty where there is none.
    var fileName: String { plainText(foretell_mime_file_name(part)) }

    /// What it holds, as UTF-8 where a charset is named that the library knows.
    func content(charset: String? = nil) -> [UInt8] {
        let found = charset.map { foretell_mime_content(part, $0) } ?? foretell_mime_content(part, nil)
        guard let found else { return [] }
        defer { foretell_mime_release(found) }
        var count = 0
        guard let bytes = foretell_mime_bytes(found, &count) else { return [] }
        return Array(UnsafeBufferPointer(start: bytes, count: count))
    }

    /// What a part of text says.
    var words: String {
        let charset = parameter("charset").lowercased()
        let isNamed = !["", "utf-8", "utf8", "us-ascii", "ascii", "unknown-8bit"].contains(charset)
        if isNamed { return String(decoding: content(charset: charset), as: UTF8.self) }
        let raw = content()
        if let text = String(validating: raw, as: UTF8.self) { return text }
        // A lie, or nothing said: what is no UTF-8 is most likely Chinese.
        return String(decoding: content(charset: "gb18030"), as: UTF8.self)
    }
}

/// A C string in one line: without what does not show.
private func plainText(_ text: UnsafePointer<CChar>?) -> String {
    guard let text else { return "" }
    return String(cString: text).withoutControls(keepingLines: false)
}

/// The SHA-256 of bytes, in hexadecimal digits.
func contentHash(_ bytes: [UInt8]) -> String {
    var digits = [UInt8](repeating: 0, count: 65)
    let isMade = bytes.withUnsafeBytes { bytes in
        digits.withUnsafeMutableBytes {
            foretell_sha256(bytes.baseAddress, bytes.count, $0.baseAddress?.assumingMemoryBound(to: CChar.self))
        }
    }
    precondition(isMade != 0, "GLib has SHA-256 since its version 2.16")
    return String(decoding: digits.dropLast(), as: UTF8.self)
}
