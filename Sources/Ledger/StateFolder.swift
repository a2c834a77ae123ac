package import Foundation
import Glibc

/// The folder with everything that one gateway remembers, held by one process at a time.
package final class StateFolder {
    /// The folder.
    package let url: URL
    private let lock: Int32

    /// The requests, the journal and the outbox: precious.
    package static let deskName = "desk.db"
    /// Stages of rules, repairs, verdicts, incidents: written by commands too.
    package static let lifeName = "life.db"
    /// The readings of the past: large, and no request is lost with it.
    package static let historyName = "history.db"

    /// Takes the folder for this process; makes it where it is missing, readable by its owner only.
    package init(_ url: URL) throws {
        self.url = url
        do {
            try FileManager.default.createDirectory(
                at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw LedgerFault.noFolder(url.path, reason: "the folder cannot be made")
        }
        lock = open(url.appending(path: "lock").path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw LedgerFault.noFolder(url.path, reason: String(cString: strerror(errno))) }
        // The lock goes with the process, however it ends; on an error `deinit` closes the file.
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else { throw LedgerFault.inUse(folder: url.path) }
    }

    deinit {
        if lock >= 0 { close(lock) }
    }

    /// The path of a file in it.
    func path(_ name: String) -> String { url.appending(path: name).path }
}
