/// Why a message, a record or a reading was not taken; the word that counters and `quarantine list` show.
package enum Rejection: String, Error, CaseIterable, Sendable {
    /// The payload is longer than the limit.
    case tooLarge = "too_large"
    /// Not well-formed JSON.
    case notJSON = "not_json"
    /// Not well-formed CBOR.
    case notCBOR = "not_cbor"
    /// Not a pack of SenML as its standard has it.
    case notSenML = "not_senml"
    /// Not hexadecimal digits, two for each byte.
    case notHex = "not_hex"
    /// Well-formed, but neither an object nor an array of objects.
    case notRecords = "not_records"
    /// A string is not UTF-8.
    case notUTF8 = "not_utf8"
    /// Arrays and objects stand too deep in one another.
    case tooDeep = "too_deep"
    /// A key stands twice in one object.
    case duplicateKey = "duplicate_key"
    /// A number that no double holds, such as 1e999.
    case numberNotFinite = "number_not_finite"
    /// A record with too many members.
    case tooManyFields = "too_many_fields"
    /// A string is longer than the limit.
    case stringTooLong = "string_too_long"
    /// A string holds a control or text-direction character.
    case controlCharacter = "control_character"
    /// The topic is none of those that the gateway reads.
    case topicUnknown = "topic_unknown"
    /// A site or device name has characters that names may not have.
    case badName = "bad_name"
    /// The registry does not know the device or hub.
    case deviceUnknown = "device_unknown"
    /// The registry knows the device at another site or under another hub.
    case notItsDevice = "not_its_device"
    /// A profile understands the message, and no appliance of the registry has its device's key.
    case deviceUnbound = "device_unbound"
    /// A hub's record does not say which device it speaks of.
    case deviceMissing = "device_missing"
    /// A device's own record names a device, and another one.
    case deviceDiffers = "device_differs"
    /// A record without `readings`.
    case readingsMissing = "readings_missing"
    /// `at` is neither RFC 3339 nor epoch milliseconds.
    case timeUnreadable = "time_unreadable"
    /// `boot` or `seq` is no whole number from 0 to below 2^53.
    case sequenceUnreadable = "sequence_unreadable"
    /// A retained message: the last state, not news.
    case retained
    /// No channel has this name.
    case channelUnknown = "channel_unknown"
    /// A profile left a value of a message out; the detail says which and why.
    case pointRefused = "point_refused"
    /// The value is not physically possible.
    case outOfRange = "out_of_range"
    /// The value is no number, boolean or text as its channel asks.
    case wrongType = "wrong_type"

    /// What is wrong and what would be right, for people.
    package var explanation: String {
        switch self {
        case .tooLarge: "the payload is over \(Limits.payloadBytesMax) bytes; send smaller batches"
        case .notJSON: "not well-formed JSON (RFC 8259)"
        case .notCBOR: "not well-formed CBOR (RFC 8949)"
        case .notSenML: "no pack of SenML (RFC 8428): an array of records with names and values"
        case .notHex: "not hexadecimal digits, two for each byte"
        case .notRecords: "neither a record nor an array of records"
        case .notUTF8: "a string is not UTF-8"
        case .tooDeep: "nested deeper than \(Limits.depthMax), in other conventions \(Limits.foreignDepthMax)"
        case .duplicateKey: "a key stands twice in one object"
        case .numberNotFinite: "a number is too large for a double"
        case .tooManyFields: "a record has over \(Limits.fieldsMax) members, or another object over \(Limits.keysMax)"
        case .stringTooLong:
            "a string is over \(Limits.stringBytesMax) bytes, in other conventions \(Limits.foreignStringBytesMax)"
        case .controlCharacter: "a string holds a control or text-direction character"
        case .topicUnknown: "the topic is not foretell/v1/{site}/{device}/telemetry or …/{hub}/batch"
        case .badName: "names are 1 to 64 letters, digits, - or _"
        case .deviceUnknown: "the registry has no such device; add it to the registry file"
        case .notItsDevice: "the registry has this device at another site or under another hub"
        case .deviceUnbound:
            "no appliance of the registry has this device among its sources; see foretell device unknown"
        case .deviceMissing: "a record of a hub's batch must name its \"device\""
        case .deviceDiffers: "the record names another device than its topic"
        case .readingsMissing: "a record needs \"readings\", an object of channel: value"
        case .timeUnreadable: "\"at\" must be RFC 3339 or epoch milliseconds"
        case .sequenceUnreadable: "\"boot\" and \"seq\" must be whole numbers from 0 to below 2^53"
        case .retained: "retained telemetry is the last state, not news; publish without retain"
        case .channelUnknown: "no channel has this name; see docs/channels.md"
        case .pointRefused: "the device's profile does not take this value; see docs/device-profiles.md"
        case .outOfRange: "the value is outside what is physically possible for its channel"
        case .wrongType: "the channel asks for another kind of value"
        }
    }
}
