import Glibc

/// Ends the waiting of a thread that polls: rung from any thread, heard by the one that waits.
final class Bell: Sendable {
    /// What to poll for reading; negative where the system has no pipe left, and then nobody is woken early.
    let descriptor: Int32
    private let rope: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        if pipe(&ends) != 0 { ends = [-1, -1] }
        for end in ends where end >= 0 {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        (descriptor, rope) = (ends[0], ends[1])
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        close(rope)
    }

    /// Rings; where the pipe is full it has rung often enough.
    func ring() {
        var one: UInt8 = 1
        _ = write(rope, &one, 1)
    }

    /// Takes up that it rang, however often.
    func silence() {
        var heard = [UInt8](repeating: 0, count: 64)
        while read(descriptor, &heard, heard.count) == heard.count {}
    }
}
