@testable import Devices
import Testing

@Suite("A field of bytes")
struct BinaryFieldTests {
    private static func field(
        _ offset: Int, _ width: Int, _ kind: BinaryField.Kind, big: Bool = true, bit: Int? = nil
    ) -> BinaryField {
        var field = BinaryField(path: "x", offset: offset, width: width)
        (field.kind, field.isBigEndian, field.bit) = (kind, big, bit)
        return field
    }

    @Test(
        "is a whole number of any width, with or without a sign",
        arguments: [
            (1, BinaryField.Kind.uint, [0xff], 255.0), (1, .int, [0xff], -1), (1, .int, [0x7f], 127),
            (1, .int, [0x80], -128),
            (2, .uint, [0x01, 0x02], 258), (2, .int, [0xff, 0x38], -200), (3, .uint, [0x01, 0x00, 0x00], 65_536),
            (3, .int, [0xff, 0xff, 0xfe], -2), (4, .uint, [0xff, 0xff, 0xff, 0xff], 4_294_967_295),
            (4, .int, [0x80, 0, 0, 0], -2_147_483_648), (5, .int, [0xff, 0xff, 0xff, 0xff, 0xff], -1),
            (6, .uint, [0, 0, 0, 0, 1, 0], 256), (7, .int, [0x80, 0, 0, 0, 0, 0, 0], -36_028_797_018_963_968),
            (8, .uint, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 18_446_744_073_709_551_616),
            (8, .int, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe], -2),
        ] as [(Int, BinaryField.Kind, [UInt8], Double)])
    func whole(width: Int, kind: BinaryField.Kind, bytes: [UInt8], value: Double) {
        #expect(Self.field(0, width, kind).value(in: bytes) == value)
        #expect(Self.field(0, width, kind, big: false).value(in: bytes.reversed()) == value)
        #expect(Self.field(2, width, kind).value(in: [9, 9] + bytes + [9]) == value)
    }

    @Test(
        "is a float of four or eight bytes",
        arguments: [
            ([0x41, 0xa4, 0, 0], 20.5), ([0xc0, 0x90, 0, 0], -4.5), ([0, 0, 0, 0], 0),
            ([0x40, 0x34, 0x80, 0, 0, 0, 0, 0], 20.5), ([0xc0, 0x12, 0, 0, 0, 0, 0, 0], -4.5),
        ] as [([UInt8], Double)])
    func float(bytes: [UInt8], value: Double) {
        #expect(Self.field(0, bytes.count, .float).value(in: bytes) == value)
        #expect(Self.field(0, bytes.count, .float, big: false).value(in: bytes.reversed()) == value)
    }

    @Test(
        "that is no number is no value of one",
        arguments: [[0x7f, 0xc0, 0, 0], [0x7f, 0x80, 0, 0], [0xff, 0x80, 0, 0]] as [[UInt8]])
    func notFinite(bytes: [UInt8]) throws {
        #expect(try !#require(Self.field(0, 4, .float).value(in: bytes)).isFinite)
    }

    @Test("is one bit of the number, from the lowest", arguments: 0...15)
    func bit(place: Int) {
        let bytes: [UInt8] = [0b1010_0101, 0b1100_0011]
        let word = 0b1010_0101_1100_0011
        #expect(Self.field(0, 2, .uint, bit: place).value(in: bytes) == Double(word >> place & 1))
        #expect(Self.field(0, 2, .int, big: false, bit: place).value(in: bytes.reversed()) == Double(word >> place & 1))
    }

    @Test("beyond the end is none", arguments: [(0, 4), (2, 2), (3, 1), (9, 8)])
    func beyond(offset: Int, width: Int) {
        #expect(Self.field(offset, width, .uint).value(in: [1, 2, 3]) == nil)
        #expect(Self.field(2, 1, .uint).value(in: [1, 2, 3]) == 3)
        #expect(Self.field(0, 1, .uint).value(in: []) == nil)
    }
}
