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
