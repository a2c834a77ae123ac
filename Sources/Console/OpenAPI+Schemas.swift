import Appliances
import ServiceDesk
import Warranty

/// The values of commands and answers, as the API reads and writes them.
///
/// A line is a name and its fields: `name?` may be left out, `[type]` is a list. A line with `=` is one of several,
/// each named by its one key. A test reads all examples against them, and leaves out each field in turn.
extension OpenAPI {
    /// The body of each command.
    static let commandLines = """
        verify: attempt attempt
        triage: diagnosis diagnosis
        guide: script text, accepted flag
        move_part: need need
        assign: engineer text, feasibility? feasibility, reason? text, consent? flag
        decline: reason text
        propose: from moment, through moment, reason text, consent flag, travel? span
        accept:
        confirm: facts? [fact]
        depart: checklist text, answers? [line_answer]
        answer: checklist text, answers [line_answer]
        arrive: cause text
        identify:
        explain:
        show_tariff:
        consent: amount money
        begin_work:
        interrupt: interruption interruption, why text
        end_visit: report report
        pull_back: appliance pulled_back
        bring_back: test test, loaner_back flag, parts? [part_use]
        report_incident: what text
        report_hazard: hazard hazard
        report_damage: what text, amount money
        charge: sheet sheet
        confirm_charges:
        ask: approval approval
        decide: subject approval_subject, granted flag
        pay: amount money, method method
        give_receipt: invoice_follows flag
        settle:
        call: kind call_kind, answer call_answer, signed? flag
        rate: scores scores, satisfied flag, reason text
        submit_card: signature signature, satisfied flag, quality? number, attitude? number
        reconcile: level card_level
        escalate: reason text
        hold_clock: reason text
        release_clock:
        hand_over: to role
        acknowledge:
        open_group: members [text]
        dissolve_group:
        apologise: gift flag, accepted flag
        exchange: serial text
        send_solution: text text, attachments? [text]
        take_back: refund money
        close:
        cancel: reason text
        mark_duplicate: of text
        postpone: until day
        resume:
        expect: arrival moment, cause text
        report_delay: by span, cause text
        try_call: answer contact_answer
        feed_back: what text
        doubt: accepted flag
        attend:
        find: finding finding, evidence text
        issue_invoice: number text
        complain: subject complaint_subject, words text
        resolve: complaint number, resolution text
        raise: complaint number, reason text
        compensate: amount money
        """

    /// What stands in them.
    static let valueLines = """
        attempt: source source, fact fact, result result, value? found_value, category? category
        hypothesis: component component, cause text, percent number
        diagnosis: hypotheses [hypothesis], parts? [text], place? place, pull_back_percent? number, \
        remote_fixable? flag, consulted? text
        need: part text, state need_state
        need_state = needed, reserved(stock stock), applied(due moment), purchased(due moment), arrived, \
        waived(reason text)
        obstacle_found: obstacle obstacle, found text
        feasibility: obstacles? [obstacle], findings? [obstacle_found]
        line_answer: line text, result? line_result
        line_result = done, not_needed(because text)
        part_use: part text, faulty text, new text, original flag, old_part old_part
        absence: called flag, note flag, neighbour_asked flag
        report: outcome outcome, component? component, cause? text, parts? [part_use], test? test, inspected? flag, \
        absence? absence, place_known? flag, failure? failure, refusal? refusal, why_at_home? text
        refusal: code refusal_code, words text
        interruption = goes_on, away(until moment), back
        hazard: kind hazard_kind, what text, unsafe flag, explained flag, decision hazard_decision, \
        notice hazard_notice
        loaner = declined, out(serial text), back
        pulled_back: condition text, receipt_signed flag, loaner loaner, promised day, reason? pull_back_reason
        pull_back_reason: code pull_back_code, words text
        sheet_line: line charge_line, tariff money, certificate? money, payer payer, reason? text
        sheet: lines [sheet_line]
        approval: subject approval_subject, amount? money, reason text, failure? failure, refusal? refusal, \
        votes? [text]
        scores: attitude number, skill number, charges number, overall number
        call_answer = unanswered, satisfied(scores? scores), unsatisfied(scores? scores, reason text)
        due_item: request text, kind due_kind, what text, due moment, role role, escalates_to role, clause text, \
        breached flag
        unmet: rule guard, clause text, en text, zh text, found text
        """

