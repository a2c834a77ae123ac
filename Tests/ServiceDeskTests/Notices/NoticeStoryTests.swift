import Appliances
import Foundation
import Testing
import Warranty

@testable import ServiceDesk

@Suite("Who is told what")
struct NoticeStoryTests {
    private struct Told: Equatable, CustomStringConvertible {
        let kind: DeskNotice.Kind
        let to: DeskNotice.Recipient

        init(_ kind: DeskNotice.Kind, _ to: DeskNotice.Recipient = .customer("C-00017")) {
            (self.kind, self.to) = (kind, to)
        }

        var description: String { "\(kind.rawValue) to \(to.text)" }
    }

    /// The notices of a story, each event's when it happened.
    private func notices(
        _ events: [RecordedEvent], customer: String = "C-00017", _ desk: NoticeDesk = NoticeDesk()
    ) throws -> [DeskNotice] {
        var request: ServiceRequest?
        var notices: [DeskNotice] = []
        for event in events {
            if request == nil { request = ServiceRequest(opening: event) } else { request?.apply(event) }
            notices += desk.notices(of: event, on: try #require(request), customer: customer)
        }
        return notices
    }

    private func told(_ notices: [DeskNotice]) -> [Told] { notices.map { Told($0.kind, $0.to) } }

    private static let engineer = DeskNotice.Recipient.staff(.engineer, number: "E-7")

    private func charged() throws -> Story {
        var story = Story()
        _ = story.demand(Story.call(component: .compressor), entitled: decision(.chargeable))
        try story.agree()
        try story.arrive()
        try story.does(Story.customer, .consent(yuan(300)))
        try story.repair()
        let sheet = ChargeSheet([ChargeSheet.Line(.labour, tariff: yuan(120), payer: .customer)])
        try story.does(Story.engineer, .charge(sheet))
        try story.does(Story.customer, .confirmCharges)
        try story.does(
            Story.engineer, .pay(yuan(120), .wechat), .giveReceipt(invoiceFollows: true), .settle)
        try story.does(Story.officer, .issueInvoice(number: "INV-1"))
        try story.satisfy()
        return story
    }

    @Test("a repair from the call to the end: what the customer hears, and what the engineer (Z-4, Z-7, Z-15, Z-16)")
    func whole() throws {
        let notices = try notices(try charged().events)
        #expect(
            told(notices) == [
                Told(.requestReceived), Told(.assigned, Self.engineer), Told(.windowProposed), Told(.visitPromised),
                Told(.engineerLeft), Told(.chargesPresented), Told(.receipt), Told(.closed),
            ])
        let receipt = try #require(notices.first { $0.kind == .receipt })
        #expect(receipt.text.en.contains("120.00 CNY") && receipt.text.en.contains("until: 2027-03-01"))
        #expect(notices.allSatisfy { $0.text.en != $0.text.zh && $0.request?.hasPrefix("SR-") == true })
    }

    @Test("every value of a notice is one of its kind's variables, each once")
    func values() throws {
        for notice in try notices(try charged().events) {
            let known = notice.kind.variables.map(\.name)
            let names = notice.values.map(\.name)
            #expect(names.allSatisfy(known.contains) && Set(names).count == names.count, "\(notice.kind)")
            #expect(!notice.text.en.contains("{") && !notice.text.zh.contains("{"))
        }
    }

    @Test("the same events make the same notices with the same ids, and no two have one id")
    func replayed() throws {
        let events = try charged().events
        let once = try notices(events)
        #expect(try notices(events) == once)
        #expect(Set(once.map(\.id)).count == once.count && once.allSatisfy { $0.id.hasPrefix(DeskNotice.idPrefix) })
        // Other words change no id: what was sent under the old ones is not sent again.
        var templates = NoticeTemplates.standard
        try templates.set("{request}", for: .closed, in: .en)
        #expect(try notices(events, NoticeDesk(templates: templates)).map(\.id) == once.map(\.id))
    }

    @Test("nobody knows the customer: only the staff is told")
    func unknownCustomer() throws {
        let notices = try notices(try charged().events, customer: "")
        #expect(told(notices) == [Told(.assigned, Self.engineer)])
    }

    @Test("a second demand on the same request says nothing new")
    func joined() throws {
        var story = Story()
        _ = story.demand(Story.call(device: "fridge-1", component: .compressor))
        _ = story.demand(Story.call(device: "fridge-1", component: .compressor, key: "call-2"))
        #expect(Set(story.events.map(\.request)).count == 1)
        #expect(try notices(story.events).count { $0.kind == .requestReceived } == 1)
    }

