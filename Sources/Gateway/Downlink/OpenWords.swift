import Telemetry

/// Words that wait to be published and of which only the newest of a topic counts: what stands, and up to where
/// records are durable.
///
/// Unlike notices they need no outbox: each can be made again from what is recorded. As many wait as there are
/// topics; a newer word takes the place of the one before it.
struct OpenWords {
    private var waiting: [String: Outgoing] = [:]
    /// The topics in the order in which their words are published.
    private var order: [String] = []
    private var first = 0
    /// How many words there were: each has an id of its own, or the outlet would take it for one under way.
    private var number = 0

    /// How many wait.
    var count: Int { waiting.count }

    /// Adds a word, or replaces the one of its topic that still waits.
    mutating func add(_ topic: String, _ payload: [UInt8], isRetained: Bool) {
        if waiting[topic] == nil { order.append(topic) }
        number += 1
        waiting[topic] = Outgoing(
            id: "\(OpenWords.idPrefix)\(number)", topic: topic, payload: payload, isRetained: isRetained)
    }

    /// Hands out words while the outlet takes them.
    mutating func drain(into outlet: any Outlet) {
        while first < order.count, outlet.isUp, let word = waiting[order[first]] {
            guard outlet.send(word) else { break }
            waiting[order[first]] = nil
            first += 1
        }
        guard first > order.count / 2 else { return }
        order.removeFirst(first)
        first = 0
    }

    /// What ids of words begin with; those of notices do not.
    static let idPrefix = "word "
}
