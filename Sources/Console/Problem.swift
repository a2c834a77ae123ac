import Appliances
import Foundation
import Hummingbird
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

    let kind: String
    let title: String
    let status: HTTPResponse.Status
    let detail: String
    var unmet: [Unmet] = []
    /// After how many seconds the same may be sent again.
    var retryAfter = 1

    private enum CodingKeys: String, CodingKey {
        case kind = "type"
        case title, status, detail, unmet
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode("urn:foretell:problem:\(kind)", forKey: .kind)
        try values.encode(title, forKey: .title)
        try values.encode(status.code, forKey: .status)
        try values.encode(detail, forKey: .detail)
        if !unmet.isEmpty { try values.encode(unmet, forKey: .unmet) }
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        var response = try json(self, status)
        response.headers[.contentType] = "application/problem+json"
        if status == .serviceUnavailable || status == .tooManyRequests {
            response.headers[.retryAfter] = "\(retryAfter)"
        }
        if status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }
}

extension Problem {
    /// Nobody knows who asks.
    static let unauthorised = Problem(
        kind: "unauthorised", title: "A token is needed", status: .unauthorized,
        detail: "send `Authorization: Bearer …` with a token that `foretell token make` has shown")

    /// Whoever asks may not.
    static func forbidden(_ detail: String) -> Problem {
        Problem(kind: "forbidden", title: "This is not for you", status: .forbidden, detail: detail)
    }

    /// Whoever asks has asked too often.
    static func tooOften(_ seconds: Int) -> Problem {
        Problem(
            kind: "too_often", title: "Too many requests", status: .tooManyRequests,
            detail: "this token may come again in \(seconds) s", retryAfter: seconds)
    }

    /// There is none.
    static func unknown(_ number: String) -> Problem {
        Problem(kind: "unknown", title: "There is no such request", status: .notFound, detail: number)
    }

    /// The house has nothing of that kind.
    static func nothing(_ detail: String) -> Problem {
        Problem(kind: "nothing", title: "There is nothing of that kind", status: .notFound, detail: detail)
    }

    /// What was sent cannot be read.
    static func unreadable(_ detail: String) -> Problem {
        Problem(kind: "unreadable", title: "The request cannot be read", status: .badRequest, detail: detail)
    }

    /// Nothing was recorded.
    static let unavailable = Problem(
        kind: "unavailable", title: "Nothing was recorded", status: .serviceUnavailable,
        detail: "send the same again, with the same Idempotency-Key")

    /// Guards are in the way.
    static func refused(_ refusal: Refusal) -> Problem {
        Problem(
            kind: "refused", title: "It may not be done", status: refusal.has(.role) ? .forbidden : .conflict,
            detail: refusal.unmet.map { $0.line() }.joined(separator: "; "),
            unmet: refusal.unmet.map { one in
                Unmet(
                    rule: one.rule, clause: one.rule.clause, en: one.rule.text.en, zh: one.rule.text.zh,
                    found: one.found)
            })
    }

    /// Where in a document something is wrong, and what.
    static func unreadable(_ error: any Error) -> Problem {
        guard let error = error as? DecodingError else { return unreadable("it is no JSON document") }
        let (context, what): (DecodingError.Context, String) =
            switch error {
            case .keyNotFound(let key, let context): (context, "`\(key.stringValue)` is missing")
            case .typeMismatch(let type, let context): (context, "it must be a \(type)")
            case .valueNotFound(let type, let context): (context, "it must be a \(type), not null")
            case .dataCorrupted(let context): (context, badWord(context.debugDescription) ?? context.debugDescription)
            @unknown default: (DecodingError.Context(codingPath: [], debugDescription: ""), "it cannot be read")
            }
        let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
        return unreadable(path.isEmpty ? what : "\(path.drop { $0 == "." }): \(what)")
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
