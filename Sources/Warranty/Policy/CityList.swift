/// The cities that a purchase may have been made in, by all their names.
///
/// Policies and cases name a city by its Latin or its Chinese name; they are compared by the Latin one.
package struct CityList: Sendable, Equatable {
    /// Names in the form in which they are compared, with the name that stands for the city.
    private var names: [String: String] = [:]
    /// The names that stand for cities, in the order of the file.
    package private(set) var cities: [String] = []

    /// No list: every name is a city of its own.
    package init() {}

    /// Adds a city with its names; false where one of them stands for another city already.
    package mutating func add(_ city: String, also others: [String]) -> Bool {
        let keys = ([city] + others).map(CityList.key)
        guard keys.allSatisfy({ names[$0] == nil || names[$0] == city }) else { return false }
        for key in keys { names[key] = city }
        cities.append(city)
        return true
    }

    /// The name that stands for a city; nil where the list does not have it.
    package func city(named name: String) -> String? {
        cities.isEmpty ? name : names[CityList.key(name)]
    }

    /// Small letters, without `市` and `City`: `Jinan`, `济南市` and `jinan city` are one.
    private static func key(_ name: String) -> String {
        var key = name.lowercased()
        for ending in ["市", " city"] where key.hasSuffix(ending) { key.removeLast(ending.count) }
        return key
    }
}
