package import Appliances

/// One try to find out a fact, and what came of it (H-2, H-3, M-2, M-16).
package struct VerificationAttempt: Hashable, Sendable, Codable {
    /// Who was asked.
    package enum Source: String, CaseIterable, Hashable, Sendable, Codable {
        /// The information officer's own books.
        case informationOfficer = "information_officer"
        /// Whoever sends the engineers.
        case dispatcher
        /// Who sold it.
        case distributor
        /// The customer.
        case customer
    }

    /// What came of it.
    package enum Result: String, CaseIterable, Hashable, Sendable, Codable {
        /// The fact is known.
        case found
        /// The source does not know it.
        case unknown
        /// Nobody answered: another time is tried (M-16).
        case unanswered
        /// What was known is wrong; it is asked for again (M-12).
        case mismatch
    }

    /// What was found: of a paper whether it is in order, of an attribute whether it is so, of what the appliance is
    /// and what fails the words, else a day.
    package enum Value: Hashable, Sendable {
        /// A day, such as that on the invoice.
        case day(CalendarDay)
        /// Yes or no.
        case flag(Bool)
        /// Words, such as a model (M-12). Never a name, a phone or an address: events hold none.
        case text(String)

        /// The day; nil where it is none.
        package var day: CalendarDay? { if case .day(let day) = self { day } else { nil } }
        /// Yes or no; nil where it is none.
        package var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
        /// Words; nil where it is none.
        package var text: String? { if case .text(let text) = self { text } else { nil } }
    }

    /// Who was asked.
    package let source: Source
    /// For what.
    package let fact: MissingFact
    /// What came of it.
    package let result: Result
    /// What was found, as far as the desk goes by it; nil for no more than that it is known.
    package let value: Value?
    /// What kind of appliance it turned out to be, told with the model; nil where nobody says (M-12).
    package let category: Category?

    /// An attempt.
    package init(
        _ source: Source, _ fact: MissingFact, _ result: Result, value: Value? = nil, category: Category? = nil
    ) {
        self.category = category
        self.source = source
        self.fact = fact
        self.result = result
        self.value = value
    }
}

extension VerificationAttempt.Value: Codable {
    /// Reads yes or no, a day, or words.
    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else if let day = try? value.decode(CalendarDay.self) {
            self = .day(day)
        } else {
            self = .text(try value.decode(String.self))
        }
    }

    /// Writes the value bare.
    package func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .day(let day): try value.encode(day)
        case .flag(let flag): try value.encode(flag)
        case .text(let text): try value.encode(text)
        }
    }
}

extension VerificationAttempt {
    /// Whether what was found is of the kind that the fact has, and only told where it was found.
    ///
    /// Names, phones and addresses have none: they stand in the customer's record, and events hold no word of them.
    var hasFittingValue: Bool {
        if category != nil, fact != .model || result != .found { return false }
        guard let value else { return true }
        guard result == .found else { return false }
        return switch (fact, value) {
        case (.invoice, .flag), (.invoice, .day), (.certificate, .flag), (.invoiceDate, .day), (.purchaseDate, .day),
            (.household, .flag), (.inverter, .flag), (.fluorineFree, .flag):
            true
        case (.model, .text(let text)), (.brand, .text(let text)), (.city, .text(let text)):
            (1...200).contains(text.count) && text.utf8.count <= 800
        case (.symptom, .text(let text)):
            (1...Demand.textMax).contains(text.count) && text.utf8.count <= 4 * Demand.textMax
        default: false
        }
    }
}
