import Appliances
import Broker
import ConfigFiles
import Foundation

/// One line of a capture.
struct CapturedMessage {
    /// Why a line is none.
    struct Problem: Error {
        let text: String
    }

    /// 9999-12-31T23:59:59.999Z: no time that RFC 3339 can write lies behind it.
    private static let lastMoment: Int64 = 253_402_300_799_999

    let line: Int
    let topic: String
    let payload: [UInt8]
    /// When it was published; nil where the line does not say.
    let at: Timestamp?

    init(_ text: Substring, number: Int, needsTime: Bool) throws(Problem) {
        guard let object = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any],
            let topic = object["topic"] as? String,
            let payload = object["payload"].flatMap(CapturedMessage.bytes)
        else { throw Problem(text: "must be {\"topic\": …, \"payload\": …}") }
        line = number
        self.topic = topic
        self.payload = payload
        at = try object["at"].flatMap { value throws(Problem) in try CapturedMessage.moment(value) }
        if needsTime, at == nil {
            throw Problem(text: "has no \"at\"; every line must say when, such as \"2026-11-22T08:15:30Z\"")
        }
        do throws(BrokerFault) {
            try BrokerPublisher.check(topic: topic, payload: payload)
        } catch {
            throw Problem(text: error.description)
        }
    }

    /// The messages of a file, line by line; throws all that is wrong with it at once.
    static func all(of file: String, needTimes: Bool) throws -> [CapturedMessage] {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw Failure.badInput("\(file): cannot be read as UTF-8; is it there?")
        }
        var problems: [ConfigProblem] = []
        var messages: [CapturedMessage] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where !line.isEmpty {
            do throws(Problem) {
                messages.append(try CapturedMessage(line, number: number + 1, needsTime: needTimes))
            } catch {
                problems.append(ConfigProblem(file: file, line: number + 1, text: error.text))
            }
        }
        guard problems.isEmpty else { throw ConfigProblems(problems) }
        return messages
    }

    private static func bytes(_ payload: Any) -> [UInt8]? {
        if let text = payload as? String { return Array(text.utf8) }
        // Neither object nor array: the library would stop the process.
        guard JSONSerialization.isValidJSONObject(payload),
            let data = try? JSONSerialization.data(withJSONObject: payload, options: [.sortedKeys])
        else { return nil }
        return Array(data)
    }

    /// RFC 3339 or ms since 1970; nil for `null`.
    private static func moment(_ value: Any) throws(Problem) -> Timestamp? {
        if value is NSNull { return nil }
        if let text = value as? String, let moment = Timestamp(rfc3339: text) { return moment }
        // A truth value is a number, too, to Foundation; its type is not.
        if let number = value as? NSNumber, number.objCType.pointee != CChar(UInt8(ascii: "c")),
            let count = value as? Int64, (0...lastMoment).contains(count)
        {
            return Timestamp(milliseconds: count)
        }
        throw Problem(text: "\"at\" must be a time such as \"2026-11-22T08:15:30Z\", or whole ms since 1970")
    }
}
