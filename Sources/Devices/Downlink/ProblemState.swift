package import Appliances

/// What a hub shows of one component of an appliance.
///
/// It is published on ``HomeAssistantDiscovery/stateTopic(for:device:component:)``.
package enum ProblemState: Sendable, Equatable {
    /// Nothing is wrong; since when, if that is known.
    case clear(since: Timestamp?)
    /// Something is wrong, or will be.
    case present(Problem)

    /// What is wrong, and what is done about it.
    package struct Problem: Sendable, Equatable {
        /// The fault, such as `compressor.hard_start`.
        package var fault: String
        /// How bad it is, by the word of its level: `info`, `minor`, `major`, `critical`.
        package var severity: String
        /// The day on which it is expected to stop the appliance; nil where nobody can say.
        package var expected: CalendarDay?
        /// What the household is offered; nil for nothing yet.
        package var offered: Offer?
        /// Since when it is known.
        package var since: Timestamp
        /// What people are told, in English.
        package var english: String
        /// What people are told, in Chinese.
        package var chinese: String

        /// A problem.
        package init(
            fault: String, severity: String, expected: CalendarDay? = nil, offered: Offer? = nil, since: Timestamp,
            english: String = "", chinese: String = ""
        ) {
            self.fault = fault
            self.severity = severity
            self.expected = expected
            self.offered = offered
            self.since = since
            self.english = english
            self.chinese = chinese
        }
    }

    /// What a household is offered.
    package enum Offer: Sendable, Equatable {
        /// A repair under warranty, by the number of its request.
        case request(number: String)
        /// A repair at a price, as text.
        case quote(String)
        /// A piece of advice; nobody has to come.
        case advice

        /// Its word in the payload.
        package var word: String {
            switch self {
            case .request: "request"
            case .quote: "quote"
            case .advice: "advice"
            }
        }
    }

    /// The payload, to be published retained.
    ///
    /// A hub puts the members in the place of those it had, so none stays behind from an earlier state.
    package var payload: String {
        switch self {
        case .clear(let since):
            PlainValue.map([.init("state", .text("OFF")), .init("since", text(since?.description))]).jsonText
        case .present(let problem): present(problem).jsonText
        }
    }

    private func present(_ problem: Problem) -> PlainValue {
        var members: [PlainValue.Member] = [
            .init("state", .text("ON")),
            .init("fault", .text(problem.fault)),
            .init("severity", .text(problem.severity)),
            .init("expected", text(problem.expected?.description)),
            .init("offered", text(problem.offered?.word)),
        ]
        switch problem.offered {
        case .request(let number): members.append(.init("request", .text(number)))
        case .quote(let quote): members.append(.init("quote", .text(quote)))
        case .advice, nil: break
        }
        members += [
            .init("since", .text(problem.since.description)),
            .init("en", .text(problem.english)),
            .init("zh", .text(problem.chinese)),
        ]
        return .map(members)
    }

    private func text(_ text: String?) -> PlainValue { text.map(PlainValue.text) ?? .null }
}
