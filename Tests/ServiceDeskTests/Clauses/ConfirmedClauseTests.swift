import Appliances
import Foundation
import ServiceDesk
import Testing

@Suite("What was confirmed is what counts")
struct ConfirmedClauseTests {
    /// A fact turns out wrong, and the right one is found.
    private func correct(_ story: inout Story, _ fact: MissingFact, _ text: String) throws {
        try story.does(Story.agent, .verify(VerificationAttempt(.customer, fact, .mismatch)))
        try story.does(
            Story.officer, .verify(VerificationAttempt(.informationOfficer, fact, .found, value: .text(text))))
    }

    private func cause(_ story: Story) throws -> String {
        let likeliest = try triageTable().propose(for: story.request).diagnosis.hypotheses.first
        return likeliest.map { "\($0.cause) \($0.percent)" } ?? "none"
    }

    @Test("triage goes by the fault and the maker that were confirmed, and by what is told later (M-12)")
    func fault() throws {
        var story = Story()
        var demand = Story.call(device: "fridge-1", symptom: "not cold")
        (demand.errorCode, demand.brand) = ("E1", "Other")
        _ = story.demand(demand)
        #expect(try cause(story) == "relay 80")
        try story.does(Story.agent, .verify(VerificationAttempt(.customer, .symptom, .mismatch)))
        #expect(try cause(story) == "none", "nobody knows what fails until it is confirmed")
        try story.does(
            Story.officer,
            .verify(VerificationAttempt(.informationOfficer, .symptom, .found, value: .text("it beeps"))))
        #expect(try story.request.symptoms == ["it beeps"] && story.request.errorCodes.isEmpty)
        #expect(try cause(story) == "door 60" && story.request.state == .verified)
        // The code that the appliance shows is part of what was confirmed.
        try correct(&story, .symptom, "shows E1")
        #expect(try cause(story) == "relay 60")
        try correct(&story, .brand, "Haier")
        #expect(try cause(story) == "board 70")
        var later = Story.call(device: "fridge-1", symptom: "it beeps, too", key: "call-2")
        later.errorCode = "E9"
        let decision = story.demand(later)
        #expect(decision == .joined(request: story.number))
        #expect(try story.request.symptoms == ["shows E1", "it beeps, too"] && story.request.errorCodes == ["E9"])
    }

    @Test("model and kind of appliance are kept until they turn out wrong (M-12)")
    func model() throws {
        var story = Story()
        _ = story.demand(Story.call())
        try story.does(Story.agent, .verify(VerificationAttempt(.customer, .model, .mismatch)))
        let found = VerificationAttempt(
            .informationOfficer, .model, .found, value: .text("XQG-80"), category: .washingMachine)
        try story.does(Story.officer, .verify(found))
        #expect(try story.request.facts.model == "XQG-80" && story.request.facts.category == .washingMachine)
        #expect(lines(of: try story.request).contains { $0.contains("XQG-80, washing_machine") })
        try story.does(Story.agent, .verify(VerificationAttempt(.customer, .model, .mismatch)))
        #expect(try story.request.facts.model == nil && story.request.facts.category == nil)
        // That it is known says nothing of what it is.
        try story.does(Story.officer, .verify(VerificationAttempt(.informationOfficer, .model, .found)))
        #expect(try story.request.facts.model == nil && story.request.state == .verified)
    }

    @Test(
        "a value is of the fact's kind; names, phones and addresses have none (M-12)",
        arguments: [
            (MissingFact.model, VerificationAttempt.Value.text("BCD-500"), true),
            (.brand, .text("Haier"), true), (.city, .text("Jinan"), true), (.symptom, .text("it beeps"), true),
            (.household, .flag(true), true), (.model, .text(""), false), (.model, .flag(true), false),
            (.model, .text(String(repeating: "x", count: 201)), false),
            (.symptom, .text(String(repeating: "x", count: 2_001)), false), (.household, .text("yes"), false),
            (.purchaseDate, .text("long ago"), false), (.invoiceDate, .flag(true), false),
            (.customerName, .text("Wang"), false), (.phone, .text("13800000000"), false),
            (.address, .text("Nanjing Road 1"), false), (.customer, .text("C-1"), false),
        ])
    func values(fact: MissingFact, value: VerificationAttempt.Value, fits: Bool) throws {
        var story = Story()
        _ = story.demand(Story.call())
        try story.does(Story.agent, .verify(VerificationAttempt(.customer, fact, .mismatch)))
        let found = DeskCommand.verify(VerificationAttempt(.informationOfficer, fact, .found, value: value))
        if fits { try story.does(Story.officer, found) }
        if !fits { #expect(try story.refusal(Story.officer, found) == [.value]) }
        // What nobody found has no value either.
        let wrong = DeskCommand.verify(VerificationAttempt(.informationOfficer, fact, .mismatch, value: value))
        #expect(try story.refusal(Story.officer, wrong) == [.value])
    }

    @Test("is read from its stored form, also from that of before (M-12)")
    func stored() throws {
        func read(_ value: String) throws -> VerificationAttempt {
            let text = #"{"source":"customer","fact":"model","result":"found"\#(value)}"#
            return try JSONDecoder().decode(VerificationAttempt.self, from: Data(text.utf8))
        }
        #expect(try read("").value == nil && read("").category == nil)
        #expect(try read(#","value":"BCD-500""#).value == .text("BCD-500"))
        #expect(try read(#","value":false"#).value == .flag(false))
        #expect(try read(#","value":"2026-06-01""#).value?.day == CalendarDay("2026-06-01"))
        let kind = try read(#","value":"BCD-500","category":"refrigerator""#)
        #expect(kind.category == .refrigerator)
        #expect(try JSONDecoder().decode(VerificationAttempt.self, from: JSONEncoder().encode(kind)) == kind)
    }
}
