import Appliances
import Telemetry

/// Tells copies of one message apart: a broker of MQTT 5 hands it over for each subscription that it matches, and
/// names that subscription, or hands over one copy that names them all. The copy of the first matching filter counts.
///
/// What waits at the broker since before a change of filters came for those of that time. So filters that were there
/// before stand before new ones, and numbers are made of the filters' texts; what names none of ours came for a
/// subscription that is over, and is taken.
struct FilterOwners {
    private let filters: [[[UInt8]]]
    private let numbers: [Int32]
    private var topics = ByteTable()
    private var owners: [Int32] = []

    /// How many topics are remembered; the rest is looked up anew each time.
    private static let topicsMax = 16_384

    /// Owners of these filters.
    init(_ filters: [String]) {
        numbers = filters.map(FilterOwners.number)
        self.filters = filters.map { filter in
            filter.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { Array($0) }
        }
    }

    /// The number of a filter's subscription: 1…268435454 (MQTT 5.0, 3.8.2.1.2).
    static func number(of filter: String) -> Int32 {
        Int32(StableHash(of: "filter", filter).value % 268_435_454) + 1
    }

    /// The number of a filter of the canonical form: needed only where another filter takes its topics too.
    func number(ofCanonical filter: String) -> Int32? {
        let topic = Array(filter.utf8).map { $0 == UInt8(ascii: "+") ? UInt8(ascii: "x") : $0 }
        return lookUp(topic) == 0 ? nil : FilterOwners.canonical
    }

    /// The number of both filters of the canonical form, which have no topic in common.
    static let canonical: Int32 = 268_435_455

    /// Whether the copy that came for these subscriptions is the one that counts.
    mutating func takes(_ topic: UnsafeBufferPointer<UInt8>, _ subscriptions: Connection.Subscriptions) -> Bool {
        var named: [Int32] = []
        subscriptions.forEach { named.append($0) }
        guard named.contains(where: { $0 == FilterOwners.canonical || numbers.contains($0) }) else { return true }
        return named.contains(owner(of: topic))
    }

    private mutating func owner(of topic: UnsafeBufferPointer<UInt8>) -> Int32 {
        if let place = topics.find(topic.span) { return owners[place] }
        let owner = Topic.isCanonical(topic.span) ? FilterOwners.canonical : lookUp(Array(topic))
        if owners.count < FilterOwners.topicsMax, topic.count <= 512 {
            topics.insert(topic.span, owners.count)
            owners.append(owner)
        }
        return owner
    }

    private func lookUp(_ topic: [UInt8]) -> Int32 {
        let levels = topic.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let place = filters.firstIndex { FilterOwners.matches($0[...], levels[...], isFirst: true) }
        return place.map { numbers[$0] } ?? 0
    }

    private static func matches(
        _ filter: ArraySlice<[UInt8]>, _ topic: ArraySlice<ArraySlice<UInt8>>, isFirst: Bool
    ) -> Bool {
        guard let level = filter.first else { return topic.isEmpty }
        let isWild = level == [UInt8(ascii: "#")] || level == [UInt8(ascii: "+")]
        if isFirst, isWild, topic.first?.first == UInt8(ascii: "$") { return false }
        if level == [UInt8(ascii: "#")] { return true }
        guard let other = topic.first, isWild || other.elementsEqual(level) else { return false }
        return matches(filter.dropFirst(), topic.dropFirst(), isFirst: false)
    }
}
