import Foundation
import Testing

/// A server outside of the house, in Python: what it checks, it checks with another implementation than ours.
final class OutsideServer {
    let port = Mosquitto.freePort()
    private let shop: Workshop
    private let name: String
    private let arguments: [String]
    private var companion: Companion?

    private init(_ shop: Workshop, _ name: String, _ script: String, _ arguments: [String]) throws {
        (self.shop, self.name) = (shop, name)
        let path = try shop.write(script, to: "\(name).py")
        try shop.write("", to: "\(name).log")
        self.arguments = [path, "\(port)", shop.path("\(name).log")] + arguments
        try start()
    }

    /// An endpoint of webhooks that knows this secret: answers 401 to what is not signed with it, `status` to the first
    /// `fails` of the others, 422 to what is about `refused`, and 200 to the rest.
    static func endpoint(
        _ shop: Workshop, secret: String, fails: Int = 0, status: Int = 500, refused: String = "-"
    ) throws -> OutsideServer {
        try OutsideServer(shop, "endpoint", endpointScript, [secret, "\(fails)", "\(status)", refused])
    }

    /// A mail server: says 550 to `gone@`, 450 to `full@`, 550 to the sender `nobody@`, and breaks off after the first
    /// letter to `drop@`.
    static func mail(_ shop: Workshop) throws -> OutsideServer { try OutsideServer(shop, "mail", mailScript, []) }

    /// The same behind TLS, from the first byte (`tls`) or once that is asked for (`starttls`), with the certificate
    /// `broker.crt` of the shop.
    static func mail(_ shop: Workshop, offer: String) throws -> OutsideServer {
        try OutsideServer(shop, "mail", mailScript, [offer, shop.path("broker.crt"), shop.path("broker.key")])
    }

    func start() throws {
        companion = try Companion(
            URL(filePath: "/usr/bin/python3"), arguments, log: shop.path("\(name)-errors.log"))
        #expect(eventually { Mosquitto.answers(self.port) }, "\(name) does not answer")
    }

    func stop() { companion?.kill() }

    /// What it got, in order.
    var taken: [[String: Any]] {
        let text = (try? String(contentsOfFile: shop.path("\(name).log"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap {
            (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any]
        }
    }
}

private let endpointScript = #"""
    import base64, hashlib, hmac, http.server, json, sys, time

    port, log, secret, fails, status, refused = sys.argv[1:7]
    seen = 0

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            global seen
            body = self.rfile.read(int(self.headers["Content-Length"]))
            name, moment = self.headers["webhook-id"], self.headers["webhook-timestamp"]
            right = hmac.new(secret.encode(), f"{name}.{moment}.".encode() + body, hashlib.sha256).digest()
            said = self.headers["webhook-signature"].split(",", 1)
            signed = said[0] == "v1" and hmac.compare_digest(base64.b64decode(said[1]), right)
            notice = json.loads(body)
            if not signed or abs(time.time() - int(moment)) > 300:
                answer = 401
            elif seen < int(fails):
                answer, seen = int(status), seen + 1
            else:
                answer = 422 if notice.get("request") == refused else 200
            with open(log, "a") as file:
                file.write(json.dumps({
                    "id": name, "key": self.headers["Idempotency-Key"], "answer": answer, "notice": notice,
                    "type": self.headers["Content-Type"], "text": body.decode()}) + "\n")
            self.send_response(answer)
            self.send_header("Location", f"http://127.0.0.1:{port}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *rest):
            pass

    http.server.ThreadingHTTPServer.allow_reuse_address = True
    http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Hook).serve_forever()
    """#

private let mailScript = #"""
    import asyncio, email, email.policy, json, ssl, sys

    port, log = int(sys.argv[1]), sys.argv[2]
    offer = sys.argv[3] if len(sys.argv) > 3 else ""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if offer:
        context.load_cert_chain(sys.argv[4], sys.argv[5])
    dropped = set()

    async def talk(reader, writer):
        def say(text):
            writer.write((text + "\r\n").encode())
        say("220 mail.example ESMTP")
        sender, to = "", ""
        while line := (await reader.readline()).decode().strip():
            word = line.upper()
            if word.startswith(("EHLO", "HELO")):
                say("250-mail.example")
                say("250-PIPELINING")
                if offer == "starttls" and not writer.get_extra_info("ssl_object"):
                    say("250-STARTTLS")
                say("250 8BITMIME")
            elif word.startswith("STARTTLS") and offer == "starttls":
                say("220 begin")
                await writer.drain()
                await writer.start_tls(context)
            elif word.startswith("MAIL"):
                sender = line[line.index("<") + 1:line.index(">")]
                say("550 who are you" if sender.startswith("nobody@") else "250 yes")
            elif word.startswith("RCPT"):
                to = line[line.index("<") + 1:line.index(">")]
                say("550 no such user" if to.startswith("gone@") else
                    "450 the mailbox is full" if to.startswith("full@") else "250 yes")
            elif word.startswith("DATA"):
                say("354 go on")
                raw = await reader.readuntil(b"\r\n.\r\n")
                letter = email.message_from_bytes(raw[:-3], policy=email.policy.default)
                body = letter.get_body(("plain",)).get_content()
                with open(log, "a") as file:
                    file.write(json.dumps({
                        "from": sender, "to": to, "id": letter["Message-ID"], "subject": letter["Subject"],
                        "letter_to": letter["To"], "auto": letter["Auto-Submitted"], "date": letter["Date"],
                        "body": body}) + "\n")
                if to.startswith("drop@") and to not in dropped:
                    dropped.add(to)
                    break
                say("554 not this one" if to.startswith("spam@") else "250 taken")
            elif word.startswith("QUIT"):
                say("221 bye")
                break
            else:
                say("250 yes")
        try:
            await writer.drain()
        finally:
            writer.close()

    async def main():
        hosts = ["127.0.0.1", "127.0.0.2"]
        server = await asyncio.start_server(talk, hosts, port, ssl=context if offer == "tls" else None)
        await server.serve_forever()

    asyncio.run(main())
    """#
