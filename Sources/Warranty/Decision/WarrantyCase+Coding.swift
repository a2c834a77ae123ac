import Appliances

// A case as `foretell warranty decide` reads it; the linter writes its examples in this form.

extension WarrantyCase: Encodable {
    private enum CodingKeys: String, CodingKey {
        case brand, category, attributes, component
        case invoiceDay = "invoice_date"
        case saleDay = "sale_date"
        case city, documents
        case failureDay = "failure_date"
        case pauses, findings
        case failedRepairs = "failed_repairs"
        case way
    }

    private enum Document: String, CodingKey {
        case invoice, certificate
    }

    /// Writes the case; what is not known is left out.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(brand, forKey: .brand)
        try values.encode(category, forKey: .category)
        var known = values.nestedContainer(keyedBy: Attribute.self, forKey: .attributes)
        for attribute in attributes { try known.encode(attribute.value, forKey: attribute.attribute) }
        try values.encode(component, forKey: .component)
        try values.encodeIfPresent(purchase.invoiceDay, forKey: .invoiceDay)
        try values.encodeIfPresent(purchase.saleDay, forKey: .saleDay)
        if !purchase.city.isEmpty { try values.encode(purchase.city, forKey: .city) }
        var papers = values.nestedContainer(keyedBy: Document.self, forKey: .documents)
        try papers.encode(purchase.invoice.rawValue, forKey: .invoice)
        try papers.encode(purchase.certificate.rawValue, forKey: .certificate)
        try values.encode(failureDay, forKey: .failureDay)
        try values.encode(pauses, forKey: .pauses)
        try values.encode(findings, forKey: .findings)
        if failedRepairs > 0 { try values.encode(failedRepairs, forKey: .failedRepairs) }
        if way != .home { try values.encode(way, forKey: .way) }
    }
}

extension WarrantyPause: Encodable {
    private enum CodingKeys: String, CodingKey {
        case from
        case through = "to"
        case cause
    }

    /// Writes the pause.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(from, forKey: .from)
        try values.encode(through, forKey: .through)
        try values.encode(cause, forKey: .cause)
    }
}

extension WarrantyCase.Finding: Encodable {
    private enum CodingKeys: String, CodingKey {
        case kind
        case decidedBy = "decided_by"
        case evidence
    }

    /// Writes the finding.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(kind, forKey: .kind)
        try values.encode(decidedBy, forKey: .decidedBy)
        if !evidence.isEmpty { try values.encode(evidence, forKey: .evidence) }
    }
}
