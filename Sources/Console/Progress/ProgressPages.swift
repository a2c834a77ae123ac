package import Appliances
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import NIOCore
package import ServiceDesk

/// The pages on which customers follow their own requests (Z-21): `/p/{number}/{signature}`.
///
/// The link is the whole right: it shows one request and acts for its own customer, whom the gateway names.
package struct ProgressPages: Sendable {
    private let links: ProgressLinks
    private let rules: ServiceRules
    private let now: @Sendable () -> Timestamp
    private let engineerName: @Sendable (String) -> String?
    private let wrong = WrongLinks()

    /// The pages of these links.
    ///
    /// - Parameters:
    ///   - links: Which links count.
    ///   - rules: The thresholds of the desk, and the zone of all times.
    ///   - now: The machine's time, by which wrong links are counted.
    ///   - engineerName: The name of an engineer as customers may see it; nil where they see the number.
    package init(
        links: ProgressLinks, rules: ServiceRules, now: @escaping @Sendable () -> Timestamp,
        engineerName: @escaping @Sendable (String) -> String? = { _ in nil }
    ) {
        (self.links, self.rules, self.now, self.engineerName) = (links, rules, now, engineerName)
    }

    /// How many wrong links came too fast to be answered.
    var refused: Int { wrong.refused }

    func add(to router: Router<ConsoleContext>, _ counter: DeskCounter) {
        router.get("p/:number/:signature") { request, context in
            let language = ProgressPages.language(of: request)
            let number = try open(context, language)
            let done = request.uri.queryParameters["done"].flatMap { ProgressView.Offer(rawValue: String($0)) }
            return try await page(number, counter, language, message: done.map { .done($0) })
        }
        router.post("p/:number/:signature/:action") { request, context in
            let language = ProgressPages.language(of: request)
            let number = try open(context, language)
            guard let offer = ProgressView.Offer(rawValue: try context.parameters.require("action")) else {
                throw PageProblem.unknown(language)
            }
            return try await perform(offer, number, request, counter, language)
        }
    }

    private func perform(
        _ offer: ProgressView.Offer, _ number: String, _ request: Request, _ counter: DeskCounter, _ language: Language
    ) async throws -> Response {
        let fields = try await fields(of: request, language)
        let (_, moment) = try await look(number, counter, language)
        let form: ProgressForm
        do throws(ProgressForm.Fault) {
            form = try ProgressForm(
                offer, fields, at: moment, in: LocalTime(utcOffsetSeconds: rules.utcOffsetSeconds))
        } catch {
            return try await page(
                number, counter, language, status: .badRequest, message: .refused([error.text[language]]))
        }
        // As in the API: the same key with another command is another one.
        let hash = StableHash(of: String(decoding: try JSONEncoder.stable.encode(form.command), as: UTF8.self))
        let key = "link \(number) \(hash.readable) \(form.key)"
        switch await counter.ask(.linked(form.command, on: number, key: key)) {
        case .done:
            let place = "\(links.path(for: number))?done=\(offer.rawValue)&lang=\(language.rawValue)"
            return Response(status: .seeOther, headers: PageProblem.headers.with(.location, place))
        case .refused(let refusal):
            // What was found instead is for staff: it may name one of them.
            let reasons = refusal.unmet.map { "\($0.rule.text[language]) (\($0.rule.clause))" }
            return try await page(number, counter, language, status: .conflict, message: .refused(reasons))
        case .unknown: throw PageProblem.unknown(language)
        default: throw PageProblem.unavailable(language)
        }
    }

    private func page(
        _ number: String, _ counter: DeskCounter, _ language: Language, status: HTTPResponse.Status = .ok,
        message: ProgressPage.Message?
    ) async throws -> Response {
        let (request, moment) = try await look(number, counter, language)
        let view = ProgressView(of: request, in: language, at: moment, under: rules, engineerName: engineerName)
        let html = ProgressPage.html(view, at: links.path(for: number), message: message)
        return PageProblem.response(html, status, language)
    }

    /// A request and the gateway's time: where telemetry is the clock, today is the day of the newest reading.
    private func look(
        _ number: String, _ counter: DeskCounter, _ language: Language
    ) async throws -> (ServiceRequest, Timestamp) {
        switch await counter.ask(.progress(number)) {
        case .progressed(let request, let moment): return (request, moment)
        case .unknown: throw PageProblem.unknown(language)
        default: throw PageProblem.unavailable(language)
        }
    }

    // MARK: Reading

    /// The number of the request whose link this is; a wrong one is answered as a request that nobody has.
    private func open(_ context: ConsoleContext, _ language: Language) throws -> String {
        let (number, signature) = (
            try context.parameters.require("number"), try context.parameters.require("signature")
        )
        if links.holds(signature, for: number) { return number }
        if let wait = wrong.note(at: now()) { throw PageProblem.tooMany(language, wait: wait) }
        throw PageProblem.unknown(language)
    }

    private func fields(of request: Request, _ language: Language) async throws -> FormFields {
        let type = request.headers[.contentType] ?? ""
        guard type.lowercased().hasPrefix("application/x-www-form-urlencoded") else {
            throw PageProblem.unreadable(language, .unsupportedMediaType)
        }
        guard let body = try? await request.body.collect(upTo: FormFields.bytesMax) else {
            throw PageProblem.unreadable(language, .contentTooLarge)
        }
        guard let text = String(validating: body.readableBytesView, as: UTF8.self), let fields = FormFields(text)
        else { throw PageProblem.unreadable(language, .badRequest) }
        return fields
    }

    /// The language in which whoever asks is answered.
    static func language(of request: Request) -> Language {
        Language(
            query: request.uri.queryParameters["lang"].map { String($0) }, accept: request.headers[.acceptLanguage])
    }
}

