import Foundation
import Testing

@testable import Console

@Suite("What is sent to the console")
struct BodyTests {
    @Test(
        "is JSON by its type",
        arguments: [
            ("application/json", true), ("Application/JSON; charset=UTF-8", true),
            ("application/json;charset=\"utf-8\"", true), ("application/merge-patch+json", true),
            ("application/json; charset=utf-16", false), ("text/json", false), ("", false),
            ("application/x-www-form-urlencoded", false), ("multipart/form-data; boundary=x", false),
        ])
    func types(type: String, isRight: Bool) { #expect(isJSON(type) == isRight) }

    @Test(
        "is UTF-8 up to a byte",
        arguments: [
            ([0x7b, 0x7d], nil), ([0x22, 0xff, 0x22], 1), ([0xe4, 0xb8, 0xad, 0xc0, 0x80], 3),
            ([0x61, 0xe4, 0xb8], 1), ([0xed, 0xa0, 0x80], 0),
        ] as [([UInt8], Int?)])
    func unicode(bytes: [UInt8], place: Int?) { #expect(faultyByte(in: Data(bytes)) == place) }

    @Test(
        "says where it is no JSON",
        arguments: [
            ("{\"a\": }", "line 1, column 7: invalid value"), ("{\n\"中\": 1,\n \"b\" 2}", "line 3, column 6"),
            ("{", "it ends too early"), ("", "the body is empty"), ("{\"a\":1}", nil),
        ] as [(String, String?)])
    func syntax(text: String, said: String?) {
        let fault = syntaxFault(in: Data(text.utf8))
        #expect((fault == nil) == (said == nil))
        if let said { #expect(fault?.contains(said) == true, "\(fault ?? "")") }
    }

    @Test("an address is that of a route part by part")
    func routes() {
        let route = RouteTable.Route(method: "GET", path: "/api/v1/requests/{number}")
        for (path, isIt) in [
            ("/api/v1/requests/SR-1", true), ("/api/v1/requests/", false), ("/api/v1/requests/SR-1/triage", false),
            ("/api/v1/customers/SR-1", false),
        ] { #expect(route.matches(path.split(separator: "/")) == isIt, "\(path)") }
    }
}
