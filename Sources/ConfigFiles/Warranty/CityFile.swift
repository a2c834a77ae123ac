package import Warranty

/// Reads the list of cities, `config/cities.yaml`: for each Latin name a list of Chinese ones.
///
/// - Returns: nil where something is wrong; every problem is noted.
package func readCityList(_ node: ConfigNode) -> CityList? {
    var list = CityList()
    for (name, value) in node.fields([]).values where !list.add(name, also: value.items.compactMap(\.text)) {
        value.fault("\(name) has a name that stands for another city already; give each name to one city")
    }
    return list
}

/// Reads the name of a city; notes one that the list does not have.
func readCity(_ node: ConfigNode, _ cities: CityList) -> String? {
    guard let name = node.text else { return nil }
    if let city = cities.city(named: name) { return city }
    node.fault(
        "\(node.name) cannot be `\(name)`\(suggestion(for: name, in: cities.cities)); "
            + "a city that is missing can be added to cities.yaml")
    return nil
}
