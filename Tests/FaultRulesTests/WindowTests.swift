import Appliances
import FaultRules
import Testing

/// One value and when it came, in milliseconds after the start.
private struct Sample {
    let at: Int64
    let value: Double
}

/// What a window should say, computed from all samples in the plainest way.
///
/// The engine's window keeps twenty-four buckets of values, or sixty of counts; the present one is not full,
/// so the window reaches back one bucket less than its length at least.
private struct Reference {
    let samples: [Sample]
    let length: TimeSpan
    let buckets: Int64

    private var last: Int64 { samples.last?.at ?? 0 }
    private var bucket: Double { Double(length.milliseconds) / Double(buckets) }

    private func number(_ at: Int64) -> Double {
        (Double(start.milliseconds + at) / bucket).rounded(.down)
    }

    /// When the oldest bucket began, in milliseconds after the start.
    private var edge: Double { (number(last) - Double(buckets - 1)) * bucket - Double(start.milliseconds) }

    var seen: [Sample] { samples.filter { number($0.at) > number(last) - Double(buckets) } }

    /// Within one bucket of what an exact window would hold.
    var isWithinEdgeError: Bool {
        let age = Double(last) - edge
        return age <= Double(length.milliseconds) && age >= Double(length.milliseconds) - bucket - 1
    }

    var isMature: Bool { Double(last) >= Double(length.milliseconds) / 2 }

    var average: Double { seen.map(\.value).reduce(0, +) / Double(seen.count) }

    func starts(above limit: Double) -> Double {
        let begins = zip(samples, samples.dropFirst()).filter { $0.value <= limit && $1.value > limit }.map(\.1)
        return Double(begins.filter { number($0.at) > number(last) - Double(buckets) }.count)
    }

    func duty(above limit: Double) -> Double {
        var on = 0.0
        var known = 0.0
        for (before, after) in zip(samples, samples.dropFirst()) {
            let span = max(0, Double(after.at) - max(Double(before.at), edge))
            known += span
            if before.value > limit { on += span }
        }
        return on / known
    }
}

@Suite("Windows")
struct WindowTests {
    private static let formulas = [
        "avg(power.active)[W]", "min(power.active)[W]", "max(power.active)[W]", "count(power.active > 50 W)[W]",
        "starts(power.active > 50 W)[W]", "duty(power.active > 50 W)[W]",
    ]

    @Test(
        "say what all their values say, whatever the times between them",
        arguments: [TimeSpan.minutes(10), .minutes(30), .hours(1), .seconds(100)], 1...5)
    func random(length: TimeSpan, seed: Int) throws {
        var dice = SplitMix64(seed: UInt64(seed))
        var probe = try Probe(
            WindowTests.formulas.map { $0.replacing("[W]", with: "[\(length)]") }, staleAfter: .hours(1))
        var samples: [Sample] = []
        var at: Int64 = 0
        for _ in 0..<300 {
            samples.append(Sample(at: at, value: Double(dice.below(100))))
            let said = try probe.values(
                ("power.active", samples[samples.count - 1].value), after: TimeSpan(milliseconds: at))
            check(
                said, Reference(samples: samples, length: length, buckets: 24),
                Reference(samples: samples, length: length, buckets: 60))
            // At most a tenth of the window, so that no gap makes it unknown.
            at += 1 + Int64(dice.below(Int(length.milliseconds / 10)))
        }
    }

