/// An object whose members are the values, with six that nobody has asked for.
struct FlatMessage: SummedMessage {
    let power, voltage, current, frequency, energy, fridge, freezer, flexzone, evaporator, ambient: Double?
    let speed, drive, load, drum, fan, blower, board, probe, battery, signal: Double?

    var sum: Double {
        let values = [
            power, voltage, current, frequency, energy, fridge, freezer, flexzone, evaporator, ambient, speed, drive,
            load, drum, fan, blower, board, probe, battery, signal,
        ]
        return values.reduce(0) { $0 + ($1 ?? 0) }
    }

    static func payload(_ number: Int) -> [UInt8] {
        let values = Plug.quantities.enumerated().map { place, quantity in
            "\"\(Plug.names[place])\":\(quantity.text(inMessage: number, at: place))"
        }
        let members =
            ["\"src\":\"plug-a4c1\"", "\"fw\":\"1.14.2-g21ac\""] + values[..<10]
            + ["\"uptime\":\(86_400 + number * 30)", "\"ok\":true"] + values[10...]
            + ["\"heap\":\(31_000 + number)", "\"ssid\":\"larder\""]
        return Array("{\(members.joined(separator: ","))}".utf8)
    }
}

/// A list of objects with a name and a text, six of which nobody has asked for.
struct ListMessage: SummedMessage {
    struct Parameter: Decodable {
        let parName: String
        let parNewVal: String
    }

    let parameters: [Parameter]

    var sum: Double { parameters.reduce(0) { $0 + (Double($1.parNewVal) ?? 0) } }

    static func payload(_ number: Int) -> [UInt8] {
        let values = Plug.quantities.enumerated().map { place, quantity in
            (Plug.names[place], quantity.text(inMessage: number, at: place))
        }
        let others = ["quickMode", "holidayMode", "energyMode", "iceMaker", "lock", "firmware"].map { ($0, "off") }
        let members = (others[..<3] + values + others[3...]).map { name, text in
            "{\"parName\":\"\(name)\",\"parNewVal\":\"\(text)\"}"
        }
        return Array("{\"parameters\":[\(members.joined(separator: ","))]}".utf8)
    }
}

/// A pack of SenML, with its base name and time in the first record.
struct PackMessage: SummedMessage {
    struct Record: Decodable {
        let bn: String?
        let bt: Double?
        let n: String
        let u: String
        let v: Double
    }

    private let records: [Record]

    init(from decoder: any Decoder) throws { records = try [Record](from: decoder) }

    var sum: Double { records.reduce(0) { $0 + $1.v } }

    static func payload(_ number: Int) -> [UInt8] {
        let records = Plug.quantities.enumerated().map { place, quantity in
            let base = place == 0 ? "\"bn\":\"urn:dev:ow:28ff641e8216034c:\",\"bt\":\(1_795_305_000 + number)," : ""
            return "{\(base)\"n\":\"\(Plug.names[place])\",\"u\":\"\(quantity.unit)\","
                + "\"v\":\(quantity.text(inMessage: number, at: place))}"
        }
        return Array("[\(records.joined(separator: ","))]".utf8)
    }
}
