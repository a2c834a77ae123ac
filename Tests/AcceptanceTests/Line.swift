import Foundation
import Testing

/// A connection that says what it is told to, byte by byte if need be.
final class Line {
    private let socket: Int32

    init(port: Int) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(status == 0)
    }

    deinit { close(socket) }

    /// Says something; false where nobody listens any more.
    func say(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    /// What is heard within so many seconds; empty for nothing, nil where the other side has hung up.
    func hear(seconds: Int) -> String? {
        var wait = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = recv(socket, &buffer, buffer.count, 0)
        if count < 0 { return errno == EAGAIN ? "" : nil }
        return count == 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
    }

    /// Everything that is heard until the other side hangs up, or says nothing for so many seconds.
    func hearAll(seconds: Int) -> String {
        var heard = ""
        while let more = hear(seconds: seconds), !more.isEmpty { heard += more }
        return heard
    }
}
