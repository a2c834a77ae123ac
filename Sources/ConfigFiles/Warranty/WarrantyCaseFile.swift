import Appliances
package import Warranty

/// Reads a case for a warranty decision, as JSON or YAML; `docs/warranty.md` shows one.
///
/// `brand`, `category`, `component` and `failure_date` must be there; `attributes`, `invoice_date`, `sale_date`,
/// `city`, `documents`, `pauses`, `findings`, `failed_repairs` (0) and `way` (`home`) may be. What is not given, or
/// null, is not known; a document of which nothing is said is missing. An impossible case is an error that names
/// the field: a sale after the failure, a pause that ends before it begins, a finding that no person decided.
///
/// - Parameters:
///   - node: The case.
///   - cities: The cities that are known.
/// - Returns: nil where something is wrong; every problem is noted.
package func readWarrantyCase(_ node: ConfigNode, cities: CityList) -> WarrantyCase? {
    let fields = node.fields([
        "brand", "category", "attributes", "component", "invoice_date", "sale_date", "city", "documents",
        "failure_date", "pauses", "findings", "failed_repairs", "way",
    ])
    let brand = fields.required("brand")?.text
    let category = fields.required("category")?.choice(Category.self)
    let component = fields.required("component").flatMap(readComponent)
    let failureDay = fields.required("failure_date")?.day
    let purchase = readPurchase(fields, failureDay, cities)
    let pauses = fields.given("pauses")?.items.compactMap(readPause) ?? []
    let findings = fields.given("findings")?.items.compactMap(readFinding) ?? []
    let failedRepairs = fields.given("failed_repairs")?.whole(in: 0...1_000) ?? 0
    let way = fields.given("way")?.choice(ServiceWay.self) ?? .home
    let attributes = fields.given("attributes").map(readAttributes) ?? []
    guard let brand, let category, let component, let failureDay else { return nil }
    return WarrantyCase(
        brand: brand, category: category, attributes: attributes, component: component, purchase: purchase,
        failureDay: failureDay, pauses: pauses, findings: findings, failedRepairs: failedRepairs, way: way)
}

private func readPurchase(_ fields: Fields, _ failureDay: CalendarDay?, _ cities: CityList) -> Purchase {
    let (invoice, sale) = (fields.given("invoice_date"), fields.given("sale_date"))
    let (invoiceDay, saleDay) = (invoice?.day, sale?.day)
    if let sale, let saleDay, let failureDay, saleDay > failureDay {
        sale.fault("\(sale.name) is \(saleDay), after `failure_date` \(failureDay); nothing fails before it is sold")
    }
    // An invoice may follow the sale, so that alone it says nothing of the sale.
    if let invoice, let invoiceDay, let failureDay, saleDay == nil, invoiceDay > failureDay {
        invoice.fault(
            "\(invoice.name) is \(invoiceDay), after `failure_date` \(failureDay); "
                + "give `sale_date` where the invoice came later than the sale")
    }
    let papers = fields.given("documents")?.fields(["invoice", "certificate"])
    return Purchase(
        invoiceDay: invoiceDay, saleDay: saleDay,
        invoice: papers?.given("invoice")?.choice(Purchase.Paper.self) ?? .missing,
        certificate: papers?.given("certificate")?.choice(Purchase.Paper.self) ?? .missing,
        city: fields.given("city").flatMap { readCity($0, cities) } ?? "")
}

private func readPause(_ node: ConfigNode) -> WarrantyPause? {
    let fields = node.fields(["from", "to", "cause"])
    let (from, through) = (fields.required("from")?.day, fields.required("to")?.day)
    let cause = fields.required("cause")?.choice(WarrantyPause.Cause.self)
    guard let from, let through, let cause else { return nil }
    if through < from { node.fault("`pauses`: `to` is \(through), before `from` \(from); it must not be earlier") }
    return WarrantyPause(from: from, through: through, cause: cause)
}

private func readFinding(_ node: ConfigNode) -> WarrantyCase.Finding? {
    let fields = node.fields(["kind", "decided_by", "evidence"])
    let kind = fields.required("kind")?.choice(WarrantyCase.Finding.Kind.self)
    let decidedBy = fields.required("decided_by")
    let evidence = fields.given("evidence")?.items.compactMap(\.text) ?? []
    guard let kind, let decidedBy else { return nil }
    if let machine = decidedBy.text, machines.contains(machine) {
        decidedBy.fault(
            "\(decidedBy.name) is `\(machine)`, and no machine decides a cause (requirements, 2.4, 6); a person must, "
                + "one of " + WarrantyCase.Finding.Role.allCases.map(\.rawValue).joined(separator: ", "))
        return nil
    }
    guard let role = decidedBy.choice(WarrantyCase.Finding.Role.self) else { return nil }
    return WarrantyCase.Finding(kind, decidedBy: role, evidence: evidence)
}

/// What may notice a fault and never judges it.
private let machines = ["telemetry", "gateway", "rule", "prediction", "machine", "foretell"]

extension Fields {
    /// The value of a key; nil where it is not there, null or empty.
    fileprivate func given(_ key: String) -> ConfigNode? {
        guard let value = self[key] else { return nil }
        return value.isNothing ? nil : value
    }
}
