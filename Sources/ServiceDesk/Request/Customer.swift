import Appliances

/// A customer, as the desk knows one: the only place where names, phones and addresses stand (requirements, 2.1).
///
/// Requests and their events hold the number alone, so that a customer can be forgotten without touching them.
package struct Customer: Hashable, Sendable, Codable {
    /// The number, such as `C-00017`.
    package var number: String
    /// The name; empty where unknown, as are the next three.
    package var name = ""
    /// The phone number, as it is dialled.
    package var phone = ""
    /// The e-mail address.
    package var email = ""
    /// The address of the home.
    package var address = ""
    /// In which language notices go; nil for both.
    package var language: String?
    /// Whether the customer allows telemetry to be watched (2.1).
    package var allowsMonitoring = true
    /// Whether the customer wants to hear of foretold faults (2.4, 1).
    package var wantsForecasts = true

    /// A customer of whom only the number is known.
    package init(number: String) { self.number = number }

    /// The facts of a demand that need not be asked for (H-1).
    package var facts: [MissingFact] {
        [
            name.isEmpty ? nil : MissingFact.customerName, phone.isEmpty ? nil : .phone,
            address.isEmpty ? nil : .address,
        ].compactMap(\.self)
    }

    /// The same for eyes that need not know: the first character of the name, the ends of the phone, no address.
    package var masked: Customer {
        var masked = self
        masked.name = name.isEmpty ? "" : String(name.prefix(1)) + "**"
        masked.phone = Customer.masked(phone)
        masked.email = email.isEmpty ? "" : String(email.prefix(1)) + "**@" + (email.split(separator: "@").last ?? "")
        masked.address = address.isEmpty ? "" : "**"
        return masked
    }

    private static func masked(_ phone: String) -> String {
        guard phone.count >= 7 else { return phone.isEmpty ? "" : "****" }
        return phone.prefix(3) + String(repeating: "*", count: phone.count - 7) + phone.suffix(4)
    }

    private enum CodingKeys: String, CodingKey {
        case number, name, phone, email, address, language
        case allowsMonitoring = "allows_monitoring"
        case wantsForecasts = "wants_forecasts"
    }
}

extension Customer {
    /// Reads a customer; what is not there is unknown.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(number: try values.decodeIfPresent(String.self, forKey: .number) ?? "")
        name = try values.decodeIfPresent(String.self, forKey: .name) ?? ""
        phone = try values.decodeIfPresent(String.self, forKey: .phone) ?? ""
        email = try values.decodeIfPresent(String.self, forKey: .email) ?? ""
        address = try values.decodeIfPresent(String.self, forKey: .address) ?? ""
        language = try values.decodeIfPresent(String.self, forKey: .language)
        allowsMonitoring = try values.decodeIfPresent(Bool.self, forKey: .allowsMonitoring) ?? true
        wantsForecasts = try values.decodeIfPresent(Bool.self, forKey: .wantsForecasts) ?? true
    }
}
