import Appliances

/// The last records of a device that does not number them, to find one that was published twice.
///
/// A publisher that lost its broker sends again what was not confirmed; such a record has
/// the same own time and the same content. Records without a time of their own are never
/// taken for doubles: a steady value is news each time.
///
/// Sixteen reach back over the two minutes for which a record is waited for, at one in eight seconds.
struct RecentRecords {
    private static let depth = 16
    private var marks: [UInt64] = []
    private var next = 0

    /// Notes a record; false where it was noted before.
    mutating func note(_ mark: UInt64) -> Bool {
        if marks.contains(mark) { return false }
        if marks.count < RecentRecords.depth {
            marks.append(mark)
        } else {
            marks[next] = mark
            next = (next + 1) % RecentRecords.depth
        }
        return true
    }

    /// The marks for a snapshot: always as many.
    var words: [UInt64] {
        [UInt64(marks.count), UInt64(next)] + marks + [UInt64](repeating: 0, count: RecentRecords.depth - marks.count)
    }

    static let wordCount = depth + 2

    init() {}

    /// The marks of a snapshot; nil where the words are none.
    init?(words: ArraySlice<UInt64>) {
        let words = Array(words)
        guard words.count == RecentRecords.wordCount, words[0] <= UInt64(RecentRecords.depth),
            words[1] < UInt64(RecentRecords.depth)
        else { return nil }
        marks = Array(words[2..<2 + Int(words[0])])
        next = Int(words[1])
    }
}
