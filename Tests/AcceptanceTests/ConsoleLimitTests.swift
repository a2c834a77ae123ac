import Foundation
import Testing

@Suite("The limits of the console", .serialized)
struct ConsoleLimitTests {
    @Test("a client that drips its head or its body is cut off in time, and counted")
    func slow() async throws {
        let house = try ConsoleHouse()
        let (head, body) = (try Line(port: house.port), try Line(port: house.port))
        let token = try house.token("hotline_agent", "H-1")
        #expect(head.say("GET /health HTTP/1.1\r\nHost: x\r\n"))
        #expect(
            body.say(
                "POST /api/v1/requests HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(token)\r\n"
                    + "Content-Length: 1000\r\n\r\n{"))
        let begun = Date()
        var (headEnd, bodyEnd): (TimeInterval?, TimeInterval?)
        while Date().timeIntervalSince(begun) < 60, headEnd == nil || bodyEnd == nil {
            if headEnd == nil, !head.say("x") || head.hear(seconds: 1) == nil {
                headEnd = Date().timeIntervalSince(begun)
            }
            if bodyEnd == nil, !body.say(" ") || body.hear(seconds: 1) == nil {
                bodyEnd = Date().timeIntervalSince(begun)
            }
        }
        // Neither at once nor never; how much later depends on the machine.
        #expect(headEnd ?? 0 >= 8 && bodyEnd ?? 0 >= 13)
        let health = await house.send("GET", "/health")
        #expect(health?.object["slow_closed"] as? Int == 2)
    }

    @Test("a head of more than 64 KiB is refused")
    func largeHead() throws {
        let house = try ConsoleHouse()
        let line = try Line(port: house.port)
        _ = line.say("GET /health HTTP/1.1\r\nHost: x\r\nX-Long: \(String(repeating: "a", count: 70_000))\r\n\r\n")
        let answer = line.hear(seconds: 60)
        #expect(answer == nil || answer?.hasPrefix("HTTP/1.1 4") == true)
    }

    @Test("a token that floods is told when to come again, and no other one is")
    func flood() async throws {
        let house = try ConsoleHouse(more: ["--set", "console.rate.per_second=1", "--set", "console.rate.burst=2"])
        let (loud, calm) = (try house.token("hotline_agent", "H-1"), try house.token("dispatcher", "D-1"))
        // All at once, on one connection: no machine is slow enough to serve one a second.
        let line = try Line(port: house.port)
        let once = "GET /api/v1/requests HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(loud)\r\n"
        #expect(line.say(String(repeating: once + "\r\n", count: 99) + once + "Connection: close\r\n\r\n"))
        let heard = line.hearAll(seconds: 60)
        let refused = heard.ranges(of: "HTTP/1.1 429").count
        #expect(heard.hasPrefix("HTTP/1.1 200") && refused >= 1 && heard.contains(/retry-after: \d/.ignoresCase()))
        #expect(await house.send("GET", "/api/v1/requests", token: calm)?.status == 200)
        let health = await house.send("GET", "/health")
        #expect(health?.object["rate_refused"] as? Int == refused)
    }
}
