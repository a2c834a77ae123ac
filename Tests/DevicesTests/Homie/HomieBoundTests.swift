import Appliances
import Testing

@testable import Devices

@Suite("A Homie host keeps its bounds:")
struct HomieBoundTests {
    @Test("of devices, and takes a new one when another is removed")
    func devices() {
        var story = HomieStory()
        for number in 0..<HomieHost.devicesMax {
            #expect(story.tell("homie/5/d\(number)/$state ~ ready") == ["+d\(number)"])
        }
        #expect(story.tell("homie/5/more/$state ~ ready") == ["! more too_many"])
        #expect(story.tell("homie/more/n/p/$unit ~ W") == ["! n/p too_many"])
        #expect(story.tell("homie/5/more/n/p = 1") == ["more n/p 1.0"], "a value needs no place")
        #expect(story.tell("homie/5/d7/$state ~ \nhomie/5/more/$state ~ ready") == ["-d7", "+more"])
    }

    @Test("of properties of a device of version 4")
    func propertiesOfFour() {
        var story = HomieStory()
        let names = (0..<2_000).map { "p\($0)" }
        #expect(story.tell("homie/d/n/$properties ~ \(names.joined(separator: ","))").count == 1)
        #expect(story.host.description(of: "d").count == 1_024)
        #expect(story.tell("homie/d/m/more/$datatype ~ float") == ["! m/more too_many"])
        #expect(story.tell("homie/d/n/$properties ~ p0\nhomie/d/m/more/$datatype ~ float") == [])
        #expect(story.host.description(of: "d").map(\.path) == ["m/more", "n/p0"])
    }

    @Test("of properties in a description of version 5, of which it keeps the first")
    func propertiesOfFive() throws {
        let float = PlainValue.map([.init("datatype", .text("float"))])
        let nodes = (0..<3).map { node in
            let properties = (0..<400).map { PlainValue.Member("p\($0)", float) }
            return PlainValue.Member("n\(node)", .map([.init("properties", .map(properties))]))
        }
        let document = PlainValue.map([.init("homie", .text("5.0")), .init("nodes", .map(nodes))])
        let description = try #require(HomieDescription(document))
        #expect(description.properties.count == 1_024)
        #expect(description.properties.last?.path == "n2/p223")
        #expect(description.faults == [PointFault(path: "$description", reason: .tooMany, detail: "1200")])
    }

    @Test("of properties of all devices together")
    func propertiesInAll() {
        var story = HomieStory()
        let names = (0..<1_024).map { "p\($0)" }.joined(separator: ",")
        for number in 0..<64 { #expect(story.tell("homie/d\(number)/n/$properties ~ \(names)") == []) }
        #expect(story.tell("homie/e/n/p/$unit ~ W") == ["! n/p too_many"])
        #expect(story.tell("homie/d3/$state ~ \nhomie/e/n/p/$unit ~ W") == ["-d3"])
        #expect(story.host.description(of: "e").map(\.unit) == ["W"])
    }

    @Test("of payloads, names and units")
    func lengths() {
        var story = HomieStory()
        let long = String(repeating: "x", count: HomieHost.payloadBytesMax + 1)
        #expect(story.tell("homie/d/n/p = \(long)") == ["! n/p too_many"])
        #expect(story.tell("homie/5/d/$description ~ \(long)") == ["! $description too_many"])
        #expect(story.tell("homie/5/d/$alert/a ~ \(long)") == ["! $alert/a too_many"])
        #expect(story.tell("homie/d/n/p/$unit ~ \(String(repeating: "x", count: 65))") == [])
        #expect(story.host.description(of: "d").map(\.unit) == [nil])
    }

    @Test("of topics, whatever chance has written", arguments: 1...20)
    func chance(seed: UInt64) {
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let levels = [
            "homie", "5", "d", "n", "$state", "$description", "$nodes", "$properties", "$unit", "", "$alert", "set",
        ]
        let payloads = ["", "ready", "lost", "1", "n,d,", #"{"homie":"5.0","root":"n"}"#, "\0", "NaN", "[]", "d[],n[]"]
        var host = HomieHost()
        for _ in 0..<500 {
            let topic = "homie/" + (0..<next(6)).map { _ in levels[next(levels.count)] }.joined(separator: "/")
            let answer = host.take(
                topic: topic, payload: payloads[next(payloads.count)], isRetained: next(2) == 0, arrival: .epoch)
            #expect(answer.points.count <= 1)
            #expect(answer.rebirths.isEmpty)
        }
    }
}
