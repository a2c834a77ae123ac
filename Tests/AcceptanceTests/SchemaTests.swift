import Appliances
import Foundation
import ServiceDesk
import Testing

/// The part of JSON Schema that the API's document uses.
private struct SchemaReader {
    let document: [String: Any]

    /// The schema that a name of `#/components/schemas` or a reference stands for.
    func resolved(_ schema: [String: Any]) -> [String: Any] {
        guard let reference = schema["$ref"] as? String else { return schema }
        let parts = reference.split(separator: "/").dropFirst().map(String.init)
        let found = parts.reduce(document as Any) { ($0 as? [String: Any])?[$1] as Any }
        return (found as? [String: Any]).map(resolved) ?? ["type": "nothing: \(reference)"]
    }

    /// What is wrong with a value, each with its place; empty where it is as the schema says.
    func faults(_ value: Any, _ schema: [String: Any], _ place: String = "$") -> [String] {
        let schema = resolved(schema)
        if let choices = schema["oneOf"] as? [[String: Any]] {
            let right = choices.filter { self.faults(value, $0, place).isEmpty }.count
            return right == 1 ? [] : ["\(place): \(right) of oneOf"]
        }
        var faults: [String] = []
        let types = schema["type"] as? [String] ?? (schema["type"] as? String).map { [$0] } ?? []
        if !types.isEmpty, !types.contains(where: { isOf($0, value) }) { faults.append("\(place): no \(types)") }
        if let words = schema["enum"] as? [String], !words.contains(value as? String ?? "") {
            faults.append("\(place): \(value) is none of its words")
        }
        if let text = value as? String { faults += self.faults(text: text, schema, place) }
        if let object = value as? [String: Any] { faults += self.faults(object: object, schema, place) }
        if let list = value as? [Any], let items = schema["items"] as? [String: Any] {
            for (number, item) in list.enumerated() { faults += self.faults(item, items, "\(place)[\(number)]") }
        }
        return faults
    }

    private func faults(text: String, _ schema: [String: Any], _ place: String) -> [String] {
        let isRight =
            switch schema["format"] as? String {
            case "date-time": Timestamp(rfc3339: text) != nil
            case "date": CalendarDay(text) != nil
            default:
                (schema["pattern"] as? String).map { text.range(of: $0, options: .regularExpression) != nil } ?? true
            }
        return isRight ? [] : ["\(place): \(text) has another form"]
    }

    private func faults(object: [String: Any], _ schema: [String: Any], _ place: String) -> [String] {
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        let required = schema["required"] as? [String] ?? []
        var faults = required.filter { object[$0] == nil }.map { "\(place): `\($0)` is missing" }
        for (key, value) in object.sorted(by: { $0.key < $1.key }) {
            if let property = properties[key] {
                faults += self.faults(value, property, "\(place).\(key)")
            } else if schema["additionalProperties"] as? Bool == false {
                faults.append("\(place): `\(key)` is not known")
            }
        }
        return faults
    }

    private func isOf(_ type: String, _ value: Any) -> Bool {
        let isFlag = (value as? NSNumber).map { isBoolean($0) } ?? false
        return switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "boolean": isFlag
        case "integer": !isFlag && value is Int
        default: false
        }
    }

    private func isBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }

    /// The value with each field of each object left out in turn, and whether the schema says that it may be.
    func lessened(_ value: Any, _ schema: [String: Any], _ place: String = "$") -> [(Any, mayBe: Bool, place: String)] {
        let schema = resolved(schema)
        if let choices = schema["oneOf"] as? [[String: Any]] {
            let fitting = choices.first { faults(value, $0).isEmpty }
            return fitting.map { lessened(value, $0, place) } ?? []
        }
        if let list = value as? [Any], let first = list.first, let items = schema["items"] as? [String: Any] {
            return lessened(first, items, "\(place)[0]").map { ([$0.0] + list.dropFirst(), $0.mayBe, $0.place) }
        }
        guard let object = value as? [String: Any] else { return [] }
        let (properties, required) = (
            schema["properties"] as? [String: [String: Any]] ?? [:], schema["required"] as? [String] ?? []
        )
        return object.sorted { $0.key < $1.key }.flatMap { key, inner -> [(Any, mayBe: Bool, place: String)] in
            var without = object
            without[key] = nil
            let deeper = lessened(inner, properties[key] ?? [:], "\(place).\(key)").map { changed in
                (object.merging([key: changed.0]) { $1 } as Any, changed.mayBe, changed.place)
            }
            return [(without, !required.contains(key), "\(place).\(key)")] + deeper
        }
    }
}

