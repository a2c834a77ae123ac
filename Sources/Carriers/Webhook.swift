package import Appliances
import CCurl
import Crypto
import Daybook
package import Foundation
import ServiceDesk

/// Where notices are posted to, and the secret by which the receiver knows that they are ours.
///
/// Signed as the Standard Webhooks specification has it: `webhook-id`, `webhook-timestamp` and `webhook-signature`,
/// `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`. The id is the notice's own, the same however often
/// it is sent, and also the `Idempotency-Key`.
package struct Webhook: Sendable {
    private let url: String
    private let secret: SymmetricKey
    private let now: @Sendable () -> Timestamp

    /// A webhook; `now` is the machine's clock, which stands in the signature.
    package init(url: String, secret: Data, now: @escaping @Sendable () -> Timestamp) {
        (self.url, self.secret, self.now) = (url, SymmetricKey(data: secret), now)
    }

    /// The line that carries to it.
    package func line() -> CarrierLine { CarrierLine(.webhook, deliver: deliver) }

    /// The headers of a message, the signature among them.
    package func headers(id: String, body: [UInt8], at moment: Timestamp) -> [String] {
        let seconds = moment.milliseconds / 1_000
        var signed = Data("\(id).\(seconds).".utf8)
        signed.append(contentsOf: body)
        let code = Data(HMAC<SHA256>.authenticationCode(for: signed, using: secret))
        return [
            "Content-Type: application/json", "Idempotency-Key: \(id)", "webhook-id: \(id)",
            "webhook-timestamp: \(seconds)", "webhook-signature: v1,\(code.base64EncodedString())",
            // The answer to a large body is not waited for in two steps.
            "Expect:",
        ]
    }

    private func deliver(_ parcel: Parcel) -> ParcelFate {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let body = try? Array(encoder.encode(parcel.notice)) else {
            return .never(why: "the notice has no JSON form")
        }
        guard var exchange = CurlExchange(url, schemes: "http,https") else {
            return .later(why: "libcurl is not there")
        }
        defer { exchange.close() }
        for header in headers(id: parcel.notice.id, body: body, at: now()) { exchange.add(header: header) }
        return Webhook.fate(of: exchange.perform(posting: body))
    }

    /// What an answer means: a receiver that cannot take this message never will; everything else may pass.
    ///
    /// 400 is not among them: that is also what a wrong secret, a wrong clock or a proxy in between is answered with,
    /// and none of these has anything to do with this message.
    static func fate(of outcome: CurlExchange.Outcome) -> ParcelFate {
        switch outcome {
        case .answered(200..<300): .delivered
        case .answered(let code) where [413, 415, 422].contains(code): .never(why: "HTTP \(code)")
        case .answered(let code): .later(why: "HTTP \(code)")
        case .failed(let why, _, _): .later(why: why)
        }
    }
}
