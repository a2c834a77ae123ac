import Foundation

/// What a gateway has subscribed to, written down in its state folder: the broker keeps subscriptions with the
/// session, also those that the settings no longer ask for.
struct SubscriptionNote {
    private let file: URL

    init(state: URL) { file = state.appending(path: "subscriptions.txt") }

    /// The filters that were subscribed to and are not among these; from now on these are written down.
    ///
    /// Those that are to be ended stay in the note until a start finds them ended: a gateway that is stopped
    /// before it reaches its broker must not forget them.
    func forgotten(by filters: [String]) -> [String] {
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        let known = text.split(separator: "\n").map(String.init)
        let forgotten = known.filter { !filters.contains($0) }
        // A note that cannot be written costs a broker some copies, and no message.
        try? (filters + forgotten.suffix(1_000)).joined(separator: "\n").write(
            to: file, atomically: true, encoding: .utf8)
        return forgotten
    }
}
