import Foundation

/// What a gateway has subscribed to, written down in its state folder: the broker keeps subscriptions with the
/// session, also those that the settings no longer ask for.
struct SubscriptionNote {
    /// What is subscribed to: filters of before in the order in which they were first asked for, then new ones.
    let filters: [String]
    /// What was subscribed to and is no more.
    let forgotten: [String]

    /// How many that are over are remembered: a gateway that is stopped before it reaches its broker must not
    /// forget them.
    private static let forgottenMax = 200

    /// Reads the note of a state folder, and writes down what is asked for from now on.
    init(state: URL, asking wanted: [String]) {
        let file = state.appending(path: "subscriptions.txt")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        let known = text.split(separator: "\n").map(String.init)
        filters = known.filter(wanted.contains) + wanted.filter { !known.contains($0) }
        forgotten = known.filter { !wanted.contains($0) }
        // A note that cannot be written costs a broker some copies, and no message.
        let lines = filters + forgotten.suffix(SubscriptionNote.forgottenMax)
        try? lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
    }
}
