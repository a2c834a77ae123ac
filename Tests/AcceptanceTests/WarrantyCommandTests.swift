import Foundation
import Testing

@Suite("The warranty commands")
struct WarrantyCommandTests {
    /// The case of docs/warranty.md.
    private static let sample = """
        {"brand":"Haier","category":"air_conditioner",
         "attributes":{"household":true,"inverter":true,"fluorine_free":false},
         "component":"compressor","invoice_date":"2009-12-15","sale_date":"2009-12-15",
         "city":"Jinan","documents":{"invoice":"valid","certificate":"valid"},
         "failure_date":"2018-03-01",
         "pauses":[{"from":"2010-01-01","to":"2010-01-20","cause":"repair"}],
         "findings":[]}
        """

    private func warranty(_ arguments: [String], input: String = sample) throws -> Outcome {
        try foretell(["warranty"] + arguments, input: Data(input.utf8))
    }

    private func object(_ line: some StringProtocol) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    @Test("decide a case as its document shows")
    func decide() throws {
        let outcome = try warranty(["decide"])
        #expect(outcome.status == 0)
        let answer = try object(outcome.output)
        #expect(answer["outcome"] as? String == "free")
        #expect(answer["valid_until"] as? String == "2020-01-04")
        #expect(answer["options"] as? [String] == ["repair"] && answer["needs"] as? [String] == [])
        #expect(
            answer["payers"] as? [String: String] == ["parts": "company", "labour": "company", "travel": "company"])
        #expect(answer["policy"] as? String == "haier-air-conditioner@1")
        let reasons = try #require(answer["reasons"] as? [[String: Any]])
        #expect(reasons.contains { $0["clause"] as? String == "H-26" && $0["result"] as? String == "holds" })
        for reason in reasons {
            let text = try #require(reason["text"] as? [String: String])
            #expect(text["en"]?.isEmpty == false && text["zh"]?.isEmpty == false && reason["inputs"] is [String: Any])
        }
    }

    @Test("decide for the day that is foretold, too")
    func outlook() throws {
        let outcome = try warranty(["decide", "--expected-failure", "2020-02-01"])
        #expect(outcome.status == 0)
        let answer = try object(outcome.output)
        #expect((answer["now"] as? [String: Any])?["outcome"] as? String == "free")
        #expect((answer["at_failure"] as? [String: Any])?["outcome"] as? String == "chargeable")
        let words = try warranty(["explain", "--expected-failure", "2020-02-01"])
        #expect(words.output.contains("The warranty ends on 2020-01-04, before the failure: come sooner."))
    }

    @Test("decide line by line, and pass over a line that is wrong")
    func lines() throws {
        let line = Self.sample.replacing("\n", with: "")
        let input = [line, line.replacing("Jinan", with: "Atlantis"), line].joined(separator: "\n")
        let outcome = try warranty(["decide", "--lines"], input: input)
        #expect(outcome.status == 2)
        #expect(outcome.output.split(separator: "\n").count == 2)
        #expect(outcome.errors.contains("standard input:2: `city` cannot be `Atlantis`"))
    }

    @Test(
        "refuse an impossible case by its field, with status 2",
        arguments: [
            ("\"sale_date\":\"2009-12-15\"", "\"sale_date\":\"2019-12-15\"", "standard input:3: `sale_date`"),
            (
                "compressor", "kompressor",
                "standard input:3: `component` cannot be `kompressor`; did you mean compressor?"
            ),
            ("Jinan", "Jinann", "standard input:4: `city` cannot be `Jinann`; did you mean Jinan?"),
        ])
    func impossible(right: String, wrong: String, said: String) throws {
        let outcome = try warranty(["decide"], input: Self.sample.replacing(right, with: wrong))
        #expect(outcome.status == 2 && outcome.output.isEmpty)
        #expect(outcome.errors.contains(said), "\(outcome.errors)")
    }

    @Test("explain a case in both languages")
    func explain() throws {
        let english = try warranty(["explain"])
        #expect(english.status == 0)
        #expect(english.output.hasPrefix("free, covered through 2020-01-04 (haier-air-conditioner@1)\n"))
        let chinese = try warranty(["explain", "--language", "zh"])
        #expect(chinese.output.contains("H-19符合：扣除维修占用和待件20天：保修顺延至2020-01-04"))
    }

    @Test("list the holes of the shipped policies, with purchases that can be decided")
    func lint() throws {
        let words = try warranty(["lint"])
        #expect(words.status == 1)
        let gap = "haier-air-conditioner@1  gap  bought from 2009-12-01 to 2009-12-31; outside Jinan"
        #expect(words.output.contains(gap))
        let outcome = try warranty(["lint", "--json", "--policy", "haier-air-conditioner"])
        #expect(outcome.status == 1)
        let findings = try outcome.output.split(separator: "\n").map { try object($0) }
        #expect(findings.compactMap { $0["kind"] as? String } == ["assumption", "gap", "overlap", "gap"])
        for finding in findings where finding["kind"] as? String == "gap" {
            let example = try JSONSerialization.data(withJSONObject: try #require(finding["example"]))
            let decided = try warranty(["decide"], input: String(decoding: example, as: UTF8.self))
            #expect(try object(decided.output)["needs"] as? [String] == ["policy"])
        }
        let fridges = try warranty(["lint", "--policy", "haier-refrigerator"])
        #expect(fridges.status == 0 && fridges.output.contains("0 findings"))
        #expect(try warranty(["lint", "--policy", "haier"]).status == 2)
    }
}
