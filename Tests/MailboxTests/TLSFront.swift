import Foundation
import Testing

/// Stands before a ``FakeMailbox`` and speaks TLS, in Python and with real certificates: another implementation than
/// ours.
final class TLSFront {
    /// What it offers.
    enum Offer: String {
        /// TLS from the first byte.
        case tls
        /// TLS once that is asked for.
        case startTLS = "starttls"
        /// None.
        case plain
    }

    let port: Int
    private let process: Process

    /// A front on an address of this machine, with the certificate of that drawer.
    init(_ offer: Offer, of mailbox: FakeMailbox, on host: String = "127.0.0.1", _ papers: Papers) throws {
        let script = papers.folder.appending(path: "front.py")
        try Data(frontScript.utf8).write(to: script)
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = [
            script.path, offer.rawValue, host, "\(mailbox.port)", papers.path("own.crt"), papers.path("own.key"),
        ]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        self.process = process
        let said = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        port = try #require(Int(said.trimmingCharacters(in: .whitespacesAndNewlines)), "python3 does not listen")
    }

    deinit { process.terminate() }
}

/// An authority, another one, and a certificate of the first for 127.0.0.1 alone.
final class Papers {
    let folder = FileManager.default.temporaryDirectory.appending(path: "foretell-papers-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("subjectAltName=IP:127.0.0.1\n".utf8).write(to: folder.appending(path: "names"))
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        for name in ["ca", "other"] {
            try openssl(
                ["req", "-x509"] + curve
                    + [
                        "-days", "2", "-subj", "/CN=\(name)", "-keyout", path("\(name).key"), "-out",
                        path("\(name).crt"),
                    ])
        }
        try openssl(
            ["req"] + curve + ["-subj", "/CN=mail", "-keyout", path("own.key"), "-out", path("own.csr")])
        try openssl(
            [
                "x509", "-req", "-in", path("own.csr"), "-CA", path("ca.crt"), "-CAkey", path("ca.key"),
                "-CAcreateserial",
            ]
                + ["-days", "2", "-extfile", path("names"), "-out", path("own.crt")])
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    private func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "openssl \(arguments.joined(separator: " ")) failed")
    }
}

private let frontScript = #"""
    import asyncio, ssl, sys

    offer, host, target, cert, key = sys.argv[1:6]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)

    async def pipe(reader, writer):
        try:
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()

    async def serve(reader, writer):
        inner, outer = await asyncio.open_connection("127.0.0.1", int(target))
        if offer == "starttls":
            writer.write(b"* OK ready\r\n")
            while line := await reader.readline():
                tag = line.split(b" ")[0]
                if b"STARTTLS" in line.upper():
                    writer.write(tag + b" OK begin\r\n")
                    await writer.drain()
                    await writer.start_tls(context)
                    break
                writer.write(b"* CAPABILITY IMAP4rev1 STARTTLS\r\n" + tag + b" OK done\r\n")
            await inner.readline()
        await asyncio.gather(pipe(reader, outer), pipe(inner, writer))

    async def main():
        server = await asyncio.start_server(serve, host, 0, ssl=context if offer == "tls" else None)
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()

    asyncio.run(main())
    """#