    @Test("both agree: the promise is told once, when the second does (H-8)")
    func promised() throws {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        #expect(try notices(story.events).count { $0.kind == .visitPromised } == 1)
    }

    @Test("late: the customer hears it before the window ends, and who stands above as well (M-30, N-7)")
    func late() throws {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        let window = try #require(try story.request.appointment)
        let request = try story.request
        let moment = window.through
        var number = request.eventCount
        let breaches = request.breaches(at: moment, under: ServiceRules()).map { event in
            number += 1
            return RecordedEvent(request: story.number, number: number, at: moment, event: event)
        }
        let notices = try notices(story.events + breaches)
        let late = notices.filter { $0.kind == .visitLate }
        #expect(late.count == 1 && late.first?.isUrgent == true)
        let lines = notices.filter { $0.kind == .overdue }
        #expect(lines.count == breaches.count && lines.allSatisfy { if case .staff = $0.to { true } else { false } })
    }

    private func roundTrip(_ notice: DeskNotice) throws -> DeskNotice {
        try JSONDecoder().decode(DeskNotice.self, from: try JSONEncoder().encode(notice))
    }

    @Test("a notice is JSON and back, a customer's and a staff's")
    func coding() throws {
        for notice in try notices(try charged().events) {
            #expect(try roundTrip(notice) == notice)
        }
        let device = try #require(DeviceID("fridge-1"))
        let advice = NoticeDesk().notice(
            .advice(.compressor, total: yuan(800)), key: "NT-1", of: device, to: "C-1", at: start,
            Localised(en: "It will cost 800.00 CNY.", zh: "约800元。"))
        #expect(try roundTrip(advice) == advice)
        #expect(advice.request == nil && advice.device == device)
        #expect(advice.text.en == "It will cost 800.00 CNY. (Appliance fridge-1.)")
        #expect(advice.text.zh == "约800元。（设备fridge-1）")
        #expect(advice.values.map(\.name) == ["device", "words", "component", "total"])
    }
}

@Suite("Until when somebody calls")
struct ExpectedContactTests {
    private static let zone = 8 * 3_600

    private func until(_ moment: String, _ calendar: BusinessCalendar) throws -> String {
        var rules = ServiceRules()
        rules.calendar = calendar
        let at = try #require(Timestamp(rfc3339: moment))
        let event = RecordedEvent(request: "SR-1", number: 1, at: at, event: .demanded(demand: Story.call()))
        let request = try #require(ServiceRequest(opening: event))
        let notice = try #require(
            NoticeDesk(rules: rules).notices(of: event, on: request, customer: "C-1").first)
        // What is promised is what is held: the same moment is due.
        let due = request.due(under: rules).first { $0.kind == .firstContact }?.due
        #expect(notice.values.first { $0.name == "until" }?.value == due?.description)
        return try #require(notice.text.en.firstMatch(of: /by (.{16})/)).1.description
    }

    @Test("is two hours of working time on, over the night, a weekend and a holiday (Z-4, 2.3)")
    func calendar() throws {
        let day = try [
            #require(BusinessCalendar.Opening(from: 480, through: 720)),
            #require(BusinessCalendar.Opening(from: 780, through: 1_080)),
        ]
        let holidays = Set((1...7).compactMap { CalendarDay("2026-10-0\($0)") })
        let workdays = Set([CalendarDay("2026-10-10")].compactMap(\.self))
        let office = BusinessCalendar(
            week: Array(repeating: day, count: 5) + [[], []], holidays: holidays, workdays: workdays,
            utcOffsetSeconds: Self.zone)
        // A Wednesday before the holidays, which end on a Wednesday.
        #expect(try until("2026-09-30T09:00:00+08:00", office) == "2026-09-30 11:00")
        #expect(try until("2026-09-30T11:30:00+08:00", office) == "2026-09-30 14:30")
        #expect(try until("2026-09-30T17:00:00+08:00", office) == "2026-10-08 09:00")
        #expect(try until("2026-10-04T12:00:00+08:00", office) == "2026-10-08 10:00")
        // A Friday evening before a Saturday on which people work.
        #expect(try until("2026-10-09T17:30:00+08:00", office) == "2026-10-10 09:30")
        #expect(try until("2026-10-10T17:30:00+08:00", office) == "2026-10-12 09:30")
        #expect(try until("2026-11-26T21:00:00+08:00", .standard()) == "2026-11-27 10:00")
    }
}
