package import Appliances
import Crypto
package import Foundation
package import ServiceDesk
import Synchronization

/// What lets somebody in: bound to a role, to a number and to a service centre.
///
/// Only its hash is written down; the token itself is shown once, when it is made.
package struct Token: Sendable, Codable, Equatable {
    /// Its name, for lists and for revoking it.
    package let id: String
    /// Who comes with it, and as what.
    package let actor: Actor
    /// The service centre for which it counts; empty for every one.
    package let centre: String
    /// When it was made.
    package let made: Timestamp
    /// The SHA-256 of the token, in hexadecimal digits.
    package let hash: String
}

/// The tokens of a gateway: one file in its state folder, which nobody else may read.
///
/// Read again whenever the file has changed, so that a token counts, or no longer counts, from the next request on.
package final class TokenBook: Sendable {
    private struct Page {
        var stamp: Date?
        var tokens: [String: Token] = [:]
    }

    /// How many tokens a gateway may have.
    package static let tokensMax = 10_000

    private let file: URL
    private let page = Mutex(Page())

    /// The book of a state folder.
    package init(folder: URL) { file = folder.appending(path: "tokens.json") }

    /// The token that these characters are; nil where they are none that counts.
    package func token(_ text: String) -> Token? {
        let hash = TokenBook.hash(text)
        return page.withLock { page in
            let stamp = try? file.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
            if page.stamp != stamp || stamp == nil {
                let tokens = (try? all()) ?? []
                page = Page(stamp: stamp, tokens: Dictionary(tokens.map { ($0.hash, $0) }) { first, _ in first })
            }
            return page.tokens[hash]
        }
    }

    /// All tokens, in the order in which they were made; none where there is no book yet.
    package func all() throws -> [Token] {
        guard FileManager.default.fileExists(atPath: file.path) else { return [] }
        return try JSONDecoder().decode([Token].self, from: Data(contentsOf: file))
    }

    /// Makes a token, and says once what it is.
    package func make(_ actor: Actor, centre: String, at moment: Timestamp) throws -> (token: Token, text: String) {
        let text =
            "foretell_" + (0..<32).map { _ in TokenBook.letters[Int.random(in: 0..<32)] }.map(String.init).joined()
        let hash = TokenBook.hash(text)
        let token = Token(id: "T-" + hash.prefix(8), actor: actor, centre: centre, made: moment, hash: hash)
        try alone { try write(all() + [token]) }
        return (token, text)
    }

    /// Takes a token out; false where there is none of that name.
    package func revoke(_ id: String) throws -> Bool {
        try alone {
            let tokens = try all()
            let left = tokens.filter { $0.id != id }
            guard left.count < tokens.count else { return false }
            try write(left)
            return true
        }
    }

    /// Changes the book while nobody else does: of two at once neither loses what the other has written.
    private func alone<Value>(_ change: () throws -> Value) throws -> Value {
        let path = file.path + ".lock"
        let lock = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw TokenFault.unwritable(path) }
        // The lock goes with the file's last descriptor, however the process ends.
        defer { close(lock) }
        while flock(lock, LOCK_EX) != 0 {
            guard errno == EINTR else { throw TokenFault.unwritable(path) }
        }
        return try change()
    }

    private func write(_ tokens: [Token]) throws {
        guard tokens.count <= TokenBook.tokensMax else { throw TokenFault.tooMany }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        // Written beside it first: a reader sees the one or the other, and nobody but the owner ever.
        let draft = file.appendingPathExtension("new")
        guard
            FileManager.default.createFile(
                atPath: draft.path, contents: try encoder.encode(tokens), attributes: [.posixPermissions: 0o600])
        else { throw TokenFault.unwritable(file.path) }
        guard rename(draft.path, file.path) == 0 else { throw TokenFault.unwritable(file.path) }
    }

    /// Letters and digits that are not taken for one another; 32 of them, so that 32 places hold 160 bits.
    static let letters = Array("0123456789abcdefghjkmnpqrstvwxyz")

    private static func hash(_ text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).map { zeroPadded(String($0, radix: 16)) }.joined()
    }

    private static func zeroPadded(_ digits: String) -> String { digits.count < 2 ? "0" + digits : digits }
}

/// Why a token cannot be written down.
package enum TokenFault: Error, CustomStringConvertible {
    /// There are too many.
    case tooMany
    /// The file cannot be written.
    case unwritable(String)

    /// The reason for people.
    package var description: String {
        switch self {
        case .tooMany: "there are \(TokenBook.tokensMax) tokens already; revoke some"
        case .unwritable(let path): "\(path): cannot be written; may this user write there?"
        }
    }
}
