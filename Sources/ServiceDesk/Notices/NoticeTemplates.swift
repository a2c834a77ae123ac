package import Appliances
import Warranty

/// The words of notices: one template for each kind and language, variables in braces, such as `{request}`.
package struct NoticeTemplates: Hashable, Sendable {
    /// What is wrong with a template.
    package enum Fault: Error, Hashable, Sendable {
        /// A brace has no partner.
        case unbalanced
        /// A kind has no such variable.
        case unknown(variable: String, known: [String])
    }

    /// A piece of a template.
    enum Piece: Hashable, Sendable {
        case words(String)
        case variable(String)
    }

    private struct Template: Hashable, Sendable {
        var en: [Piece]
        var zh: [Piece]
    }

    /// In the order of the kinds.
    private var templates: [Template]

    /// The words that just do.
    package static let standard = NoticeTemplates()

    private init() {
        templates = DeskNotice.Kind.allCases.map { kind in
            let text = standardWords.first { $0.key == kind }?.value ?? Localised(en: kind.rawValue, zh: kind.rawValue)
            // The standard words are checked by a test; what they cannot say they say as it stands.
            let pieces = { (words: String) in (try? NoticeTemplates.parse(words, for: kind)) ?? [.words(words)] }
            return Template(en: pieces(text.en), zh: pieces(text.zh))
        }
    }

    /// Replaces the words of a kind in a language.
    ///
    /// - Throws: what is wrong with them; the words stay as they were.
    package mutating func set(_ words: String, for kind: DeskNotice.Kind, in language: Language) throws(Fault) {
        let pieces = try NoticeTemplates.parse(words, for: kind)
        guard let place = DeskNotice.Kind.allCases.firstIndex(of: kind) else { return }
        switch language {
        case .en: templates[place].en = pieces
        case .zh: templates[place].zh = pieces
        }
    }

    /// Reads a template; `{{` and `}}` stand for braces.
    static func parse(_ words: String, for kind: DeskNotice.Kind) throws(Fault) -> [Piece] {
        var pieces: [Piece] = []
        var plain = ""
        var rest = Substring(words)
        while let next = rest.first {
            rest.removeFirst()
            guard next == "{" || next == "}" else {
                plain.append(next)
                continue
            }
            if rest.first == next {
                plain.append(next)
                rest.removeFirst()
                continue
            }
            guard next == "{", let end = rest.firstIndex(of: "}") else { throw .unbalanced }
            let name = String(rest[..<end])
            let known = kind.variables.map(\.name)
            guard known.contains(name) else { throw .unknown(variable: name, known: known) }
            if !plain.isEmpty { pieces.append(.words(plain)) }
            (plain, rest) = ("", rest[rest.index(after: end)...])
            pieces.append(.variable(name))
        }
        if !plain.isEmpty { pieces.append(.words(plain)) }
        return pieces
    }

    /// The words of a kind with these values; a variable without a value leaves nothing.
    func text(of kind: DeskNotice.Kind, _ values: [(name: String, value: NoticeValue)], zone: Int) -> Localised {
        guard let place = DeskNotice.Kind.allCases.firstIndex(of: kind) else { return Localised(en: "", zh: "") }
        func filled(_ pieces: [Piece], _ language: Language) -> String {
            let text = pieces.map { piece in
                switch piece {
                case .words(let words): words
                case .variable(let name): values.first { $0.name == name }?.value.words(in: language, zone: zone) ?? ""
                }
            }.joined()
            // What a variable without a value leaves around it is nothing either.
            return NoticeTemplates.tidied(text)
        }
        return Localised(en: filled(templates[place].en, .en), zh: filled(templates[place].zh, .zh))
    }
}

extension NoticeTemplates {
    /// The text without spaces at its ends, and with one where there were more.
    static func tidied(_ text: String) -> String {
        text.split(separator: " ").joined(separator: " ")
    }
}

