/// One line that breaks one rule, said the way every error of this project is said.
struct Finding: Equatable, CustomStringConvertible {
    let path: String
    /// Counted from 1.
    let line: Int
    /// What is wrong.
    let wrong: String
    /// What would be right.
    let right: String

    var description: String { "\(path):\(line): \(wrong); \(right)" }
}