    /// The words of each enumeration.
    static let words: KeyValuePairs<String, [String]> = [
        "fact": all(MissingFact.self), "source": all(VerificationAttempt.Source.self),
        "result": all(VerificationAttempt.Result.self), "component": all(Component.self),
        "place": all(Diagnosis.Place.self), "stock": all(PartNeed.Stock.self),
        "obstacle": all(Feasibility.Obstacle.self), "old_part": all(PartUse.OldPart.self),
        "outcome": all(Visit.Outcome.self), "test": all(Visit.Test.self), "charge_line": all(ChargeLine.self),
        "payer": all(Payer.self), "approval_subject": all(Approval.Subject.self), "method": all(PaymentMethod.self),
        "call_kind": all(ReturnCall.Kind.self), "signature": all(SupervisionCard.Signature.self),
        "card_level": all(SupervisionCard.Level.self), "role": all(Role.self),
        "contact_answer": all(Contact.Answer.self), "finding": all(WarrantyCase.Finding.Kind.self),
        "complaint_subject": all(Complaint.Subject.self), "due_kind": all(DueItem.Kind.self), "guard": all(Guard.self),
        "category": all(Category.self), "priority": all(Priority.self), "state": all(RequestState.self),
        "channel": all(Origin.self).filter { $0 != Origin.prediction.rawValue },
        "failure": all(PerformanceFailure.self), "refusal_code": all(RepairRefusal.Code.self),
        "hazard_kind": all(Hazard.Kind.self), "hazard_decision": all(Hazard.Decision.self),
        "hazard_notice": all(Hazard.Notice.self), "pull_back_code": all(PullBack.Reason.Code.self),
        "problem_type": ProblemKind.allCases.map { "urn:foretell:problem:\($0.rawValue)" },
    ]

    private static func all<Word: CaseIterable & RawRepresentable<String>>(_ type: Word.Type) -> [String] {
        type.allCases.map(\.rawValue)
    }

    /// A plain value; nil where the name is of another one.
    private static func plain(_ name: String) -> [String: Any]? {
        switch name {
        case "text": ["type": "string"]
        case "flag": ["type": "boolean"]
        case "number": ["type": "integer"]
        case "moment": ["type": "string", "format": "date-time"]
        case "day": ["type": "string", "format": "date"]
        case "span": ["type": "string", "description": "such as `25m`, `1h30m` or `2d`"]
        case "money": ["type": "string", "pattern": "^[0-9]+\\.[0-9]{2} CNY$"]
        case "found_value": ["type": ["boolean", "string"], "description": "true, false, a day or words"]
        default: nil
        }
    }

    /// A schema for each line: of the name before its colon or `=`.
    static func schemas(of lines: String) -> [(name: String, schema: [String: Any])] {
        lines.split(separator: "\n").map { line in
            if let place = line.firstIndex(of: "=") {
                return (line[..<place].trimmed, ["oneOf": choices(String(line[line.index(after: place)...]))])
            }
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return (parts[0].trimmed, object(parts[1].split(separator: ",").map(\.trimmed)))
        }
    }

    /// An object with these fields and no others.
    static func object(_ fields: [String]) -> [String: Any] {
        var (properties, required): ([String: Any], [String]) = ([:], [])
        for field in fields where !field.isEmpty {
            let words = field.split(separator: " ")
            let name = String(words[0].filter { $0 != "?" })
            properties[name] = reference(String(words[words.count - 1]))
            if !words[0].hasSuffix("?") { required.append(name) }
        }
        var schema: [String: Any] = ["type": "object", "properties": properties, "additionalProperties": false]
        if !required.isEmpty { schema["required"] = required }
        return schema
    }

    private static func reference(_ type: String) -> [String: Any] {
        if type.hasPrefix("[") { return ["type": "array", "items": reference(String(type.dropFirst().dropLast()))] }
        return plain(type) ?? ["$ref": "#/components/schemas/\(type)"]
    }

    /// Each of several, named by its one key.
    private static func choices(_ text: String) -> [[String: Any]] {
        text.matches(of: /(\w+)(\(([^)]*)\))?/).map { match in
            let inner = object((match.3 ?? "").split(separator: ",").map(\.trimmed))
            let name = String(match.1)
            return [
                "type": "object", "required": [name], "additionalProperties": false, "properties": [name: inner],
            ]
        }
    }
}

extension Substring {
    /// Without the spaces around it.
    fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
