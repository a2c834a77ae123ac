package import Appliances
package import Devices
import Telemetry

/// Reads a stream of messages: a JSON object a line with `topic`, and `payload` or `payload_hex`; `retain`, `qos`
/// and `at` where they matter.
///
/// A `payload` that is no text is sent as it stands in the line, with every digit of its numbers.
///
/// - Parameters:
///   - bytes: the file.
///   - file: how problems call it.
///   - topic: of lines that have none.
///   - arrival: of lines that have none.
/// - Returns: the messages in their order, or every bad line by `file:line`.
package func readMessageStream(
    _ bytes: [UInt8], file: String, topic: String? = nil, arrival: Timestamp? = nil
) -> Result<[SampleMessage], ConfigProblems> {
    var messages: [SampleMessage] = []
    var problems: [ConfigProblem] = []
    // Some editors put a byte order mark before everything else.
    let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() where line.contains(where: { $0 > 0x20 }) {
        do throws(StreamFault) {
            messages.append(try message(line, topic: topic, arrival: arrival))
        } catch {
            problems.append(ConfigProblem(file: file, line: number + 1, text: error.text))
        }
    }
    return problems.isEmpty ? .success(messages) : .failure(ConfigProblems(problems))
}

/// What is wrong with a line.
private struct StreamFault: Error {
    let text: String
}

private func message(
    _ line: ArraySlice<UInt8>, topic: String?, arrival: Timestamp?
) throws(StreamFault) -> SampleMessage {
    let tape = try envelope(line)
    let document = PlainValue(tape, at: 0)
    guard let topic = document["topic"]?.text ?? topic else {
        throw StreamFault(text: "lacks `topic`; give it in the line or with --topic")
    }
    guard isTopicOfOneMessage(topic) else {
        throw StreamFault(text: "`topic` must be that of one message, without `+` and `#`, not `\(topic)`")
    }
    var at = arrival
    if let text = document["at"]?.text {
        guard let moment = Timestamp(rfc3339: text) else {
            throw StreamFault(text: "`at` must be a time such as 2026-11-22T08:15:30Z, not `\(text)`")
        }
        at = moment
    }
    let isRetained = document["retain"].map { $0.flag == true || $0.number == 1 } ?? false
    return SampleMessage(topic: topic, payload: try payload(document, tape), isRetained: isRetained, at: at)
}

/// The object that a line must be.
private func envelope(_ line: ArraySlice<UInt8>) throws(StreamFault) -> JSONTape {
    var tape = JSONTape(wrapsMessages: true)
    do throws(Rejection) {
        try tape.read(line.span)
    } catch .notJSON {
        throw StreamFault(text: "is no JSON object; a line is {\"topic\": …, \"payload\": …}")
    } catch {
        throw StreamFault(text: "cannot be read: \(error.rawValue): \(error.explanation)")
    }
    guard tape.nodes[0].kind == .object else {
        throw StreamFault(text: "is no JSON object; a line is {\"topic\": …, \"payload\": …}")
    }
    return tape
}

/// Whether a text is a topic on which a message can come: no filter, and not empty.
package func isTopicOfOneMessage(_ topic: String) -> Bool {
    !topic.isEmpty && !topic.contains("+") && !topic.contains("#")
}

private func payload(_ document: PlainValue, _ tape: JSONTape) throws(StreamFault) -> [UInt8] {
    switch document["payload"] {
    case .text(let text): return Array(text.utf8)
    case .number, .flag, .list, .map: return written(of: Array("payload".utf8), tape)
    case .null, nil: break
    }
    guard let hex = document["payload_hex"]?.text else {
        throw StreamFault(text: "lacks `payload` or `payload_hex`")
    }
    guard let bytes = bytes(ofHex: hex) else {
        throw StreamFault(text: "`payload_hex` must be hexadecimal digits, two for each byte")
    }
    return bytes
}

/// The bytes of a member as they stand in the line.
private func written(of key: [UInt8], _ tape: JSONTape) -> [UInt8] {
    guard let place = tape.member(key.span, of: 0) else { return [] }
    let node = tape.nodes[place]
    guard node.kind == .object || node.kind == .array else {
        return Array(tape.bytes[Int(node.bytes.lowerBound)..<Int(node.bytes.upperBound)])
    }
    // Behind the key stand its quote, blanks and the colon.
    let behind = tape.bytes[Int(node.key.upperBound)...]
    let open = [UInt8(ascii: "{"), UInt8(ascii: "[")]
    let value = behind.drop { !open.contains($0) }
    return Array(value.prefix(lengthOfContainer(value)))
}

/// How many bytes an object or a list has; brackets within texts part nothing.
private func lengthOfContainer(_ bytes: ArraySlice<UInt8>) -> Int {
    var depth = 0
    var (isText, isEscaped) = (false, false)
    for (count, byte) in bytes.enumerated() {
        switch byte {
        case _ where isEscaped: isEscaped = false
        case UInt8(ascii: "\\") where isText: isEscaped = true
        case UInt8(ascii: "\""): isText.toggle()
        case _ where isText: continue
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth -= 1
            if depth == 0 { return count + 1 }
        default: continue
        }
    }
    return bytes.count
}

/// The bytes of hexadecimal digits; nil where the text is anything else.
package func bytes(ofHex text: String) -> [UInt8]? {
    let digits = text.filter { !$0.isWhitespace }.map(\.hexDigitValue)
    guard digits.count.isMultiple(of: 2), digits.allSatisfy({ $0 != nil }) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8((digits[$0] ?? 0) << 4 | (digits[$0 + 1] ?? 0)) }
}
