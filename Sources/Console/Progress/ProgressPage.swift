import Appliances
import Crypto
import Foundation
import ServiceDesk

/// The page of a request: plain HTML without a script, which any phone can show.
package enum ProgressPage {
    /// What stands above the page after something was tried.
    package enum Message: Hashable, Sendable {
        /// It was done.
        case done(ProgressView.Offer)
        /// It was not, for these reasons.
        case refused([String])
    }

    /// The page.
    ///
    /// - Parameters:
    ///   - view: What it says.
    ///   - path: Where it is, such as `/p/SR-0123456789ABC/…`; forms are sent below it.
    ///   - message: What stands above it; nil for nothing.
    /// - Returns: A whole HTML document.
    package static func html(_ view: ProgressView, at path: String, message: Message? = nil) -> String {
        let words = PageWords(language: view.language)
        let body: [[Markup]] = [
            header(view, path, words), above(message, words), nextSteps(view, words), visit(view, words),
            cost(view, words), past(view, words), ProgressForms(view: view, path: path, words: words).all,
        ]
        return document(title: "\(words.request) \(view.number)", view.language, body.flatMap(\.self))
    }

    /// A page that says one thing, such as that there is no such request.
    static func html(saying text: Localised, in language: Language) -> String {
        document(title: text[language], language, [.tag("h1", text[language])])
    }

    private static func document(title: String, _ language: Language, _ body: [Markup]) -> String {
        let head: [Markup] = [
            .void("meta", ["charset": "utf-8"]),
            .void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
            .void("meta", ["name": "color-scheme", "content": "light dark"]),
            .void("meta", ["name": "robots", "content": "noindex"]),
            .tag("title", title), .style(sheet),
        ]
        let page = Markup.tag(
            "html", ["lang": language == .zh ? "zh-CN" : "en", "dir": "ltr"],
            [.tag("head", head), .tag("body", [.tag("main", body)])])
        return "<!DOCTYPE html>\n\(page.html)\n"
    }

    /// The name by which the policy of the page lets in its one style sheet, and no other.
    static let sheetHash = "sha256-" + Data(SHA256.hash(data: Data("\(sheet)".utf8))).base64EncodedString()

    // Fingers need 44 points; on a narrow screen each charge is a small list instead of a row of a table.
    private static let sheet: StaticString = """
        :root{color-scheme:light dark;--ink:#1c1c1c;--paper:#f3f3f3;--card:#fff;--blue:#0050a8;--on:#fff;
        --edge:#757575}
        @media (prefers-color-scheme:dark){
        :root{--ink:#ececec;--paper:#121212;--card:#1f1f1f;--blue:#8fbcff;--on:#0a0a0a;--edge:#8f8f8f}}
        *{box-sizing:border-box}
        body{font:1rem/1.5 system-ui,sans-serif;margin:0;color:var(--ink);background:var(--paper);
        overflow-wrap:anywhere}
        main{max-width:40rem;margin:auto;padding:1rem}
        section,form{background:var(--card);border-radius:.5rem;padding:.75rem 1rem;margin:1rem 0}
        h1{font-size:1.4rem;margin:.5rem 0}h2{font-size:1.1rem;margin:.2rem 0}ul{padding-left:1.2rem}
        a{color:var(--blue);display:inline-block;padding:.6rem .6rem .6rem 0;min-height:2.75rem}
        .done{border-left:.4rem solid #2a7}.refused{border-left:.4rem solid #d33}
        table{border-collapse:collapse;width:100%}
        td,th{text-align:left;vertical-align:top;padding:.25rem .5rem .25rem 0}
        label{display:block;margin:.75rem 0}fieldset{border:0;margin:0;padding:0}legend{padding:0}
        input,select,textarea,button{font:inherit;color:inherit;background:var(--card);border:1px solid var(--edge);
        border-radius:.3rem;padding:.5rem;width:100%;min-height:2.75rem}
        .choice{display:flex;align-items:center;gap:.75rem;min-height:2.75rem;margin:.25rem 0}
        .choice input{width:1.5rem;min-height:1.5rem;margin:0;flex:none}
        button{background:var(--blue);color:var(--on);border:0;font-weight:600;cursor:pointer}
        :focus-visible{outline:3px solid var(--blue);outline-offset:2px}
        @media (max-width:30rem){tr.head{position:absolute;clip-path:inset(50%)}
        tr,td{display:block}tr{padding:.5rem 0;border-top:1px solid var(--edge)}td:first-child{font-weight:600}}
        """

    private static func header(_ view: ProgressView, _ path: String, _ words: PageWords) -> [Markup] {
        let other: Language = view.language == .zh ? .en : .zh
        var lines: [Markup] = [
            .tag(
                "p",
                [
                    .tag(
                        "a",
                        ["href": "\(path)?lang=\(other.rawValue)", "lang": other == .zh ? "zh-CN" : "en"],
                        other == .zh ? "中文" : "English")
                ]),
            .tag("h1", view.state),
            .tag("p", "\(words.request) \(view.number)" + (view.about.isEmpty ? "" : " · \(view.about)")),
        ]
        if !view.escalation.isEmpty { lines.append(.tag("p", view.escalation)) }
        return lines
    }

    private static func above(_ message: Message?, _ words: PageWords) -> [Markup] {
        switch message {
        case nil: []
        case .done(let offer): [.tag("section", ["class": "done", "role": "status"], words.done(offer))]
        case .refused(let reasons):
            [
                .tag(
                    "section", ["class": "refused", "role": "alert"],
                    [.tag("p", words.refused), list(reasons)])
            ]
        }
    }

    private static func nextSteps(_ view: ProgressView, _ words: PageWords) -> [Markup] {
        guard !view.steps.isEmpty else { return [] }
        let rows = view.steps.map { step in
            "\(step.who)\(words.colon)\(step.what)" + (step.by.isEmpty ? "" : words.by(step.by))
        }
        return [section(words.next, [list(rows)])]
    }

    private static func visit(_ view: ProgressView, _ words: PageWords) -> [Markup] {
        var lines: [Markup] = []
        if !view.appointment.isEmpty {
            lines.append(.tag("p", [.tag("strong", view.appointment), .text(" (\(view.agreement))")]))
        }
        if !view.engineer.isEmpty { lines.append(.tag("p", "\(words.who)\(words.colon)\(view.engineer)")) }
        if !view.parts.isEmpty { lines += [.tag("p", words.parts), list(view.parts)] }
        return lines.isEmpty ? [] : [section(words.visit, lines)]
    }

    private static func cost(_ view: ProgressView, _ words: PageWords) -> [Markup] {
        var lines: [Markup] = [.tag("p", view.entitlement.isEmpty ? words.undecided : view.entitlement)]
        if !view.reasons.isEmpty { lines.append(list(view.reasons)) }
        if !view.charges.isEmpty {
            let rows = view.charges.map { charge in
                Markup.tag("tr", [charge.what, charge.price, charge.payer, charge.why].map { .tag("td", $0) })
            }
            let head = Markup.tag("tr", ["class": "head"], words.columns.map { .tag("th", ["scope": "col"], $0) })
            lines.append(.tag("table", [head] + rows))
        }
        return [section(words.cost, lines + view.sums.map { .tag("p", $0) })]
    }

    private static func past(_ view: ProgressView, _ words: PageWords) -> [Markup] {
        var sections: [Markup] = []
        if !view.visits.isEmpty {
            let rows = view.visits.map { visit in
                let parts = visit.parts.isEmpty ? "" : "\(words.replaced)\(visit.parts)"
                return [visit.arrived, visit.engineer, visit.lateness, visit.outcome, parts].filter { !$0.isEmpty }
                    .joined(separator: " · ")
            }
            sections.append(section(words.visits, [list(rows)]))
        }
        if !view.ratings.isEmpty { sections.append(section(words.rated, [list(view.ratings)])) }
        return sections
    }

    private static func section(_ title: String, _ inside: [Markup]) -> Markup {
        .tag("section", [.tag("h2", title)] + inside)
    }

    private static func list(_ rows: [String]) -> Markup { .tag("ul", rows.map { .tag("li", $0) }) }
}
