import Glibc

/// One MQTT 3.1.1 connection that publishes at QoS 1 and counts what is acknowledged.
final class Publisher {
    /// The socket, without blocking.
    let socket: Int32
    /// Messages written into the buffer so far.
    private(set) var sent = 0
    /// Messages that the broker has acknowledged.
    private(set) var acknowledged = 0

    private let quota: Int
    private let window: Int
    private var rota: Rota
    private var packetID: UInt16 = 0
    private let buffer: UnsafeMutablePointer<UInt8>
    private let capacity: Int
    private var head = 0
    private var tail = 0
    private var acknowledgement: [UInt8] = []
    private var chunk = [UInt8](repeating: 0, count: 4_096)

    /// Connects to a broker on the loopback address and introduces itself.
    init(_ options: LoadOptions, share: Int, sizeMax: Int) throws(BrokerError) {
        socket = try connectedSocket(port: options.port)
        // The first publishers take what does not divide evenly.
        quota = options.messages / options.connections + (share < options.messages % options.connections ? 1 : 0)
        window = options.window
        rota = Rota(share: share, of: options.connections, devices: options.devices)
        capacity = max(256 * 1_024, 4 * sizeMax)
        buffer = .allocate(capacity: capacity)
        try introduce(as: "foretell-load-\(getpid())-\(share)")
    }

    /// Whether everything is sent and acknowledged.
    var isDone: Bool { acknowledged == quota }

    /// Whether bytes wait for the socket.
    var wantsToWrite: Bool { head < tail }

    /// Makes messages while window, buffer and `allowance` have room; returns how many.
    ///
    /// Waits until half the window is free: many messages in one write cost little.
    func fill(_ template: MessageTemplate, allowance: Int) -> Int {
        let room = min(window - (sent - acknowledged), quota - sent, allowance)
        guard room > 0, room >= min(window / 2, quota - sent, allowance) else { return 0 }
        makeSpace()
        var made = 0
        while made < room, capacity - tail >= template.sizeMax {
            packetID = packetID == .max ? 1 : packetID + 1
            tail += template.write(&rota, packetID: packetID, to: buffer + tail)
            made += 1
        }
        sent += made
        return made
    }

    /// Moves waiting bytes to the front once half of the buffer is spent.
    private func makeSpace() {
        if head == tail {
            head = 0
            tail = 0
        } else if head > capacity / 2 {
            buffer.update(from: buffer + head, count: tail - head)
            tail -= head
            head = 0
        }
    }

    /// Gives the socket what it takes now.
    func write() throws(BrokerError) {
        guard head < tail else { return }
        let count = Glibc.send(socket, buffer + head, tail - head, Int32(MSG_NOSIGNAL))
        if count > 0 {
            head += count
        } else if errno != EAGAIN, errno != EINTR {
            throw BrokerError("write", code: errno)
        }
    }

    /// Takes the acknowledgements that have come; returns how many.
    func read() throws(BrokerError) -> Int {
        let before = acknowledged
        let count = recv(socket, &chunk, chunk.count, 0)
        if count == 0 { throw BrokerError("the broker closed the connection") }
        if count < 0 {
            guard errno == EAGAIN || errno == EINTR else { throw BrokerError("read", code: errno) }
            return 0
        }
        for index in 0..<count { try take(chunk[index]) }
        return acknowledged - before
    }

    /// Collects the four bytes of a PUBACK, the only packet that can come.
    private func take(_ byte: UInt8) throws(BrokerError) {
        acknowledgement.append(byte)
        guard acknowledgement.count == 4 else { return }
        guard acknowledgement[0] == 0x40, acknowledgement[1] == 2 else {
            throw BrokerError("an unexpected packet from the broker: \(acknowledgement)")
        }
        acknowledgement.removeAll(keepingCapacity: true)
        acknowledged += 1
    }

    /// Says goodbye, so that the broker does not log a lost client.
    func disconnect() {
        let farewell: [UInt8] = [0xE0, 0]
        _ = Glibc.send(socket, farewell, farewell.count, Int32(MSG_NOSIGNAL))
        close(socket)
        buffer.deallocate()
    }

    /// Sends CONNECT and waits for the CONNACK, still blocking; then blocks no more.
    private func introduce(as name: String) throws(BrokerError) {
        let id = Array(name.utf8)
        var packet: [UInt8] = [0x10, UInt8(12 + id.count), 0, 4]
        packet += Array("MQTT".utf8)
        // Level 4, clean session, ten minutes until the broker asks: longer than a run is quiet.
        packet += [4, 2, 2, 88, 0, UInt8(id.count)]
        packet += id
        guard Glibc.send(socket, packet, packet.count, Int32(MSG_NOSIGNAL)) == packet.count else {
            throw BrokerError("CONNECT", code: errno)
        }
        var answer: [UInt8] = [0, 0, 0, 0]
        guard recv(socket, &answer, 4, Int32(MSG_WAITALL)) == 4 else {
            throw BrokerError("no CONNACK from the broker")
        }
        guard answer[0] == 0x20, answer[3] == 0 else {
            throw BrokerError("the broker refuses the connection with code \(answer[3])")
        }
        guard fcntl(socket, F_SETFL, O_NONBLOCK) == 0 else { throw BrokerError("fcntl", code: errno) }
    }
}

/// A TCP connection to a port on 127.0.0.1.
private func connectedSocket(port: UInt16) throws(BrokerError) -> Int32 {
    let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard handle >= 0 else { throw BrokerError("socket", code: errno) }
    var one: Int32 = 1
    setsockopt(handle, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    // Ten seconds for the CONNACK, then it counts as missing.
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let failed = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) != 0
        }
    }
    if failed { throw BrokerError("connecting to 127.0.0.1:\(port)", code: errno) }
    return handle
}

/// What went wrong between the load and the broker.
struct BrokerError: Error {
    /// What is wrong, for a person.
    let text: String

    /// Wrong because of this.
    init(_ text: String) { self.text = text }

    /// A system call that failed.
    init(_ what: String, code: Int32) { text = "\(what): \(String(cString: strerror(code)))" }
}
