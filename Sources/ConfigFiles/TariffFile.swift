import Appliances
package import ServiceDesk
import Warranty

/// Reads `config/service/tariff.yaml` (Z-14); `docs/service-desk.md` explains the keys.
///
/// `visit`, `labour` and `parts`, which gives the price of each component that has one, must be there;
/// `component_labour`, `small_parts`, `freight`, `freight_out`, `freight_back`, `postage` and `software` may be. Prices
/// are yuan such as `80` or `80.00`, from 0 to a billion.
///
/// - Returns: nil where a price is wrong; every problem is noted.
package func readTariff(_ node: ConfigNode) -> Tariff? {
    let ways: [ChargeLine] = [.freight, .freightOut, .freightBack, .postage]
    let fields = node.fields(
        ["visit", "labour", "parts", "component_labour", "small_parts", "software"] + ways.map(\.rawValue))
    let visit = fields.required("visit").flatMap(readPrice)
    let labour = fields.required("labour").flatMap(readPrice)
    let parts = fields.required("parts").flatMap(readParts)
    let componentLabour = fields["component_labour"].map(readParts) ?? []
    let smallParts = fields["small_parts"].map(readSmallParts) ?? []
    let prices = ways.compactMap { line in fields[line.rawValue].flatMap(readPrice).map { LinePrice(line, $0) } }
    let software = fields["software"].flatMap(readSoftware) ?? Tariff.SoftwareTerm()
    guard let visit, let labour, let parts, let componentLabour else { return nil }
    var tariff = Tariff(visit: visit, labour: labour, parts: parts)
    (tariff.componentLabour, tariff.smallParts) = (componentLabour, smallParts)
    (tariff.ways, tariff.software) = (prices, software)
    return tariff
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

/// Parts by their own names; one that is a component would have two prices.
private func readSmallParts(_ node: ConfigNode) -> [Tariff.SmallPart] {
    node.fields([]).values.compactMap { name, value in
        if Component(rawValue: name) != nil {
            value.fault("`\(name)` is a component; give its price under `parts`")
        } else if !isPlainIdentifier(name) {
            value.fault("the part `\(name)` must be 1 to 64 letters, digits, `_` or `-`")
        }
        return readPrice(value).map { Tariff.SmallPart(name: name, price: $0) }
    }
}

private func readSoftware(_ node: ConfigNode) -> Tariff.SoftwareTerm? {
    let fields = node.fields(["free_months", "charged_after_months"])
    let free = fields.required("free_months")?.whole(in: 1...240)
    let charged = fields.required("charged_after_months")?.whole(in: 1...240)
    guard let free, let charged else { return nil }
    guard charged >= free else {
        node.fault("`charged_after_months` is \(charged), less than `free_months` \(free); it must not be shorter")
        return nil
    }
    return Tariff.SoftwareTerm(freeMonths: free, chargedAfterMonths: charged)
}

private func readPrice(_ node: ConfigNode) -> Money? {
    guard let text = node.text else { return nil }
    if let price = Money(codedText: text) { return price }
    node.fault("\(node.name) must be an amount in yuan such as 80 or 80.00, not `\(text)`")
    return nil
}
