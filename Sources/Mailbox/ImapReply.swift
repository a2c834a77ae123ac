/// One response of an IMAP server (RFC 3501): its line, with what came as literals taken out of it.
struct ImapResponse: Equatable {
    /// The line without its end; a literal leaves its `{count}`.
    var line = ""
    /// What came as literals, in their order.
    var literals: [[UInt8]] = []

    /// The words of the line.
    var words: [Substring] { line.split(separator: " ") }
}

/// Cuts what an IMAP server sends into responses.
///
/// Literals are taken by their length and never looked into: nothing that stands in a letter can pass for a response.
struct ImapReply {
    /// How many bytes a line may have; a search names each letter with up to eleven.
    static let lineBytesMax = 4 * 1_048_576
    /// How many responses one command may have.
    static let responsesMax = 20_000

    /// How many bytes a literal may have.
    private let literalBytesMax: Int
    private var line: [UInt8] = []
    private var response = ImapResponse()
    private var responses: [ImapResponse] = []
    private var literal: [UInt8] = []
    /// How many bytes of a literal are missing; nil outside of one.
    private var missing: Int?

    init(literalBytesMax: Int) { self.literalBytesMax = literalBytesMax }

    /// Takes the next bytes; all responses once the one with this tag is there.
    mutating func take(_ bytes: some Sequence<UInt8>, tag: String) throws(MailboxFault) -> [ImapResponse]? {
        for byte in bytes {
            if let left = missing, left > 0 {
                literal.append(byte)
                missing = left - 1
                if left == 1 { endLiteral() }
                continue
            }
            guard byte == 10 else {
                guard line.count < ImapReply.lineBytesMax else { throw .protocolBroken("a line is too long") }
                line.append(byte)
                continue
            }
            if try endLine(tag) { return responses }
        }
        return nil
    }

    private mutating func endLiteral() {
        response.literals.append(literal)
        literal = []
        missing = nil
    }

    /// A line has ended; whether it was the last one.
    private mutating func endLine(_ tag: String) throws(MailboxFault) -> Bool {
        if line.last == 13 { line.removeLast() }
        if let count = ImapReply.literalLength(line) {
            guard count <= literalBytesMax else { throw .protocolBroken("a literal is too long") }
            response.line += String(decoding: line, as: UTF8.self)
            line = []
            missing = count
            if count == 0 { endLiteral() }
            return false
        }
        response.line += String(decoding: line, as: UTF8.self)
        guard responses.count < ImapReply.responsesMax else { throw .protocolBroken("too many responses") }
        responses.append(response)
        let isLast = response.line.hasPrefix("\(tag) ")
        (line, response) = ([], ImapResponse())
        return isLast
    }

    /// The length that `{count}` at the end of a line announces; nil where none stands there.
    static func literalLength(_ line: [UInt8]) -> Int? {
        guard line.last == UInt8(ascii: "}"), let open = line.lastIndex(of: UInt8(ascii: "{")) else { return nil }
        let digits = line[(open + 1)..<(line.count - 1)]
        guard (1...10).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}

/// What goes wrong with a mailbox.
package enum MailboxFault: Error, Equatable, CustomStringConvertible {
    /// The server cannot be reached, or does not let us in; libcurl's words.
    case unreachable(String)
    /// The server says no to a command.
    case refused(String)
    /// What the server says is no IMAP, or more than is taken.
    case protocolBroken(String)
    /// The server is silent.
    case silent
    /// The file with the password cannot be read.
    case noPassword(String)
    /// A letter cannot be taken now.
    case putOff(String)
    /// We stop.
    case stopped

    /// The fault for people; it repeats nothing that the server has sent.
    package var description: String {
        switch self {
        case .unreachable(let reason): reason
        case .refused(let command): "the server refuses \(command)"
        case .protocolBroken(let what): "the server speaks no IMAP that is understood: \(what)"
        case .silent: "the server is silent"
        case .noPassword(let path): "\(path): the password cannot be read"
        case .putOff(let reason): reason
        case .stopped: "it stops"
        }
    }
}
