@testable import Devices

/// Bytes written as hexadecimal digits; spaces are left out.
func bytes(hex text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

/// What the bytes of a text in hexadecimal are as CBOR; a fault where they are none.
func cbor(_ hex: String) throws(CBORFault) -> PlainValue {
    try PlainValue(cbor: bytes(hex: hex).span)
}
