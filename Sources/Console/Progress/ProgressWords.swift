import Appliances
import ServiceDesk
import Warranty

extension RequestState {
    /// How far it has come, as a customer says it.
    var words: Localised {
        switch self {
        case .received: Localised(en: "Received", zh: "已受理")
        case .verifying: Localised(en: "Your details are being checked", zh: "正在核实信息")
        case .verified: Localised(en: "Your details are complete", zh: "信息已核实")
        case .triaged: Localised(en: "The probable cause is known", zh: "已初步判断故障原因")
        case .guided: Localised(en: "You were guided by phone", zh: "已电话指导")
        case .awaitingParts: Localised(en: "Waiting for a part", zh: "等待配件")
        case .scheduling: Localised(en: "A visit is being arranged", zh: "正在预约上门时间")
        case .scheduled: Localised(en: "The visit is agreed", zh: "已约定上门时间")
        case .enRoute: Localised(en: "The engineer is on the way", zh: "工程师已出发")
        case .onSite: Localised(en: "The engineer is with you", zh: "工程师已到达")
        case .workDone: Localised(en: "The work is done", zh: "维修已完成")
        case .pulledBack: Localised(en: "Your appliance is in the workshop", zh: "产品已拉回维修")
        case .followUp: Localised(en: "Settled; we ask whether you are satisfied", zh: "已结算，等待回访")
        case .postponed: Localised(en: "Put off, as you wished", zh: "已按您的要求延期")
        case .closed: Localised(en: "Finished", zh: "已完成")
        case .cancelled: Localised(en: "Withdrawn", zh: "已取消")
        case .duplicate: Localised(en: "Handled in another request", zh: "已并入其他工单")
        }
    }
}

extension Role {
    /// Who acts, as a customer is told.
    var words: Localised {
        switch self {
        case .customer: Localised(en: "You", zh: "您")
        case .hotlineAgent: Localised(en: "The hotline", zh: "客服热线")
        case .informationOfficer: Localised(en: "The information officer", zh: "信息员")
        case .dispatcher: Localised(en: "The dispatcher", zh: "派工员")
        case .engineer: Localised(en: "The engineer", zh: "工程师")
        case .technicalSupport: Localised(en: "Technical support", zh: "技术支持")
        case .afterSalesManager: Localised(en: "The after-sales manager", zh: "售后经理")
        case .centreLeader: Localised(en: "The leader of the centre", zh: "中心领导")
        case .quality: Localised(en: "The quality department", zh: "质检部门")
        case .partsClerk: Localised(en: "The parts store", zh: "配件库")
        case .operations, .gateway: Localised(en: "The service centre", zh: "服务中心")
        }
    }
}

extension Visit.Outcome {
    /// How a visit ended, as a customer is told.
    var words: Localised {
        switch self {
        case .fixed: Localised(en: "mended", zh: "已修好")
        case .partly: Localised(en: "better, somebody must come again", zh: "部分修复，需再次上门")
        case .partsMissing: Localised(en: "a part was missing", zh: "缺少配件")
        case .pulledBack: Localised(en: "taken to the workshop", zh: "拉回维修")
        case .notRepairable: Localised(en: "cannot be repaired", zh: "无法修复")
        case .noFaultFound: Localised(en: "nothing was wrong", zh: "未发现故障")
        case .refused: Localised(en: "not repaired, as you wished", zh: "用户不维修")
        case .absent: Localised(en: "nobody was at home", zh: "家中无人")
        case .moved: Localised(en: "the appliance stands elsewhere", zh: "产品已移至别处")
        case .calledOff: Localised(en: "agreed on anew before anybody came", zh: "途中改约")
        case .doubted: Localised(en: "the engineer was not let in", zh: "未获准入户")
        }
    }
}

extension ChargeLine {
    /// What a charge is for.
    var words: Localised {
        switch self {
        case .parts: Localised(en: "Parts", zh: "材料费")
        case .labour: Localised(en: "Labour", zh: "工时费")
        case .travel: Localised(en: "Travel", zh: "上门费")
        case .freight: Localised(en: "Freight", zh: "运费")
        case .postage: Localised(en: "Postage", zh: "邮费")
        case .freightOut: Localised(en: "Freight to the factory", zh: "返厂运费")
        case .software: Localised(en: "Software", zh: "软件费")
        case .freightBack: Localised(en: "Freight from the factory", zh: "回程运费")
        }
    }
}

extension Payer {
    /// Who pays, as a customer is told.
    var words: Localised {
        switch self {
        case .company: Localised(en: "we pay", zh: "公司承担")
        case .customer: Localised(en: "you pay", zh: "用户承担")
        case .undetermined: Localised(en: "not decided yet", zh: "待定")
        }
    }
}

extension Money {
    /// The amount as people of a language write it.
    func text(in language: Language) -> String {
        switch language {
        case .en: description
        case .zh: description.replacing(" CNY", with: "元")
        }
    }
}

extension Rating {
    /// The scores and the verdict in one line; the words stay with those who read them.
    func line(in language: Language) -> String {
        let verdict =
            isSatisfied
            ? Localised(en: "satisfied", zh: "满意") : Localised(en: "not satisfied", zh: "不满意")
        return Localised(
            en: "\(verdict.en): attitude \(scores.attitude), skill \(scores.skill), charges \(scores.charges), "
                + "overall \(scores.overall)",
            zh: "\(verdict.zh)：服务态度\(scores.attitude)分，技术水平\(scores.skill)分，收费合理性\(scores.charges)分，"
                + "综合\(scores.overall)分")[language]
    }
}

/// The text without what may be somebody's phone number: seven digits and more, also with single signs between them.
///
/// People who write down why they were late may have called somebody.
func masked(_ text: String) -> String {
    var (kept, run, digits) = ("", "", 0)
    func ended() -> String {
        guard digits >= 7 else { return run }
        return run.last?.isNumber == true ? "***" : "***" + String(run.suffix(1))
    }
    for sign in text {
        if sign.isNumber {
            run.append(sign)
            digits += 1
        } else if !run.isEmpty, " -+.".contains(sign), run.last?.isNumber == true {
            run.append(sign)
        } else {
            kept += ended()
            (run, digits) = ("", 0)
            kept.append(sign)
        }
    }
    return kept + ended()
}
