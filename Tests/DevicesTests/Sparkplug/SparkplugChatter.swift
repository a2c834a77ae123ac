import Devices

/// Three nodes with two devices each that say anything, in an order that a seed decides.
struct SparkplugChatter {
    var state: UInt64
    private var sequences: [UInt64] = [0, 0, 0]
    private var node = 0
    private var type = ""

    init(state: UInt64) {
        self.state = state
    }

    /// A number from 0 to below `bound` (xorshift, Marsaglia 2003).
    mutating func roll(_ bound: UInt64) -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return (state >> 11) % bound
    }

    mutating func topic() -> String {
        node = Int(roll(3))
        type = ["NBIRTH", "NDATA", "DBIRTH", "DDATA", "DDATA", "DDEATH", "NDATA", "NDEATH"][Int(roll(8))]
        let device = type.hasPrefix("D") ? "/\(roll(2))" : ""
        return "spBv1.0/g/\(type)/\(node)\(device)"
    }

    /// A payload for the topic just told: most of them in their order.
    mutating func payload() -> [UInt8] {
        if type == "NBIRTH" { sequences[node] = roll(10) == 0 ? roll(256) : 0 }
        let seq = sequences[node]
        if type != "NDEATH" { sequences[node] = (seq + (roll(12) == 0 ? 2 : 1)) % 256 }
        var metrics: [SparkplugMetric] = type == "NBIRTH" || type == "NDEATH" ? [.session(roll(3))] : []
        for _ in 0..<roll(4) {
            let alias = roll(5)
            let isNamed = type.hasSuffix("BIRTH") || roll(4) == 0
            metrics.append(
                isNamed
                    ? .named("m\(alias)", alias: alias, .intValue(UInt32(roll(300))), type: UInt32(1 + roll(8)))
                    : .alias(alias, .intValue(UInt32(roll(300)))))
        }
        return SparkplugPayload.sent(seq: type == "NDEATH" ? nil : seq, metrics)
    }
}
