import Appliances
package import ServiceDesk
import Warranty

/// Reads `config/service/tariff.yaml` (Z-14).
///
/// Keys: `visit`, `labour` and `parts`, which gives the price of each component that has
/// one. Prices are yuan such as `80` or `80.00`, from 0 to a billion. All are required.
///
/// - Returns: nil where a price is wrong; every problem is noted.
package func readTariff(_ node: ConfigNode) -> Tariff? {
    let fields = node.fields(["visit", "labour", "parts"])
    let visit = fields.required("visit").flatMap(readPrice)
    let labour = fields.required("labour").flatMap(readPrice)
    let parts = fields.required("parts").flatMap(readParts)
    guard let visit, let labour, let parts else { return nil }
    return Tariff(visit: visit, labour: labour, parts: parts)
}

private func readParts(_ node: ConfigNode) -> [Tariff.Part]? {
    // What is no part of an appliance has no price either.
    let known = Component.allCases.filter(\.isPartOfAppliance).map(\.rawValue)
    let values = node.fields(known).values
    let parts = values.compactMap { key, value -> Tariff.Part? in
        guard let component = Component(rawValue: key), let price = readPrice(value) else { return nil }
        return Tariff.Part(component: component, price: price)
    }
    return parts.count == values.count ? parts : nil
}

private func readPrice(_ node: ConfigNode) -> Money? {
    guard let text = node.text else { return nil }
    if let price = Money(codedText: text) { return price }
    node.fault("\(node.name) must be an amount in yuan such as 80 or 80.00, not `\(text)`")
    return nil
}
