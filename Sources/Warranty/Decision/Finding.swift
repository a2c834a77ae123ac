import Appliances

extension EntitlementDecision.Reason {
    /// What a step can find; the sentences of both languages belong to it.
    package enum Finding: String, CaseIterable, Hashable, Sendable {
        /// Nothing that a warranty could cover.
        case noPart = "no_part"
        /// All papers that the policy asks for were produced.
        case papersProduced = "papers_produced"
        /// The invoice was not.
        case invoiceMissing = "invoice_missing"
        /// The certificate was not.
        case certificateMissing = "certificate_missing"
        /// Neither was.
        case papersMissing = "papers_missing"
        /// The certificate was altered, and so not produced.
        case certificateAltered = "certificate_altered"
        /// The invoice was altered.
        case invoiceAltered = "invoice_altered"
        /// The invoice was not altered.
        case invoiceUnaltered = "invoice_unaltered"
        /// Nobody knows the invoice's date.
        case invoiceDateUnknown = "invoice_date_unknown"
        /// The invoice is dated after the day that is asked about.
        case invoiceAhead = "invoice_ahead"
        /// A band takes the purchase.
        case bandTakes = "band_takes"
        /// A band takes it, by where it was made.
        case bandTakesThere = "band_takes_there"
        /// The policy has one band for all purchases.
        case policyTakes = "policy_takes"
        /// Something that no source says was taken for granted.
        case assumed
        /// No band takes the purchase.
        case gap
        /// No policy claims the appliance.
        case noPolicy = "no_policy"
        /// Facts are missing on which the band hangs.
        case factsMissing = "facts_missing"
        /// Several bands take it, with the same end.
        case overlapSame = "overlap_same"
        /// Several bands take it; the later end counts.
        case overlapFavourable = "overlap_favourable"
        /// Several bands take it, and the policy has a person decide.
        case overlapOpen = "overlap_open"
        /// The period without pauses covers the day.
        case periodCovers = "period_covers"
        /// The period without pauses does not cover the day.
        case periodShort = "period_short"
        /// With the pauses deducted the day is covered.
        case pausesCover = "pauses_cover"
        /// It is not covered either with the pauses deducted.
        case pausesShort = "pauses_short"
        /// The period is over.
        case periodOver = "period_over"
        /// It is over, so that a missing paper does not matter.
        case periodOverAnyway = "period_over_anyway"
        /// A person found an exclusion.
        case excluded
        /// A person found something that this policy does not exclude.
        case notExcluded = "not_excluded"
        /// What the first days after the sale offer.
        case firstDays = "first_days"
        /// The first days are over.
        case firstDaysOver = "first_days_over"
        /// The sale is dated after the day that is asked about.
        case saleAhead = "sale_ahead"
        /// So many repairs did not hold that it is exchanged.
        case repairsFailed = "repairs_failed"
        /// A repair took so long that it is exchanged.
        case repairTooLong = "repair_too_long"
        /// Who pays while the warranty runs.
        case companyPays = "company_pays"
        /// Who pays where some of it is the customer's.
        case bothPay = "both_pay"
        /// The customer pays; repair is lifelong.
        case customerPays = "customer_pays"
        /// The policy says nothing of this way of repair.
        case wayUnknown = "way_unknown"
        /// The company may waive a charge, with an approval.
        case mayBeWaived = "may_be_waived"
        /// A service is free for certain.
        case serviceFree = "service_free"
        /// It is neither free nor charged for certain, and so free.
        case serviceGap = "service_gap"
        /// It is charged.
        case serviceCharged = "service_charged"
        /// A step that was recorded before findings had names.
        case noted

        /// What follows for free service.
        package var result: Result {
            switch self {
            case .papersProduced, .invoiceUnaltered, .bandTakes, .bandTakesThere, .policyTakes, .assumed, .overlapSame,
                .overlapFavourable, .periodCovers, .pausesCover, .notExcluded, .firstDays, .firstDaysOver,
                .repairsFailed, .repairTooLong, .companyPays, .bothPay, .serviceFree, .serviceGap:
                .holds
            case .noPart, .invoiceAltered, .periodShort, .pausesShort, .periodOver, .periodOverAnyway, .excluded,
                .customerPays, .mayBeWaived, .serviceCharged:
                .fails
            case .invoiceMissing, .certificateMissing, .papersMissing, .certificateAltered, .invoiceDateUnknown,
                .invoiceAhead, .gap, .noPolicy, .factsMissing, .overlapOpen, .saleAhead, .wayUnknown, .noted:
                .unknown
            }
        }

        /// The sentences, with the names of inputs in braces.
        var words: Localised { sentences.first { $0.key == self }?.value ?? Localised(en: "{text}", zh: "{text}") }
    }
}

