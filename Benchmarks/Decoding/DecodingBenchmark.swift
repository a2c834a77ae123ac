import Devices
import Telemetry

/// What reading a message costs, side by side with Foundation's decoder on the same bytes.
///
/// Prints one JSON line for each form of message; with the name of a form, only that one. CPU seconds of this
/// process count, not the clock on the wall.
@main
struct DecodingBenchmark {
    /// How many messages differ before the first comes again.
    private static let ring = 256

    static func main() throws {
        let only = CommandLine.arguments.dropFirst().first
        for (form, race) in races where only == nil || only == form { print(try race().line(form)) }
    }

    /// The forms of messages in the order in which they are printed.
    private static let races: [(form: String, race: @Sendable () throws -> Outcome)] = [
        ("canonical", { try canonical(1) }),
        ("canonical_ring", { try canonical(ring) }),
        ("flat", { try flat(ring) }),
        ("list", { try list(ring) }),
        ("senml", { try senML(ring) }),
    ]

    private static func canonical(_ count: Int) throws -> Outcome {
        let messages = (0..<count).map(CanonicalMessage.payload)
        var race = Race(
            ours: CanonicalEntrant(messages), theirs: FoundationEntrant<CanonicalMessage>(messages),
            messages: messages, readings: CanonicalMessage.channels.count)
        return try race.run()
    }

    private static func flat(_ count: Int) throws -> Outcome {
        let messages = (0..<count).map(FlatMessage.payload)
        var race = Race(
            ours: ProfileEntrant(try Plug.flat(), topic: "plugs/kitchen/state", messages),
            theirs: FoundationEntrant<FlatMessage>(messages), messages: messages, readings: Plug.quantities.count)
        return try race.run()
    }

    private static func list(_ count: Int) throws -> Outcome {
        let messages = (0..<count).map(ListMessage.payload)
        var race = Race(
            ours: ProfileEntrant(try Plug.list(), topic: "plugs/kitchen/parameters", messages),
            theirs: FoundationEntrant<ListMessage>(messages), messages: messages, readings: Plug.quantities.count)
        return try race.run()
    }

    private static func senML(_ count: Int) throws -> Outcome {
        let messages = (0..<count).map(PackMessage.payload)
        var race = Race(
            ours: ProfileEntrant(try Plug.senML(), topic: "plugs/kitchen/senml", messages),
            theirs: FoundationEntrant<PackMessage>(messages), messages: messages, readings: Plug.quantities.count)
        return try race.run()
    }
}
