import Foundation
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
    do { return try JSONDecoder().decode(type, from: body) } catch { throw Problem.unreadable(error) }
}

/// What was sent, as bytes.
func body(_ request: Request, _ context: ConsoleContext) async throws -> Data {
    do {
        return Data(try await request.body.collect(upTo: context.maxUploadSize).readableBytesView)
    } catch {
        throw Problem(
            kind: "too_large", title: "It is too large", status: .contentTooLarge,
            detail: "at most \(context.maxUploadSize) bytes")
    }
}
