import Appliances
import ConfigFiles
import FaultRules
import Simulation
import Telemetry

/// What is asked of one seed; a text where an answer is wrong.
struct Probe {
    let shipped: Shipped
    let channels = ChannelList()
    private(set) var (formulas, files, taken, records) = (0, 0, 0, 0)
    private let appliances: [Appliance]

    init(_ shipped: Shipped) throws {
        self.shipped = shipped
        appliances = Category.allCases.enumerated().compactMap { number, category in
            guard let site = SiteID("home"), let device = DeviceID("D-\(number)") else { return nil }
            return Appliance(id: device, site: site, category: category)
        }
    }

    /// Tries one seed.
    mutating func fault(ofSeed seed: UInt64) -> String? {
        var mutation = Mutation(seed: seed, pieces: shipped.pieces)
        return mutation.chance.below(8) > 0 ? formula(&mutation) : file(&mutation)
    }

    /// A formula is read, or its fault has a place and a text; what is read and written again is the same.
    private mutating func formula(_ mutation: inout Mutation) -> String? {
        formulas += 1
        let text = mutation.change(mutation.pick(shipped.formulas))
        do throws(FormulaFault) {
            let formula = try Formula(text)
            let again = formula.text
            // What is written stands in canonical units and may be longer than what was read.
            guard again.count <= Formula.lengthMax else { return nil }
            guard let other = try? Formula(again) else { return "\(again) is written for \(text) and cannot be read" }
            // `-(1 W)` is written as the number -1 W, which is the same.
            if other == formula { return nil }
            return "\(again) is written for \(text) and means something else"
        } catch {
            guard error.text.isEmpty || !(0...text.unicodeScalars.count).contains(error.offset) else { return nil }
            return "fault at \(error.offset) of \(text): \(error.text)"
        }
    }

    /// A file compiles among the others, or every problem names one of its lines.
    private mutating func file(_ mutation: inout Mutation) -> String? {
        files += 1
        let victim = mutation.chance.below(shipped.files.count)
        let text = mutation.change(shipped.files[victim].text)
        let path = shipped.files[victim].file.path
        var all = shipped.files.map(\.file)
        all[victim] = RuleFile(text: text, as: path, channels: channels)
        switch compileRules(all, channels: channels) {
        case .success(let set):
            taken += 1
            live(set, all[victim].rule?.name, &mutation.chance)
            return nil
        case .failure(let problems):
            // One more than the text has: what is missing at its end is missing there. A rule that lost its
            // name is a problem of those that name it.
            let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).count + 1
            let wrong = problems.all.first { problem in
                problem.text.isEmpty || problem.line < 1 || problem.path(is: path) && problem.line > lines
            }
            return problems.all.isEmpty ? "refused without a reason" : wrong.map { "no line: \($0)" }
        }
    }

    /// Lives through records that make no sense, under the rule and those that it names.
    private mutating func live(_ set: RuleSet, _ name: String?, _ chance: inout SeededGenerator) {
        let day = CalendarDay(Probe.start, utcOffsetSeconds: 0)
        var engine = RuleEngine(set, appliances: appliances, on: day)
        var changes: [AlarmChange] = []
        var now = Probe.start
        let known = channels.channels.compactMap { channels.known($0.name) }
        for _ in 0..<(32 + chance.below(256)) {
            let steps: [TimeSpan] = [.seconds(1), .seconds(30), .minutes(5), .hours(3), .days(9)]
            now = now + steps[chance.below(chance.below(3) == 0 ? 5 : 3)]
            var readings: [Reading] = []
            for _ in 0..<chance.below(12) {
                let id = known[chance.below(known.count)]
                let range = channels[id].range
                let share = chance.below(4) == 0 ? Double(chance.below(2)) : chance.unit()
                readings.append(
                    Reading(channel: id, value: range.lowerBound + share * (range.upperBound - range.lowerBound)))
            }
            let late = chance.below(5) == 0 ? TimeSpan.seconds(Int64(chance.below(4_000))) : .zero
            records += 1
            _ = engine.take(
                readings[...], of: chance.below(appliances.count), time: now - late, arrival: now, changes: &changes)
            if let due = engine.nextWake, due <= now { engine.wake(at: now, changes: &changes) }
        }
        engine.finish(at: now + .days(2), changes: &changes)
    }

    private static let start = Timestamp(milliseconds: 1_795_305_600_000)
}

extension ConfigProblem {
    fileprivate func path(is other: String) -> Bool { file == other }
}
