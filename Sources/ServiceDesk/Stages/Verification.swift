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

    /// What was found: of a paper whether it is in order, of an attribute whether it is so, else a day.
    package enum Value: Hashable, Sendable {
        /// A day, such as that on the invoice.
        case day(CalendarDay)
        /// Yes or no.
        case flag(Bool)

        /// The day; nil where it is none.
        package var day: CalendarDay? { if case .day(let day) = self { day } else { nil } }
        /// Yes or no; nil where it is a day.
        package var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
    }

    /// Who was asked.
    package let source: Source
    /// For what.
    package let fact: MissingFact
    /// What came of it.
    package let result: Result
    /// What was found, where the warranty asks for it; nil for no more than that it is known.
    package let value: Value?

    /// An attempt.
    package init(_ source: Source, _ fact: MissingFact, _ result: Result, value: Value? = nil) {
        self.source = source
        self.fact = fact
        self.result = result
        self.value = value
    }
}

extension VerificationAttempt.Value: Codable {
    /// Reads a day, or yes or no.
    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else {
            self = .day(try value.decode(CalendarDay.self))
        }
    }

    /// Writes the value bare.
    package func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .day(let day): try value.encode(day)
        case .flag(let flag): try value.encode(flag)
        }
    }
}
