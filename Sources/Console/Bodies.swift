import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// What was sent, as a value.
///
/// - Throws: a problem that names the field and what is wrong with it.
func read<Value: Decodable>(
    _ type: Value.Type, _ request: Request, _ context: ConsoleContext
) async throws -> Value {
    try decoded(type, try await body(request, context))
}

/// A value that stands in a body.
func decoded<Value: Decodable>(_ type: Value.Type, _ body: Data) throws -> Value {
    do { return try JSONDecoder().decode(type, from: body) } catch { throw Problem.unreadable(error, in: body) }
}

/// The JSON that was sent, as bytes of valid UTF-8.
///
/// - Throws: a problem where it is of another type, too large, or no UTF-8 (RFC 8259 knows nothing else).
func body(_ request: Request, _ context: ConsoleContext) async throws -> Data {
    let sent = request.headers[.contentType] ?? "application/json"
    guard isJSON(sent) else { throw Problem.mediaType("application/json", not: sent) }
    let body: Data
    do {
        body = Data(try await request.body.collect(upTo: context.maxUploadSize).readableBytesView)
    } catch {
        throw Problem.tooLarge(context.maxUploadSize)
    }
    if let place = faultyByte(in: body) {
        throw Problem.unreadable("it is no UTF-8 from byte \(place + 1) on")
    }
    return body
}

/// Whether a type is that of JSON: `application/json` or one of its kinds, in UTF-8 where it says that.
func isJSON(_ type: String) -> Bool {
    let parts = type.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
    guard let name = parts.first, name == "application/json" || name.hasSuffix("+json") else { return false }
    let charset = parts.dropFirst().first { $0.hasPrefix("charset=") }?.dropFirst("charset=".count)
    return charset.map { $0.filter { $0 != "\"" } == "utf-8" } ?? true
}

/// Where the first byte stands that is no UTF-8; nil where all are.
func faultyByte(in body: Data) -> Int? {
    guard String(validating: body, as: UTF8.self) == nil else { return nil }
    var (bytes, decoder, place) = (body.makeIterator(), UTF8(), 0)
    while true {
        switch decoder.decode(&bytes) {
        case .scalarValue(let scalar): place += UTF8.width(scalar)
        case .emptyInput, .error: return place
        }
    }
}

/// Where in a text JSON ends to be JSON, in lines and columns from 1; nil where it is JSON after all.
func syntaxFault(in body: Data) -> String? {
    do {
        _ = try JSONSerialization.jsonObject(with: body, options: .fragmentsAllowed)
        return nil
    } catch {
        guard !body.isEmpty else { return "the body is empty; a JSON document must stand in it" }
        let said = (error as NSError).userInfo["NSDebugDescription"] as? String ?? ""
        guard let match = said.firstMatch(of: /^(.*) around character (\d+)/), let offset = Int(match.2) else {
            return said.contains("end of file") ? "it is no valid JSON: it ends too early" : "it is no valid JSON"
        }
        let before = body.prefix(offset)
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        // Columns are characters, as editors count them.
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? before.startIndex
        let column = String(decoding: before[start...], as: UTF8.self).count + 1
        return "it is no valid JSON: line \(line), column \(column): \(match.1.lowercased())"
    }
}
