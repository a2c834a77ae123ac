extension PlainValue {
    /// Reads the one item of CBOR that the bytes are.
    ///
    /// Byte strings become lower-case hexadecimal text, integers become doubles and keep 53 bits, integer keys
    /// of maps become decimal text. Bounds are those of ``CBORReader``.
    package init(cbor bytes: Span<UInt8>) throws(CBORFault) {
        var reader = CBORReader()
        self = try reader.value(bytes)
        guard reader.place == bytes.count else { throw .trailingBytes }
    }
}
