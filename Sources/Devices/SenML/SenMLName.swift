/// The names of records: what they may look like, and which device they speak of.
enum SenMLName {
    /// The longest name, in bytes; longer ones name no device that anybody registers.
    static let bytesMax = 256

    /// Whether a whole name has only the characters of RFC 8428, 4.5.1.
    ///
    /// LwM2M 1.1 begins the names of its resources with a slash, which the RFC does not allow and every
    /// device does.
    static func isValid(_ name: String) -> Bool {
        let bytes = name.utf8
        guard bytes.count <= bytesMax, let first = bytes.drop(while: { $0 == UInt8(ascii: "/") }).first,
            isAlphanumeric(first)
        else { return false }
        return bytes.allSatisfy { isAlphanumeric($0) || "-:./_".utf8.contains($0) }
    }

    /// Takes apart a name: the device where it is a URN, and what is measured.
    ///
    /// `urn:dev:ow:10e2073a01080063:voltage` is `voltage` of `urn:dev:ow:10e2073a01080063`; where nothing
    /// follows the device the path is `value`. Other names are a path as a whole.
    static func split(_ name: String) -> (device: String?, path: String) {
        guard name.hasPrefix("urn:") else { return (nil, path(name[...])) }
        let end = deviceEnd(name)
        let rest = end < name.endIndex ? path(name[name.index(after: end)...]) : ""
        return (String(name[..<end]), rest.isEmpty ? "value" : rest)
    }

    private static func path(_ text: Substring) -> String {
        String(text.drop { $0 == "/" })
    }

    /// Where the part of a URN that names the device ends.
    private static func deviceEnd(_ name: String) -> String.Index {
        // `urn:dev:` stands before a kind of device and its number, `urn:uuid:` before a number alone.
        let parts = name.split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false)
        let isDevice = parts.count == 4 && parts[1] == "dev"
        guard let body = isDevice ? parts.last : parts.dropFirst(2).first else { return name.endIndex }
        let tail = name[body.startIndex...]
        // A slash is in no URN of a device; the first underscore begins its parts (RFC 9039, 3.2).
        if let mark = tail.firstIndex(where: { $0 == "/" || ($0 == "_" && isDevice) }) { return mark }
        // A number in hexadecimal has no colon; those that organizations give may have some.
        let isHexadecimal = isDevice && (parts[2] == "mac" || parts[2] == "ow")
        return (isHexadecimal ? tail.firstIndex(of: ":") : tail.lastIndex(of: ":")) ?? name.endIndex
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
