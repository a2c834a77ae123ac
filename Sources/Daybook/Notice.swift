package import Appliances
package import Maintenance
package import ServiceDesk

/// A word to an owner or a hub; goes out through the outbox, once by its id.
package struct Notice: Sendable, Equatable, Codable {
    /// What it says.
    package enum Content: Sendable, Equatable, Codable {
        /// A request was opened by a prediction; `missing` names what is asked for, `lapses` the last covered day
        /// where the warranty ends before the failure.
        case requestOpened(
            request: String, component: Component, fault: String, missing: [MissingFact], lapses: CalendarDay? = nil)
        /// The repair would be chargeable: what it would cost, and that nothing happens without a yes.
        case advice(Advice)
        /// Something that the owner can do, such as to close the door.
        case tellOwner(advice: String, episode: String)
        /// Maintenance is due.
        case reminder(Reminder)

        /// The word for lists.
        package var kind: String {
            switch self {
            case .requestOpened: "request_opened"
            case .advice: "advice"
            case .tellOwner: "tell_owner"
            case .reminder: "reminder"
            }
        }
    }

    /// Made from what it is about, so that a replay makes the same.
    package let id: String
    /// The appliance.
    package let device: DeviceID
    /// Where it stands.
    package let site: SiteID
    /// When the gateway wrote it.
    package let at: Timestamp
    /// What it says.
    package let content: Content
    /// The same in words, Chinese and English.
    package let text: Localised

    /// A notice about an appliance.
    package init(about appliance: Appliance, at moment: Timestamp, _ content: Content) {
        id = "NT-" + StableHash(of: appliance.id.text, content.kind, Notice.subject(of: content)).readable
        device = appliance.id
        site = appliance.site
        at = moment
        self.content = content
        text = Notice.words(content)
    }

    private static func subject(of content: Content) -> String {
        switch content {
        case .requestOpened(let request, _, _, _, _): request
        case .advice(let advice): advice.id
        case .tellOwner(let advice, let episode): episode + advice
        case .reminder(let reminder): reminder.id
        }
    }

    private static func words(_ content: Content) -> Localised {
        switch content {
        case .requestOpened(let request, let component, _, let missing, let lapses):
            opened(request, component.words, missing, lapses)
        case .advice(let advice):
            Localised(
                en:
                    "A fault of the \(advice.component.words.en) is coming. The repair is out of warranty and would "
                    + "cost \(advice.quote.total). Nothing happens without your yes.",
                zh: "预测到\(advice.component.words.zh)即将发生故障。已过保修期，维修费用约\(advice.quote.total)。未经您同意不会上门。")
        case .tellOwner(let advice, _): tell(advice)
        case .reminder(let reminder): reminder.text
        }
    }

    private static func opened(
        _ request: String, _ part: Localised, _ missing: [MissingFact], _ lapses: CalendarDay?
    ) -> Localised {
        let english = missing.map(\.words.en).joined(separator: ", ")
        let chinese = missing.map(\.words.zh).joined(separator: "、")
        let asked =
            missing.isEmpty
            ? Localised(
                en: "The repair is free; request \(request) is open and we will call you.",
                zh: "保修期内免费维修，已生成工单\(request)，我们将与您联系。")
            : Localised(
                en: "Request \(request) is open; please have ready: \(english).", zh: "已生成工单\(request)，请准备：\(chinese)。")
        let edge = lapses.map { end in
            Localised(
                en: " Your warranty ends on \(end), before the fault is expected; a visit before then costs less.",
                zh: "您的保修将于\(end)到期，早于预计故障日期，建议在此之前上门维修。")
        }
        return Localised(
            en: "A fault of the \(part.en) is coming. " + asked.en + (edge?.en ?? ""),
            zh: "预测到\(part.zh)即将发生故障。" + asked.zh + (edge?.zh ?? ""))
    }

    private static func tell(_ advice: String) -> Localised {
        switch advice {
        case "close_door": Localised(en: "The door is open. Please close it.", zh: "门未关好，请关门。")
        case "door_warming":
            Localised(
                en: "The door has long been open and the food is warming. Please close it.", zh: "门长时间未关，食物正在升温，请立即关门。")
        case "reconnect":
            Localised(
                en: "The appliance has not been heard from. Please check its plug and its network.",
                zh: "设备已失联，请检查电源和网络。")
        default: Localised(en: "Please look at the appliance: \(advice).", zh: "请查看设备：\(advice)。")
        }
    }
}

// MARK: Written form

extension Notice.Content {
    private enum CodingKeys: String, CodingKey {
        case requestOpened = "request_opened"
        case advice
        case tellOwner = "tell_owner"
        case reminder
    }

    private enum RequestOpenedKeys: String, CodingKey { case request, component, fault, missing, lapses }
    private enum TellOwnerKeys: String, CodingKey { case advice, episode }
    /// How the compiler named a value that has no name.
    private enum EarlierKeys: String, CodingKey { case _0 }

    /// Writes the content: one key names it.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .requestOpened(let request, let component, let fault, let missing, let lapses):
            var inner = values.nestedContainer(keyedBy: RequestOpenedKeys.self, forKey: .requestOpened)
            try inner.encode(request, forKey: .request)
            try inner.encode(component, forKey: .component)
            try inner.encode(fault, forKey: .fault)
            try inner.encode(missing, forKey: .missing)
            try inner.encodeIfPresent(lapses, forKey: .lapses)
        case .advice(let advice): try values.encode(advice, forKey: .advice)
        case .tellOwner(let advice, let episode):
            var inner = values.nestedContainer(keyedBy: TellOwnerKeys.self, forKey: .tellOwner)
            try inner.encode(advice, forKey: .advice)
            try inner.encode(episode, forKey: .episode)
        case .reminder(let reminder): try values.encode(reminder, forKey: .reminder)
        }
    }

    /// Reads a content, also as it was recorded before keys were of one style (decision 19).
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: WrittenKey.self)
        let key = try values.onlyKey
        switch key.stringValue {
        case "request_opened", "requestOpened":
            let inner = try values.nestedContainer(keyedBy: RequestOpenedKeys.self, forKey: key)
            self = .requestOpened(
                request: try inner.decode(String.self, forKey: .request),
                component: try inner.decode(Component.self, forKey: .component),
                fault: try inner.decode(String.self, forKey: .fault),
                missing: try inner.decode([MissingFact].self, forKey: .missing),
                lapses: try inner.decodeIfPresent(CalendarDay.self, forKey: .lapses))
        case "advice": self = .advice(try Notice.Content.unnamed(key, values))
        case "tell_owner", "tellOwner":
            let inner = try values.nestedContainer(keyedBy: TellOwnerKeys.self, forKey: key)
            self = .tellOwner(
                advice: try inner.decode(String.self, forKey: .advice),
                episode: try inner.decode(String.self, forKey: .episode))
        case "reminder": self = .reminder(try Notice.Content.unnamed(key, values))
        default: throw key.unknown(in: values.codingPath)
        }
    }

    /// The value of a key, or that of `_0` below it.
    private static func unnamed<Value: Decodable>(
        _ key: WrittenKey, _ values: KeyedDecodingContainer<WrittenKey>
    ) throws -> Value {
        let inner = try values.nestedContainer(keyedBy: EarlierKeys.self, forKey: key)
        return try inner.decodeIfPresent(Value.self, forKey: ._0) ?? values.decode(Value.self, forKey: key)
    }
}
