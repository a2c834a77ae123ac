/// Looks over the raw bytes of a message before they are parsed.
///
/// The parser compares each line that may be a boundary with every one that is open, and reads the headers of each part
/// into lists: what is bounded here cannot make that long.
///
/// - Throws: where it is too large, its headers are too long, or too much in it announces further parts.
func checkFrame(_ bytes: [UInt8]) throws(UnreadableLetter) {
    guard bytes.count <= Letter.Bounds.bytesMax else { throw .tooLarge }
    guard headLength(bytes) <= Letter.Bounds.headBytesMax else { throw .longHead }
    try checkLines(bytes)
    // Half of the parts may open a list or a letter of their own; no honest message comes near.
    guard count(of: "boundary", in: bytes) + count(of: "message/", in: bytes) <= Letter.Bounds.partsMax / 2 else {
        throw .tooManyParts
    }
}

/// Looks at each line of a message, also of those that lie inside of it.
///
/// Three things make GMime 3.2 slow, large, or end in a crash, and no honest letter has them: millions of short lines,
/// which may each be a header or a boundary; and groups of addresses in groups, for which it calls itself each time.
private func checkLines(_ bytes: [UInt8]) throws(UnreadableLetter) {
    var (lines, dashes, start) = (0, 0, 0)
    var field: (colons: Int, bytes: Int)?
    while start < bytes.count {
        let end = bytes[start...].firstIndex(of: 10) ?? bytes.count
        let line = bytes[start..<end]
        start = end + 1
        lines += 1
        if line.starts(with: [0x2D, 0x2D]) { dashes += 1 }
        guard lines <= Letter.Bounds.linesMax, dashes <= Letter.Bounds.boundaryLinesMax else { throw .tooManyParts }
        let isContinued = line.first == 32 || line.first == 9
        // A line that goes on belongs to the field before it; what only looks like one is counted as one.
        if field == nil || !isContinued { field = isAddressField(line) ? (0, 0) : nil }
        guard var (colons, length) = field else { continue }
        colons += line.count { $0 == UInt8(ascii: ":") }
        length += line.count
        guard colons <= Letter.Bounds.addressColonsMax, length <= Letter.Bounds.headBytesMax else { throw .longHead }
        field = (colons, length)
    }
}

/// Whether a line may begin a header of addresses, such as `From:`.
private func isAddressField(_ line: ArraySlice<UInt8>) -> Bool {
    let rest = line.drop { $0 == 32 || $0 == 9 }
    // Most lines are looked at no further than this.
    guard let first = rest.first, "bcfrst".utf8.contains(first | 0x20) else { return false }
    let name = rest.prefix(40).prefix { $0 != UInt8(ascii: ":") && $0 > 32 }
    let word = String(decoding: name, as: UTF8.self).lowercased()
    let plain = word.hasPrefix("resent-") ? String(word.dropFirst(7)) : word
    return ["from", "sender", "reply-to", "to", "cc", "bcc"].contains(plain)
}

/// The bytes before the first empty line; all of them where there is none.
private func headLength(_ bytes: [UInt8]) -> Int {
    var isLineEmpty = true
    for (place, byte) in bytes.enumerated() {
        if byte == 10 {
            if isLineEmpty { return place }
            isLineEmpty = true
        } else if byte != 13 {
            isLineEmpty = false
        }
    }
    return bytes.count
}

/// How often a lower-case word stands in bytes, in whatever case, where it could be one of a header.
private func count(of word: StaticString, in bytes: [UInt8]) -> Int {
    let length = word.utf8CodeUnitCount
    let first = word.utf8Start[0]
    var (found, place) = (0, 0)
    while place + length <= bytes.count {
        // Letters differ from their capitals in one bit; `/` keeps it.
        if bytes[place] | 0x20 == first,
            (1..<length).allSatisfy({ bytes[place + $0] | 0x20 == word.utf8Start[$0] | 0x20 })
        {
            found += 1
            place += length
        } else {
            place += 1
        }
    }
    return found
}
