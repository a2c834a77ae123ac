package import Appliances
import Telemetry

/// What the registry says of devices by the keys that their messages have.
package struct DeviceBindings: Sendable {
    /// What is known of one device.
    package struct Binding: Sendable, Equatable {
        /// The appliance's number in the registry.
        package let appliance: Int
        /// What the appliance is.
        package let category: Category
        /// The profile that the registry gives it; nil for the one of its topic.
        package let profile: String?

        /// A device that belongs to an appliance.
        package init(appliance: Int, category: Category, profile: String? = nil) {
            self.appliance = appliance
            self.category = category
            self.profile = profile
        }
    }

    private var places = ByteTable()
    private var bindings: [Binding] = []
    /// What is known of every device that is bound to nothing; for trials, in which there is no registry.
    var fallback: Binding?

    /// Nobody is known.
    package init() {}

    /// The devices of a registry: the keys that it lists as an appliance's sources, and each appliance's own name.
    package init(_ appliances: [Appliance]) {
        for (number, appliance) in appliances.enumerated() {
            let profile = appliance.profile.isEmpty ? nil : appliance.profile
            let binding = Binding(appliance: number, category: appliance.category, profile: profile)
            for key in appliance.sources { _ = bind(key, binding) }
        }
        for (number, appliance) in appliances.enumerated() {
            let profile = appliance.profile.isEmpty ? nil : appliance.profile
            _ = bind(appliance.id.text, Binding(appliance: number, category: appliance.category, profile: profile))
        }
    }

    /// Binds a device's key; false where it is bound already.
    package mutating func bind(_ key: String, _ binding: Binding) -> Bool {
        guard places.find(key) == nil else { return false }
        places.insert(key, bindings.count)
        bindings.append(binding)
        return true
    }

    /// What is known of a device; nil where the registry has nothing of it.
    package func binding(of key: String) -> Binding? { places.find(key).map { bindings[$0] } ?? fallback }
}
