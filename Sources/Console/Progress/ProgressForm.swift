import Appliances
import Foundation
import ServiceDesk

/// The fields of a form as browsers send them (`application/x-www-form-urlencoded`).
struct FormFields: Sendable {
    /// How many bytes a form has at most.
    static let bytesMax = 16 * 1_024
    private static let fieldsMax = 32

    private var fields: [String: String] = [:]

    /// Reads a form; nil where it is none, has too many fields or one of them twice.
    init?(_ body: String) {
        let pairs = body.split(separator: "&", omittingEmptySubsequences: true)
        guard pairs.count <= FormFields.fieldsMax else { return nil }
        for pair in pairs {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = FormFields.decoded(parts[0]), parts.count == 2, let value = FormFields.decoded(parts[1]),
                fields.updateValue(value, forKey: name) == nil
            else { return nil }
        }
    }

    /// The text of a field without what does not show, at most so long; empty where there is none.
    func text(_ name: String, most: Int) -> String {
        let shown = (fields[name] ?? "").unicodeScalars.map { $0.shows ? Character($0) : " " }
        return String(String(shown).trimmingCharacters(in: .whitespaces).prefix(most))
    }

    private static func decoded(_ text: Substring) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding
    }
}

/// Two hours of a day in which somebody may come, in local time (N-6).
struct DayWindow: Hashable, Sendable {
    let from: Int
    let through: Int

    /// Those of a day; noon is nobody's.
    static let all = [(9, 11), (11, 13), (14, 16), (16, 18), (18, 20)].map { DayWindow(from: $0.0, through: $0.1) }

    /// As it is sent, such as `9-11`.
    var name: String { "\(from)-\(through)" }
    /// As people read it, such as `09:00–11:00`.
    var text: String { "\(zeroPadded(from, to: 2)):00–\(zeroPadded(through, to: 2)):00" }
}

/// What a form of the page asks for.
struct ProgressForm: Sendable {
    /// For how many days ahead another window may be proposed.
    static let daysAhead = 30
    /// How long words may be.
    static let wordsMax = 500

    /// What names it, so that the same sent twice is done once.
    let key: String
    /// The command.
    let command: DeskCommand

    /// Why a form asks for nothing.
    struct Fault: Error, Equatable {
        let text: Localised
    }

    /// Reads a form.
    init(_ offer: ProgressView.Offer, _ fields: FormFields, at moment: Timestamp, in zone: LocalTime) throws(Fault) {
        key = fields.text("key", most: 64)
        guard isPlainIdentifier(key) else {
            throw Fault(text: Localised(en: "Open the page again and send the form once more.", zh: "请刷新页面后重新提交。"))
        }
        switch offer {
        case .confirm: command = .confirm
        case .charges: command = .confirmCharges
        case .reschedule: command = try ProgressForm.reschedule(fields, moment, zone)
        case .rate: command = try ProgressForm.rate(fields)
        }
    }

    private static func reschedule(
        _ fields: FormFields, _ moment: Timestamp, _ zone: LocalTime
    ) throws(Fault) -> DeskCommand {
        let (today, name) = (zone.day(of: moment), fields.text("window", most: 8))
        guard let day = CalendarDay(fields.text("day", most: 10)), day >= today, day <= today.adding(days: daysAhead),
            let window = DayWindow.all.first(where: { $0.name == name })
        else {
            throw Fault(
                text: Localised(
                    en: "Choose a day within the next \(daysAhead) days, and a time.", zh: "请选择\(daysAhead)天内的日期和时间段。"))
        }
        let reason = fields.text("reason", most: wordsMax)
        return .propose(
            from: zone.moment(day, hour: window.from), through: zone.moment(day, hour: window.through),
            // A change of what was agreed needs a reason (M-7); that the customer wishes it is one, and the true one.
            reason: reason.isEmpty ? "the customer wishes it" : reason, consent: true)
    }

    private static func rate(_ fields: FormFields) throws(Fault) -> DeskCommand {
        let scores = ["attitude", "skill", "charges", "overall"].compactMap { Int(fields.text($0, most: 1)) }
        let satisfied = ["yes": true, "no": false][fields.text("satisfied", most: 3)]
        guard scores.count == 4, let satisfied else {
            throw Fault(
                text: Localised(en: "Give all four scores, and say whether you are satisfied.", zh: "请给出四项评分并选择是否满意。"))
        }
        return .rate(
            ReturnCall.Scores(attitude: scores[0], skill: scores[1], charges: scores[2], overall: scores[3]),
            satisfied: satisfied, reason: fields.text("words", most: wordsMax))
    }
}

extension Language {
    /// What a visitor reads: as the address says, else the one that the browser likes best of ours, else Chinese.
    init(query: String?, accept: String?) {
        if let named = query.flatMap({ Language(rawValue: $0) }) {
            self = named
            return
        }
        var best: (language: Language, weight: Double) = (.zh, 0)
        for range in (accept ?? "").prefix(1_024).split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
            let tag = parts.first.flatMap { $0.split(separator: "-").first.map(String.init) } ?? ""
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            // The first of equals: browsers name the preferred one first.
            if let known = Language(rawValue: tag), weight > best.weight { best = (known, weight) }
        }
        self = best.language
    }
}
