private import Appliances

extension Fleet {
    /// The header of ``registryCSV()``, without its line end.
    package static let registryHeader =
        "device,site,hub,category,model,owner,invoice_day,sale_day,invoice,certificate,city"

    /// The registry of the fleet as CSV: a header, then one row per appliance in the order of ids.
    ///
    /// Fields are empty where nothing is known; none needs quotes, because the fleet's own
    /// names and cities have neither commas nor quotes.
    package func registryCSV() -> String {
        var text = Fleet.registryHeader + "\n"
        for simulated in appliances {
            let row = simulated.appliance
            let purchase = row.purchase
            let fields = [
                row.id.text, row.site.text, row.hub?.text ?? "", row.category.rawValue, row.model,
                row.owner, purchase.invoiceDay?.description ?? "",
                purchase.saleDay?.description ?? "", purchase.invoice.rawValue,
                purchase.certificate.rawValue, purchase.city,
            ]
            text += fields.joined(separator: ",") + "\n"
        }
        return text
    }

    /// What really fails, and when: one JSON line per faulty appliance in the order of ids.
    package func truthLines() -> String {
        var text = ""
        for simulated in appliances {
            guard let fault = simulated.fault, let at = simulated.faultAt else { continue }
            let device = simulated.appliance.id.text
            text += "{\"device\":\"\(device)\",\"fault\":\"\(fault.rawValue)\",\"at\":\"\(at)\"}\n"
        }
        return text
    }
}
