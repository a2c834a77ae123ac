import Foundation
import Glibc
import Synchronization

/// A broker of a few lines inside the test: it sees each byte that the gateway sends, when it is sent.
final class FakeBroker: Sendable {
    let port: Int
    private let listener: Int32
    private let state = Mutex(State())

    private struct State {
        var acknowledged: [UInt16] = []
        var subscriber: Int32?
        var isClosed = false
    }

    private let speaksVersion5: Bool

    init(speaksVersion5: Bool = true) throws {
        self.speaksVersion5 = speaksVersion5
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 8) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRINUSE) }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in accept() }
    }

    func close() {
        state.withLock { $0.isClosed = true }
        shutdown(listener, Int32(SHUT_RDWR))
        Glibc.close(listener)
    }

    /// The packet ids acknowledged so far.
    var acknowledged: [UInt16] { state.withLock { $0.acknowledged } }

    /// Whether the gateway has subscribed.
    var hasSubscriber: Bool { state.withLock { $0.subscriber != nil } }

    /// Sends a message at QoS 1 to the subscriber.
    func publish(packet: UInt16, topic: String, payload: String) {
        var body: [UInt8] = [UInt8(topic.utf8.count >> 8), UInt8(topic.utf8.count & 255)] + Array(topic.utf8)
        // An empty list of properties, as MQTT 5 wants it.
        body += [UInt8(packet >> 8), UInt8(packet & 255)] + (speaksVersion5 ? [0] : []) + Array(payload.utf8)
        guard let socket = state.withLock({ $0.subscriber }) else { return }
        send(socket, [0x32] + FakeBroker.length(body.count) + body)
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { return }
            Thread.detachNewThread { [self] in serve(client) }
        }
    }

    private func serve(_ client: Int32) {
        var bytes: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = read(client, &room, room.count)
            guard count > 0 else { break }
            bytes += room.prefix(count)
            while let packet = FakeBroker.takePacket(&bytes) { answer(packet.head, packet.body, client) }
        }
        Glibc.close(client)
    }

    private func answer(_ head: UInt8, _ body: [UInt8], _ client: Int32) {
        switch head >> 4 {
        case 1:
            // The level of the protocol stands behind its name: 5, or 4 for 3.1.1.
            let isVersion5 = body[6] == 5
            if isVersion5 != speaksVersion5 {
                send(client, [0x20, 2, 0, 1])
                shutdown(client, Int32(SHUT_RDWR))
            } else {
                send(client, isVersion5 ? [0x20, 3, 0, 0, 0] : [0x20, 2, 0, 0])
            }
        case 3:
            // The gateway's own words, such as its status: taken, at QoS 1.
            let topic = Int(body[0]) << 8 | Int(body[1])
            if head & 6 != 0 { send(client, [0x40, 2, body[topic + 2], body[topic + 3]]) }
        case 4: state.withLock { $0.acknowledged.append(UInt16(body[0]) << 8 | UInt16(body[1])) }
        case 8:
            state.withLock { $0.subscriber = client }
            send(client, speaksVersion5 ? [0x90, 4, body[0], body[1], 0, 1] : [0x90, 3, body[0], body[1], 1])
        case 12: send(client, [0xd0, 0])
        default: break
        }
    }

    private func send(_ client: Int32, _ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private static func length(_ count: Int) -> [UInt8] {
        var (rest, bytes): (Int, [UInt8]) = (count, [])
        repeat {
            bytes.append(UInt8(rest & 127) | (rest > 127 ? 128 : 0))
            rest >>= 7
        } while rest > 0
        return bytes
    }

    private static func takePacket(_ bytes: inout [UInt8]) -> (head: UInt8, body: [UInt8])? {
        var (length, place, shift) = (0, 1, 0)
        while place < bytes.count {
            length |= Int(bytes[place] & 127) << shift
            shift += 7
            place += 1
            if bytes[place - 1] & 128 == 0 {
                guard bytes.count >= place + length else { return nil }
                let packet = (bytes[0], Array(bytes[place..<place + length]))
                bytes.removeFirst(place + length)
                return packet
            }
        }
        return nil
    }
}
