package import Appliances

/// An e-mail: what stands in it, and what came along.
///
/// The sender is whoever the message names: nobody has proved it.
package struct Letter: Sendable, Equatable {
    /// Something that came along, such as a picture.
    package struct Attachment: Sendable, Equatable {
        /// The file's name without anything that a path, a shell or a terminal would take for more; never empty.
        package let name: String
        /// What the sender says that it is, such as `image/jpeg`.
        package let mediaType: String
        /// What it holds.
        package let bytes: [UInt8]
    }

    /// How much a letter may hold.
    package enum Bounds {
        /// How many bytes the whole message may have.
        package static let bytesMax = 25 * 1_048_576
        /// How many attachments there may be.
        package static let attachmentsMax = 20
        /// How many bytes one of them may have.
        package static let attachmentBytesMax = 10 * 1_048_576
        /// How deep parts may lie in each other.
        package static let depthMax = 16
        /// How many parts there may be.
        package static let partsMax = 200
        /// How many bytes of text are kept.
        package static let textBytesMax = 65_536
        /// How many bytes the message's own headers may have, and any header of addresses.
        package static let headBytesMax = 262_144
        /// How many lines it may have; 25 MiB in base64 are 350,000.
        package static let linesMax = 600_000
        /// How many of them may begin like the boundary of a part.
        package static let boundaryLinesMax = 20_000
        /// How many colons a header of addresses may have: each may open a group.
        package static let addressColonsMax = 500
        /// How many characters a subject is kept with.
        package static let subjectMax = 300
    }

    /// What names the message among all messages, without brackets; empty where it has no such name.
    package let id: String
    /// When it was written, as the sender says; nil where that cannot be read.
    package let date: Timestamp?
    /// The address of the sender in lower case; empty where there is none.
    package let from: String
    /// The subject in one line.
    package let subject: String
    /// What it says, without formatting.
    package let text: String
    /// What came along.
    package let attachments: [Attachment]
    /// Why a machine and no person has written it; nil where nothing says so.
    package let automatic: AutomaticLetter?
    /// The SHA-256 of the whole message, in hexadecimal digits.
    package let hash: String

    /// Reads a message (RFC 5322 with MIME).
    ///
    /// - Throws: what is wrong with it, where it is no message or holds more than ``Bounds`` allow.
    package init(parsing bytes: [UInt8]) throws(UnreadableLetter) {
        try checkFrame(bytes)
        guard let message = MIMEMessage(bytes) else { throw .notAMessage }
        id = message.id
        date = message.date
        from = message.from
        subject = message.subject
        guard !id.isEmpty || !from.isEmpty || !subject.isEmpty || date != nil else { throw .notAMessage }
        automatic = AutomaticLetter(message)
        var parts = LetterParts()
        try parts.collect(message)
        text = parts.text
        attachments = parts.attachments
        guard !subject.isEmpty || !text.isEmpty || !attachments.isEmpty else { throw .empty }
        hash = contentHash(bytes)
    }
}

/// Why a message cannot be taken as a letter.
package enum UnreadableLetter: Error, Equatable, CustomStringConvertible {
    /// It has more bytes than a letter may have.
    case tooLarge
    /// It is none: neither sender, nor subject, nor date, nor name.
    case notAMessage
    /// It says nothing.
    case empty
    /// Its headers are longer than any honest ones.
    case longHead
    /// It has more parts, or lines that could be some, than a letter may have.
    case tooManyParts
    /// Its parts lie in each other more deeply than they may.
    case tooDeep
    /// More came along than may.
    case tooManyAttachments
    /// An attachment has more bytes than it may have.
    case largeAttachment(String)

    /// The reason for people.
    package var description: String {
        switch self {
        case .tooLarge: "a letter may have \(Letter.Bounds.bytesMax) bytes"
        case .notAMessage: "it is no e-mail: it has no sender, subject, date or message id"
        case .empty: "the letter is empty"
        case .longHead: "a header is longer than any honest one (\(Letter.Bounds.headBytesMax) bytes)"
        case .tooManyParts: "it has more parts or lines than a letter may have (\(Letter.Bounds.partsMax) parts)"
        case .tooDeep: "the parts of a letter may lie \(Letter.Bounds.depthMax) deep in each other"
        case .tooManyAttachments: "a letter may have \(Letter.Bounds.attachmentsMax) attachments"
        case .largeAttachment(let name):
            "an attachment may have \(Letter.Bounds.attachmentBytesMax) bytes; `\(name)` has more"
        }
    }
}

/// What makes known that a machine has written a letter; to take such letters, or answer them, can run in circles.
package enum AutomaticLetter: String, CaseIterable, Sendable {
    /// It says so itself (RFC 3834), as notes of absence do.
    case automaticAnswer = "automatic_answer"
    /// It went to many.
    case bulk
    /// It tells of a letter that was not delivered.
    case bounce

    /// What the headers of a message say.
    init?(_ message: borrowing MIMEMessage) {
        let submitted = message.header("Auto-Submitted").lowercased()
        let sort = message.header("Precedence").lowercased()
        if message.hasEmptyReturnPath || message.isReport {
            self = .bounce
        } else if !submitted.isEmpty, submitted != "no" {
            self = .automaticAnswer
        } else if sort == "auto_reply" {
            self = .automaticAnswer
        } else if ["bulk", "junk", "list"].contains(sort) {
            self = .bulk
        } else {
            return nil
        }
    }
}
