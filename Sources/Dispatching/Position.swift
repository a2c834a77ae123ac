import Glibc

/// A point on the map.
package struct Position: Hashable, Sendable, Codable {
    /// Degrees north, -90 to 90.
    package let latitude: Double
    /// Degrees east, -180 to 180.
    package let longitude: Double

    /// A point; degrees outside of their bounds are a programmer's mistake, as readers check them.
    package init(latitude: Double, longitude: Double) {
        precondition((-90...90).contains(latitude), "A latitude is -90 to 90 degrees.")
        precondition((-180...180).contains(longitude), "A longitude is -180 to 180 degrees.")
        self.latitude = latitude
        self.longitude = longitude
    }

    /// The great-circle distance to another point in whole metres, on a sphere of 6 371 km.
    ///
    /// Whole metres, so that two machines whose sines differ in the last bit rank engineers alike.
    package func metres(to other: Position) -> Int {
        let radians = Double.pi / 180
        let north = sin((other.latitude - latitude) * radians / 2)
        let east = sin((other.longitude - longitude) * radians / 2)
        let square = north * north + cos(latitude * radians) * cos(other.latitude * radians) * east * east
        // Rounding may put antipodes a hair above one, where the arc sine ends.
        return Int((2 * 6_371_000 * asin(min(1, square.squareRoot()))).rounded())
    }
}

/// Where something is, as far as the desk knows: customers' addresses never come here.
package struct Place: Hashable, Sendable, Codable {
    /// The part of the map in the company's own words, such as `north`; empty where unknown.
    package let region: String
    /// The point; nil where only the region is known.
    package let position: Position?

    /// A place of which so much is known.
    package init(region: String = "", position: Position? = nil) {
        self.region = region
        self.position = position
    }
}
