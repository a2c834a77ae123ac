/// A table of comma-separated values (RFC 4180), read row by row out of its bytes.
///
/// Made for files of some 50 MB: the bytes stay as they are, a cell is a place in them, and
/// text is made only where someone asks for it. Lines end with LF or CRLF, a byte order mark
/// may stand at the very start, and lines without a single character are passed over.
package struct CSVTable: Sendable {
    /// One row, with as many cells as the header has.
    package struct Row: Sendable {
        /// The line on which the row begins, from 1.
        package let line: Int
        fileprivate let bytes: [UInt8]
        fileprivate var cells: [Cell]

        /// How many cells there are.
        package var count: Int { cells.count }

        /// The text of a cell, without its quotes.
        package subscript(_ column: Int) -> String {
            let cell = cells[column]
            let text = String(decoding: bytes[cell.range], as: UTF8.self)
            return cell.hasDoubledQuotes ? text.replacing("\"\"", with: "\"") : text
        }

        /// The bytes of a cell without blanks around them; doubled quotes stay doubled.
        ///
        /// For numbers and times, in which quotes have no place.
        package func trimmedBytes(_ column: Int) -> ArraySlice<UInt8> {
            var range = cells[column].range
            while let first = range.first, isBlank(bytes[first]) { range.removeFirst() }
            while let last = range.last, isBlank(bytes[last]) { range.removeLast() }
            return bytes[range]
        }

        /// The text of a cell without blanks around it.
        package func trimmed(_ column: Int) -> String {
            if cells[column].hasDoubledQuotes { return trimmingBlanks(self[column]) }
            return String(decoding: trimmedBytes(column), as: UTF8.self)
        }
    }

    fileprivate struct Cell: Sendable {
        let range: Range<Int>
        let hasDoubledQuotes: Bool
    }

    /// What stands in the first row, without blanks around the names.
    package private(set) var header: [String] = []
    private let file: String
    private let bytes: [UInt8]
    private var place = 0
    /// The line at `place`.
    private var line = 1

    /// How many bytes have been read so far.
    package var bytesRead: Int { place }

    /// The table in these bytes, its header read.
    ///
    /// - Throws: a problem of `file` where the bytes are not UTF-8, where there is no header
    ///   or where two columns have one name.
    package init(_ bytes: [UInt8], file: String) throws(ConfigProblem) {
        self.bytes = bytes
        self.file = file
        if let line = CSVTable.firstLineNotUTF8(bytes) {
            throw ConfigProblem(file: file, line: line, text: "is not UTF-8; save it as UTF-8")
        }
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { place = 3 }
        guard let names = try readRow() else {
            throw ConfigProblem(
                file: file, line: 1, text: "the file is empty; it must begin with a line of column names")
        }
        header = (0..<names.count).map { names.trimmed($0) }
        for (index, name) in header.enumerated() where header[..<index].contains(name) {
            throw ConfigProblem(file: file, line: names.line, text: "two columns are called `\(name)`; rename one")
        }
    }

    /// The next row; nil at the end.
    ///
    /// - Throws: what is wrong with this row, with its line. Asked again, the table goes on
    ///   with the row after it; after an unclosed quote there is none.
    package mutating func nextRow() throws(ConfigProblem) -> Row? {
        guard let row = try readRow() else { return nil }
        guard row.count == header.count else {
            throw ConfigProblem(
                file: file, line: row.line,
                text: "the row has \(row.count) cells, the header \(header.count); cells with commas need quotes")
        }
        return row
    }

    private mutating func readRow() throws(ConfigProblem) -> Row? {
        while endLine() {}
        guard place < bytes.count else { return nil }
        var row = Row(line: line, bytes: bytes, cells: [])
        row.cells.reserveCapacity(header.count)
        while true {
            let cell =
                place < bytes.count && bytes[place] == quote
                ? try quotedCell(rowLine: row.line) : try plainCell(rowLine: row.line)
            row.cells.append(cell)
            if place == bytes.count || endLine() { return row }
            // Both kinds of cell end at a comma where they do not end the line.
            place += 1
        }
    }

    /// Steps over a line's end; false where there is none.
    private mutating func endLine() -> Bool {
        let length = lineEnd(at: place)
        guard length > 0 else { return false }
        place += length
        line += 1
        return true
    }

    /// How many bytes of line end stand there: LF, or CR with LF.
    private func lineEnd(at place: Int) -> Int {
        guard place < bytes.count else { return 0 }
        if bytes[place] == newline { return 1 }
        guard bytes[place] == carriageReturn, place + 1 < bytes.count else { return 0 }
        return bytes[place + 1] == newline ? 2 : 0
    }

    private mutating func plainCell(rowLine: Int) throws(ConfigProblem) -> Cell {
        let start = place
        var end = place
        var hasQuote = false
        while end < bytes.count {
            let byte = bytes[end]
            if byte == comma || byte == newline { break }
            if byte == quote { hasQuote = true }
            end += 1
        }
        place = end
        // The CR of a CRLF is no part of the cell.
        if end > start, end < bytes.count, bytes[end] == newline, bytes[end - 1] == carriageReturn {
            place -= 1
        }
        if hasQuote {
            skipLine()
            throw ConfigProblem(
                file: file, line: rowLine,
                text: "a quote stands inside a cell without quotes; quote the cell and double the quotes in it")
        }
        return Cell(range: start..<place, hasDoubledQuotes: false)
    }

    private mutating func quotedCell(rowLine: Int) throws(ConfigProblem) -> Cell {
        let start = place + 1
        var isDoubled = false
        place = start
        while place < bytes.count {
            if bytes[place] == newline { line += 1 }
            if bytes[place] == quote {
                guard place + 1 < bytes.count, bytes[place + 1] == quote else { break }
                isDoubled = true
                place += 1
            }
            place += 1
        }
        guard place < bytes.count else {
            throw ConfigProblem(
                file: file, line: rowLine, text: "a quote is never closed; a quote in a cell is doubled")
        }
        let cell = Cell(range: start..<place, hasDoubledQuotes: isDoubled)
        place += 1
        if place == bytes.count || bytes[place] == comma || lineEnd(at: place) > 0 { return cell }
        skipLine()
        throw ConfigProblem(
            file: file, line: rowLine, text: "text follows a closing quote; a quote in a cell is doubled")
    }

    private mutating func skipLine() {
        while place < bytes.count, bytes[place] != newline { place += 1 }
    }

    private static func firstLineNotUTF8(_ bytes: [UInt8]) -> Int? {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return 1 + bytes[..<error.byteOffsets.lowerBound].count { $0 == newline }
        }
    }
}

private let quote = UInt8(ascii: "\"")
private let comma = UInt8(ascii: ",")
private let newline = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")

private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

/// The text without blanks and tabs around it.
func trimmingBlanks(_ text: String) -> String {
    let start = text.drop { $0 == " " || $0 == "\t" }
    let end = start.lastIndex { $0 != " " && $0 != "\t" }
    return end.map { String(start[...$0]) } ?? ""
}
