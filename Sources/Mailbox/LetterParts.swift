/// Text and attachments of a message while its parts are walked through, the outermost first.
struct LetterParts {
    private var plain = ""
    private var html = ""
    private var partCount = 0
    private(set) var attachments: [Letter.Attachment] = []

    /// What the letter says: its plain text, or where there is none the text of its HTML.
    var text: String {
        let chosen = plain.contains { !$0.isWhitespace } ? plain : plainText(ofHTML: html)
        return chosen.withoutControls(keepingLines: true).cut(toBytes: Letter.Bounds.textBytesMax).trimmingSpaces
    }

    /// Walks through a message.
    mutating func collect(_ message: borrowing MIMEMessage) throws(UnreadableLetter) {
        if let body = message.body { try collect(body, depth: 1) }
    }

    private mutating func collect(_ part: MIMEPart, depth: Int) throws(UnreadableLetter) {
        guard depth <= Letter.Bounds.depthMax else { throw .tooDeep }
        partCount += 1
        guard partCount <= Letter.Bounds.partsMax else { throw .tooManyParts }
        switch part.kind {
        case .list:
            let count = part.count
            guard count <= Letter.Bounds.partsMax else { throw .tooManyParts }
            for index in 0..<count {
                if let inner = part.at(index) { try collect(inner, depth: depth + 1) }
            }
        case .letter:
            // A letter that was passed on is evidence too.
            if let inner = part.inner { try collect(inner, depth: depth + 1) }
        case .text where !part.isAttachment: read(part)
        case .text, .leaf: try keep(part)
        case .other: break
        }
    }

    private mutating func read(_ part: MIMEPart) {
        let isHTML = part.mediaType == "text/html"
        let room = Letter.Bounds.textBytesMax - (isHTML ? html : plain).utf8.count
        guard room > 0 else { return }
        // Tags are no text: of HTML more is read than is kept.
        let words = part.words.cut(toBytes: isHTML ? room * 8 : room)
        if isHTML { html += words + "\n" } else { plain += words + "\n" }
    }

    private mutating func keep(_ part: MIMEPart) throws(UnreadableLetter) {
        let bytes = part.content()
        guard !bytes.isEmpty else { return }
        let name = safeFileName(part.fileName, otherwise: "attachment-\(attachments.count + 1)")
        guard bytes.count <= Letter.Bounds.attachmentBytesMax else { throw .largeAttachment(name) }
        guard attachments.count < Letter.Bounds.attachmentsMax else { throw .tooManyAttachments }
        attachments.append(Letter.Attachment(name: name, mediaType: part.mediaType, bytes: bytes))
    }
}

/// The last part of a name, of letters, digits and a few signs; never hidden, never a path, at most 100 characters.
func safeFileName(_ name: String, otherwise: String) -> String {
    let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
    let plain = last.map { $0.isLetter || $0.isNumber || "-._".contains($0) ? $0 : "_" }
    let safe = String(String(plain.drop { $0 == "." || $0 == "-" }).suffix(100)).cut(toBytes: 200)
    return safe.contains { $0.isLetter || $0.isNumber } ? safe : otherwise
}

extension String {
    /// Without characters that do not show, that move the cursor, or that turn the direction of reading.
    func withoutControls(keepingLines: Bool) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x0A where keepingLines: kept.append(scalar)
            case 0x09, 0x0A: kept.append(" ")
            case 0..<0x20, 0x7F..<0xA0, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF: continue
            default: kept.append(scalar)
            }
        }
        return String(kept)
    }

    /// The beginning that has so many bytes at most, never half a character.
    func cut(toBytes most: Int) -> String {
        guard utf8.count > most else { return self }
        var end = utf8.index(utf8.startIndex, offsetBy: most)
        while end > startIndex, end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }

    /// Without white space at its ends.
    var trimmingSpaces: String {
        let first = drop { $0.isWhitespace }
        guard let last = first.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(first[...last])
    }
}
