import Telemetry
import Testing

@Suite("The window of sequence numbers")
struct SequenceWindowTests {
    /// The same by remembering everything: new unless seen, or too far back to know.
    private struct BruteForce {
        struct Start {
            var boot: Int64 = -1
            var highest: Int64 = -1
            var seen: Set<Int64> = []
        }

        /// The newest start last.
        var starts = [Start(), Start()]

        mutating func note(boot: Int64, sequence: Int64) -> Bool {
            if boot > starts[1].boot { starts = [starts[1], Start(boot: boot)] }
            guard let place = starts.lastIndex(where: { $0.boot == boot }) else { return true }
            if sequence <= starts[place].highest - 1_024 { return true }
            starts[place].highest = max(starts[place].highest, sequence)
            return starts[place].seen.insert(sequence).inserted
        }
    }

    @Test("answers as if it remembered everything", arguments: 1...40 as ClosedRange<UInt64>)
    func bruteForce(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        var window = SequenceWindow()
        var brute = BruteForce()
        var (boot, centre): (Int64, Int64) = (dice.roll(0...3), dice.roll(0...5_000))
        for step in 0..<3_000 {
            switch dice.roll(0...200) {
            case 0: (boot, centre) = (boot + dice.roll(1...3), dice.roll(0...2_000))
            case 1: centre += dice.roll(1_000...1_050)
            case 2: centre += dice.roll(0...100_000)
            default: centre += dice.roll(0...2)
            }
            let sequence = max(0, centre - dice.roll(0...(dice.roll(0...9) == 0 ? 1_100 : 40)))
            let old = dice.roll(0...50) == 0 ? boot - dice.roll(0...2) : boot
            let answer = window.note(boot: max(0, old), sequence: sequence)
            #expect(answer == brute.note(boot: max(0, old), sequence: sequence), "step \(step)")
            guard step % 500 == 0 else { continue }
            let copy = try #require(SequenceWindow(words: window.words))
            #expect(copy == window && copy.words == window.words)
            window = copy
        }
    }

    @Test(
        "is exact for any order of 1,024 numbers that come two or three times", arguments: 1...20 as ClosedRange<UInt64>
    )
    func permutations(seed: UInt64) {
        var dice = Dice(seed: seed)
        let first = dice.roll(0...9_007_199_254_739_000)
        var numbers =
            (0..<1_024).flatMap { number in
                Array(repeating: first + number, count: Int(dice.roll(1...3)))
            } as [Int64]
        for place in numbers.indices.reversed() { numbers.swapAt(place, Int(dice.roll(0...Int64(place)))) }
        var window = SequenceWindow()
        let new = numbers.filter { window.note(boot: 7, sequence: $0) }
        #expect(new.count == 1_024 && Set(new).count == 1_024)
    }

    @Test("remembers the start before the present one, and takes older ones for new")
    func reboot() {
        var window = SequenceWindow()
        let steps: [(Int64, Int64, Bool)] = [
            (0, 0, true), (0, 0, false), (5, 100, true), (5, 99, true), (5, 100, false), (4, 100, true), (4, 100, true),
            (5, 99, false), (6, 0, true), (6, 0, false), (5, 100, false), (6, 1_024, true), (6, 0, true), (6, 1, true),
            (6, 1, false), (6, 9_007_199_254_740_991, true), (6, 9_007_199_254_740_991, false), (6, 1_024, true),
        ]
        for (step, (boot, sequence, isNew)) in steps.enumerated() {
            #expect(window.note(boot: boot, sequence: sequence) == isNew, "step \(step)")
        }
    }

    @Test("says up to which number nothing is missing, going on from what it said before")
    func watermark() throws {
        var window = SequenceWindow()
        #expect(window.watermark(after: nil) == nil)
        var last: (boot: Int64, sequence: Int64)?
        let steps: [(boot: Int64, sequence: Int64, says: [Int64])] = [
            (5, 10, [5, 10]), (5, 12, [5, 10]), (5, 11, [5, 12]), (5, 11, [5, 12]), (5, 9, [5, 12]), (4, 13, [5, 12]),
            (5, 13, [5, 13]), (5, 20, [5, 13]), (6, 3, [6, 3]), (5, 14, [6, 3]), (6, 5, [6, 3]), (6, 4, [6, 5]),
            (6, 0, [6, 5]),
            // What has left the window is no longer waited for.
            (6, 1_030, [6, 6]), (6, 7, [6, 7]), (6, 1_032, [6, 8]), (6, 9_000, [6, 7_976]),
        ]
        for (number, step) in steps.enumerated() {
            _ = window.note(boot: step.boot, sequence: step.sequence)
            last = window.watermark(after: last)
            let said = try #require(last)
            #expect([said.boot, said.sequence] == step.says, "step \(number)")
        }
    }

    @Test("begins its watermark with the first number that it knows, also after a stop")
    func watermarkAnew() throws {
        var window = SequenceWindow()
        for sequence in [7, 8, 10] as [Int64] { _ = window.note(boot: 0, sequence: sequence) }
        let read = try #require(SequenceWindow(words: window.words))
        #expect(read.watermark(after: nil)?.sequence == 8)
        #expect(read.watermark(after: (0, 9))?.sequence == 10)
        #expect(read.watermark(after: (1, 9))?.sequence == 8)
        #expect(read.watermark(after: (0, 10))?.sequence == 10)
        // An answer that is ahead of the window is never taken back.
        #expect(read.watermark(after: (0, 50))?.sequence == 50)
    }

    @Test("never passes a number that may still come", arguments: 1...40 as ClosedRange<UInt64>)
    func watermarkByChance(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        var window = SequenceWindow()
        var (boot, centre, first, seen): (Int64, Int64, Int64?, Set<Int64>) = (0, dice.roll(0...3_000), nil, [])
        var last: (boot: Int64, sequence: Int64)?
        for step in 0..<2_000 {
            if dice.roll(0...400) == 0 { (boot, centre, first, seen) = (boot + 1, dice.roll(0...100), nil, []) }
            centre += dice.roll(0...60) == 0 ? dice.roll(0...1_100) : dice.roll(0...2)
            let sequence = max(0, centre - dice.roll(0...30))
            _ = window.note(boot: boot, sequence: sequence)
            seen.insert(sequence)
            let begin = first ?? sequence
            first = begin
            last = window.watermark(after: last)
            let said = try #require(last)
            let lowest = max(0, (seen.max() ?? 0) - 1_023)
            // As far back as the window reaches, each number from the first answer on is there, and the next is not.
            var expected = max(begin, lowest - 1)
            while seen.contains(expected + 1) || expected + 1 < lowest { expected += 1 }
            #expect(said.boot == boot && said.sequence == expected, "step \(step)")
        }
    }

    @Test("is not read from words that are none of its own")
    func foreignWords() {
        let words = SequenceWindow().words
        #expect(words.count == SequenceWindow.wordCount)
        #expect(SequenceWindow(words: words.dropLast()) == nil)
        #expect(SequenceWindow(words: words + [0]) == nil)
        #expect(SequenceWindow(words: [] as [UInt64]) == nil)
        for place in 0...1 {
            for bad in [Int64.min, -2, 1 << 53, Int64.max] {
                var changed = words
                changed[place] = UInt64(bitPattern: bad)
                #expect(SequenceWindow(words: changed) == nil)
            }
        }
    }
}
