import ConfigFiles
import Foundation
import Glibc
import Simulation

/// Feeds the readers of rules with texts that chance has broken, for a time.
///
/// Prints one JSON line at the end. A fault, or a crash, names the seed that shows it; `--seed N --seconds 0`
/// tries that one alone.
@main
struct Fuzz {
    static func main() throws {
        let options = Options(CommandLine.arguments.dropFirst())
        guard let options else {
            print("usage: foretell-fuzz [--seconds 60] [--seed 1] [--config config]")
            exit(CommandLine.arguments.contains("--help") ? 0 : 2)
        }
        for signal in [SIGILL, SIGTRAP, SIGSEGV, SIGABRT, SIGBUS, SIGFPE] { catchCrash(signal) }
        var probe = try Probe(try Shipped(URL(filePath: options.config)))
        let begun = Date.now
        var (seed, slowest, slowestSeed) = (options.seed, 0.0, options.seed)
        repeat {
            CrashNote.seed = seed
            let before = Date.now
            if let fault = probe.fault(ofSeed: seed) {
                print("{\"seed\":\(seed),\"clean\":false}")
                FileHandle.standardError.write(Data("seed \(seed): \(fault)\n".utf8))
                exit(1)
            }
            let spent = Date.now.timeIntervalSince(before)
            if spent > slowest { (slowest, slowestSeed) = (spent, seed) }
            seed += 1
        } while Date.now.timeIntervalSince(begun) < options.seconds
        let count = seed - options.seed
        let rate = Int(Double(count) / max(Date.now.timeIntervalSince(begun), 0.001))
        print(
            "{\"measured\":\"fuzz\",\"seeds\":\(count),\"seeds_per_second\":\(rate),\"formulas\":\(probe.formulas),"
                + "\"files\":\(probe.files),\"files_taken\":\(probe.taken),\"records\":\(probe.records),"
                + "\"slowest_ms\":\(Int(slowest * 1_000)),\"slowest_seed\":\(slowestSeed),\"clean\":true}")
    }

    private static func catchCrash(_ number: Int32) {
        signal(number) { caught in
            CrashNote.write()
            signal(caught, SIG_DFL)
            raise(caught)
        }
    }
}

/// The command line.
struct Options {
    var seconds = 60.0
    var seed: UInt64 = 1
    var config = "config"

    /// Nil where it is not understood.
    init?(_ words: ArraySlice<String>) {
        var rest = words
        while let key = rest.popFirst() {
            guard let value = rest.popFirst() else { return nil }
            switch key {
            case "--seconds":
                guard let number = Double(value), number >= 0 else { return nil }
                seconds = number
            case "--seed":
                guard let number = UInt64(value), number < 1 << 62 else { return nil }
                seed = number
            case "--config": config = value
            default: return nil
            }
        }
    }
}

/// The seed in hand, for the last words of a process that crashes: nothing may be allocated there.
private enum CrashNote {
    /// One thread writes it and, in a signal handler, the same one reads it.
    nonisolated(unsafe) static var seed: UInt64 = 0

    static func write() {
        put("foretell-fuzz: crashed at seed ")
        var (rest, divisor) = (seed, UInt64(1))
        while rest / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            var digit = UInt8(ascii: "0") + UInt8(rest / divisor)
            Glibc.write(2, &digit, 1)
            rest %= divisor
            divisor /= 10
        }
        put("\n")
    }

    private static func put(_ text: StaticString) { Glibc.write(2, text.utf8Start, text.utf8CodeUnitCount) }
}
