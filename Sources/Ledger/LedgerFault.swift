/// Why the ledger cannot be used.
package enum LedgerFault: Error, Sendable, CustomStringConvertible {
    /// Another process has the folder.
    case inUse(folder: String)
    /// The folder cannot be made or written.
    case noFolder(String, reason: String)
    /// There is no ledger in the folder.
    case absent(folder: String)
    /// A newer foretell has changed the form of the ledger.
    case newer(ledger: String)
    /// Commits would not be durable.
    case notDurable(String)
    /// Something stored cannot be read.
    case damaged(String)

    /// What is wrong; what would be right.
    package var description: String {
        switch self {
        case .inUse(let folder): "\(folder): another foretell uses this state folder; stop it or choose another --state"
        case .noFolder(let folder, let reason): "\(folder): \(reason); choose a folder that can be written"
        case .absent(let folder): "\(folder): there is no ledger here; is --state the folder that `foretell run` uses?"
        case .newer(let ledger): "\(ledger): written by a newer foretell; use that one, or restore an older backup"
        case .notDurable(let what): "commits would not survive a power cut: \(what)"
        case .damaged(let what): "\(what) in the ledger is damaged; restore the last backup"
        }
    }
}
