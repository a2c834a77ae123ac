import Appliances
import Devices
import Telemetry

/// Decoders that see one message at a time.

/// A tape that has read all inputs before says the same as one that has read none.
@Sendable
func tryJSON(_ input: [UInt8]) {
    var fresh = JSONTape()
    let answer = rejection { () throws(Rejection) in try fresh.read(input.span) }
    let again = rejection { () throws(Rejection) in try UsedReaders.tape.read(input.span) }
    claim(answer == again, "a used tape says \(shown(again)), a new one \(shown(answer))")
    guard answer == nil else { return }
    claim(fresh.bytes == UsedReaders.tape.bytes, "a used tape has other texts")
    claim(fresh.nodes.count == UsedReaders.tape.nodes.count, "a used tape has other values")
    for (one, other) in zip(fresh.nodes, UsedReaders.tape.nodes) {
        claim(
            one.kind == other.kind && one.key == other.key && one.bytes == other.bytes && one.next == other.next
                && one.number.bitPattern == other.number.bitPattern && one.number.isFinite,
            "a used tape has another value")
    }
    guard let value = try? PlainValue(json: input.span) else { fatalError("a document without a tree") }
    claim(value == PlainValue(fresh, at: 0), "two trees of one document")
    tryTree(value)
}

/// A form that has read all inputs before says the same as one that has read none.
@Sendable
func tryCanonical(_ input: [UInt8]) {
    var form = UsedReaders.newForm
    var (one, other) = (Records(), Records())
    let answer = rejection { () throws(Rejection) in try form.read(input.span, into: &one) }
    let again = rejection { () throws(Rejection) in try UsedReaders.form.read(input.span, into: &other) }
    claim(answer == again, "a used form says \(shown(again)), a new one \(shown(answer))")
    guard answer == nil else { return }
    claim(
        one.records.count == other.records.count && one.faults.count == other.faults.count
            && one.words.map(\.text) == other.words.map(\.text) && one.readings.count == other.readings.count,
        "a used form has other records")
    for (left, right) in zip(one.readings, other.readings) {
        let channel = form.channels[left.channel]
        claim(
            channel.name == UsedReaders.form.channels[right.channel].name && left.value == right.value
                && channel.range.contains(left.value), "a used form has another reading")
    }
}

/// Whatever CBOR holds is a tree of finite numbers.
@Sendable
func tryCBOR(_ input: [UInt8]) {
    if let value = try? PlainValue(cbor: input.span) { tryTree(value) }
}

/// A pack of SenML, in whichever form, has finite numbers and no more records than its bound.
@Sendable
func trySenML(_ input: [UInt8]) {
    let isText = input.first.map { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") } ?? false
    guard let document = isText ? try? PlainValue(json: input.span) : try? PlainValue(cbor: input.span) else { return }
    let arrival = Timestamp(milliseconds: 1_795_305_600_000)
    for pack in [
        try? SenMLPack.resolve(document, arrival: arrival), try? SenMLPack.resolveLwM2M(document, arrival: arrival),
    ] {
        guard let pack else { continue }
        claim(pack.records.count <= SenMLPack.recordsMax, "too many records")
        for point in pack.points { tryPoint(point) }
    }
}

private func tryTree(_ value: PlainValue) {
    switch value {
    case .null, .flag, .text: return
    case .number(let number): claim(number.isFinite, "a number that is none")
    case .list(let items): for item in items { tryTree(item) }
    case .map(let members):
        claim(Set(members.map(\.key)).count == members.count, "a name that stands twice")
        for member in members { tryTree(member.value) }
    }
}

/// Readers that have read all inputs before.
private enum UsedReaders {
    /// libFuzzer has one thread.
    nonisolated(unsafe) static var tape = JSONTape()
    nonisolated(unsafe) static var form = CanonicalForm()
    /// One that has read nothing.
    static let newForm = CanonicalForm()
}

private func rejection(_ work: () throws(Rejection) -> Void) -> Rejection? {
    do throws(Rejection) {
        try work()
        return nil
    } catch {
        return error
    }
}

private func shown(_ rejection: Rejection?) -> String { rejection?.rawValue ?? "nothing" }
