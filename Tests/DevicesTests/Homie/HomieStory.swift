import Appliances
import Devices

/// Tells a host messages, one a line, and writes down what it makes of them.
///
/// `topic = payload` is sent as it happens, `topic ~ payload` is retained; `\0` stands for a zero byte.
struct HomieStory {
    var host = HomieHost()

    /// What the host says of the messages, one row for each point, presence and fault, in that order.
    mutating func tell(_ lines: String) -> [String] {
        lines.split(separator: "\n").flatMap { tell(line: String($0)) }
    }

    private mutating func tell(line: String) -> [String] {
        let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        let payload = words.count > 2 ? words[2] : ""
        let answer = host.take(
            topic: words[0], payload: payload == #"\0"# ? "\0" : payload, isRetained: words[1] == "~", arrival: .epoch)
        return rows(of: answer)
    }
}

/// What an answer says, as text.
func rows(of answer: StatefulAnswer) -> [String] {
    let points = answer.points.map { point in
        let value =
            switch point.value {
            case .number(let number): "\(number)"
            case .flag(let flag): "\(flag)"
            case .text(let text): "'\(text)'"
            case .missing: "missing"
            }
        let unit = point.unit.map { " \($0)" } ?? ""
        return "\(point.device ?? "-") \(point.path) \(value)\(unit)\(point.quality == .good ? "" : " stale")"
    }
    return points + answer.availability.map { "\($0.isOnline ? "+" : "-")\($0.device)" }
        + answer.faults.map { "! \($0.path) \($0.reason.rawValue)" }
}
