import Appliances
import ServiceDesk

extension ProgressWriter {
    /// Who does what next, and by when; what is only owed between members of staff is left out.
    var steps: [ProgressView.Step] {
        guard request.state.isOpen else { return [] }
        return stepsOfState + stepsDue
    }

    private func step(_ role: Role, _ en: String, _ zh: String, by due: Timestamp? = nil) -> ProgressView.Step {
        step(role.words[language], en, zh, by: due)
    }

    private func step(_ who: String, _ en: String, _ zh: String, by due: Timestamp? = nil) -> ProgressView.Step {
        ProgressView.Step(who: who, what: say(en, zh), by: due.map { time.text($0) } ?? "")
    }

    private var engineer: String { request.engineer.map { name(of: $0) } ?? Role.engineer.words[language] }

    private var stepsOfState: [ProgressView.Step] {
        switch request.state {
        case .received, .verifying: return stepsToVerify
        case .verified:
            return [step(.hotlineAgent, "find out what is probably wrong", "初步判断故障原因")]
        case .triaged, .scheduling: return stepsToAgree
        case .guided: return [step(.customer, "try what was explained on the phone", "请按电话指导操作")]
        case .awaitingParts:
            return [step(.dispatcher, "agree on a time with you once the part is there", "配件到货后与您预约上门时间")]
        case .scheduled:
            return [
                step(engineer, "come to you", "上门服务", by: request.appointment?.through),
                step(.customer, "have somebody at home", "请确保家中有人"),
            ]
        case .enRoute: return [step(engineer, "arrive", "到达", by: request.appointment?.through)]
        case .onSite:
            return request.visit?.isWorking == true
                ? [step(engineer, "repair and test the appliance", "维修并测试产品")]
                : [step(engineer, "explain cause, plan, time and cost before the work", "维修前说明原因、方案、时间和费用")]
        case .workDone: return stepsToSettle
        case .followUp:
            let waits = request.calls.contains { !$0.isAnswered }
            return waits ? [] : [step(.informationOfficer, "close the request", "核对并关闭工单")]
        case .pulledBack, .postponed, .closed, .cancelled, .duplicate: return []
        }
    }

    /// What may be on file is looked up before anybody asks the customer (H-3); papers only the customer has.
    private var stepsToVerify: [ProgressView.Step] {
        let (onFile, papers) = (request.missing.filter(\.mayBeOnFile), request.missing.filter { !$0.mayBeOnFile })
        var steps: [ProgressView.Step] = []
        if !onFile.isEmpty {
            let (en, zh) = (onFile.map(\.words.en), onFile.map(\.words.zh))
            steps.append(
                step(
                    .informationOfficer, "find out: \(en.joined(separator: ", "))",
                    "核实：\(zh.joined(separator: "、"))"))
        }
        if !papers.isEmpty {
            let (en, zh) = (papers.map(\.words.en), papers.map(\.words.zh))
            steps.append(
                step(.customer, "have ready: \(en.joined(separator: ", "))", "请准备：\(zh.joined(separator: "、"))"))
        }
        return steps.isEmpty ? [step(.informationOfficer, "check your details", "核实信息")] : steps
    }

    private var stepsToAgree: [ProgressView.Step] {
        guard request.engineer != nil else {
            return [step(.dispatcher, "choose an engineer", "安排工程师")]
        }
        guard let window = request.appointment else {
            return [step(engineer, "agree on a time with you", "与您预约上门时间")]
        }
        var steps: [ProgressView.Step] = []
        if !window.isConfirmed {
            steps.append(step(.customer, "agree to the time, or propose another one", "请确认时间，或提出其他时间"))
        }
        if !window.isAccepted { steps.append(step(engineer, "agree to the time", "确认时间")) }
        return steps
    }

    private var stepsToSettle: [ProgressView.Step] {
        if let asked = request.approvals.first(where: { $0.decision == nil }) {
            let decider = asked.missingVotes.first ?? request.deciders(of: asked.subject)[0]
            return [step(decider, "decide about what was asked for", "审批您的申请")]
        }
        guard let charges = request.charges else {
            return [step(engineer, "present the charges, where there are any", "出示费用明细（如有）")]
        }
        if !charges.isConfirmed, charges.sheet.total > Money(fen: 0) {
            return [step(.customer, "confirm the charges", "请确认费用")]
        }
        if request.owed > Money(fen: 0) {
            return [step(.customer, "pay what is owed", "请支付费用")]
        }
        if charges.sheet.total > Money(fen: 0), !charges.isReceiptGiven {
            return [step(engineer, "give you a receipt", "开具收据或发票")]
        }
        return [step(engineer, "settle the request", "完成结算")]
    }

    /// What has a time of its own (requirements, 2.3).
    private var stepsDue: [ProgressView.Step] {
        request.due(under: rules).compactMap { item in
            switch item.kind {
            case .call:
                step(item.role, "call you and ask whether all is well", "电话回访", by: item.due)
            case .bringBack: step(engineer, "bring your appliance back", "送回产品", by: item.due)
            case .part: step(item.role, "get the part \(item.what)", "配件\(item.what)到货", by: item.due)
            case .postponed: step(item.role, "ask you again", "再次与您联系", by: item.due)
            case .firstContact: step(item.role, "contact you", "与您联系", by: item.due)
            case .engineerContact: step(engineer, "agree on a time with you", "与您预约上门时间", by: item.due)
            case .delayNotice: step(item.role, "tell you how late it will be", "告知您延误情况", by: item.due)
            case .managerVisit: step(item.role, "come to you in person", "亲自上门", by: item.due)
            case .apology: step(item.role, "apologise to you for the delay", "就迟到向您致歉", by: item.due)
            case .comeBack: step(engineer, "come back and go on", "返回继续维修", by: item.due)
            case .exchange: step(item.role, "exchange your appliance", "为您换机", by: item.due)
            // The visit is said above; the rest goes from one member of staff to another.
            case .visit, .card, .reconcile, .solution, .handOver, .order, .purchase, .departurePrompt, .departure,
                .late, .lateForManager, .arrival, .feedback, .secondJob, .reconcileCentre, .verifyAgain, .assign,
                .answerWindow, .endVisit, .settle, .decide, .takeUp, .close, .invoice, .complaint:
                nil
            }
        }
    }
}
