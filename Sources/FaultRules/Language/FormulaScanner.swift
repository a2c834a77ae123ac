import Appliances

/// The signs, words and numbers of one formula, read from left to right.
struct FormulaScanner {
    private let characters: [Character]
    /// How many characters are read.
    private(set) var place = 0

    init(_ text: String) {
        characters = Array(text)
    }

    /// Words that join formulas and so can name nothing.
    static let keywords = [
        "and", "or", "not", "on", "off", "for", "then", "without", "within", "where", "unchanged", "of", "before",
    ]

    /// How many characters the formula has.
    var count: Int { characters.count }

    /// The next character, spaces apart; nil at the end.
    var next: Character? {
        mutating get {
            skipSpace()
            return place < characters.count ? characters[place] : nil
        }
    }

    /// The place of the next character, spaces apart.
    var start: Int {
        mutating get {
            skipSpace()
            return place
        }
    }

    /// What is left, cut to what a message can hold.
    var rest: String { String(characters[place...].prefix(12)) }

    /// Goes back to where something was read in vain.
    mutating func back(to place: Int) { self.place = place }

    /// Reads a sign if it is next.
    mutating func take(_ sign: String) -> Bool {
        skipSpace()
        guard characters[place...].starts(with: sign) else { return false }
        place += sign.count
        return true
    }

    /// Reads a keyword if it is next, and no longer word.
    mutating func take(word: String) -> Bool {
        skipSpace()
        guard characters[place...].starts(with: word) else { return false }
        let after = place + word.count
        if after < characters.count {
            let next = characters[after]
            guard !FormulaScanner.isNamePart(next), next != "." else { return false }
        }
        place = after
        return true
    }

    /// Reads a sign that compares, if one is next.
    mutating func comparisonSign() -> Formula.Operator? {
        for sign in ["<=", ">=", "==", "!=", "<", ">"] where take(sign) { return Formula.Operator(rawValue: sign) }
        return nil
    }

    /// Reads a name, such as `short` or `probe.air-1.temperature`; empty where none begins here.
    ///
    /// A dash belongs to names formed by a pattern only: there it stands in what the operator calls the probe,
    /// anywhere else it takes one number from another.
    mutating func name() -> String {
        skipSpace()
        let start = place
        guard place < characters.count, FormulaScanner.isNameStart(characters[place]) else { return "" }
        var hasDashes = false
        while place < characters.count {
            let character = characters[place]
            if character == "." {
                if !hasDashes { hasDashes = ["probe", "fault"].contains(String(characters[start..<place])) }
                guard place + 1 < characters.count, FormulaScanner.isNamePart(characters[place + 1]) else { break }
            } else if character == "-" {
                guard hasDashes, FormulaScanner.isNamePart(characters[place - 1]), place + 1 < characters.count,
                    FormulaScanner.isNamePart(characters[place + 1])
                else { break }
            } else if !FormulaScanner.isNamePart(character) {
                break
            }
            place += 1
        }
        return String(characters[start..<place])
    }

    /// Reads digits with a decimal point; nil where they are no number.
    mutating func number() -> Double? {
        skipSpace()
        let start = place
        while place < characters.count, FormulaScanner.isDigit(characters[place]) || characters[place] == "." {
            place += 1
        }
        guard let value = Double(String(characters[start..<place])), value.isFinite else { return nil }
        return value
    }

    /// Reads a length of time, such as `10m` or `30 min`; nil where none is next.
    mutating func span() -> TimeSpan? {
        skipSpace()
        let start = place
        while place < characters.count, FormulaScanner.isDigit(characters[place]) || characters[place] == "." {
            place += 1
        }
        skipSpace()
        while place < characters.count, FormulaScanner.isNamePart(characters[place]) { place += 1 }
        return TimeSpan(String(characters[start..<place]))
    }

    private mutating func skipSpace() {
        while place < characters.count, characters[place].isWhitespace { place += 1 }
    }

    private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }

    private static func isNameStart(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character == "_")
    }

    private static func isNamePart(_ character: Character) -> Bool {
        isNameStart(character) || isDigit(character)
    }
}

/// Units.
extension FormulaScanner {
    /// Reads the unit after a number; nil where none follows.
    ///
    /// The longest unit counts: `5 W/h` is a change in time, `5 W/n` a power by a number named `n`.
    mutating func unit() throws(FormulaFault) -> WrittenUnit? {
        let before = place
        skipSpace()
        let start = place
        var ends = unitEnds(from: start)
        guard let first = ends.first else {
            place = before
            return nil
        }
        let word = String(characters[start..<first])
        if word.hasSuffix("C") || word.hasSuffix("F"), WrittenUnit(word)?.measure.isPoint == true, ends.count > 1 {
            let whole = characters[start..<ends[1]]
            let time = String(whole.dropFirst(word.count + 1))
            if WrittenUnit.times.contains(where: { $0.key == time }) {
                throw FormulaFault(
                    offset: start,
                    text: "no unit `\(String(whole))`; a change of temperature is told in kelvin, K/\(time)")
            }
        }
        while let end = ends.popLast() {
            if let unit = WrittenUnit(String(characters[start..<end])) {
                place = end
                return unit
            }
        }
        place = before
        // A slash alone divides; a word is a keyword or a slip.
        if word.hasPrefix("/") || FormulaScanner.keywords.contains(word) { return nil }
        let hint =
            nearest(to: word, in: WrittenUnit.known).map { "; did you mean \($0)?" }
            ?? "; units are written °C, K, W, A, min, h, K/h …"
        throw FormulaFault(offset: start, text: "no unit `\(word)`\(hint)")
    }

    /// Where a unit that begins at a place may end: after its first word, and after each `/` with a word.
    private func unitEnds(from start: Int) -> [Int] {
        var ends: [Int] = []
        var end = start
        while end < characters.count, isUnitPart(characters[end], first: end == start) { end += 1 }
        if end > start { ends.append(end) }
        while ends.count < 3, end + 1 < characters.count, characters[end] == "/",
            FormulaScanner.isNameStart(characters[end + 1])
        {
            end += 2
            while end < characters.count, isUnitPart(characters[end], first: false) { end += 1 }
            ends.append(end)
        }
        return ends
    }

    private func isUnitPart(_ character: Character, first: Bool) -> Bool {
        character.isLetter || "°%_²".contains(character) || (!first && FormulaScanner.isDigit(character))
    }
}
