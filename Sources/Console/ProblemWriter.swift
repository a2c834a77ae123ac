import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Synchronization

/// Every route of the console: which methods an address takes.
///
/// Filled once, when all routes are there; those who ask come later.
final class RouteTable: Sendable {
    /// A route: its method, and its address with names in braces.
    struct Route: Hashable, Comparable, Sendable {
        let method: String
        let path: String

        static func < (one: Route, other: Route) -> Bool { (one.path, one.method) < (other.path, other.method) }

        /// Whether this is the address; each name in braces stands for one part of it.
        func matches(_ asked: [Substring]) -> Bool {
            let parts = path.split(separator: "/")
            return parts.count == asked.count
                && zip(parts, asked).allSatisfy { part, given in part.hasPrefix("{") || part == given }
        }
    }

    private let all = Mutex<[Route]>([])

    /// The routes, sorted.
    var routes: [Route] { all.withLock { $0 } }

    /// Takes the routes of a router; whatever answers GET answers HEAD as well.
    func fill(_ router: Router<ConsoleContext>) {
        let routes = router.routes.map { Route(method: $0.method.rawValue, path: $0.path.description) }
        let heads = routes.filter { $0.method == "GET" }.map { Route(method: "HEAD", path: $0.path) }
        all.withLock { $0 = Set(routes + heads).sorted() }
    }

    /// The methods that an address takes, sorted; none where there is no such address.
    func methods(of path: String) -> [String] {
        let asked = path.split(separator: "/")
        return routes.filter { $0.matches(asked) }.map(\.method).sorted()
    }
}

/// Answers what no route does: an address that there is not, a method that it does not take, and mistakes of ours.
///
/// Below `/p/` people read the answer, everywhere else programs do (RFC 9457).
struct ProblemWriter: RouterMiddleware {
    let table: RouteTable

    @concurrent
    func handle(
        _ request: Request, context: ConsoleContext,
        next: @concurrent (Request, ConsoleContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            throw problem
        } catch let page as PageProblem {
            throw page
        } catch {
            throw problem(for: error, request, context)
        }
    }

    private func problem(
        for error: any Error, _ request: Request, _ context: ConsoleContext
    ) -> any HTTPResponseError & Sendable {
        let path = request.uri.path
        let isPage = path.hasPrefix("/p/")
        // Only the router itself answers so, where it has found no route.
        if let error = error as? HTTPError, error.status == .notFound {
            let allowed = table.methods(of: path)
            if isPage { return PageProblem.unrouted(request, allowed: allowed) }
            return allowed.isEmpty ? Problem.noRoute(path) : Problem.method(request.method.rawValue, allowed: allowed)
        }
        if let error = error as? HTTPError, error.status == .badRequest, !isPage {
            return Problem.unreadable(error.body ?? "the address cannot be read")
        }
        // Its kind alone: its words may hold what somebody has sent.
        context.logger.error("a request went wrong", metadata: ["error": "\(type(of: error))"])
        return isPage ? PageProblem.unavailable(ProgressPages.language(of: request)) : Problem.mistake
    }
}