@Suite("The API's document and what the API does", .serialized)
struct SchemaTests {
    private func reader(_ house: ConsoleHouse) async throws -> SchemaReader {
        SchemaReader(document: try #require(await house.send("GET", "/api/v1/openapi.json")).object)
    }

    private func schema(_ name: String) -> [String: Any] { ["$ref": "#/components/schemas/\(name)"] }

    /// The keys that are not of the one style (decision 19), in a value and in all that it holds.
    private func wrongKeys(_ value: Any) -> [String] {
        if let list = value as? [Any] { return list.flatMap(wrongKeys) }
        guard let object = value as? [String: Any] else { return [] }
        let wrong = object.keys.filter { $0.wholeMatch(of: /[a-z][a-z0-9]*(_[a-z0-9]+)*/) == nil }
        return wrong + object.values.flatMap(wrongKeys)
    }

    @Test("agree about every example of every command, and about what may be left out")
    func commands() async throws {
        let reader = try await reader(try ConsoleHouse())
        let all = try #require(reader.resolved(schema("command"))["oneOf"] as? [[String: Any]])
        for one in all {
            let name = one["title"] as? String ?? ""
            for example in one["examples"] as? [[String: Any]] ?? [] {
                #expect(reader.faults(example, schema("command")) == [], "\(name)")
                for (value, mayBe, place) in reader.lessened(example, one) where place != "$.\(name)" {
                    let text = try JSONSerialization.data(withJSONObject: value)
                    let isRead = (try? JSONDecoder().decode(DeskCommand.self, from: text)) != nil
                    #expect(isRead == mayBe, "\(name): \(place)")
                }
            }
        }
        let wrong: [String: Any] = ["escalate": ["reason": 1]]
        #expect(!reader.faults(wrong, schema("command")).isEmpty, "a test that cannot fail shows nothing")
    }

    @Test("agree about what is answered")
    func answers() async throws {
        let house = try ConsoleHouse()
        let reader = try await reader(house)
        let number = try await house.open()
        let (agent, path) = (try house.token("hotline_agent", "H-1"), "/api/v1/requests/\(number)")
        func check(_ reply: ConsoleHouse.Reply?, _ status: Int, _ name: String) throws {
            let value = try JSONSerialization.jsonObject(with: try #require(reply).body)
            #expect(reply?.status == status)
            for one in value as? [Any] ?? [value] { #expect(reader.faults(one, schema(name)) == [], "\(name)") }
            #expect(wrongKeys(value) == [])
        }
        let triage =
            #"{"triage":{"diagnosis":{"hypotheses":[{"component":"compressor","cause":"worn","percent":80}]}}}"#
        try check(await house.send("POST", "\(path)/commands", triage, token: agent), 200, "request")
        try check(await house.send("GET", path, token: agent), 200, "request")
        try check(await house.send("GET", "/api/v1/requests", token: agent), 200, "request")
        try check(await house.send("GET", "/api/v1/worklist?role=dispatcher", token: agent), 200, "due_item")
        try check(await house.send("GET", "/health"), 200, "health")
        try check(
            await house.send("PUT", "/api/v1/customers/C-17", #"{"name":"Li"}"#, token: agent), 201, "customer")
        let quality = try house.token("quality", "Q-1")
        try check(await house.send("POST", "\(path)/commands", #"{"close":{}}"#, token: quality), 409, "problem")
        try check(await house.send("POST", "\(path)/commands", #"{"close":{}}"#, token: agent), 403, "problem")
        try check(await house.send("GET", path), 401, "problem")
        try check(await house.send("GET", "/api/v1/nothing"), 404, "problem")
        try check(await house.send("PATCH", path, token: agent), 405, "problem")
        try check(await house.send("POST", "\(path)/commands", "{", token: agent), 400, "problem")
        for name in ["triage", "charges", "checklist"] {
            let reply = await house.send("GET", "\(path)/\(name)", token: agent)
            #expect(wrongKeys(reply?.object ?? [:]) == [], "\(name)")
        }
    }
}
