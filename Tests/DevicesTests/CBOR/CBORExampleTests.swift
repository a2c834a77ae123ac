import Devices
import Testing

/// The examples of RFC 8949, appendix A.
@Suite("CBOR")
struct CBORExampleTests {
    @Test(
        "reads integers, also those beyond what a double holds exactly",
        arguments: [
            ("00", 0.0), ("01", 1), ("0a", 10), ("17", 23), ("1818", 24), ("1819", 25), ("1864", 100),
            ("1903e8", 1_000),
            ("1a000f4240", 1_000_000), ("1b000000e8d4a51000", 1_000_000_000_000),
            ("1bffffffffffffffff", 18_446_744_073_709_551_616), ("3bffffffffffffffff", -18_446_744_073_709_551_616),
            ("20", -1), ("29", -10), ("3863", -100), ("3903e7", -1_000),
            // Longer than need be is not deterministic, and still well-formed.
            ("1900ff", 255), ("1b0000000000000001", 1),
        ])
    func integers(hex: String, number: Double) throws {
        #expect(try cbor(hex) == .number(number))
    }

    @Test(
        "reads floats of two, four and eight bytes",
        arguments: [
            ("f90000", 0.0), ("f93c00", 1), ("fb3ff199999999999a", 1.1), ("f93e00", 1.5), ("f97bff", 65_504),
            ("fa47c35000", 100_000), ("fa7f7fffff", 3.402_823_466_385_288_6e+38), ("fb7e37e43c8800759c", 1.0e+300),
            ("f90001", 5.960_464_477_539_063e-8), ("f90400", 6.103_515_625e-5), ("f9c400", -4),
            ("fbc010666666666666", -4.1), ("f98000", -0.0),
        ])
    func floats(hex: String, number: Double) throws {
        #expect(try cbor(hex) == .number(number))
    }

    @Test(
        "reads the words for true, false and nothing",
        arguments: [
            ("f4", PlainValue.flag(false)), ("f5", .flag(true)), ("f6", .null), ("f7", .null),
        ])
    func words(hex: String, value: PlainValue) throws {
        #expect(try cbor(hex) == value)
    }

    @Test(
        "reads texts, and byte strings as hexadecimal",
        arguments: [
            ("40", ""), ("4401020304", "01020304"), ("60", ""), ("6161", "a"), ("6449455446", "IETF"),
            ("62225c", "\"\\"), ("62c3bc", "ü"), ("63e6b0b4", "水"), ("64f0908591", "𐅑"),
            ("5f42010243030405ff", "0102030405"), ("7f657374726561646d696e67ff", "streaming"), ("7fff", ""),
        ])
    func strings(hex: String, text: String) throws {
        #expect(try cbor(hex) == .text(text))
    }

    @Test(
        "reads arrays, with and without their length",
        arguments: [
            ("80", PlainValue.list([])), ("83010203", .list([.number(1), .number(2), .number(3)])),
            ("9fff", .list([])),
            ("8301820203820405", nested), ("9f018202039f0405ffff", nested), ("9f01820203820405ff", nested),
            ("83018202039f0405ff", nested), ("83019f0203ff820405", nested),
        ])
    func arrays(hex: String, value: PlainValue) throws {
        #expect(try cbor(hex) == value)
    }

    private static let nested = PlainValue.list([
        .number(1), .list([.number(2), .number(3)]), .list([.number(4), .number(5)]),
    ])

    @Test(
        "reads maps, whose integer keys become decimal text",
        arguments: [
            ("a0", PlainValue.map([])), ("a201020304", .map([.init("1", .number(2)), .init("3", .number(4))])),
            ("a26161016162820203", .map([.init("a", .number(1)), .init("b", .list([.number(2), .number(3)]))])),
            ("bf61610161629f0203ffff", .map([.init("a", .number(1)), .init("b", .list([.number(2), .number(3)]))])),
            ("bf6346756ef563416d7421ff", .map([.init("Fun", .flag(true)), .init("Amt", .number(-2))])),
            ("a12000", .map([.init("-1", .number(0))])),
            ("a13b7fffffffffffffff00", .map([.init("-9223372036854775808", .number(0))])),
        ])
    func maps(hex: String, value: PlainValue) throws {
        #expect(try cbor(hex) == value)
    }

    @Test(
        "makes the number of a tag where it means one, and passes other tags",
        arguments: [
            ("c249010000000000000000", PlainValue.number(18_446_744_073_709_551_616)),
            ("c349010000000000000000", .number(-18_446_744_073_709_551_616)),
            ("c11a514b67b0", .number(1_363_896_240)), ("c1fb41d452d9ec200000", .number(1_363_896_240.5)),
            ("c48221196ab3", .number(273.15)), ("c4820019012c", .number(300)), ("c482381b01", .number(1e-28)),
            ("c4822003", .number(0.3)), ("c48221c249010000000000000000", .number(184_467_440_737_095_516.16)),
            ("c5822003", .number(1.5)), ("c5820103", .number(6)),
            ("d74401020304", .text("01020304")), ("d818456449455446", .text("6449455446")),
            ("c074323031332d30332d32315432303a30343a30305a", .text("2013-03-21T20:04:00Z")),
            ("d9d9f7f5", .flag(true)),
        ])
    func tags(hex: String, value: PlainValue) throws {
        #expect(try cbor(hex) == value)
    }
}
