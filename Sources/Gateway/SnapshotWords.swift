import Foundation

/// A value as words of a snapshot: the count of its bytes, and the bytes; none where it cannot be written.
func snapshotWords(_ value: some Encodable) -> [UInt64] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    guard let bytes = try? encoder.encode(value) else { return [0] }
    var words = [UInt64(bytes.count)]
    for start in stride(from: 0, to: bytes.count, by: 8) {
        let part = bytes[(bytes.startIndex + start)..<min(bytes.startIndex + start + 8, bytes.endIndex)]
        words.append(part.reversed().reduce(0) { $0 << 8 | UInt64($1) })
    }
    return words
}

/// The value of such words and how many they are; nil where they are none.
func snapshotValue<Value: Decodable>(_ words: ArraySlice<UInt64>, as type: Value.Type) -> (value: Value?, count: Int)? {
    guard let length = words.first, length <= UInt64((words.count - 1) * 8) else { return nil }
    let count = (Int(length) + 7) / 8
    let bytes = words.dropFirst().prefix(count).flatMap { word in
        (0..<8).map { UInt8(truncatingIfNeeded: word >> (UInt64($0) * 8)) }
    }
    return (try? JSONDecoder().decode(type, from: Data(bytes.prefix(Int(length)))), 1 + count)
}
