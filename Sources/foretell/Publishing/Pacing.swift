import Appliances
import Broker
import Foundation
import Glibc
import Synchronization

/// Spreads a stretch of recorded or simulated time over a stretch of real time.
struct Pacer {
    private let begun = Date.now
    /// Real seconds for each second of the stretch; nil for everything at once.
    private let pace: Double?
    private let from: Timestamp
    /// The end of the stretch; nil where it is not known before it comes.
    private let to: Timestamp?

    /// A pacer that takes `duration`, such as `45s`; without one everything goes at once.
    init(_ duration: String?, from: Timestamp, to: Timestamp) throws {
        self.from = from
        self.to = to
        guard let duration else {
            pace = nil
            return
        }
        guard let span = TimeSpan(duration), span > .zero else {
            throw Failure.badInput("--for \(duration) is no length of time; 45s would be")
        }
        pace = to > from ? span.seconds / (to - from).seconds : 0
    }

    /// A pacer that goes so many times faster than life, to whatever end; nil for everything at once.
    init(speed: Double?, from: Timestamp) {
        self.from = from
        to = nil
        pace = speed.map { 1 / $0 }
    }

    /// How far a moment lies on the way, from 0 to 1; 0 where the end is not known.
    func share(of moment: Timestamp) -> Double {
        guard let to else { return 0 }
        return to > from ? min(1, max(0, (moment - from).seconds / (to - from).seconds)) : 1
    }

    /// Waits until it is time for a moment, and keeps the link alive meanwhile.
    func wait(until moment: Timestamp, _ publisher: BrokerPublisher) {
        guard let pace else { return }
        // Counted from the beginning, so that what one wait takes too long the next makes up for.
        let due = begun.addingTimeInterval((min(moment, to ?? moment) - from).seconds * pace)
        while !Interrupt.isAsked, due > .now {
            publisher.rest(milliseconds: Int64(min(200, max(1, due.timeIntervalSinceNow * 1_000))))
        }
    }
}

/// Whether the person has asked to stop.
enum Interrupt {
    private static let isSet = Atomic(false)

    private static let handlers: Void = {
        for number in [SIGINT, SIGTERM] { signal(number) { _ in Interrupt.isSet.store(true, ordering: .relaxed) } }
    }()

    /// True once Ctrl-C or SIGTERM came; watching begins with the first question.
    static var isAsked: Bool {
        _ = handlers
        return isSet.load(ordering: .relaxed)
    }
}

/// A bar on standard error with rate and time left; quiet where nobody looks.
final class Progress {
    private let name: String
    private let begun = Date.now
    private var last = Date.distantPast
    private let isTerminal = isatty(2) == 1

    init(_ name: String) { self.name = name }

    /// Shows how far it is, at most ten times a second.
    func show(share: Double, _ text: String) {
        guard isTerminal, Date.now.timeIntervalSince(last) >= 0.1 else { return }
        last = .now
        let passed = last.timeIntervalSince(begun)
        let left = share > 0.01 ? " · \(Int(passed / share - passed)) s left" : ""
        let width = 24
        let full = Int(share * Double(width))
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
        FileHandle.standardError.write(Data("\r\(name) \(bar) \(text)\(left)\u{1b}[K".utf8))
    }

    /// Ends the bar with a line.
    func end(_ text: String) {
        if isTerminal { FileHandle.standardError.write(Data("\r\u{1b}[K".utf8)) }
        complain("\(name): \(text)")
    }
}
