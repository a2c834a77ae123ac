import Appliances

extension Customer {
    /// What is wrong with one field of a record.
    package struct Fault: Hashable, Sendable {
        /// The field, as it is written.
        package let field: String
        /// What it must be; never what it is, so that it may be logged.
        package let text: String

        /// The two in one line.
        package var line: String { "\(field): \(text)" }
    }

    /// How many characters a name and an address may have.
    package static let textMax = 200
    /// How many characters an e-mail address may have (RFC 5321).
    package static let emailMax = 254
    /// How many characters a phone number may have.
    package static let phoneMax = 32

    /// Everything that is wrong with it, in the order of the fields; empty where it may be written down.
    package var faults: [Fault] {
        var faults: [Fault] = []
        func ask(_ field: String, _ holds: Bool, _ text: String) {
            if !holds { faults.append(Fault(field: field, text: text)) }
        }
        ask("number", isPlainIdentifier(number), "it must be 1 to 64 letters, digits, - or _")
        ask("name", Customer.isLine(name), "it must be one line of at most \(Customer.textMax) characters")
        ask("phone", phone.isEmpty || Customer.isPhone(phone), "it must be 3 to 32 digits, spaces, +, -, ( or )")
        ask("email", email.isEmpty || Customer.isPlain(email: email), "it must be one plain address, such as a@b.cn")
        ask("address", Customer.isLine(address), "it must be one line of at most \(Customer.textMax) characters")
        ask("language", language.map { ["en", "zh"].contains($0) } ?? true, "it must be en or zh, or not be there")
        return faults
    }

    /// One line: no control character, and nothing that turns the direction of a text.
    private static func isLine(_ text: String) -> Bool {
        text.count <= textMax
            && text.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: false
                default: true
                }
            }
    }

    private static func isPhone(_ text: String) -> Bool {
        (3...phoneMax).contains(text.utf8.count) && text.contains(where: \.isNumber)
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || Array(" +-()".utf8).contains(byte)
            }
    }

    /// An address without a name beside it, a comment, quotes or a second address.
    private static func isPlain(email: String) -> Bool {
        let halves = email.split(separator: "@", omittingEmptySubsequences: false)
        guard halves.count == 2, email.utf8.count <= emailMax, !halves[0].isEmpty, halves[1].contains(".") else {
            return false
        }
        let labels = halves[1].split(separator: ".", omittingEmptySubsequences: false)
        return labels.allSatisfy { isPlainIdentifier($0) } && !halves[0].hasPrefix(".") && !halves[0].hasSuffix(".")
            && halves[0].utf8.count <= 64
            && halves[0].utf8.allSatisfy { isPlainIdentifierByte($0) || Array(".+%'".utf8).contains($0) }
    }

    /// The same for the engineer who goes there: name, phone and address, and nothing else.
    package var forTheVisit: Customer {
        var seen = masked
        (seen.name, seen.phone, seen.address) = (name, phone, address)
        return seen
    }
}
