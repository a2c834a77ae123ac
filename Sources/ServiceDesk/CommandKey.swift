/// What names a command of a caller, so that the same one sent again is done once.
///
/// The same name of somebody else, or on another request, is another one. With another content it is a mistake of the
/// sender, who is told so.
package struct CommandKey: Hashable, Sendable {
    private let sender: String
    /// The number of the request.
    let request: String
    private let content: String
    private let name: String

    /// The key of a command.
    ///
    /// - Parameters:
    ///   - actor: Who sends it.
    ///   - request: The number of the request.
    ///   - content: A hash of the command, without spaces.
    ///   - name: What the sender calls it; any text.
    package init(of actor: Actor, on request: String, content: String, name: String) {
        sender = "\(actor.role.rawValue) \(actor.number)"
        (self.request, self.content, self.name) = (request, content, name)
    }

    /// The key that stands in a text as ``text`` has written it; nil where none does.
    init?(_ text: String) {
        let parts = text.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, Role(rawValue: String(parts[0])) != nil else { return nil }
        sender = "\(parts[0]) \(parts[1])"
        (request, content, name) = (String(parts[2]), String(parts[3]), String(parts[4]))
    }

    /// As it is recorded with the event.
    package var text: String { "\(sender) \(request) \(content) \(name)" }

    /// The same without the content.
    var named: String { "\(sender) \(request) \(name)" }
}

extension Desk {
    /// Whether this key's name came with another command before.
    package func isReused(_ key: String) -> Bool {
        guard let own = CommandKey(key) else { return false }
        let known = keys(on: own.request)
        return !known.contains(key) && known.contains { CommandKey($0)?.named == own.named }
    }

    /// Whether a command of this key was done on a request.
    func isDone(_ key: String, on number: String) -> Bool { keys(on: number).contains(key) }
}