/// A typed value of a variable.
enum NoticeValue: Hashable {
    case code(String)
    case words(String)
    case text(Localised)
    case moment(Timestamp)
    case day(CalendarDay)
    case money(Money)
    case facts([MissingFact])
    case arrival(Timestamp)

    /// Its type.
    var type: DeskNotice.ValueType {
        switch self {
        case .code: .code
        case .words, .text: .words
        case .moment: .moment
        case .day: .day
        case .money: .money
        case .facts: .facts
        case .arrival: .arrival
        }
    }

    /// As a machine reads it.
    var plain: String {
        switch self {
        case .code(let text), .words(let text): text
        case .text(let text): text.en
        case .moment(let moment), .arrival(let moment): "\(moment)"
        case .day(let day): "\(day)"
        case .money(let amount): "\(amount)"
        case .facts(let facts): facts.map(\.rawValue).joined(separator: ",")
        }
    }

    /// As people read it, moments in the centre's zone.
    func words(in language: Language, zone: Int) -> String {
        switch self {
        case .code, .words, .day, .money: plain
        case .text(let text): text[language]
        case .moment(let moment): NoticeValue.local(moment, zone: zone)
        case .arrival(let moment):
            Localised(
                en: "It is expected by \(NoticeValue.local(moment, zone: zone)).",
                zh: "预计\(NoticeValue.local(moment, zone: zone))前到达。")[language]
        case .facts(let facts):
            facts.map { $0.words[language] }.joined(separator: language == .en ? ", " : "、")
        }
    }

    /// Such as `2026-11-26 09:30`, in a zone so many seconds east of UTC.
    static func local(_ moment: Timestamp, zone: Int) -> String {
        let minutes = (moment.milliseconds / 1_000 + Int64(zone)) / 60
        let ofDay = ((minutes % 1_440) + 1_440) % 1_440
        let day = CalendarDay(moment, utcOffsetSeconds: zone)
        return "\(day) \(zeroPadded(ofDay / 60, to: 2)):\(zeroPadded(ofDay % 60, to: 2))"
    }
}

