package import Appliances

/// What must hold before something may be done, each with the place where that is written (requirements, 2.2).
package enum Guard: String, CaseIterable, Hashable, Sendable, Codable {
    /// The role may do it.
    case role
    /// The request has come so far.
    case stage
    /// The one who acts is the engineer who goes.
    case ownEngineer = "own_engineer"
    /// Others are asked before the customer.
    case order
    /// The fact is asked for.
    case asked
    /// What was found is of the fact's kind.
    case value
    /// There is a possible cause, or somebody is consulted.
    case hypothesis
    /// It can be mended by phone.
    case remote
    /// The engineer can keep it.
    case feasible
    /// The window is one.
    case window
    /// The customer agreed to the change.
    case changeConsent = "change_consent"
    /// Both have agreed on the window.
    case promised
    /// Every part is there, or left out on purpose.
    case parts
    /// A loaner is along where the appliance may have to be taken.
    case loaner
    /// The checklist was gone through.
    case checklist
    /// Lateness has its true cause.
    case trueCause = "true_cause"
    /// Customer and product were confirmed.
    case identified
    /// Cause, plan, time and cost were explained.
    case explained
    /// The charging standard was shown.
    case tariff
    /// The customer consented to pay before the work.
    case consent
    /// The work has begun.
    case working
    /// The cause and the part are coded.
    case coded
    /// The serials of replaced parts are there.
    case serials
    /// Parts are the maker's own where the brand wants that.
    case original
    /// The functional test was made, or put off on purpose.
    case tested
    /// The rest was looked at.
    case inspected
    /// The appliance's looks were written down.
    case condition
    /// The customer has the signed receipt of the appliance.
    case pullBackReceipt = "pull_back_receipt"
    /// The loaner was offered or declined.
    case loanerOffered = "loaner_offered"
    /// The day of return lies ahead.
    case returnDay = "return_day"
    /// The appliance is back.
    case returned
    /// The loaner is back.
    case loanerBack = "loaner_back"
    /// The warranty runs again.
    case clockRuns = "clock_runs"
    /// Prices are positive, and each charge stands there once.
    case sheet
    /// Who pays each charge is as the warranty says.
    case payer
    /// Nothing above the agreed amount is charged.
    case agreedAmount = "agreed_amount"
    /// Nothing above the lower price is collected.
    case lowestPrice = "lowest_price"
    /// The customer confirmed the charges.
    case confirmed
    /// What is owed is paid.
    case paid
    /// A receipt was given.
    case receipt
    /// Others have decided, or are asked.
    case open
    /// Whoever calls has visited nobody.
    case independent
    /// The call is due to be made.
    case callDue = "call_due"
    /// Scores are 1 to 5.
    case scores
    /// What was done last is not rated yet.
    case rated
    /// Every call was answered by a satisfied customer, or tried often enough.
    case satisfied
    /// The card came in and is reconciled.
    case card
    /// The signature is the customer's.
    case signature
    /// The fault is only foretold.
    case foretold
    /// A reason is given.
    case reason
    /// The clock runs, or stands still.
    case clock
    /// It was handed over to whoever says so.
    case handedOver = "handed_over"
    /// The group for remote support is dissolved, or meets.
    case group
    /// Somebody apologised for coming late, and a manager where that was not accepted.
    case apology
    /// Somebody waited at the door.
    case waited
    /// The exchange was granted.
    case exchange
    /// A manager is there, where the customer has doubted the engineer.
    case manager
    /// Those who decide together have a vote each.
    case vote
    /// Outside of what the warranty offers, the leader of the centre decides.
    case special
    /// What was granted is done.
    case fulfilled
    /// A solution has words.
    case solution
    /// The facts were gone through with the customer.
    case facts
    /// Where nobody is at home, the customer was called and a note was left.
    case absence
    /// It is known where an appliance stands that was moved.
    case place
    /// Branch and centre are two people.
    case fourEyes = "four_eyes"
    /// What a cause rests on is named.
    case evidence
    /// Prices are those of the published tariff, or their reason is given.
    case byTariff = "by_tariff"
    /// The invoice that was promised is issued, or one is owed.
    case invoice
    /// The complaint is open, and whoever acts answers for it.
    case complaint
    /// Every complaint is resolved.
    case complaints
    /// The compensation was granted, and no more is paid.
    case compensation
    /// It is said in which way the appliance does not perform.
    case performanceFailure = "performance_failure"
    /// Dangers are explained, and nothing unsafe is left under power.
    case hazard
    /// Why the customer does not want the repair.
    case repairRefusal = "repair_refusal"
    /// Whoever goes away from a visit says when to be back, and is back.
    case comeBack = "come_back"
    /// The true reason of a pull-back is said.
    case pullBackReason = "pull_back_reason"
    /// Where the workshop is likely, a vehicle is ready.
    case vehicle
    /// It is said why a repair was made at home that the workshop was meant for.
    case atHome = "at_home"

    /// Where it is written.
    package var clause: String {
        switch self {
        case .role: "2.1"
        case .stage, .foretold, .reason, .asked: "2.2"
        case .ownEngineer, .changeConsent: "M-7"
        case .order: "H-3"
        case .value: "M-12"
        case .hypothesis: "H-4"
        case .remote: "N-3"
        case .feasible: "M-6"
        case .window: "N-6"
        case .promised: "H-8"
        case .parts: "H-9"
        case .loaner: "M-9"
        case .checklist: "M-20"
        case .trueCause: "D-1"
        case .identified: "N-13"
        case .explained: "N-17"
        case .tariff: "C-6"
        case .consent, .agreedAmount: "M-43"
        case .working, .inspected: "M-58"
        case .coded: "M-42"
        case .serials, .returnDay: "M-51"
        case .original: "Z-11"
        case .tested: "N-22"
        case .condition, .pullBackReceipt, .loanerOffered, .returned, .loanerBack: "M-48"
        case .clockRuns: "H-19"
        case .sheet, .confirmed, .paid: "Z-15"
        case .payer: "2.5"
        case .lowestPrice, .invoice: "M-64"
        case .receipt: "M-62"
        case .open: "M-65"
        case .independent, .callDue, .scores, .rated: "Z-17"
        case .satisfied: "H-15"
        case .card, .signature: "M-75"
        case .clock: "2.3"
        case .handedOver: "X-2"
        case .group: "X-5"
        case .apology: "M-32"
        case .waited, .absence: "M-28"
        case .exchange, .special, .fulfilled: "M-53"
        case .manager: "M-34"
        case .vote: "X-13"
        case .solution: "X-7"
        case .facts: "M-10"
        case .place: "M-35"
        case .fourEyes: "M-76"
        case .evidence: "H-18c"
        case .byTariff: "Z-14"
        case .complaint, .complaints: "Z-19"
        case .compensation: "M-54"
        case .performanceFailure: "H-23"
        case .hazard: "C-17"
        case .repairRefusal: "M-41"
        case .comeBack: "M-56"
        case .pullBackReason: "D-2"
        case .vehicle, .atHome: "H-5"
        }
    }

    /// What must hold, in words.
    package var text: Localised { guardWords.first { $0.key == self }?.value ?? Localised(en: rawValue, zh: rawValue) }
}

