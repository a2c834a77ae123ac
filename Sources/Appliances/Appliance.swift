/// One appliance in a customer's home or a shop, as the registry describes it.
///
/// Nothing personal stands here: `owner` is the customer's number in the desk's own
/// books, and who that is stays there.
package struct Appliance: Hashable, Sendable {
    /// Its name in topics.
    package let id: DeviceID
    /// Where it stands.
    package let site: SiteID
    /// The hub that may speak for it, if any.
    package var hub: DeviceID?
    /// What it is.
    package let category: Category
    /// The maker, such as `Haier`; empty where it is the one of the house.
    package var brand: String
    /// The maker's model, such as `BCD-470W`.
    package var model: String
    /// The models that are built alike, such as `BCD-400`; empty where unknown, as are the next four.
    package var family: String
    /// The lot in which it was made, such as `2024-31`.
    package var batch: String
    /// The version of its program, such as `1.3.0`.
    package var firmware: String
    /// Where it stands on the map, in the company's own words, such as `north`.
    package var region: String
    /// The service centre that looks after it, such as `jinan-2`.
    package var centre: String
    /// The maker's serial number; empty where unknown.
    package var serial: String
    /// The keys of devices that speak for it in other conventions, such as `tasmota_fridge`; its own name needs
    /// not be among them.
    package var sources: [String]
    /// The id of the device profile by which it is read, whatever its topics; empty for the one of its topics.
    package var profile: String
    /// How it is built, sorted by name, each name once.
    package var traits: [Trait]
    /// The customer's number, such as `C-00017`; empty where nobody is known.
    package var owner: String
    /// When and with which papers it was bought.
    package var purchase: Purchase

    /// An appliance with its papers.
    package init(
        id: DeviceID, site: SiteID, hub: DeviceID? = nil, category: Category, brand: String = "",
        model: String = "",
        family: String = "", batch: String = "", firmware: String = "", region: String = "", centre: String = "",
        serial: String = "", sources: [String] = [], profile: String = "",
        traits: [Trait] = [], owner: String = "", purchase: Purchase = Purchase()
    ) {
        self.id = id
        self.site = site
        self.hub = hub
        self.category = category
        self.brand = brand
        self.model = model
        self.family = family
        self.batch = batch
        self.firmware = firmware
        self.region = region
        self.centre = centre
        self.serial = serial
        self.sources = sources
        self.profile = profile
        // One order, so that two appliances of which the same is said are equal.
        self.traits = traits.sorted()
        self.owner = owner
        self.purchase = purchase
    }

    /// The value of the trait of a name; nil where the registry says nothing of it.
    package func trait(_ name: String) -> String? {
        traits.first { $0.name == name }?.value
    }
}

/// What is known of the sale: the papers on which a warranty rests (H-18a, H-19, H-21).
package struct Purchase: Hashable, Sendable {
    /// What is known of a paper.
    package enum Paper: String, CaseIterable, Sendable {
        /// Seen and in order.
        case valid
        /// Nobody has shown it yet.
        case missing
        /// Seen, and changed by hand (H-18b).
        case altered
    }

    /// The date on the invoice, from which the warranty counts (H-19); nil where unknown.
    package var invoiceDay: CalendarDay?
    /// The day of sale, from which the 7 and 15 days count (H-21, H-22); nil where it is the invoice's.
    package var saleDay: CalendarDay?
    /// The invoice.
    package var invoice: Paper
    /// The warranty (three-guarantees) certificate.
    package var certificate: Paper
    /// The city of purchase; empty where unknown.
    package var city: String

    /// A purchase of which so much is known.
    package init(
        invoiceDay: CalendarDay? = nil, saleDay: CalendarDay? = nil, invoice: Paper = .missing,
        certificate: Paper = .missing, city: String = ""
    ) {
        self.invoiceDay = invoiceDay
        self.saleDay = saleDay
        self.invoice = invoice
        self.certificate = certificate
        self.city = city
    }
}

/// An amount of money in whole fen (hundredths of a yuan).
package struct Money: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The amount in fen.
    package let fen: Int

    /// So many fen.
    package init(fen: Int) { self.fen = fen }

    /// Less comes first.
    package static func < (left: Money, right: Money) -> Bool { left.fen < right.fen }

    /// The sum.
    package static func + (left: Money, right: Money) -> Money { Money(fen: left.fen + right.fen) }

    /// Yuan with two decimals, such as `380.00 CNY`.
    package var description: String {
        let amount = fen.magnitude
        return "\(fen < 0 ? "-" : "")\(amount / 100).\(zeroPadded(amount % 100, to: 2)) CNY"
    }
}
