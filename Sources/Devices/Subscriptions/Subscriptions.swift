/// The filters that a gateway subscribes to for its profiles: those of all of their topics, without filters of
/// which another one takes every topic.
///
/// What two filters share a broker of MQTT 5 may hand over for each of them (MQTT 5.0, 3.3.4); the link tells the
/// copies apart by their subscription. One filter that takes both would take much else besides.
package enum Subscriptions {
    /// The filters, sorted; `more` are those that the settings add.
    package static func filters(for profiles: [DeviceProfile], and more: [String] = []) -> [String] {
        let filters = Set(profiles.flatMap { $0.sources.map(\.topic.filter) } + more).sorted()
        return filters.filter { filter in !filters.contains { $0 != filter && covers($0, filter) } }
    }

    /// Whether a filter takes every topic of another one.
    static func covers(_ wide: String, _ narrow: String) -> Bool {
        // A wildcard in front takes no topic that begins with `$`.
        if narrow.hasPrefix("$"), !wide.hasPrefix("$") { return false }
        return covers(levels(wide)[...], levels(narrow)[...])
    }

    private static func levels(_ filter: String) -> [Substring] {
        filter.split(separator: "/", omittingEmptySubsequences: false)
    }

    private static func covers(_ wide: ArraySlice<Substring>, _ narrow: ArraySlice<Substring>) -> Bool {
        // `a/#` takes `a` too.
        guard let first = wide.first, first != "#" else { return wide.first == "#" || narrow.isEmpty }
        guard let other = narrow.first, other != "#", first == other || first == "+" else { return false }
        return covers(wide.dropFirst(), narrow.dropFirst())
    }
}
