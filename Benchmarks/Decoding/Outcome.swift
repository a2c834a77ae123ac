import Glibc

/// What one form of message costs.
struct Outcome {
    let bytes: Int
    let readings: Int
    /// Of our way, for one message.
    let ownSeconds: Double
    /// Of Foundation's.
    let otherSeconds: Double
    /// How often our way asks for memory, for one message; nil where nobody has counted.
    let allocations: Double?

    func line(_ form: String) -> String {
        let counted = allocations.map {
            ",\"allocations\":\(rounded($0)),\"allocations_per_reading\":\(rounded($0 / Double(readings)))"
        }
        return "{\"measured\":\"decoding\",\"form\":\"\(form)\",\"bytes\":\(bytes),\"readings\":\(readings),"
            + "\"ns\":\(rounded(ownSeconds * 1e9)),\"foundation_ns\":\(rounded(otherSeconds * 1e9)),"
            + "\"ns_per_reading\":\(rounded(ownSeconds * 1e9 / Double(readings))),"
            + "\"ratio\":\(rounded(otherSeconds / ownSeconds))\(counted ?? "")}"
    }

    private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}

/// The CPU time that this process has used.
enum CPUClock {
    static var seconds: Double {
        var now = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }
}

/// Takes values that nobody else needs.
enum BlackHole {
    /// Only one thread is here.
    nonisolated(unsafe) private static var sum = 0.0

    @inline(never)
    static func take(_ value: Double) { sum += value }
}

/// How often the process has asked for memory, by the counter of `Allocations/count.c` that is loaded before it.
enum AllocationCount {
    private typealias Counter = @convention(c) () -> UInt64

    private static let counter: Counter? = dlsym(dlopen(nil, RTLD_NOW), "foretell_allocations").map {
        unsafeBitCast($0, to: Counter.self)
    }

    /// Since the start; nil where the counter is not loaded.
    static var soFar: UInt64? { counter?() }
}
