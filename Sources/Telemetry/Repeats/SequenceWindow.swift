/// Which records of one device were seen, by its start count and their numbers: exact, in fixed memory.
///
/// The last 1,024 numbers of the present start and of the one before it (reliability F10):
/// a run of messages that the broker or a publisher sends again may well span a reboot.
/// What is older counts as new: storing a record twice is the smaller harm than losing a
/// backlog.
package struct SequenceWindow: Sendable, Equatable {
    private var present = StartWindow()
    private var earlier = StartWindow()

    /// A window that has seen nothing.
    package init() {}

    /// Notes a record; false where it was noted before.
    package mutating func note(boot: Int64, sequence: Int64) -> Bool {
        if boot == present.boot { return present.note(sequence) }
        if boot == earlier.boot { return earlier.note(sequence) }
        // An older start is a record that arrives late: new, and no reason to forget.
        guard boot > present.boot else { return true }
        earlier = present
        present = StartWindow(boot: boot)
        return present.note(sequence)
    }

    /// The present start, and the number up to which none of its numbers is missing: what a device may forget.
    ///
    /// - Parameter last: what was answered before, to go on from; nil at the first time.
    /// - Returns: both; nil where no number came yet.
    package func watermark(after last: (boot: Int64, sequence: Int64)?) -> (boot: Int64, sequence: Int64)? {
        guard present.boot >= 0 else { return nil }
        let known = last.flatMap { $0.boot == present.boot ? $0.sequence : nil }
        return present.unbroken(from: known).map { (present.boot, $0) }
    }

    /// How many words ``words`` has.
    package static let wordCount = 2 * StartWindow.wordCount

    /// The window as words, for a snapshot.
    package var words: [UInt64] { present.words + earlier.words }

    /// The window of a snapshot; nil where the words are not those of a window.
    package init?(words: some Collection<UInt64>) {
        guard words.count == SequenceWindow.wordCount else { return nil }
        let words = Array(words)
        guard let present = StartWindow(words: words[..<StartWindow.wordCount]),
            let earlier = StartWindow(words: words[StartWindow.wordCount...])
        else { return nil }
        self.present = present
        self.earlier = earlier
    }

    /// Two windows that answer alike.
    package static func == (left: SequenceWindow, right: SequenceWindow) -> Bool {
        left.words == right.words
    }
}

/// The last 1,024 numbers of one start: a bitmap under the highest.
private struct StartWindow: Sendable {
    private static let width: Int64 = 1_024
    static let wordCount = 18

    private(set) var boot: Int64 = -1
    private var highest: Int64 = -1
    private var seen = [16 of UInt64](repeating: 0)

    init() {}

    init(boot: Int64) { self.boot = boot }

    mutating func note(_ sequence: Int64) -> Bool {
        if sequence > highest {
            forget(through: sequence)
            highest = sequence
            mark(sequence)
            return true
        }
        guard highest - sequence < StartWindow.width else { return true }
        guard !isMarked(sequence) else { return false }
        mark(sequence)
        return true
    }

    /// The last of the numbers that follow each other from `sequence` on. What has left the window counts as
    /// there: whoever still lacks it will not get it from here.
    func unbroken(from known: Int64?) -> Int64? {
        let lowest = max(0, highest - StartWindow.width + 1)
        guard highest >= 0, var last = known.map({ max($0, lowest - 1) }) ?? (lowest...highest).first(where: isMarked)
        else { return nil }
        while last < highest, isMarked(last + 1) { last += 1 }
        return last
    }

    /// Clears the places that the numbers up to `sequence` will take.
    private mutating func forget(through sequence: Int64) {
        guard sequence - highest < StartWindow.width else {
            seen = [16 of UInt64](repeating: 0)
            return
        }
        var number = highest + 1
        while number <= sequence {
            seen[word(number)] &= ~bit(number)
            number += 1
        }
    }

    private mutating func mark(_ sequence: Int64) { seen[word(sequence)] |= bit(sequence) }
    private func isMarked(_ sequence: Int64) -> Bool { seen[word(sequence)] & bit(sequence) != 0 }
    private func word(_ sequence: Int64) -> Int { Int(sequence & 1_023) >> 6 }
    private func bit(_ sequence: Int64) -> UInt64 { 1 << UInt64(sequence & 63) }

    var words: [UInt64] {
        [UInt64(bitPattern: boot), UInt64(bitPattern: highest)] + (0..<16).map { seen[$0] }
    }

    init?(words: ArraySlice<UInt64>) {
        let words = Array(words)
        boot = Int64(bitPattern: words[0])
        highest = Int64(bitPattern: words[1])
        // Numbers are below 2^53 (JSONReader): no difference of two overflows.
        guard (-1..<1 << 53).contains(boot), (-1..<1 << 53).contains(highest) else { return nil }
        for place in 0..<16 { seen[place] = words[place + 2] }
    }
}
