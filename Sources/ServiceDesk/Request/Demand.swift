package import Appliances

/// What a person asks for, on whatever way it came (Z-2, N-1): the same for hotline, app, WeChat, web form, e-mail
/// and counter.
///
/// Nothing personal stands here: `customer` is a number, and of name, phone and address only whether they are known.
/// Who that is stands in the customer book, which events never repeat.
package struct Demand: Hashable, Sendable, Codable {
    /// The way.
    package let channel: Origin
    /// What names it on its way, such as the id of an e-mail or a form; the same again is the same demand.
    package private(set) var key: String
    /// The customer's number; empty where unknown.
    package var customer = ""
    /// The appliance as the registry has it; nil where it is not known there.
    package var device: DeviceID?
    /// What it is; nil where unknown.
    package var category: Category?
    /// The maker; empty where unknown.
    package var brand = ""
    /// The model; empty where unknown.
    package var model = ""
    /// The serial number on the body; empty where unknown (N-2).
    package var serial = ""
    /// About how many years it has been used, 0 to 100; nil where unknown, or the day of purchase is known (N-2).
    package var years: Int?
    /// Where it was bought, such as a shop or a site; empty where unknown (N-2).
    package var purchaseChannel = ""
    /// Whether an extended warranty was bought for it; nil where unknown (N-2).
    package var hasExtendedWarranty: Bool?
    /// What fails as far as the customer can say; nil where unknown.
    package var component: Component?
    /// The failure, in the customer's words (N-2).
    package var symptom = ""
    /// The code that the appliance shows; empty for none (N-2).
    package var errorCode = ""
    /// What happened before, such as a voltage fluctuation (N-2).
    package var trigger = ""
    /// When it began; nil where unknown (N-2).
    package var onset: Timestamp?
    /// What the customer wishes, such as a time (M-1).
    package var wish = ""
    /// Who uses it: whoever asks, or a customer of theirs; nil where unknown.
    package var usedBy: User?
    /// The day by which it should be repaired; nil where nobody has said so.
    package var wantedBy: CalendarDay?
    /// The names of pictures, videos and letters that came along.
    package var attachments: [String] = []
    /// Facts that are known already, and so not asked for.
    package var known: [MissingFact] = []
    /// How soon somebody should look.
    package var priority = Priority.p3

    /// Who uses what a dealer or an exporter asks for.
    package enum User: String, CaseIterable, Hashable, Sendable, Codable {
        /// Whoever asks.
        case customer
        /// A customer of whoever asks.
        case theirCustomer = "their_customer"
    }

    /// A demand on a way, by what names it there; everything else is set by name.
    package init(channel: Origin, key: String) {
        self.channel = channel
        self.key = key
    }

    /// The same demand by this name.
    package func named(_ key: String) -> Demand {
        var named = self
        named.key = key
        return named
    }

    /// How many characters each of its texts may have.
    package static let textMax = 2_000
    /// How many demands are put to one open request; whoever asks more often has been heard.
    package static let perRequestMax = 50

    /// Its texts, by their keys, that are longer than ``textMax`` or, of attachments, more than 20.
    package var tooLong: [String] {
        let texts = [
            ("key", key), ("customer", customer), ("brand", brand), ("model", model), ("symptom", symptom),
            ("error_code", errorCode), ("trigger", trigger), ("wish", wish),
        ]
        let long = texts.filter { $0.1.utf8.count > 4 * Demand.textMax || $0.1.count > Demand.textMax }.map(\.0)
        let isMany = attachments.count > 20 || attachments.contains { $0.utf8.count > 200 }
        return long + (isMany ? ["attachments"] : []) + (known.count > 50 ? ["known"] : [])
    }

    /// Way and key in one word: what names it among all demands.
    var name: String { "\(channel.rawValue) \(key)" }

    /// Whether it says what another one says, but for the appliance where one of them does not name it, and for what
    /// need not be asked: both are added by the desk.
    func saysSame(as other: Demand) -> Bool {
        var other = other
        other.known = known
        if device == nil || other.device == nil { other.device = device }
        return self == other
    }

    /// The facts without which nobody is sent (H-1, M-1), in the order of asking.
    package static let required: [MissingFact] = [
        .customerName, .phone, .address, .model, .purchaseDate, .symptom,
    ]

    /// What verification has to ask for.
    var missing: [MissingFact] {
        var missing = Set(Demand.required).subtracting(known)
        if !model.isEmpty { missing.remove(.model) }
        if years != nil { missing.remove(.purchaseDate) }
        if !symptom.isEmpty { missing.remove(.symptom) }
        return missing.sorted()
    }
}

extension Demand {
    private enum CodingKeys: String, CodingKey {
        case channel, key, customer, device, category, brand, model, serial, years
        case purchaseChannel = "purchase_channel"
        case hasExtendedWarranty = "has_extended_warranty"
        case component, symptom
        case errorCode = "error_code"
        case trigger, onset, wish
        case usedBy = "used_by"
        case wantedBy = "wanted_by"
        case attachments, known, priority
    }

    /// Reads a demand; the channel must be there, and what names it on its way.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            channel: try values.decode(Origin.self, forKey: .channel),
            key: try values.decodeIfPresent(String.self, forKey: .key) ?? "")
        customer = try values.decodeIfPresent(String.self, forKey: .customer) ?? ""
        device = try values.decodeIfPresent(DeviceID.self, forKey: .device)
        category = try values.decodeIfPresent(Category.self, forKey: .category)
        brand = try values.decodeIfPresent(String.self, forKey: .brand) ?? ""
        model = try values.decodeIfPresent(String.self, forKey: .model) ?? ""
        serial = try values.decodeIfPresent(String.self, forKey: .serial) ?? ""
        years = try values.decodeIfPresent(Int.self, forKey: .years)
        guard years.map((0...100).contains) ?? true else {
            throw DecodingError.dataCorruptedError(forKey: .years, in: values, debugDescription: "0 to 100 years")
        }
        purchaseChannel = try values.decodeIfPresent(String.self, forKey: .purchaseChannel) ?? ""
        hasExtendedWarranty = try values.decodeIfPresent(Bool.self, forKey: .hasExtendedWarranty)
        component = try values.decodeIfPresent(Component.self, forKey: .component)
        symptom = try values.decodeIfPresent(String.self, forKey: .symptom) ?? ""
        errorCode = try values.decodeIfPresent(String.self, forKey: .errorCode) ?? ""
        trigger = try values.decodeIfPresent(String.self, forKey: .trigger) ?? ""
        onset = try values.decodeIfPresent(Timestamp.self, forKey: .onset)
        wish = try values.decodeIfPresent(String.self, forKey: .wish) ?? ""
        usedBy = try values.decodeIfPresent(User.self, forKey: .usedBy)
        wantedBy = try values.decodeIfPresent(CalendarDay.self, forKey: .wantedBy)
        attachments = try values.decodeIfPresent([String].self, forKey: .attachments) ?? []
        known = try values.decodeIfPresent([MissingFact].self, forKey: .known) ?? []
        priority = try values.decodeIfPresent(Priority.self, forKey: .priority) ?? .p3
    }
}
