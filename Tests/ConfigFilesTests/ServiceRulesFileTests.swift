import Appliances
import ConfigFiles
import Foundation
import ServiceDesk
import Testing

@Suite("The thresholds of the desk")
struct ServiceRulesFileTests {
    private func read(_ text: String) -> Result<ServiceRules, ConfigProblems> {
        readConfigText(text, notes: ConfigNode.Notes(file: "desk.yaml"), readServiceRules)
    }

    @Test("are shipped as the requirements give them")
    func shipped() throws {
        let project = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = project.appending(path: "config/service/desk.yaml")
        #expect(try readConfigFile(file, as: "desk.yaml", readServiceRules).get() == ServiceRules())
    }

    @Test("are what the file says, and the requirements' where it says nothing")
    func told() throws {
        let text = """
            verification_order: [dispatcher, customer]
            calls: {quality: 12h, unanswered: 5}
            visits:
              {loaner_from_percent: 101, original_parts: false, arrive_early: 8m, contact_tries: 2, contact_apart: 1h}
            responses: {verify_again: 90m, close: 3h}
            reconcile: {at: 6:30, days: 7}
            """
        let brands = try read("visits: {certified_parts: [Leader, 统帅]}").get()
        #expect(brands.certifiedBrands == ["Leader", "统帅"] && brands.wantsOriginalParts)
        var expected = ServiceRules()
        expected.verificationOrder = [.dispatcher, .customer]
        (expected.callOfQuality, expected.unansweredMax) = (.hours(12), 5)
        (expected.loanerFromPercent, expected.wantsOriginalParts) = (101, false)
        (expected.arriveEarly, expected.contactTries, expected.contactApart) = (.minutes(8), 2, .hours(1))
        (expected.reconcileMinute, expected.reconcileDays) = (6 * 60 + 30, 7)
        (expected.verifyAgain, expected.closeWithin) = (.minutes(90), .hours(3))
        #expect(try read(text).get() == expected)
    }

    @Test(
        "are told by line where they are wrong",
        arguments: [
            (
                "verification_order: [customer, dispatcher]",
                "desk.yaml:1: `verification_order` must name each source once and the customer last"
            ),
            (
                "verification_order: [oracle, customer]",
                "desk.yaml:1: `verification_order` cannot be `oracle`; known are information_officer, dispatcher, "
                    + "distributor, customer"
            ),
            ("calls: {quality: 31d}", "desk.yaml:1: `quality` is 31d; it must be from 1m to 30d"),
            ("calls: {unanswered: 0}", "desk.yaml:1: `unanswered` is 0; it must be from 1 to 20"),
            ("visits: {contact_tries: 21}", "desk.yaml:1: `contact_tries` is 21; it must be from 1 to 20"),
            ("reconcile: {at: 24:00}", "desk.yaml:1: `at` must be a time of the day such as 21:00"),
            ("reconcile: {days: 31}", "desk.yaml:1: `days` is 31; it must be from 1 to 30"),
            (
                "visits:\n  certified_parts: [Leader, leader]",
                "desk.yaml:2: the brand `leader` stands on line 2 already; give each its own"
            ),
            ("visits: {certified_parts: [\"\"]}", "desk.yaml:1: `certified_parts` is empty; it must say something"),
            ("visits: {certified_parts: [\" \"]}", "desk.yaml:1: `certified_parts` names no brand"),
            ("visits: {late: 1m}", "desk.yaml:1: `visits` has no key `late`"),
        ])
    func wrong(text: String, said: String) {
        guard case .failure(let problems) = read(text) else {
            Issue.record("it was read")
            return
        }
        #expect(problems.all.count == 1 && problems.all[0].description.hasPrefix(said), "\(problems)")
    }
}
