package import Appliances
package import ServiceDesk
package import Warranty

/// A triage proposal as it is sent and printed: of a request, by a table, with the reasons in both languages (H-4).
package struct TriageAdvice: Sendable, Encodable {
    /// A possible cause.
    package struct Hypothesis: Sendable, Encodable {
        /// The part.
        package let component: Component
        /// The cause, in the code of the table.
        package let cause: String
        /// How probable it is, in percent; 1 to 100.
        package let percent: Int
        /// What it is called; nil where the table does not have it.
        package let words: Localised?
        /// Who would pay for it today; nil where nobody can say.
        package let entitlement: EntitlementDecision?
    }

    /// What points to a cause.
    package struct Reason: Sendable, Encodable {
        /// To which.
        package let cause: String
        /// How strongly by itself, in percent; 1 to 100.
        package let percent: Int
        /// The sentence in English.
        package let en: String
        /// The sentence in Chinese.
        package let zh: String
    }

    /// How the customer may be guided by phone (M-4, N-3).
    package struct Script: Sendable, Encodable {
        /// Its name, as `guide` takes it.
        package let id: String
        /// What it is called.
        package let title: Localised
        /// The steps, in their order.
        package let steps: [Localised]
        /// Whether it makes safe what may harm people (N-18).
        package let safety: Bool
    }

    /// What is still to be asked (Z-3).
    package struct Question: Sendable, Encodable {
        /// Its name.
        package let id: String
        /// The question.
        package let words: Localised
        /// What its answer fills.
        package let fact: String
        /// Whether nobody is sent before it is answered (H-1).
        package let required: Bool
    }

    /// The request's number.
    package let request: String
    /// The table's edition, such as `refrigerator@1`.
    package let edition: String
    /// The possible causes, the most probable first.
    package let hypotheses: [Hypothesis]
    /// What gave which of them.
    package let reasons: [Reason]
    /// How the customer may be guided, the most promising first.
    package let scripts: [Script]
    /// What is still to be asked, what is required first.
    package let openQuestions: [Question]
    /// The diagnosis, as the command `triage` takes it: parts, place, pull-back and who is consulted.
    package let diagnosis: Diagnosis
    /// Whether people may come to harm (N-18).
    package let dangerous: Bool

    private enum CodingKeys: String, CodingKey {
        case request, edition, hypotheses, reasons, scripts
        case openQuestions = "open_questions"
        case diagnosis, dangerous
    }

    init(
        _ proposal: TriageProposal, for request: ServiceRequest, by table: TriageTable,
        _ entitled: [TriageProposal.Entitled]
    ) {
        self.request = request.number
        edition = proposal.edition
        hypotheses = entitled.map { one in
            Hypothesis(
                component: one.hypothesis.component, cause: one.hypothesis.cause, percent: one.hypothesis.percent,
                words: table.cause(one.hypothesis.cause)?.words, entitlement: one.entitlement)
        }
        reasons = proposal.reasons.map {
            Reason(cause: $0.cause, percent: $0.percent, en: $0.text.en, zh: $0.text.zh)
        }
        scripts = proposal.scripts.map {
            Script(id: $0.id, title: $0.title, steps: $0.steps, safety: $0.isSafety)
        }
        openQuestions = proposal.openQuestions.map {
            Question(id: $0.id, words: $0.words, fact: $0.fact.name, required: $0.isRequired)
        }
        diagnosis = proposal.diagnosis
        dangerous = proposal.isDangerous
    }

    /// The proposal for a shell, one line an item, in a language.
    package func lines(in language: Language = .en) -> [String] {
        var lines = ["\(request): \(edition)" + (dangerous ? ", dangerous: switch it off" : "")]
        for one in hypotheses {
            let payer = one.entitlement.map { $0.outcome.rawValue } ?? "not decided"
            lines.append(
                "  \(one.percent) %  \(one.component.rawValue)  \(one.cause)  \(one.words?[language] ?? "-")  \(payer)")
        }
        if hypotheses.isEmpty { lines.append("  nothing is known of it") }
        if !diagnosis.consulted.isEmpty { lines.append("  ask: \(diagnosis.consulted)") }
        lines.append(
            "  place: \(diagnosis.place.rawValue), pull-back \(diagnosis.pullBackPercent) %"
                + (diagnosis.isRemoteFixable ? ", guidance is worth a try" : ""))
        if !diagnosis.parts.isEmpty { lines.append("  parts: \(diagnosis.parts.joined(separator: ", "))") }
        lines += reasons.map { "  because: \(language == .en ? $0.en : $0.zh)" }
        lines += scripts.flatMap { script in
            ["  script \(script.id): \(script.title[language])"]
                + script.steps.enumerated().map { "    \($0.offset + 1). \($0.element[language])" }
        }
        return lines + openQuestions.map { "  ask\($0.required ? " first" : ""): \($0.words[language])" }
    }
}
