extension CBORReader {
    /// Reads a text, which must be UTF-8.
    mutating func text(_ head: Head, _ bytes: Span<UInt8>) throws(CBORFault) -> String {
        let content = try string(head, bytesMax: Self.textBytesMax, bytes)
        guard let text = String(validating: content, as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    /// Reads the bytes of a string, whole or in pieces.
    mutating func string(_ head: Head, bytesMax: Int, _ bytes: Span<UInt8>) throws(CBORFault) -> [UInt8] {
        var content: [UInt8] = []
        guard case .indefinite = head.argument else {
            try append(head, to: &content, bytesMax: bytesMax, bytes)
            return content
        }
        while try !passBreak(bytes) {
            let piece = try self.head(bytes)
            // Pieces are of the string's own kind and have a length (RFC 8949, 3.2.3).
            guard piece.major == head.major, piece.argument != .indefinite else { throw .malformed }
            let before = content.count
            try append(piece, to: &content, bytesMax: bytesMax, bytes)
            guard head.major == 2 || String(validating: content[before...], as: UTF8.self) != nil else {
                throw .notUTF8
            }
        }
        return content
    }

    private mutating func append(
        _ head: Head, to content: inout [UInt8], bytesMax: Int, _ bytes: Span<UInt8>
    ) throws(CBORFault) {
        guard case .number(let length, _) = head.argument else { throw .malformed }
        guard length <= UInt64(bytesMax - content.count) else { throw .textTooLong }
        let start = try take(Int(length), from: bytes)
        for index in start..<place { content.append(bytes[index]) }
    }

    /// Bytes as text, two lower-case digits each.
    func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
