import Devices
import Testing

@Suite("A template")
struct TemplateTests {
    private static let captures = ["model": "Thermo", "ch": "1", "id": "23", "温": "度", "none": ""]

    @Test(
        "is filled in with captures",
        arguments: [
            ("{model}-{ch}-{id}", "Thermo-1-23"), ("{model}{ch}", "Thermo1"), ("a", "a"), ("", ""), ("a{id}", "a23"),
            ("{id}b", "23b"), ("a{id}b{id}c", "a23b23c"), ("{none}", ""), ("a{none}b", "ab"), ("温{id}度", "温23度"),
            ("{missing}", nil), ("a{id}-{missing}", nil),
        ])
    func filled(template: String, text: String?) throws {
        #expect(try Template(template).filled { Self.captures[$0] } == text)
    }

    @Test("asks for its captures in their order, as often as they stand there")
    func names() throws {
        #expect(try Template("{b}/{a}{b}x").names == ["b", "a", "b"])
        #expect(try Template("x").names == [])
        #expect(try Template("{a}-x").text == "{a}-x")
    }

    @Test("does not look into what it is filled in with")
    func notAgain() throws {
        #expect(try Template("{a}{b}").filled { $0 == "a" ? "{b}" : "2" } == "{b}2")
    }

    @Test("asks for nothing behind the first capture that is not there")
    func stops() throws {
        var asked: [String] = []
        let text = try Template("{a}{b}{c}").filled { name in
            asked.append(name)
            return name == "a" ? "1" : nil
        }
        #expect(text == nil && asked == ["a", "b"])
    }

    @Test(
        "that is none says why",
        arguments: [
            ("{", "`{` has a `{` without its `}`"), ("a{b", "`a{b` has a `{` without its `}`"),
            ("{}", "`{}`: `{}` is no name of a capture"), ("{a b}", "`{a b}`: `{a b}` is no name of a capture"),
            ("{A}", "`{A}`: `{A}` is no name of a capture"), ("{a*}", "`{a*}`: `{a*}` is no name of a capture"),
            ("{a:b}", "`{a:b}`: `{a:b}` is no name of a capture"), ("{{a}}", "`{{a}}`: `{{a}` is no name of a capture"),
            ("{温}", "`{温}`: `{温}` is no name of a capture"),
        ])
    func faults(template: String, says: String) {
        #expect {
            try Template(template)
        } throws: { error in
            (error as? PatternFault)?.text == says
        }
    }
}
