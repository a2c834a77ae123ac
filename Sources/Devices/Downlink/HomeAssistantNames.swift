import Appliances

/// The names under which a hub knows an appliance: letters, digits, `_` and `-`, and no two appliances the same.
struct HomeAssistantNames {
    /// The appliance, as the level of a topic and as the device's identifier.
    let node: String

    init(site: SiteID, device: DeviceID) {
        let plain = "foretell_\(site)_\(device)"
        // Where an id has a `_` of its own, `a_b` at `c` and `b_c` at `a` would have one name.
        let isPlain = !site.text.contains("_") && !device.text.contains("_")
        node = isPlain ? plain : "\(plain)-\(StableHash(of: site.text, device.text).readable)"
    }

    /// By what the hub tells one sensor from all others.
    func unique(_ component: Component) -> String { "\(node)_\(component.rawValue)" }

    /// The entity's name in the hub, unless somebody there gives it another.
    ///
    /// Since 2025.10 it stands in the place of `object_id`, which ends with 2026.4.
    func entity(_ component: Component) -> String { "binary_sensor.\(HomeAssistantNames.slug(unique(component)))" }

    /// A gateway as a device of the hub; no appliance has this name, for theirs begin with `foretell_`.
    static func gateway(_ name: String) -> String { "foretell-gateway-\(plainWord(name))" }

    /// A text as names of entities are written: small letters, digits and `_`.
    static func slug(_ text: String) -> String {
        String(text.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }
}
