import Foundation
import HTTPTypes
import Hummingbird
import ServiceDesk

/// A request on its way through the console, with the one who sent it.
struct ConsoleContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Who sent it; nil before that is known.
    var actor: Actor?

    init(source: Source) { coreContext = .init(source: source) }

    /// What a request may hold at most.
    var maxUploadSize: Int { ConsoleContext.bodyBytesMax }

    /// How many bytes a body has at most, unless it is a letter.
    static let bodyBytesMax = 256 * 1_024

    /// Who sent it.
    ///
    /// - Throws: a problem where nobody knows.
    func known() throws -> Actor {
        guard let actor else { throw Problem.unauthorised(isWrong: false) }
        return actor
    }
}

/// Lets in whoever has a token for this service centre.
struct Gatekeeper: RouterMiddleware {
    let tokens: TokenBook
    let centre: String
    let limit: RateLimit
    let refusals: RefusalCount

    @concurrent
    func handle(
        _ request: Request, context: ConsoleContext,
        next: @concurrent (Request, ConsoleContext) async throws -> Response
    ) async throws -> Response {
        // The word before the token is the same in small letters (RFC 9110).
        let header = request.headers[.authorization]?.split(separator: " ", maxSplits: 1) ?? []
        guard header.count == 2, header[0].lowercased() == "bearer" else {
            throw Problem.unauthorised(isWrong: false)
        }
        guard let token = tokens.token(header[1].trimmingCharacters(in: .whitespaces)) else {
            throw Problem.unauthorised(isWrong: true)
        }
        guard token.centre.isEmpty || token.centre == centre else {
            throw Problem.forbidden("the token is for another service centre")
        }
        if let seconds = limit.take(token.hash) {
            refusals.addOften()
            throw Problem.tooOften(seconds)
        }
        var context = context
        context.actor = token.actor
        return try await next(request, context)
    }
}
