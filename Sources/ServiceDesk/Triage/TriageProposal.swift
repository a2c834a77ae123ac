package import Appliances
package import Warranty

/// What a table proposes for a request, with the reasons; a person decides with `triage` (H-4, H-5).
package struct TriageProposal: Hashable, Sendable {
    /// One thing that points to one cause.
    package struct Reason: Hashable, Sendable {
        /// What points to it.
        package enum Source: Hashable, Sendable {
            /// What the customer said, by the symptom and the phrase of the table.
            case words(symptom: String, phrase: String)
            /// The code that the appliance shows.
            case code(String)
            /// What telemetry foretold, by rule and episode.
            case evidence(rule: String, episode: String)
        }

        /// What points to it.
        package let source: Source
        /// To which cause.
        package let cause: String
        /// How strongly by itself, in percent; 1 to 100.
        package let percent: Int
    }

    /// A possible cause with who would pay for it.
    package struct Entitled: Hashable, Sendable {
        /// The cause.
        package let hypothesis: Diagnosis.Hypothesis
        /// Who pays; nil where nobody can say.
        package let entitlement: EntitlementDecision?
    }

    /// The table's edition, such as `refrigerator@1`.
    package let edition: String
    /// What is probably wrong; without a hypothesis, and with somebody to consult, where nothing matched (M-8).
    package let diagnosis: Diagnosis
    /// What gave which hypothesis: the customer's words first, then codes, then telemetry.
    package let reasons: [Reason]
    /// The scripts by which the customer may be guided, the most promising first.
    package let scripts: [GuidanceScript]
    /// What is still to be asked: what is required first, otherwise in the order of the table (Z-3).
    package let openQuestions: [TriageQuestion]
    /// Whether people may come to harm, so that it must be switched off and somebody must come (N-18).
    package let isDangerous: Bool

    /// Whether nothing is known of it: others are consulted (M-8).
    package var isUnknown: Bool { diagnosis.hypotheses.isEmpty }

    /// Who pays for each possible cause; each component is asked about once (2.2).
    package func entitlements(by decide: (Component) -> EntitlementDecision?) -> [Entitled] {
        var known: [Component: EntitlementDecision?] = [:]
        return diagnosis.hypotheses.map { hypothesis in
            let decision = known[hypothesis.component] ?? decide(hypothesis.component)
            known[hypothesis.component] = .some(decision)
            return Entitled(hypothesis: hypothesis, entitlement: decision)
        }
    }
}

extension TriageProposal.Reason {
    /// The reason in one sentence of each language, without its full stop.
    package var text: Localised {
        let (en, zh) =
            switch source {
            case .words(let symptom, let phrase): ("\(symptom), as the customer said (\(phrase))", "用户描述:\(phrase)")
            case .code(let code): ("the appliance shows \(code)", "故障代码\(code)")
            case .evidence(let rule, _): ("telemetry: \(rule)", "远程监测:\(rule)")
            }
        return Localised(en: "\(cause) \(percent) %: \(en)", zh: "\(cause) \(percent)%:\(zh)")
    }
}