/// What notices say where nobody has written other words.
let standardWords: KeyValuePairs<DeskNotice.Kind, Localised> = [
    .requestReceived: Localised(
        en: "We have your request {request} and will contact you by {until}. {link}",
        zh: "您的服务工单{request}已受理，我们将于{until}前与您联系。{link}"),
    .documentsAsked: Localised(
        en: "For your request {request} please tell us or have ready: {facts}. {link}",
        zh: "工单{request}请提供或备好：{facts}。{link}"),
    .windowProposed: Localised(
        en: "For your request {request} we propose a visit from {from} to {through}. {reason} {link}",
        zh: "工单{request}拟于{from}至{through}上门，请确认。{reason}{link}"),
    .visitPromised: Localised(
        en: "Engineer {engineer} comes for request {request} from {from} to {through}. Please be at home. {link}",
        zh: "工程师{engineer}将于{from}至{through}上门（工单{request}），请留人在家。{link}"),
    .engineerLeft: Localised(
        en: "Engineer {engineer} is on the way for request {request}. {link}",
        zh: "工程师{engineer}已出发（工单{request}）。{link}"),
    .visitLate: Localised(
        en: "We are sorry: the visit for request {request}, promised until {through}, will be late. {expected} "
            + "{reason} {link}",
        zh: "非常抱歉，工单{request}原定{through}前的上门将会延误。{expected}{reason}{link}"),
    .visitWithdrawn: Localised(
        en: "We are sorry: the visit that was agreed on for request {request} cannot take place as agreed. We propose "
            + "another time to you. {link}",
        zh: "非常抱歉，工单{request}原约定的上门无法如期进行，我们将尽快与您另约时间。{link}"),
    .absent: Localised(
        en: "Request {request}: {engineer} met nobody at home (called: {called}, note: {note}, neighbour asked: "
            + "{neighbour}). Please call the customer.",
        zh: "工单{request}：{engineer}上门时家中无人（电话：{called}，留言：{note}，询问邻居：{neighbour}），请联系用户。"),
    .partAwaited: Localised(
        en: "Request {request}: the part {part} is ordered, expected by {due}; your warranty waits meanwhile. {link}",
        zh: "工单{request}所需配件{part}已申请，预计{due}到货，等待期间保修期顺延。{link}"),
    .partArrived: Localised(
        en: "The part {part} for request {request} has come; we agree on a visit with you. {link}",
        zh: "工单{request}所需配件{part}已到，我们将与您约定上门时间。{link}"),
    .partLate: Localised(
        en: "We are sorry: the part {part} for request {request} was due {due} and is not here yet. {link}",
        zh: "非常抱歉，工单{request}所需配件{part}原定{due}到货，尚未到达。{link}"),
    .applianceTaken: Localised(
        en: "Your appliance (request {request}) is in our workshop and comes back by {back}. Loaner: {loaner}. {link}",
        zh: "您的产品（工单{request}）已拉修，约定{back}前送回。周转机：{loaner}。{link}"),
    .chargesPresented: Localised(
        en: "The charges of request {request} are {total}. Please look through them and confirm. {link}",
        zh: "工单{request}费用合计{total}，请核对确认。{link}"),
    .receipt: Localised(
        en: "Receipt for request {request}: {paid}. Warranty of this part until: {until_day}. {link}",
        zh: "工单{request}电子凭证：{paid}。该部件保修至：{until_day}。{link}"),
    .callMissed: Localised(
        en: "We could not reach you about request {request} and will call again. {link}",
        zh: "关于工单{request}未能与您取得联系，我们将另行致电。{link}"),
    .reopened: Localised(
        en: "We are sorry that request {request} is not settled; somebody higher looks after it now. {link}",
        zh: "很抱歉工单{request}未让您满意，已升级处理。{link}"),
    .closed: Localised(
        en: "Request {request} is closed. Thank you. {link}", zh: "工单{request}已完成，感谢您的支持。{link}"),
    .assigned: Localised(
        en: "{engineer}: request {request} ({priority}, {fault}) is yours. Accept it or say why not.",
        zh: "{engineer}：工单{request}（{priority}，{fault}）已派给您，请接单或说明原因。"),
    .handedOver: Localised(
        en: "Request {request} is handed over to {role}. Please acknowledge.", zh: "工单{request}已移交{role}，请确认接收。"),
    .overdue: Localised(
        en: "Request {request}: {what} {which} was due {due} and is not done.",
        zh: "工单{request}：{what} {which}应于{due}完成，已超时。"),
    .approvalAsked: Localised(
        en: "Request {request}: {subject} of {amount} waits for your decision.",
        zh: "工单{request}：{subject}（{amount}）待审批。"),
    .escalated: Localised(en: "Request {request} needs you: {reason}", zh: "工单{request}已升级：{reason}"),
    .solution: Localised(
        en: "For your request {request} we suggest: {text} {attachments} {link}",
        zh: "工单{request}解决方案：{text}{attachments} {link}"),
    .reconciliation: Localised(
        en: "Reconciliation of {day}: request {request} has {count} mismatches: {found}.",
        zh: "{day}对账：工单{request}有{count}项不符：{found}。"),
    .complained: Localised(
        en: "Request {request}: a complaint about {subject} waits for you: {words}",
        zh: "工单{request}：{subject}投诉待处理：{words}"),
    .advice: Localised(en: "{words} (Appliance {device}.)", zh: "{words}（设备{device}）"),
    .tellOwner: Localised(en: "{words} (Appliance {device}.)", zh: "{words}（设备{device}）"),
    .reminder: Localised(en: "{words} (Appliance {device}.)", zh: "{words}（设备{device}）"),
    .incident: Localised(en: "Incident at request {request}: {reason}", zh: "工单{request}发生安全事件：{reason}"),
    .delayForeseen: Localised(
        en: "Request {request}: {because} takes longer, {minutes} minutes are lacking. Please tell the customer.",
        zh: "工单{request}：因{because}延误，预计晚{minutes}分钟，请通知用户。"),
]