/// Why there is no page, as a page.
struct PageProblem: Error, HTTPResponseError {
    let status: HTTPResponse.Status
    let text: Localised
    let language: Language
    var wait: Int?
    /// The methods that the address takes; empty where that is not what is wrong.
    var allowed: [String] = []

    func response(from request: Request, context: some RequestContext) throws -> Response {
        var response = PageProblem.response(ProgressPage.html(saying: text, in: language), status, language)
        if let wait { response.headers[.retryAfter] = "\(wait)" }
        if !allowed.isEmpty { response.headers[.allow] = allowed.joined(separator: ", ") }
        return response
    }

    static func unknown(_ language: Language) -> PageProblem {
        PageProblem(
            status: .notFound, text: Localised(en: "There is no such request.", zh: "没有此工单。"), language: language)
    }

    /// There is no such page, or it is not asked for in this way.
    static func unrouted(_ request: Request, allowed: [String]) -> PageProblem {
        var problem = unknown(ProgressPages.language(of: request))
        guard !allowed.isEmpty else { return problem }
        problem = unreadable(problem.language, .methodNotAllowed)
        problem.allowed = allowed
        return problem
    }

    static func tooMany(_ language: Language, wait: Int) -> PageProblem {
        PageProblem(
            status: .tooManyRequests, text: Localised(en: "Too many tries; try later.", zh: "尝试次数过多，请稍后再试。"),
            language: language, wait: wait)
    }

    static func unavailable(_ language: Language) -> PageProblem {
        PageProblem(
            status: .serviceUnavailable,
            text: Localised(en: "This did not work; please try again.", zh: "暂时无法处理，请重试。"), language: language,
            wait: 1)
    }

    static func unreadable(_ language: Language, _ status: HTTPResponse.Status) -> PageProblem {
        PageProblem(
            status: status, text: Localised(en: "The form cannot be read.", zh: "无法读取表单。"), language: language)
    }

    /// A page with everything that keeps it to itself: nothing is loaded, framed, cached, indexed or told to others.
    static func response(_ html: String, _ status: HTTPResponse.Status, _ language: Language) -> Response {
        Response(
            status: status,
            headers: headers.with(.contentType, "text/html; charset=utf-8").with(
                .contentLanguage, language == .zh ? "zh-CN" : "en"),
            body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    /// The headers of every answer; the address is the whole right, so that no other site may learn it.
    static let headers: HTTPFields = {
        var headers: HTTPFields = [.cacheControl: "no-store"]
        let others: KeyValuePairs = [
            "Content-Security-Policy": "default-src 'none'; style-src '\(ProgressPage.sheetHash)'; form-action 'self'; "
                + "base-uri 'none'; frame-ancestors 'none'",
            "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex", "X-Content-Type-Options": "nosniff",
        ]
        for (name, value) in others {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return headers
    }()
}

extension HTTPFields {
    fileprivate func with(_ name: HTTPField.Name, _ value: String) -> HTTPFields {
        var fields = self
        fields[name] = value
        return fields
    }
}

extension JSONEncoder {
    /// The same value always in the same form.
    fileprivate static var stable: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return encoder
    }
}
