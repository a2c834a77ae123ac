import Crypto
package import Foundation

/// The links by which customers see their own requests (Z-21): `/p/{number}/{signature}`.
///
/// A signature is 160 bits made from the request's number and a key of this gateway, so that nothing about links is
/// stored and nobody guesses one. Whoever has the key can make every link: it lies in the state folder, for its owner
/// alone, and a new key ends all links that were ever sent.
package struct ProgressLinks: Sendable {
    private let key: SymmetricKey

    /// The name of the key's file in a state folder.
    package static let fileName = "progress.key"
    private static let keyBytes = 32

    /// The links of a state folder; the key is made where there is none yet.
    ///
    /// - Throws: ``LinkFault``.
    package init(folder: URL) throws {
        let file = folder.appending(path: ProgressLinks.fileName)
        if !FileManager.default.fileExists(atPath: file.path) { try ProgressLinks.make(file) }
        guard let bytes = try? Data(contentsOf: file) else { throw LinkFault.unreadable(file.path) }
        guard bytes.count == ProgressLinks.keyBytes else { throw LinkFault.noKey(file.path) }
        key = SymmetricKey(data: bytes)
    }

    /// The links of a key; for tests of pages that need no folder.
    init(key: SymmetricKey) { self.key = key }

    /// The path of a request's page, such as `/p/SR-0123456789ABC/…`.
    package func path(for number: String) -> String { "/p/\(number)/\(signature(of: number))" }

    /// The address of a request's page below this base, such as `https://service.example`.
    package func address(for number: String, at base: String) -> String {
        (base.hasSuffix("/") ? String(base.dropLast()) : base) + path(for: number)
    }

    /// Whether this is the signature of a number; takes equally long for every wrong one.
    package func holds(_ signature: String, for number: String) -> Bool {
        // The library compares whole codes only, and a link has the beginning of one: so codes of both are compared.
        let code = HMAC<SHA256>.authenticationCode(for: Data(signature.utf8), using: key)
        return HMAC<SHA256>.isValidAuthenticationCode(
            code, authenticating: Data(self.signature(of: number).utf8), using: key)
    }

    private func signature(of number: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data("progress \(number)".utf8), using: key)
        let bytes = Array(code.prefix(20))
        // Five bytes are eight letters of five bits.
        return stride(from: 0, to: bytes.count, by: 5).map { first in
            let bits = bytes[first..<(first + 5)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return String((0..<8).map { TokenBook.letters[Int(bits >> UInt64(35 - 5 * $0) & 31)] })
        }.joined()
    }

    /// Writes a new key beside its place and puts it there whole; one that somebody else has made meanwhile stays.
    private static func make(_ file: URL) throws {
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        let draft = file.appendingPathExtension("\(ProcessInfo.processInfo.processIdentifier).new")
        defer { unlink(draft.path) }
        let descriptor = open(draft.path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw LinkFault.unwritable(file.path) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: bytes)
            // On the disk before the first link is sent: after a power cut a second key would end that link.
            try handle.synchronize()
            try handle.close()
        } catch {
            throw LinkFault.unwritable(file.path)
        }
        // Renamed it would replace the key of a process that was quicker, and with it the links that one has shown.
        guard link(draft.path, file.path) == 0 || errno == EEXIST else { throw LinkFault.unwritable(file.path) }
        let folder = open(file.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }
}

/// Why there are no links.
package enum LinkFault: Error, CustomStringConvertible {
    /// The key cannot be read.
    case unreadable(String)
    /// The key cannot be written.
    case unwritable(String)
    /// The file holds something else.
    case noKey(String)

    /// The reason for people.
    package var description: String {
        switch self {
        case .unreadable(let path): "\(path): cannot be read; may this user read it?"
        case .unwritable(let path): "\(path): cannot be written; may this user write there?"
        case .noKey(let path):
            "\(path): is no key of 32 bytes; restore it, or delete it, which ends all links that were sent"
        }
    }
}
