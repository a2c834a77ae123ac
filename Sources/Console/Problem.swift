import Appliances
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceDesk

/// Why something was not done, as a problem document (RFC 9457).
struct Problem: Error, Encodable, HTTPResponseError {
    /// A guard that is in the way.
    struct Unmet: Encodable {
        let rule: Guard
        let clause: String
        let en: String
        let zh: String
        let found: String
    }

    let kind: ProblemKind
    let status: HTTPResponse.Status
    let detail: String
    /// Every guard that is in the way; empty unless refused.
    var unmet: [Unmet] = []
    /// Where in the body something is wrong, as a JSON pointer (RFC 6901); nil where it is the whole of it.
    var pointer: String?
    /// After how many seconds the same may be sent again.
    var retryAfter = 1
    /// Headers that belong to it.
    var headers: HTTPFields = [:]

    /// A problem; with another status than the kind's first one where that is named.
    init(_ kind: ProblemKind, _ detail: String, status: HTTPResponse.Status? = nil) {
        self.kind = kind
        self.status = status ?? kind.statuses[0]
        self.detail = detail
    }

    private enum CodingKeys: String, CodingKey {
        case kind = "type"
        case title, status, detail, pointer, unmet
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode("urn:foretell:problem:\(kind.rawValue)", forKey: .kind)
        try values.encode(kind.title, forKey: .title)
        try values.encode(status.code, forKey: .status)
        try values.encode(detail, forKey: .detail)
        try values.encodeIfPresent(pointer, forKey: .pointer)
        if !unmet.isEmpty { try values.encode(unmet, forKey: .unmet) }
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        var response = try json(self, status)
        response.headers[.contentType] = "application/problem+json"
        if status == .serviceUnavailable || status == .tooManyRequests {
            response.headers[.retryAfter] = "\(retryAfter)"
        }
        response.headers.append(contentsOf: headers)
        return response
    }
}

extension Problem {
    /// Nobody knows who asks; `isWrong` where there was a token, which does not count (RFC 6750).
    static func unauthorised(isWrong: Bool) -> Problem {
        var problem = Problem(
            .unauthorised,
            isWrong
                ? "the token does not count, or no longer; `foretell token list` has those that do"
                : "send `Authorization: Bearer …` with a token that `foretell token make` has shown")
        problem.headers[.wwwAuthenticate] =
            #"Bearer realm="foretell""# + (isWrong ? #", error="invalid_token""# : "")
        return problem
    }

    /// Whoever asks may not.
    static func forbidden(_ detail: String) -> Problem { Problem(.forbidden, detail) }

    /// Whoever asks has asked too often.
    static func tooOften(_ seconds: Int) -> Problem {
        var problem = Problem(.tooOften, "this token may come again in \(seconds) s")
        problem.retryAfter = seconds
        return problem
    }

    /// There is none.
    static func unknown(_ number: String) -> Problem { Problem(.unknown, number) }

    /// The house has nothing of that kind.
    static func nothing(_ detail: String) -> Problem { Problem(.nothing, detail) }

    /// There is no such address.
    static func noRoute(_ path: String) -> Problem {
        Problem(.noRoute, "\(path.prefix(200)); /api/v1/openapi.json has all addresses")
    }

    /// The address takes other methods: these.
    static func method(_ method: String, allowed: [String]) -> Problem {
        let list = allowed.joined(separator: ", ")
        var problem = Problem(.method, "\(method.prefix(20)) is none of \(list)")
        problem.headers[.allow] = list
        return problem
    }

    /// What was sent cannot be read.
    static func unreadable(_ detail: String, at pointer: String? = nil) -> Problem {
        var problem = Problem(.unreadable, detail)
        problem.pointer = pointer
        return problem
    }

    /// What was sent is of another type than this one.
    static func mediaType(_ wanted: String, not sent: String) -> Problem {
        Problem(.mediaType, "send `Content-Type: \(wanted)`, not `\(sent.prefix(100))`")
    }

    /// What was sent has more bytes.
    static func tooLarge(_ bytesMax: Int) -> Problem { Problem(.tooLarge, "at most \(bytesMax) bytes") }

    /// The same key came with another command, or another demand.
    static let keyReused = Problem(
        .keyReused, "this key came with another body before; what is new needs a new key")

    /// Nothing was recorded.
    static let unavailable = Problem(.unavailable, "send the same again, with the same Idempotency-Key")

    /// A mistake of ours; what it was stands in the log.
    static let mistake = Problem(.mistake, "the gateway's log says more")

    /// Guards are in the way.
    static func refused(_ refusal: Refusal) -> Problem {
        var problem = Problem(
            .refused, refusal.unmet.map { $0.line() }.joined(separator: "; "),
            status: refusal.has(.role) ? .forbidden : .conflict)
        problem.unmet = refusal.unmet.map { one in
            Unmet(
                rule: one.rule, clause: one.rule.clause, en: one.rule.text.en, zh: one.rule.text.zh, found: one.found)
        }
        return problem
    }

    /// Where in a document something is wrong, and what.
    static func unreadable(_ error: any Error, in body: Data) -> Problem {
        guard let error = error as? DecodingError else { return unreadable("it is no JSON document") }
        var path: [any CodingKey]
        let what: String
        switch error {
        case .keyNotFound(let key, let context):
            // The pointer names what is missing; the words say where.
            let place = words(context.codingPath)
            return unreadable(
                (place.isEmpty ? "" : "\(place): ") + "`\(key.stringValue)` is missing",
                at: pointer(context.codingPath + [key]))
        case .typeMismatch(let type, let context): (path, what) = (context.codingPath, "it must be a \(jsonWord(type))")
        case .valueNotFound(let type, let context):
            (path, what) = (context.codingPath, "it must be a \(jsonWord(type)), not null")
        case .dataCorrupted(let context):
            path = context.codingPath
            let said = context.debugDescription
            what = badWord(said) ?? (path.isEmpty ? syntaxFault(in: body) : nil) ?? said
        @unknown default: (path, what) = ([], "it cannot be read")
        }
        let place = words(path)
        return unreadable(place.isEmpty ? what : "\(place): \(what)", at: path.isEmpty ? nil : pointer(path))
    }

    /// A place as people write it, such as `triage.diagnosis.hypotheses[0].component`.
    private static func words(_ path: [any CodingKey]) -> String {
        let text = path.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
        return text.hasPrefix(".") ? String(text.dropFirst()) : text
    }

    /// The same as a JSON pointer (RFC 6901).
    private static func pointer(_ path: [any CodingKey]) -> String {
        path.map { key in
            let name = key.intValue.map(String.init) ?? key.stringValue
            return "/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
        }.joined()
    }
}

/// What JSON calls a type of ours.
private func jsonWord(_ type: any Any.Type) -> String {
    switch "\(type)" {
    case "String": "string"
    case "Int": "whole number"
    case "Double": "number"
    case "Bool": "true or false"
    case let name where name.hasPrefix("Array"): "list"
    case let name where name.hasPrefix("Dictionary"): "object"
    case let name: name
    }
}

/// A JSON response, the keys in their order.
func json(_ value: some Encodable, _ status: HTTPResponse.Status = .ok) throws -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let bytes = try encoder.encode(value)
    return Response(
        status: status, headers: [.contentType: "application/json; charset=utf-8"],
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
}
