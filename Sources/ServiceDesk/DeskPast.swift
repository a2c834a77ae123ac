package import Appliances

/// What was recorded of requests: the port through which the desk fetches what it does not hold in memory.
///
/// Answers are those of the last commit. A past that cannot be read says nothing and remembers that: whoever records
/// what was decided meanwhile must refuse to (reliability F6).
package protocol DeskPast: Sendable {
    /// Does something that asks for much: all of it is answered from one commit, and sooner than one by one.
    func reading<Value>(_ work: () throws -> Value) rethrows -> Value

    /// The request of a number; nil where there is none.
    func request(_ number: String) -> ServiceRequest?

    /// The requests of these numbers with the keys of their commands, as far as there are such, in any order.
    func keyed(_ numbers: [String]) -> [KeyedRequest]

    /// The numbers of all requests of an appliance, open or not.
    func numbers(of device: DeviceID) -> [String]

    /// The number of the open request of an appliance and a family of parts, nil for the one without a family.
    func openNumber(of device: DeviceID, family: ComponentFamily?) -> String?

    /// The request to which an episode, a demand or a part that was fitted belongs.
    func home(of key: DeskKey) -> String?

    /// The keys of the commands that were done on a request, in their order.
    func commandKeys(on request: String) -> [String]

    /// What is open: the most urgent first, then the oldest, then by number; so many at most.
    func open(most: Int) -> [ServiceRequest]

    /// What is open and engages somebody or some part (``ServiceRequest/isEngaged``).
    var engaged: [ServiceRequest] { get }

    /// How many are open.
    var openCount: Int { get }

    /// Requests of which a visit has ended lately.
    var visited: Set<String> { get }

    /// The numbers of requests whose last visit has ended since a moment, open or not.
    func numbers(visitedSince moment: Timestamp) -> [String]

    /// The numbers of requests of which something fell due after one moment and until another, and nobody was told of
    /// it; the longest overdue first.
    func overdue(after earlier: Timestamp, at moment: Timestamp) -> [String]

    /// What somebody of a role must do about open requests, or was told of because it was not done
    /// (``DueItem/concerns(_:)``): the soonest first, then by request; so many at most.
    func due(for role: Role, most: Int) -> [DueItem]

    /// The parts that left a shelf at a moment or later, of requests that are over as well (M-51, X-8).
    func partsTaken(since moment: Timestamp) -> [PartTaken]

    /// When the next thing is overdue of which nobody was told, after a moment; nil where nothing is due.
    func nextOverdue(after moment: Timestamp) -> Timestamp?
}

/// What names something that stays with its request for good, so that it is taken once.
package struct DeskKey: Hashable, Sendable {
    /// The key as text, as it is stored.
    package let text: String

    private init(_ text: String) { self.text = text }

    /// An episode of a family of parts of an appliance.
    package static func episode(_ episode: String, of device: DeviceID, _ family: ComponentFamily) -> DeskKey {
        DeskKey("episode \(device.text) \(family.rawValue) \(episode)")
    }

    /// A demand, by its name on its way.
    package static func demand(_ name: String) -> DeskKey { DeskKey("demand \(name)") }

    /// The last demand of a customer about an appliance of a category.
    package static func customer(_ number: String, _ category: Category) -> DeskKey {
        DeskKey("customer \(number) \(category.rawValue)")
    }

    /// A part that was fitted, by its serial number (M-51).
    package static func fitted(_ part: String, serial: String) -> DeskKey { DeskKey("fitted \(serial) \(part)") }

    /// What an event of a request of this appliance makes stay with it.
    package static func all(of recorded: RecordedEvent, on device: DeviceID?) -> [DeskKey] {
        switch recorded.event {
        case .evidenceAttached(let piece):
            // By the family of what was foretold: the request may have been opened before anybody knew a part.
            return device.map { [.episode(piece.episode, of: $0, piece.component.family)] } ?? []
        case .demanded(let demand):
            let ofCustomer = demand.customer.isEmpty ? nil : demand.category.map { customer(demand.customer, $0) }
            return [.demand(demand.name)] + [ofCustomer].compactMap(\.self)
        case .visitEnded(let report): return report.parts.filter(\.hasSerial).map(\.key)
        default: return []
        }
    }
}

/// A request with the keys of the commands that were done on it: all that a command must know of it.
package struct KeyedRequest: Sendable {
    /// The request.
    package let request: ServiceRequest
    /// The keys, in the order of the commands.
    package let commandKeys: [String]

    /// A request and its keys.
    package init(_ request: ServiceRequest, commandKeys: [String]) {
        self.request = request
        self.commandKeys = commandKeys
    }
}

/// A request as it stands after a commit, with what is due of it: one row of the desk's table.
package struct RequestRow: Hashable, Sendable {
    /// The request.
    package let request: ServiceRequest
    /// What somebody must do about it, the soonest first.
    package let due: [DueItem]

    /// A row.
    package init(_ request: ServiceRequest, due: [DueItem]) {
        self.request = request
        self.due = due
    }
}
