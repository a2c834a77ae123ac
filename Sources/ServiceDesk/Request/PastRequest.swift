package import Appliances

/// An earlier request of the same appliance, in short: what an engineer knows before the door is opened (Z-6, Z-23).
package struct PastRequest: Hashable, Sendable, Codable {
    /// Its number.
    package let number: String
    /// The day on which it was received.
    package let day: CalendarDay
    /// The fault, as it was foretold or told.
    package let fault: String
    /// The part that had failed as found on the spot, else the one that was expected; nil where nobody could say.
    package let component: Component?
    /// The cause that was found, in the code of the category's table; empty where none was.
    package let cause: String
    /// How the last visit ended; nil where nobody came.
    package let outcome: Visit.Outcome?
    /// How far it came.
    package let state: RequestState

    /// A request in short.
    package init(_ request: ServiceRequest, utcOffsetSeconds: Int) {
        let found = request.visits.last { $0.component != nil }
        number = request.number
        day = CalendarDay(request.opened, utcOffsetSeconds: utcOffsetSeconds)
        fault = request.fault
        component = found?.component ?? request.component
        cause = found?.cause ?? ""
        outcome = request.visits.last { $0.outcome != nil }?.outcome
        state = request.state
    }

    /// One line, such as `SR-1  2026-11-22  compressor.fault (compressor, start_relay_worn)  fixed`.
    package var line: String {
        let part = [component?.rawValue ?? "", cause].filter { !$0.isEmpty }.joined(separator: ", ")
        return "\(number)  \(day)  \(fault)" + (part.isEmpty ? "" : " (\(part))")
            + "  \(outcome?.rawValue ?? state.rawValue)"
    }
}

extension ServiceRequest {
    /// The service history of its appliance: what was received before it, oldest first (Z-6).
    ///
    /// `all` are requests of whatever appliances; days count in a zone so many seconds east of UTC.
    package func history(among all: [ServiceRequest], utcOffsetSeconds: Int) -> [PastRequest] {
        guard let device else { return [] }
        return all.filter { $0.device == device && ($0.opened, $0.number) < (opened, number) }
            .sorted { ($0.opened, $0.number) < ($1.opened, $1.number) }
            .map { PastRequest($0, utcOffsetSeconds: utcOffsetSeconds) }
    }
}

/// A request as the staff sees it: its own fields, and beside them the service history of its appliance (Z-6).
package struct ToldRequest: Encodable {
    private let request: ServiceRequest
    private let history: [PastRequest]

    /// A request with what was before it.
    package init(_ request: ServiceRequest, history: [PastRequest]) {
        (self.request, self.history) = (request, history)
    }

    private enum CodingKeys: String, CodingKey { case history }

    /// Writes the fields of the request, and one more.
    package func encode(to encoder: any Encoder) throws {
        try request.encode(to: encoder)
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(history, forKey: .history)
    }
}