    private func check(_ said: [Double?], _ values: Reference, _ counts: Reference) {
        guard values.isMature else {
            #expect(said.prefix(5).allSatisfy { $0 == nil })
            return
        }
        #expect(values.isWithinEdgeError && counts.isWithinEdgeError)
        let seen = values.seen.map(\.value)
        #expect(said[0].map { abs($0 - values.average) < 1e-5 } == true)
        #expect(said[1] == seen.min() && said[2] == seen.max())
        #expect(said[3] == Double(counts.seen.count { $0.value > 50 }))
        #expect(said[4] == counts.starts(above: 50))
        // Known time is counted itself, so the first half may end a moment later than the others'.
        if let duty = said[5] { #expect(abs(duty - values.duty(above: 50)) < 1e-6) }
    }

    @Test("are unknown until half of them was seen", arguments: formulas)
    func halfSeen(formula: String) throws {
        var probe = try Probe([formula.replacing("[W]", with: "[30m]")])
        for minute in 0...40 {
            let said = try probe.values(("power.active", 60), after: .minutes(Int64(minute)))
            #expect((said[0] != nil) == (minute >= 15), "minute \(minute)")
        }
    }

    @Test("are unknown again after a gap of half their length", arguments: formulas.dropLast())
    func gap(formula: String) throws {
        var probe = try Probe([formula.replacing("[W]", with: "[20m]")], staleAfter: .hours(1))
        for minute in 0...20 { _ = try probe.values(("power.active", 60), after: .minutes(Int64(minute))) }
        #expect(try probe.values(nil, after: .minutes(29))[0] != nil)
        #expect(try probe.values(nil, after: .minutes(31))[0] == nil)
        for minute in 40...60 {
            let said = try probe.values(("power.active", 60), after: .minutes(Int64(minute)))
            #expect((said[0] != nil) == (minute >= 50), "minute \(minute)")
        }
    }

    @Test("are unknown while a value in them is stale", arguments: formulas + ["on_time(power.active > 50 W)"])
    func stale(formula: String) throws {
        var probe = try Probe([formula.replacing("[W]", with: "[6h]")])
        for minute in 0...300 {
            let watts = minute % 10 < 5 ? 60.0 : 10
            _ = try probe.values(("power.active", watts), after: .minutes(Int64(minute)))
        }
        #expect(try probe.values(nil, after: .minutes(315))[0] != nil)
        #expect(try probe.values(nil, after: .minutes(316))[0] == nil)
    }

    @Test("forget what has left them although no new value came")
    func noRecord() throws {
        let step = try TestStep(
            .major, raise: "max(power.active)[30m] < 50 W and silent(any) > 12 min", reset: "silent(any) < 1 s")
        var bench = try Bench([try FaultRule(signals: ["m": "max(power.active)[30m]"], steps: [step])])
        for minute in 0...60 { try bench.take(["power.active": minute < 40 ? 90 : 10], after: .minutes(Int64(minute))) }
        // Minute 39 was the last of 90 W: at minute 72 it is out, at minute 60 it was not.
        bench.wake(after: .hours(2))
        #expect(bench.story == ["major at 4320001ms"])
        #expect(bench.changes.last?.episode.signals.map(\.value) == [10])
    }
}

@Suite("Runs")
struct RunTests {
    @Test("have the length from the first reading on to the first reading off")
    func lengths() throws {
        var probe = try Probe(["on_time(compressor.running)", "off_time(compressor.running == 1)"])
        // A minute each; the run that was not seen to begin has no length.
        let seen = "110001110100"
        let on: [Double?] = [nil, nil, nil, nil, nil, nil, nil, nil, 180, 180, 60, 60]
        let off: [Double?] = [nil, nil, nil, nil, nil, 180, 180, 180, 180, 60, 60, 60]
        for (minute, state) in seen.enumerated() {
            let said = try probe.values(
                ("compressor.running", state == "1" ? 1 : 0), after: .minutes(Int64(minute)))
            #expect(said == [on[minute], off[minute]], "minute \(minute)")
        }
    }

    @Test("have no length where nobody watched")
    func gap() throws {
        var probe = try Probe(["on_time(compressor.running)"])
        let seen: [(minute: Int64, state: Double)] = [(0, 0), (1, 1), (3, 0), (4, 1), (30, 0), (31, 1), (35, 0)]
        let said = try seen.map {
            try probe.values(("compressor.running", $0.state), after: .minutes($0.minute))[0]
        }
        #expect(said == [nil, nil, 120, 120, 120, 120, 240])
    }

    @Test("are counted when they end, once each")
    func counted() throws {
        var probe = try Probe(["count(on_time(compressor.running) < 3 min)[20m]"])
        // Runs of 2, 4 and 1 minutes, each seen to begin.
        let seen = "0110001111000000100000"
        let counts: [Double?] = [1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2]
        var said: [Double?] = []
        for (minute, state) in seen.enumerated() {
            said.append(
                try probe.values(
                    ("compressor.running", state == "1" ? 1 : 0), after: .minutes(Int64(minute)))[0])
        }
        #expect(said.prefix(10).allSatisfy { $0 == nil })
        #expect(Array(said.dropFirst(10)) == counts)
    }
}
