extension RawValue {
    /// Why a payload is no value of its property.
    struct HomieFault: Error {
        let reason: PointRejection
    }

    /// Reads the payload of a property; where its datatype is not known, as what it looks like.
    init(homie payload: String, as datatype: HomieDatatype?) throws(HomieFault) {
        switch datatype {
        case .integer, .float, .percent: self = .number(try Self.homieNumber(payload))
        case .boolean:
            guard let flag = Bool(payload) else { throw HomieFault(reason: .wrongType) }
            self = .flag(flag)
        case .string, .enum, .color, .datetime, .duration, .json: self = .homieText(payload)
        case nil: self = Self.guessed(payload)
        }
    }

    private static func guessed(_ payload: String) -> RawValue {
        if let flag = Bool(payload) { return .flag(flag) }
        guard let number = try? homieNumber(payload) else { return homieText(payload) }
        return .number(number)
    }

    /// An empty text is sent as one zero byte: an empty payload would delete the topic.
    private static func homieText(_ payload: String) -> RawValue {
        .text(payload == "\0" ? "" : payload)
    }

    private static func homieNumber(_ payload: String) throws(HomieFault) -> Double {
        let isPlain = payload.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
        // The standard library reads more: hexadecimal, and the words for what is not finite.
        guard let number = Double(payload), isPlain || !number.isFinite else { throw HomieFault(reason: .wrongType) }
        guard number.isFinite else { throw HomieFault(reason: .numberNotFinite) }
        return number
    }
}