private let sentences: KeyValuePairs<EntitlementDecision.Reason.Finding, Localised> = [
    .noPart: Localised(en: "{component} is no part of the appliance", zh: "{component}不属于产品部件"),
    .papersProduced: Localised(
        en: "the papers that are asked for have been produced: {papers}", zh: "所需凭证已出示：{papers}"),
    .invoiceMissing: Localised(en: "the invoice has not been produced", zh: "尚未出示发票"),
    .certificateMissing: Localised(en: "the warranty certificate has not been produced", zh: "尚未出示三包凭证"),
    .papersMissing: Localised(
        en: "invoice and warranty certificate have not been produced", zh: "尚未出示发票和三包凭证"),
    .certificateAltered: Localised(
        en: "the warranty certificate was altered; a proper one is needed", zh: "三包凭证被涂改，需提供有效凭证"),
    .invoiceAltered: Localised(en: "the invoice was altered", zh: "发票被涂改"),
    .invoiceUnaltered: Localised(en: "the invoice is unaltered", zh: "发票未涂改"),
    .invoiceDateUnknown: Localised(en: "the date of the invoice is not known", zh: "发票日期未知"),
    .invoiceAhead: Localised(
        en: "the invoice of {invoice_date} lies after {failure_date}; its date must be checked",
        zh: "发票日期{invoice_date}晚于{failure_date}，需核对"),
    .bandTakes: Localised(en: "{policy}: bought on {bought}, so this clause applies", zh: "{policy}：购买日{bought}，适用本条"),
    .bandTakesThere: Localised(
        en: "{policy}: bought on {bought} in {city}, so this clause applies", zh: "{policy}：{bought}购于{city}，适用本条"),
    .policyTakes: Localised(en: "{policy} covers {category}", zh: "{policy}适用于{category}"),
    .assumed: Localised(en: "taken for granted: {text}", zh: "按此推定：{text_zh}"),
    .gap: Localised(
        en: "no clause of {policy} takes a purchase of {bought}; a person decides",
        zh: "{policy}没有条款适用于{bought}的购买，由人工裁定"),
    .noPolicy: Localised(
        en: "no policy is for {category} of this brand; a person decides", zh: "没有适用于该品牌{category}的保修政策，由人工裁定"),
    .factsMissing: Localised(en: "the answer hangs on {facts}", zh: "结论取决于：{facts}"),
    .overlapSame: Localised(
        en: "{clauses} both apply, with the same result", zh: "{clauses}同时适用，结果相同"),
    .overlapFavourable: Localised(
        en: "{clauses} apply; the better one for the customer counts, {chosen}", zh: "{clauses}同时适用，取对用户有利的{chosen}"),
    .overlapOpen: Localised(en: "{clauses} apply and differ; a person decides", zh: "{clauses}同时适用且结果不同，由人工裁定"),
    .periodCovers: Localised(
        en: "invoice of {invoice_date}, {term} {months} months: covered through {until}",
        zh: "发票日期{invoice_date}，{term_zh}保修{months}个月：保修至{until}"),
    .periodShort: Localised(
        en: "invoice of {invoice_date}, {term} {months} months: covered through {until}, without pauses",
        zh: "发票日期{invoice_date}，{term_zh}保修{months}个月：保修至{until}（未计顺延）"),
    .pausesCover: Localised(
        en: "{days} days of repair or of waiting for parts deducted: covered through {until}",
        zh: "扣除维修占用和待件{days}天：保修顺延至{until}"),
    .pausesShort: Localised(
        en: "{days} days of repair or of waiting for parts deducted: covered through {until} only",
        zh: "扣除维修占用和待件{days}天：保修仅顺延至{until}"),
    .periodOver: Localised(
        en: "{failure_date} is {days} days after the last covered day", zh: "{failure_date}已超过保修截止日{days}天"),
    .periodOverAnyway: Localised(
        en: "{failure_date} is {days} days after the last covered day; no paper could make it free",
        zh: "{failure_date}已超过保修截止日{days}天，补齐凭证也无法免费"),
    .excluded: Localised(en: "{found} was found by {by}", zh: "经{by}认定：{found}"),
    .notExcluded: Localised(
        en: "{found} was found by {by}, which this policy does not exclude", zh: "经{by}认定：{found}，本政策未将其排除"),
    .firstDays: Localised(
        en: "{days} days after the sale of {sale_date}: {options}", zh: "{sale_date}售出后第{days}天：可选{options}"),
    .firstDaysOver: Localised(
        en: "{days} days after the sale of {sale_date}: repair", zh: "{sale_date}售出后第{days}天：修理"),
    .saleAhead: Localised(
        en: "the sale of {sale_date} lies after {failure_date}: repair", zh: "销售日期{sale_date}晚于{failure_date}：修理"),
    .repairsFailed: Localised(
        en: "{failed} repairs of the same fault did not hold: exchange", zh: "同一故障修理{failed}次仍未修好：可换货"),
    .repairTooLong: Localised(
        en: "{cause} lasted {days} days, more than {most}: exchange", zh: "{cause}持续{days}天，超过{most}天：可换货"),
    .companyPays: Localised(en: "{way}: the company pays {company}", zh: "{way}：公司承担{company}"),
    .bothPay: Localised(
        en: "{way}: the company pays {company}, the customer {customer}", zh: "{way}：公司承担{company}，用户承担{customer}"),
    .customerPays: Localised(
        en: "{way}: the customer pays {customer}; repair remains possible, lifelong",
        zh: "{way}：用户承担{customer}；终身提供维修服务"),
    .wayUnknown: Localised(
        en: "{policy} does not say who pays for a repair {way}", zh: "{policy}未规定{way}由谁付费"),
    .mayBeWaived: Localised(en: "the company may waive {lines}, with an approval", zh: "经批准，公司可减免{lines}"),
    .serviceFree: Localised(
        en: "{component}: free for {months} months, through {until}", zh: "{component}：{months}个月内免费，至{until}"),
    .serviceGap: Localised(
        en: "{component}: neither free nor charged between {until} and {charged_after}; free in the customer's favour",
        zh: "{component}：{until}至{charged_after}之间未作规定，按有利于用户免费"),
    .serviceCharged: Localised(
        en: "{component}: charged after {charged_after}", zh: "{component}：{charged_after}之后收费"),
]
