import Appliances
import Carriers
import ConfigFiles
import Daybook
import Foundation
import Gateway
import Ledger
import ServiceDesk

/// The ways on which the desk's notices leave, beside the broker; none that the settings do not name.
///
/// - Throws: where a secret cannot be read, with the setting that names its file.
func carriers(_ settings: Settings, state: URL) throws -> [any Carrier] {
    var carriers: [any Carrier] = []
    if let hook = settings.notices.hook {
        let secret = try firstLine(of: hook.secretFile, named: "notices.webhook.secret_file")
        guard secret.utf8.count >= 16 else {
            throw Failure.badInput(
                "\(hook.secretFile): the secret of notices.webhook must have 16 bytes at least; openssl rand -hex 32 "
                    + "makes a good one")
        }
        let webhook = Webhook(url: hook.url, secret: try key(secret, of: hook.secretFile)) { GatewayShell.wallClock() }
        carriers.append(webhook.line())
    }
    if let mail = settings.notices.mail {
        var server = MailPost.Server(url: mail.url, from: mail.from, user: mail.user, requiresTLS: mail.requiresTLS)
        server.authority = mail.authority
        if let file = mail.passwordFile {
            server.password = try firstLine(of: file, named: "notices.mail.password_file")
        }
        let customers = try CustomerBook(folder: state)
        let post = MailPost(server) { recipient in try address(of: recipient, mail.staff, customers) }
        carriers.append(post.line())
    }
    return carriers
}

/// Where a recipient is reached by mail; nowhere where nobody has written that down.
private func address(
    of recipient: DeskNotice.Recipient, _ staff: [NoticeSettings.Mail.Staff], _ customers: CustomerBook
) throws -> MailPost.Address? {
    switch recipient {
    case .customer(let number):
        guard let customer = try customers.customer(number), !customer.email.isEmpty else { return nil }
        return MailPost.Address(customer.email, language: customer.language.flatMap { Language(rawValue: $0) })
    case .staff(let role, _): return staff.first { $0.role == role }.map { MailPost.Address($0.mailbox) }
    }
}

/// The key of the signature: the bytes of the secret, or what they stand for where it begins with `whsec_`, as
/// Standard Webhooks writes keys.
private func key(_ secret: String, of file: String) throws -> Data {
    guard secret.hasPrefix("whsec_") else { return Data(secret.utf8) }
    guard let key = Data(base64Encoded: String(secret.dropFirst(6))), key.count >= 16 else {
        throw Failure.badInput("\(file): what follows whsec_ must be 16 bytes or more in base64")
    }
    return key
}

private func firstLine(of file: String, named setting: String) throws -> String {
    guard let text = try? String(contentsOf: URL(filePath: file), encoding: .utf8),
        let line = text.split(whereSeparator: \.isNewline).first, !line.isEmpty
    else { throw Failure.badInput("\(file): \(setting) names a file that cannot be read or is empty") }
    return String(line)
}
