import Appliances
import Devices

/// The moment at which the messages of these tests arrive: that of the RFC's examples as resolved.
let senMLArrival = Timestamp(milliseconds: 1_498_780_179_000)

/// The document that a text in JSON is.
func document(_ json: String) throws -> PlainValue {
    try PlainValue(json: json.utf8.span)
}

/// A pack in JSON, resolved.
func senML(_ json: String) throws -> SenMLPack {
    try SenMLPack.resolve(try document(json), arrival: senMLArrival)
}

/// `name value unit @seconds` of each record, as short as it goes.
func table(_ pack: SenMLPack) -> [String] {
    pack.points.map { point in
        let value =
            switch point.value {
            case .number(let number): "\(number)"
            case .flag(let flag): "\(flag)"
            case .text(let text): "'\(text)'"
            case .missing: "missing"
            }
        let time = point.time.map { " @\(Double($0.milliseconds) / 1_000)" } ?? ""
        return
            "\(point.device.map { "\($0) | " } ?? "")\(point.path) \(value)\(point.unit.map { " \($0)" } ?? "")\(time)"
    }
}

/// `path reason` of each fault.
func table(_ faults: [PointFault]) -> [String] {
    faults.map { "\($0.path) \($0.reason.rawValue)" }
}
