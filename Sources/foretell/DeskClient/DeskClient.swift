import ArgumentParser
import Foundation
import FoundationNetworking

/// Which gateway is asked, and by whom.
struct DeskClient: ParsableArguments {
    @Option(help: "Where the gateway's console listens.")
    var url = "http://127.0.0.1:8080"

    @Option(help: "The file with the token; otherwise FORETELL_TOKEN has it.")
    var tokenFile: String?

    @Option(help: "What names this call, so that the same one sent again is done once.")
    var key: String?

    /// What a gateway answered.
    struct Reply {
        let status: Int
        let body: Data

        var object: [String: Any] { (try? JSONSerialization.jsonObject(with: body)) as? [String: Any] ?? [:] }
    }

    /// Sends JSON to a path below `/api/v1/`.
    ///
    /// - Throws: why there is no answer, or none that a person could use.
    func post(_ path: String, _ body: Data) async throws -> Reply {
        guard let base = URL(string: url), let scheme = base.scheme, ["http", "https"].contains(scheme),
            base.host != nil
        else { throw Failure.badInput("--url \(visible(url)) is no address; http://127.0.0.1:8080 would be") }
        var request = URLRequest(url: base.appending(path: "api/v1/\(path)"))
        request.httpMethod = "POST"
        request.httpBody = body
        request.timeoutInterval = 30
        request.setValue("Bearer \(try token())", forHTTPHeaderField: "Authorization")
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        if let key { request.setValue(key, forHTTPHeaderField: "Idempotency-Key") }
        let (data, response): (Data, URLResponse)
        do {
            (data, response) = try await URLSession.shared.data(for: request)
        } catch {
            throw Failure.badInput("no gateway answers at \(url); is one running with console.port?")
        }
        guard let response = response as? HTTPURLResponse else { throw Failure.badInput("\(url) speaks no HTTP") }
        return Reply(status: response.statusCode, body: data)
    }

    /// Prints the request that was answered, as one line of JSON.
    ///
    /// - Throws: with status 1 every guard that is in the way, or that there is no such request; with status 2 what
    ///   is wrong with what was sent.
    func show(_ reply: Reply) throws {
        let object = reply.object
        guard !(200..<300).contains(reply.status) else {
            return print(String(decoding: reply.body, as: UTF8.self))
        }
        if let unmet = object["unmet"] as? [[String: Any]], !unmet.isEmpty {
            let lines = unmet.map { one in
                let word = { (name: String) in one[name] as? String ?? "" }
                return "\(word("clause")): \(word("en"))" + (word("found").isEmpty ? "" : " (\(word("found")))")
            }
            throw Failure.answerIsNo(lines.joined(separator: "\n"))
        }
        let title = object["title"] as? String ?? "the answer is \(reply.status)"
        let detail = object["detail"] as? String ?? ""
        let text = title + (detail.isEmpty ? "" : ": \(detail)")
        throw reply.status == 404 ? Failure.answerIsNo(text) : Failure.badInput(text)
    }

    /// The token: from a file or the environment, never from arguments, which every user of the machine sees.
    private func token() throws -> String {
        var text = ProcessInfo.processInfo.environment["FORETELL_TOKEN"] ?? ""
        if let tokenFile { text = String(decoding: try input(tokenFile), as: UTF8.self) }
        text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        // What a header cannot carry is no token; said without showing it.
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw Failure.badInput(
                "a token is needed: name its file with --token-file, or set FORETELL_TOKEN; see foretell token make")
        }
        return text
    }
}
