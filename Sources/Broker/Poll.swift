import Glibc

/// Waiting for sockets, and the clocks of the link.
enum Poll {
    /// Waits until one of the sockets is ready.
    ///
    /// - Returns: what each is ready for; nil when the time is over.
    static func wait(_ sockets: [(descriptor: Int32, events: Int16)], milliseconds: Int64) -> [Int16]? {
        var polled = sockets.map { pollfd(fd: $0.descriptor, events: $0.events, revents: 0) }
        let ready = poll(&polled, nfds_t(polled.count), Int32(clamping: max(0, milliseconds)))
        return ready > 0 ? polled.map(\.revents) : nil
    }

    /// Whether somebody accepts TCP connections there within a time.
    static func answers(host: String, port: Int, milliseconds: Int64) -> Bool {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, "\(port)", &hints, &found) == 0 else { return false }
        defer { freeaddrinfo(found) }
        let end = monotonic + milliseconds
        var next = found
        while let address = next?.pointee {
            if accepts(address, milliseconds: end - monotonic) { return true }
            next = address.ai_next
        }
        return false
    }

    private static func accepts(_ address: addrinfo, milliseconds: Int64) -> Bool {
        let kind = address.ai_socktype | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.ai_family, kind, address.ai_protocol)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        if connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 { return true }
        guard errno == EINPROGRESS, wait([(descriptor, Int16(POLLOUT))], milliseconds: milliseconds) != nil else {
            return false
        }
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length) == 0 && code == 0
    }

    /// Milliseconds of a clock that never jumps.
    static var monotonic: Int64 { read(CLOCK_MONOTONIC) }

    /// Milliseconds since the epoch.
    static var wall: Int64 { read(CLOCK_REALTIME) }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
