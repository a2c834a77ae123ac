import Appliances
import Telemetry

/// Tells copies of one message apart: a broker of MQTT 5 hands it over for each subscription that it matches, and
/// names that subscription. Of all copies the one of the first matching filter counts.
///
/// Numbers are made of the filters, so that what waits at the broker since before a change of filters still names
/// the right one; what names none of ours came for a subscription that is over, and there is no other copy of it.
struct FilterOwners {
    private let filters: [[[UInt8]]]
    private let numbers: [Int32]
    private var topics = ByteTable()
    private var owners: [Int32] = []

    /// How many topics are remembered; the rest is looked up anew each time.
    private static let topicsMax = 65_536

    /// Owners of these filters.
    init(_ filters: [String]) {
        numbers = filters.map(FilterOwners.number)
        self.filters = filters.map { filter in
            filter.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { Array($0) }
        }
    }

    /// The number of a filter's subscription: 1…268435455 (MQTT 5.0, 3.8.2.1.2).
    static func number(of filter: String) -> Int32 {
        Int32(StableHash(of: "filter", filter).value % 268_435_455) + 1
    }

    /// Whether the copy that came for a subscription is the one that counts; 0 is a subscription without a number.
    mutating func takes(_ topic: UnsafeBufferPointer<UInt8>, subscription: Int32) -> Bool {
        guard subscription != 0, numbers.contains(subscription) else { return true }
        return subscription == owner(of: topic)
    }

    private mutating func owner(of topic: UnsafeBufferPointer<UInt8>) -> Int32 {
        if let place = topics.find(topic.span) { return owners[place] }
        let owner = Topic.isCanonical(topic.span) ? 0 : lookUp(Array(topic))
        if owners.count < FilterOwners.topicsMax {
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
