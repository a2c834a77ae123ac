package import Appliances
package import ServiceDesk

extension Letter {
    /// How many characters of the text a request repeats.
    package static let symptomTextMax = 2_000

    /// What the sender asks for; what the letter does not tell stays unknown, so that the desk asks for it.
    ///
    /// `attachments` are the names under which these are kept. `customer` answers the number of whoever is known by an
    /// address, `appliance` the one that a text names to a customer, or to "" where nobody is known.
    package func demand(
        attachments: [String], customer: (_ address: String) -> String?,
        appliance: (_ text: String, _ customer: String) -> DeviceID?
    ) -> Demand {
        // The same letter sent twice is one demand; without a name of its own it is named by what stands in it.
        var demand = Demand(channel: .email, key: id.isEmpty ? "sha256:\(hash)" : id)
        let said = text.prefix(Letter.symptomTextMax)
        demand.symptom = [subject, String(said)].filter { !$0.isEmpty }.joined(separator: "\n")
        demand.attachments = attachments
        demand.customer = from.isEmpty ? "" : customer(from) ?? ""
        demand.device = appliance("\(subject)\n\(text)", demand.customer)
        return demand
    }

    /// The letter on one sheet, which is kept as evidence with what came along: a request has neither the sender's
    /// address nor the names of files, as both may be personal.
    package func sheet(of kept: [String]) -> [UInt8] {
        let written = date.map { "\($0)" } ?? ""
        var lines = ["From: \(from)", "Date: \(written)", "Subject: \(subject)", "Message-ID: \(id)"]
        for (attachment, name) in zip(attachments, kept) {
            lines.append("Attachment: \(name) \(attachment.mediaType) \(attachment.bytes.count) \(attachment.name)")
        }
        return Array((lines.joined(separator: "\n") + "\n\n" + text + "\n").utf8)
    }
}

/// Finds appliances by their serial number, or their name in the registry, in what people write.
///
/// Only words count that no ordinary text has: at least five letters, digits, `-` or `_`, and a digit among them. Where
/// a text names two appliances none is meant: the desk asks.
package struct ApplianceNames: Sendable {
    /// How many words of a text are looked up.
    package static let wordsMax = 20_000

    private var devices: [String: DeviceID?] = [:]
    private var owners: [DeviceID: String] = [:]

    /// The names of these appliances.
    package init(_ appliances: [Appliance]) {
        for appliance in appliances {
            owners[appliance.id] = appliance.owner
            for name in Set([appliance.id.text.lowercased(), appliance.serial.lowercased()])
            where ApplianceNames.isTelling(name) {
                // One name for two appliances names neither.
                devices[name] = devices[name] == nil ? .some(appliance.id) : .some(nil)
            }
        }
    }

    /// The one appliance that a text names; nil for none, for several, and for one of another customer.
    package func device(in text: String, of customer: String) -> DeviceID? {
        var found: DeviceID?
        let words = text.lowercased().split(maxSplits: ApplianceNames.wordsMax) { !ApplianceNames.isPart($0) }
        for word in words.prefix(ApplianceNames.wordsMax) where ApplianceNames.isTelling(word) {
            guard let device = devices[String(word)] ?? nil, device != found else { continue }
            guard found == nil else { return nil }
            found = device
        }
        guard let found else { return nil }
        // A sender that is known speaks for the own appliances alone.
        return customer.isEmpty || owners[found] == customer ? found : nil
    }

    private static func isPart(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "-" || character == "_")
    }

    private static func isTelling(_ word: some StringProtocol) -> Bool {
        word.utf8.count >= 5 && word.allSatisfy(isPart) && word.contains { $0.isNumber }
    }
}