/// Why something may not be done yet: every guard that is in the way, at once.
package struct Refusal: Error, Hashable, Sendable, Codable {
    /// One guard that is in the way.
    package struct Unmet: Hashable, Sendable, Codable {
        /// Which.
        package let rule: Guard
        /// What is found instead, such as the state; empty where the guard says it all.
        package let found: String

        /// One line, such as `M-43: the customer must consent before work that costs (owed 150.00 CNY)`.
        package func line(in language: Language = .en) -> String {
            "\(rule.clause): \(rule.text[language])" + (found.isEmpty ? "" : " (\(found))")
        }
    }

    /// The guards, in the order in which they were asked; at least one.
    package let unmet: [Unmet]

    /// Whether this guard is among them.
    package func has(_ rule: Guard) -> Bool { unmet.contains { $0.rule == rule } }
}

private let guardWords: KeyValuePairs<Guard, Localised> = [
    .role: Localised(en: "another role does this", zh: "该操作不属于此角色"),
    .stage: Localised(en: "the request has not come so far, or is past it", zh: "工单当前阶段不允许此操作"),
    .ownEngineer: Localised(en: "only the engineer who was assigned does this", zh: "仅限被派工程师操作"),
    .order: Localised(en: "those who may have it on file are asked before the customer", zh: "先由信息员等核实，再联系用户"),
    .value: Localised(
        en: "what was found must be of the fact's kind; names, phones and addresses belong in the customer's record",
        zh: "核实结果须与该信息相符；姓名、电话、地址应登记在用户档案中"),
    .asked: Localised(en: "nobody asks for this", zh: "该信息无需核实"),
    .hypothesis: Localised(en: "a possible cause is needed, or somebody who is consulted", zh: "须给出可能原因或咨询对象"),
    .remote: Localised(en: "the fault must be one that can be mended by phone", zh: "该故障不适合电话指导"),
    .feasible: Localised(en: "the engineer must be able to keep it", zh: "工程师无法按时到达"),
    .window: Localised(en: "the window must lie ahead and end after it begins", zh: "预约时间段无效"),
    .changeConsent: Localised(en: "a change needs a reason and the customer's consent", zh: "变更预约须说明原因并征得用户同意"),
    .promised: Localised(en: "engineer and customer must have agreed on the window", zh: "预约须双方确认"),
    .parts: Localised(en: "every part must be there or left out on purpose", zh: "所需配件须备齐或注明不带"),
    .loaner: Localised(en: "a loaner must come along where the appliance may have to be taken", zh: "可能拉修时须携带周转机"),
    .checklist: Localised(en: "the checklist must be gone through", zh: "出发前须核对工具配件清单"),
    .trueCause: Localised(en: "lateness needs its true cause", zh: "迟到须记录真实原因"),
    .identified: Localised(en: "customer and product must be confirmed", zh: "须先确认用户身份及报修产品"),
    .explained: Localised(en: "cause, plan, parts, time and cost must be explained", zh: "须先说明原因、方案、配件、时间和费用"),
    .tariff: Localised(en: "the charging standard must be shown", zh: "须先出示收费标准"),
    .consent: Localised(en: "the customer must consent before work that costs", zh: "收费维修须先征得用户同意"),
    .working: Localised(en: "the work must have begun", zh: "维修尚未开始"),
    .coded: Localised(en: "the cause and the part must be coded", zh: "须填写故障原因和部件"),
    .serials: Localised(en: "replaced parts need their serial numbers", zh: "更换配件须填写新旧序列号"),
    .original: Localised(en: "parts must be the maker's own", zh: "须使用原厂配件"),
    .tested: Localised(en: "all functions must be tested, or the test be put off on purpose", zh: "维修后须全面测试功能"),
    .inspected: Localised(en: "the rest must be looked at for hidden dangers", zh: "须全面检查有无其他隐患"),
    .condition: Localised(en: "the appliance's looks must be written down", zh: "须记录产品外观"),
    .pullBackReceipt: Localised(en: "the customer must have the signed receipt", zh: "须出具并签署收条"),
    .loanerOffered: Localised(en: "a loaner must be offered", zh: "须提供周转机"),
    .returnDay: Localised(en: "the day of return must lie ahead", zh: "须约定送回日期"),
    .returned: Localised(en: "the appliance must be back", zh: "产品尚未送回"),
    .loanerBack: Localised(en: "the loaner must be back", zh: "周转机尚未收回"),
    .clockRuns: Localised(en: "the warranty's clock must run again", zh: "保修期暂停尚未结束"),
    .sheet: Localised(en: "each charge stands there once, and none is negative", zh: "费用明细有误"),
    .payer: Localised(en: "the customer pays nothing that the warranty pays", zh: "保修范围内的费用不得向用户收取"),
    .agreedAmount: Localised(en: "no more is charged than was agreed to before", zh: "收费不得超过用户事先同意的金额"),
    .lowestPrice: Localised(en: "no more is collected than the lower price", zh: "以最低收费标准为准"),
    .confirmed: Localised(en: "the customer must confirm the charges", zh: "费用须经用户确认"),
    .paid: Localised(en: "what is owed must be paid or waived", zh: "费用尚未结清"),
    .receipt: Localised(en: "a receipt must be given", zh: "须开具收据或发票"),
    .open: Localised(en: "it must be asked for, and not be decided yet", zh: "没有待审批事项"),
    .independent: Localised(en: "whoever calls must not have visited", zh: "回访人不得为上门工程师"),
    .callDue: Localised(en: "such a call must be due", zh: "没有此类待回访"),
    .scores: Localised(en: "scores are 1 to 5", zh: "评分为1至5分"),
    .rated: Localised(en: "each visit is rated once", zh: "每次服务只评价一次"),
    .satisfied: Localised(en: "the customer must be satisfied, or be tried for often enough", zh: "须用户满意或多次联系未果"),
    .card: Localised(en: "the card must have come in and be reconciled", zh: "监督卡须当日反馈并对账"),
    .signature: Localised(en: "a signature that is not the customer's must be followed up", zh: "非用户本人签字须回访核实"),
    .foretold: Localised(en: "only a fault that is foretold can be put off", zh: "仅预测性工单可延期"),
    .reason: Localised(en: "a reason is needed", zh: "须说明原因"),
    .clock: Localised(en: "the clock must run to be stopped, and stand still to go on", zh: "计时须处于相应状态方可暂停或恢复"),
    .handedOver: Localised(en: "it must be handed over to whoever says to have it", zh: "须由被移交方确认接收"),
    .group: Localised(en: "the group for remote support must be dissolved", zh: "远程支持临时群须先解散"),
    .apology: Localised(
        en: "whoever comes late apologises, and a manager where that was not accepted", zh: "迟到须致歉，用户不接受的由售后经理致歉"),
    .waited: Localised(en: "somebody must wait at the door and call before going", zh: "须按规范敲门等候并电话联系"),
    .manager: Localised(
        en: "a manager comes in person where the customer has doubted the engineer", zh: "用户质疑工程师身份时，须由售后经理亲自上门"),
    .exchange: Localised(en: "the exchange or return must be granted", zh: "换机或退货须经批准"),
    .vote: Localised(en: "each person and each role votes once", zh: "会签时每人每岗只能表决一次"),
    .special: Localised(
        en: "outside of what the three guarantees offer it is a special case, which the leader of the centre decides",
        zh: "不符合三包退换条件，属特殊情况，须由中心领导决定"),
    .fulfilled: Localised(en: "what was granted must be done", zh: "已批准的换机、退货或赔偿尚未办理"),
    .solution: Localised(en: "a solution needs words", zh: "解决方案须有文字说明"),
    .facts: Localised(
        en: "address, model, day of purchase and fault must be gone through on the phone",
        zh: "须与用户电话核实地址、型号、购买日期和故障现象"),
    .absence: Localised(
        en: "where nobody is at home, call the customer, ask a neighbour and leave a note",
        zh: "家中无人时须电话联系用户、询问邻居并留下留言条"),
    .place: Localised(
        en: "the new place must be in the customer's record", zh: "产品移机的，须先在用户档案中更新地址"),
    .fourEyes: Localised(
        en: "somebody else reconciles for the centre than for the branch", zh: "中心对账人不得为网点对账人"),
    .evidence: Localised(en: "a cause that excludes free service needs its evidence", zh: "认定免费服务除外原因须有证据"),
    .byTariff: Localised(
        en: "prices are those of the published tariff; one that is not published has a reason",
        zh: "收费须依据公布的收费标准；未公布价格的项目须说明理由"),
    .invoice: Localised(en: "an invoice that was promised must be issued, with its number", zh: "约定的发票须补开并登记号码"),
    .complaint: Localised(
        en: "the complaint must be open, and at the level of whoever acts", zh: "投诉须未处理完毕，且由对应层级处理"),
    .complaints: Localised(en: "every complaint must be resolved", zh: "投诉尚未处理完毕"),
    .compensation: Localised(en: "no more is paid than was granted", zh: "赔偿须经批准，且不得超过批准金额"),
    .performanceFailure: Localised(
        en: "return and exchange in the first days need the kind of performance failure: unsafe, lacks_performance or "
            + "not_as_stated",
        zh: "七日退货、十五日换货须注明性能故障类别：不安全、不具备应有性能或与明示不符"),
    .hazard: Localised(
        en: "dangers are explained, and what is unsafe is put right or taken off power before all is reported as well",
        zh: "须向用户说明安全隐患；不安全的安装须整改或停用后方可报完工"),
    .repairRefusal: Localised(
        en: "where the customer wants no repair, find out why: a code and the customer's words",
        zh: "用户拒修或要求退机的，须了解并记录原因代码和用户原话"),
    .comeBack: Localised(
        en: "whoever goes away from a visit agrees on a certain time of return, within twelve hours, and comes back",
        zh: "中途离开须与用户约定十二小时内的具体返回时间，并按时返回"),
    .vehicle: Localised(
        en: "where the workshop is likely, a vehicle and the receipt for the appliance must be ready, or left out on "
            + "purpose", zh: "可能送修时，须备好拉修车辆和收条，或注明不备"),
    .atHome: Localised(
        en: "the repair was meant for the workshop: say why it was made at home", zh: "判定须送修而在用户家维修的，须说明原因"),
    .pullBackReason: Localised(
        en: "a pull-back needs its true reason, by code and in words", zh: "拉修须记录真实原因代码和说明，不得以借口拉修"),
]
