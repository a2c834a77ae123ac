/// One thing that the registry says of how an appliance is built, such as `compressor` `fixed_speed`.
///
/// Rules ask for traits where a category is too wide: an inverter compressor does not start and stop
/// as one of fixed speed does.
package struct Trait: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// What is described: small letters, digits and `_`.
    package let name: String
    /// How it is: 1 to 64 letters, digits, `_` or `-`.
    package let value: String

    /// A trait.
    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    /// As in the registry, such as `compressor=fixed_speed`.
    package var description: String { "\(name)=\(value)" }

    /// By name, then by value, in the order of the bytes.
    package static func < (left: Trait, right: Trait) -> Bool {
        (left.name, left.value) < (right.name, right.value)
    }
}
