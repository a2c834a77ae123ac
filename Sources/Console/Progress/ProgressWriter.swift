import Appliances
import ServiceDesk
import Warranty

/// Writes the sentences of a ``ProgressView``.
struct ProgressWriter {
    let request: ServiceRequest
    let language: Language
    let rules: ServiceRules
    /// The name of an engineer as customers may see it; nil where they see the number.
    let engineerName: (String) -> String?

    var time: LocalTime { LocalTime(utcOffsetSeconds: rules.utcOffsetSeconds) }

    /// A sentence in the language of the page.
    func say(_ en: String, _ zh: String) -> String { Localised(en: en, zh: zh)[language] }

    /// The engineer's name, or number.
    func name(of engineer: String) -> String {
        engineerName(engineer) ?? say("engineer \(engineer)", "工程师\(engineer)")
    }

    func list(_ words: [String]) -> String { words.joined(separator: say(", ", "、")) }

    // MARK: Appointment

    /// The window that lies ahead, or in which somebody is there; a visit that is over has no window any more.
    private var window: Appointment? {
        switch request.state {
        case .scheduling, .scheduled, .enRoute, .onSite: request.appointment
        default: nil
        }
    }

    /// Whether somebody still comes, or is there.
    var comes: Bool {
        switch request.state {
        case .workDone, .followUp: false
        default: request.state.isOpen
        }
    }

    var appointment: String { window.map { time.window($0.from, $0.through) } ?? "" }

    var agreement: String {
        guard let window else { return "" }
        return switch (window.isAccepted, window.isConfirmed) {
        case (true, true): say("agreed by both", "双方已确认")
        case (true, false): say("please agree, or propose another time", "请您确认，或提出其他时间")
        case (false, true): say("you agree; the engineer still has to", "您已确认，等待工程师确认")
        case (false, false): say("proposed; nobody has agreed yet", "待双方确认")
        }
    }

    /// Who was called upon since somebody was not satisfied (M-54).
    var escalation: String {
        switch request.level {
        case ...0: ""
        case 1: say("The after-sales manager looks at it too.", "售后经理已介入。")
        case 2: say("The service centre looks at it too.", "服务中心已介入。")
        default: say("The leaders of the centre look at it too.", "中心领导已介入。")
        }
    }

    // MARK: Parts and visits

    func line(of need: PartNeed) -> String {
        let part = need.part == ServiceRequest.loaner ? say("an appliance on loan", "周转机") : need.part
        return switch need.state {
        case .needed: say("\(part): being looked for", "\(part)：正在查找")
        case .reserved: say("\(part): laid aside", "\(part)：已预留")
        case .applied(let due), .purchased(let due):
            say("\(part): ordered, expected by \(time.text(due))", "\(part)：已申请，预计\(time.text(due))前到货")
        case .arrived: say("\(part): has arrived", "\(part)：已到货")
        case .waived: say("\(part): the visit goes without it", "\(part)：本次不携带")
        }
    }

    func stay(_ visit: Visit) -> ProgressView.Stay {
        ProgressView.Stay(
            engineer: name(of: visit.engineer),
            arrived: visit.arrived.map { time.text($0) } ?? "",
            lateness: lateness(of: visit),
            outcome: visit.outcome?.words[language] ?? "",
            parts: list(visit.parts.map(\.part)))
    }

    /// Said as it was (1.7, D-1): nobody is told a cause that is not the true one.
    private func lateness(of visit: Visit) -> String {
        guard visit.lateness > .zero else { return "" }
        // A part of a minute is a minute: nobody was less late than this says.
        let minutes = (visit.lateness.milliseconds + 59_999) / 60_000
        let cause = masked(visit.lateCause)
        return say("\(minutes) minutes late: \(cause)", "迟到\(minutes)分钟：\(cause)")
    }

    // MARK: Money

    func charge(_ line: ChargeSheet.Line) -> ProgressView.Charge {
        ProgressView.Charge(
            what: line.line.words[language], price: line.price.text(in: language), payer: line.payer.words[language],
            why: reason(for: line))
    }

    /// The lower of two prices counts (M-64).
    private func reason(for line: ChargeSheet.Line) -> String {
        let tariff = line.tariff.text(in: language)
        switch line.payer {
        case .company: return say("the warranty pays for this", "属保修范围")
        case .undetermined: return say("papers are still missing", "凭证尚未齐全")
        case .customer:
            guard let certificate = line.certificate else {
                return say("by the published tariff", "按公示收费标准")
            }
            let other = certificate.text(in: language)
            return say(
                "tariff \(tariff), warranty certificate \(other): the lower one counts",
                "收费标准\(tariff)，三包凭证\(other)：以最低为准")
        }
    }

    var payable: String {
        guard request.charges != nil else { return "" }
        let amount = request.payable.text(in: language)
        return say("To be paid by you: \(amount).", "您应付：\(amount)。")
    }

    var sums: [String] {
        var sums: [String] = []
        if let consent = request.visits.last?.consent?.text(in: language) {
            sums.append(say("You agreed to pay up to \(consent).", "您同意的费用上限：\(consent)。"))
        }
        guard let charges = request.charges else { return sums }
        sums.append(payable)
        if request.payable < charges.sheet.total {
            let waived = Money(fen: charges.sheet.total.fen - request.payable.fen).text(in: language)
            sums.append(say("Waived: \(waived).", "已减免：\(waived)。"))
        }
        let (paid, owed) = (request.paid.text(in: language), request.owed.text(in: language))
        sums.append(say("Paid: \(paid); still owed: \(owed).", "已付：\(paid)；未付：\(owed)。"))
        sums.append(
            charges.isConfirmed
                ? say("You have confirmed the charges.", "您已确认费用。")
                : say("The charges are not confirmed yet.", "费用尚未确认。"))
        return sums
    }
}
