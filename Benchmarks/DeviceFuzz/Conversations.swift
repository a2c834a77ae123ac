import Appliances
import ConfigFiles
import Devices
import Telemetry

/// Decoders that remember what earlier messages said: several messages in one input.

/// A point has a path and a finite number.
func tryPoint(_ point: RawPoint) {
    if case .number(let number) = point.value { claim(!number.isNaN, "a point that is no number") }
}

/// A host takes any messages, and what it would write down of its nodes it can read again.
@Sendable
func trySparkplug(_ input: [UInt8]) {
    var portions = Portions(input, topics: DecoderFuzz.shipped.topics.filter { $0.hasPrefix("spBv1.0/") })
    var host = SparkplugHost()
    while let message = portions.next() {
        let answer = host.take(topic: message.topic, payload: message.payload, arrival: message.at ?? .epoch)
        for point in answer.points { tryPoint(point) }
    }
    let births = host.births
    claim(SparkplugHost(restoring: births).births == births, "births that are not read back")
}

/// A host takes any messages.
@Sendable
func tryHomie(_ input: [UInt8]) {
    var portions = Portions(input, topics: DecoderFuzz.shipped.topics.filter { $0.hasPrefix("homie/") })
    var host = HomieHost()
    while let message = portions.next() {
        let answer = host.take(
            topic: message.topic, payload: String(decoding: message.payload, as: UTF8.self),
            isRetained: message.isRetained, arrival: message.at ?? .epoch)
        for point in answer.points { tryPoint(point) }
    }
}

/// All shipped profiles beside each other: every reading is one of a channel, within its range.
@Sendable
func tryDevices(_ input: [UInt8]) {
    var portions = Portions(input, topics: DecoderFuzz.shipped.topics)
    var reader = DecoderFuzz.shipped.reader
    var decoding = Decoding()
    while let message = portions.next() { read(message, by: &reader, &decoding) }
}

/// A profile that is broken is refused with a line of it; one that is not reads its own messages.
@Sendable
func tryProfiles(_ input: [UInt8]) {
    let text = String(decoding: input, as: UTF8.self)
    let folder = DeviceFolder(texts: [("profile.yaml", text)])
    for problem in folder.problems + folder.warnings {
        claim(!problem.text.isEmpty && problem.line >= 0, "a problem without words")
    }
    claim(!folder.profiles.isEmpty || !folder.problems.isEmpty, "refused without a reason")
    var reader = DeviceReader(folder.profiles)
    var decoding = Decoding()
    for profile in folder.profiles {
        for message in profile.examples.flatMap(\.messages) { read(message, by: &reader, &decoding) }
        _ = ProfileTrial(folder.profiles).findings(of: profile)
    }
}

private func read(_ message: SampleMessage, by reader: inout DeviceReader, _ decoding: inout Decoding) {
    let topic = Array(message.topic.utf8)
    reader.read(
        topic: topic.span, payload: message.payload.span, isRetained: message.isRetained, arrival: message.at,
        into: &decoding)
    for reading in decoding.readings {
        claim(decoding.devices.indices.contains(reading.device), "a reading of no device")
        claim(reader.channels.indices.contains(reading.channel), "a reading of no channel")
        let range = reader.channels[reading.channel].range
        claim(reading.word != nil || range.contains(reading.value), "\(reading.value) is outside of \(range)")
    }
}
