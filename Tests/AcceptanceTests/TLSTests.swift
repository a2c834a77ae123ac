import Appliances
import Broker
import Foundation
import Logging
import Telemetry
import Testing

/// The broker behind TLS, with real certificates made for the test.
@Suite("TLS", .serialized)
struct TLSTests {
    @Test("the gateway shows its certificate to a broker that asks for one, and is let in")
    func mutual() throws {
        let shop = try Workshop()
        try Self.makeCertificates(shop)
        let broker = try Self.broker(shop)
        try shop.write("device,site,category\nRF-1,home,refrigerator\n", to: "registry.csv")
        let gateway = GatewayProcess(shop, broker, clock: "wall", more: Self.settings(shop, certificate: true))
        try gateway.start()
        #expect(gateway.hasSubscribed(), "\(gateway.log)")

        var settings = BrokerSettings()
        settings.port = broker.port
        settings.clientID = "device"
        settings.tls = BrokerSettings.TLS(
            authority: shop.path("ca.crt"), certificate: shop.path("own.crt"), key: shop.path("own.key"))
        let publisher = BrokerPublisher(settings, logger: Logger(label: "device") { _ in SwiftLogNoOpLogHandler() })
        let payload = Array(#"{"boot":1,"seq":1,"readings":{"fridge.temperature":4}}"#.utf8)
        let topic = "foretell/v1/home/RF-1/telemetry"
        #expect(try publisher.publish(topic: topic, payload: payload, isCancelled: { false }))
        let end = Date.now.addingTimeInterval(60)
        #expect(try publisher.finish { Date.now > end })
        #expect(try eventually { try counters(shop.path("state"))["stored"] == 1 })
        #expect(gateway.stop() == 0)
        broker.stop()
    }

    @Test("without a certificate it is refused, says so, and goes on trying")
    func refused() throws {
        let shop = try Workshop()
        try Self.makeCertificates(shop)
        let broker = try Self.broker(shop)
        try shop.write("device,site,category\nRF-1,home,refrigerator\n", to: "registry.csv")
        let gateway = GatewayProcess(shop, broker, clock: "wall", more: Self.settings(shop, certificate: false))
        try gateway.start()
        #expect(
            eventually { gateway.log.split(separator: "broker link down").count > 2 }, "\(gateway.log)")
        #expect(!gateway.log.contains("broker link up"))
        #expect(gateway.stop() == 0)
        broker.stop()
    }

    private static func settings(_ shop: Workshop, certificate: Bool) -> [String] {
        let own = ["broker.tls.certificate=\(shop.path("own.crt"))", "broker.tls.key=\(shop.path("own.key"))"]
        return (["broker.tls.authority=\(shop.path("ca.crt"))"] + (certificate ? own : [])).flatMap { ["--set", $0] }
    }

    private static func broker(_ shop: Workshop) throws -> Mosquitto {
        try Mosquitto(
            shop,
            more: [
                "cafile \(shop.path("ca.crt"))", "certfile \(shop.path("broker.crt"))",
                "keyfile \(shop.path("broker.key"))", "require_certificate true", "tls_version tlsv1.3",
            ])
    }

    /// An authority, and certificates signed by it for the broker and for ourselves.
    static func makeCertificates(_ shop: Workshop) throws {
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        try openssl(
            shop,
            ["req", "-x509"] + curve + ["-days", "2", "-subj", "/CN=authority", "-keyout", "ca.key", "-out", "ca.crt"])
        try shop.write("subjectAltName=IP:127.0.0.1\n", to: "names")
        for name in ["broker", "own"] {
            try openssl(
                shop, ["req"] + curve + ["-subj", "/CN=\(name)", "-keyout", "\(name).key", "-out", "\(name).csr"])
            try openssl(
                shop,
                ["x509", "-req", "-in", "\(name).csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial"]
                    + ["-days", "2", "-extfile", "names", "-out", "\(name).crt"])
        }
    }

    private static func openssl(_ shop: Workshop, _ arguments: [String]) throws {
        let files =
            ["names", "ca.key", "ca.crt"] + ["broker", "own"].flatMap { ["\($0).key", "\($0).csr", "\($0).crt"] }
        let words = arguments.map { files.contains($0) ? shop.path($0) : $0 }
        let status = try Companion(URL(filePath: "/usr/bin/openssl"), words, log: shop.path("openssl.log")).wait()
        try #require(status == 0, "openssl \(arguments.joined(separator: " ")) failed; scripts/setup installs it")
    }
}
