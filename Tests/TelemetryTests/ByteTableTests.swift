import Appliances
import Telemetry
import Testing

@Suite("The table of byte strings")
struct ByteTableTests {
    @Test("answers as a dictionary does", arguments: 1...10 as ClosedRange<UInt64>)
    func dictionary(seed: UInt64) {
        var dice = Dice(seed: seed)
        var table = ByteTable()
        var dictionary: [[UInt8]: Int] = [:]
        for step in 0..<3_000 {
            // Few letters and few lengths: many near keys, many that are there already.
            let key = (0..<dice.roll(0...18)).map { _ in UInt8(dice.roll(0...1)) }
            #expect(table.find(key.span) == dictionary[key])
            guard dictionary[key] == nil else { continue }
            table.insert(key.span, step)
            dictionary[key] = step
        }
        #expect(table.count == dictionary.count)
        #expect(dictionary.allSatisfy { table.find($0.key.span) == $0.value })
    }

    @Test("tells keys apart by every byte and by their length")
    func nearKeys() {
        var table = ByteTable()
        let keys = ["", "\u{0}", "\u{0}\u{0}", "a", "a\u{0}", "abcdefgh", "abcdefg", "abcdefghi", "\u{e9}", "e\u{301}"]
        for (number, key) in keys.enumerated() { table.insert(key, number) }
        for (number, key) in keys.enumerated() { #expect(table.find(key) == number) }
        #expect(table.find("b") == nil && table.find("abcdefgx") == nil)
    }

    @Test("hashes 300,000 near keys to as many values, and with another seed to others")
    func hash() {
        var hashes: Set<UInt64> = []
        for number in 0..<100_000 {
            for key in ["\(number)", "foretell/v1/s\(number)/d/telemetry", "p\(number)xxxx"] {
                let bytes = Array(key.utf8)
                hashes.insert(byteHash(bytes.span))
            }
        }
        #expect(hashes.count == 300_000)
        let bytes = Array("key".utf8)
        #expect(byteHash(bytes.span, seed: 1) != byteHash(bytes.span, seed: 2))
    }
}

@Suite("The list of channels")
struct ChannelListTests {
    @Test("has the catalogue at its own places")
    func catalogue() {
        var list = ChannelList()
        for (index, channel) in Channel.catalogue.enumerated() {
            let id = ChannelID(index: UInt16(index))
            #expect(list.id(of: channel.name) == id)
            #expect(list[id] == channel)
        }
        #expect(list.channels == Channel.catalogue)
    }

    @Test("numbers names of a pattern as they come, each once, and refuses others")
    func patterned() throws {
        var list = ChannelList()
        let ids = (list.id(of: "probe.left.temperature"), list.id(of: "fault.flag.fan"))
        let (first, second) = (try #require(ids.0), try #require(ids.1))
        #expect(Int(first.index) == Channel.catalogue.count && second.index == first.index + 1)
        #expect(list.id(of: "probe.left.temperature") == first)
        #expect(list[first].kind == .measure && list[second].kind == .state)
        for name in ["", "probe", "fridge.temperatur", "fridge.temperature ", "probe.a/b.humidity"] {
            #expect(list.id(of: name) == nil)
        }
        let broken: [UInt8] = Array("probe.".utf8) + [0xff] + Array(".humidity".utf8)
        #expect(list.id(of: broken.span) == nil)
        #expect(list.channels.count == Channel.catalogue.count + 2)
    }
}
