import Appliances
import ServiceDesk

/// The forms of a page: one for everything that may be done now.
///
/// They need no token against forgery from other sites: there is no cookie, so a foreign page that does not know the
/// link can send nothing in the customer's name, and one that knows it needs no forgery.
struct ProgressForms {
    let view: ProgressView
    let path: String
    let words: PageWords

    var all: [Markup] { view.offers.map { form($0) } }

    private func form(_ offer: ProgressView.Offer) -> Markup {
        let inside: [Markup] = [
            .tag("h2", words.title(offer)),
            .void("input", ["type": "hidden", "name": "key", "value": "\(view.eventCount)-\(offer.rawValue)"]),
        ]
        let address = "\(path)/\(offer.rawValue)?lang=\(view.language.rawValue)"
        return .tag(
            "form", ["method": "post", "action": address],
            inside + fields(offer) + [.tag("button", ["type": "submit"], words.title(offer))])
    }

    private func fields(_ offer: ProgressView.Offer) -> [Markup] {
        switch offer {
        case .confirm: [.tag("p", view.appointment)]
        case .charges: [.tag("p", view.payable)]
        case .reschedule: reschedule
        case .rate: rate
        }
    }

    private var reschedule: [Markup] {
        let last = view.today.adding(days: ProgressForm.daysAhead)
        let day = Markup.void(
            "input",
            [
                "type": "date", "name": "day", "required": "required", "min": "\(view.today)", "max": "\(last)",
            ])
        let windows = DayWindow.all.map { Markup.tag("option", ["value": $0.name], $0.text) }
        let reason = Markup.void("input", ["name": "reason", "maxlength": "\(ProgressForm.wordsMax)"])
        return [
            label(words.day, day), label(words.time, .tag("select", ["name": "window"], windows)),
            label(words.reason, reason),
        ]
    }

    private var rate: [Markup] {
        let scores = zip(["attitude", "skill", "charges", "overall"], words.scores).map { name, text in
            // Nothing is chosen beforehand: a score that nobody gave is none.
            let choices =
                [Markup.tag("option", ["value": ""], "–")]
                + (1...5).map { .tag("option", ["value": "\($0)"], "\($0)") }
            return label(text, .tag("select", ["name": name, "required": "required"], choices))
        }
        let verdicts = zip(["yes", "no"], words.verdicts).map { value, text in
            Markup.tag(
                "label", ["class": "choice"],
                [
                    .void("input", ["type": "radio", "name": "satisfied", "value": value, "required": "required"]),
                    .text(" \(text)"),
                ])
        }
        let text = Markup.tag(
            "textarea", ["name": "words", "rows": "3", "maxlength": "\(ProgressForm.wordsMax)"], "")
        let verdict = Markup.tag("fieldset", [.tag("legend", words.verdict)] + verdicts)
        return scores + [verdict, label(words.words, text)]
    }

    private func label(_ text: String, _ field: Markup) -> Markup { .tag("label", [.text("\(text) "), field]) }
}

/// The words of a page that do not depend on the request.
struct PageWords {
    let language: Language

    private func say(_ en: String, _ zh: String) -> String { Localised(en: en, zh: zh)[language] }

    var request: String { say("Request", "工单") }
    var colon: String { say(": ", "：") }
    var next: String { say("What happens next", "下一步") }
    var visit: String { say("The visit", "上门服务") }
    var who: String { say("Who comes", "上门工程师") }
    var parts: String { say("Parts:", "配件：") }
    var cost: String { say("What it costs, and why", "费用及依据") }
    var undecided: String { say("Not decided yet.", "尚未确定。") }
    var visits: String { say("Visits so far", "上门记录") }
    var replaced: String { say("replaced: ", "更换：") }
    var rated: String { say("Your rating", "您的评价") }
    var refused: String { say("This was not done:", "操作未完成：") }
    var day: String { say("Day", "日期") }
    var time: String { say("Time", "时间段") }
    var reason: String { say("Reason (may be empty)", "原因（可不填）") }
    var words: String { say("In your words; needed where you are not satisfied", "您的意见（不满意时必填）") }
    var columns: [String] {
        [say("For", "项目"), say("Price", "金额"), say("Who pays", "承担方"), say("Why", "依据")]
    }
    var scores: [String] {
        [
            say("Attitude", "服务态度"), say("Skill", "技术水平"), say("Charges are reasonable", "收费合理性"),
            say("All in all", "综合评价"),
        ]
    }
    var verdict: String { say("Is all well?", "您是否满意？") }
    var verdicts: [String] { [say("I am satisfied", "满意"), say("I am not satisfied: please come again", "不满意，请再次处理")] }

    func by(_ moment: String) -> String { say(" – by \(moment)", "，\(moment)前") }

    func title(_ offer: ProgressView.Offer) -> String {
        switch offer {
        case .confirm: say("Agree to this time", "确认时间")
        case .reschedule: say("Propose another time", "改约时间")
        case .charges: say("Confirm the charges", "确认费用")
        case .rate: say("Rate the service", "评价服务")
        }
    }

    func done(_ offer: ProgressView.Offer) -> String {
        switch offer {
        case .confirm: say("You have agreed to the time.", "时间已确认。")
        case .reschedule: say("Your proposal has reached us; the engineer agrees to it next.", "改约已提交，等待工程师确认。")
        case .charges: say("You have confirmed the charges.", "费用已确认。")
        case .rate: say("Thank you for your rating.", "感谢您的评价。")
        }
    }
}
