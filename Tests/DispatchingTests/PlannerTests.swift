import Appliances
import Dispatching
import ServiceDesk
import Testing

@Suite("The simple planner (Z-5, N-5, N-6)")
struct PlannerTests {
    private let planner = NearestFreePlanner()

    private func choose(_ job: Job, _ engineers: [Engineer], _ promises: [Promise] = []) -> Choice {
        planner.choose(for: job, in: Situation(staff: Staff(engineers: engineers), promises: promises, at: morning))
    }

    @Test("takes the engineer with the fewest visits, then the nearest, then the lowest number")
    func ranking() {
        let three = [engineer("E-3"), engineer("E-2"), engineer("E-1", region: "south")]
        let first = choose(job(), three)
        #expect(first.candidates.map(\.engineer) == ["E-2", "E-3", "E-1"])
        #expect(first.engineer == "E-2" && first.window == window("09:00-11:00"))
        #expect(first.candidates.map(\.score.travelMinutes) == [30, 30, 90])
        #expect(first.candidates[0].departure?.latest == at("08:20"))
        let busy = choose(job(), three, [promise("SR-2", of: "E-2", "14:00-16:00")])
        #expect(busy.candidates.map(\.engineer) == ["E-3", "E-1", "E-2"])
    }

    @Test("looks for the earliest window that anybody can keep")
    func earliest() {
        var one = engineer("E-1")
        one.daysOff = [today]
        #expect(choose(job(), [one]).window == window("09:00-11:00", days: 1))
        let promises = ["09:00-11:00", "09:00-11:00"].enumerated().map { place, times in
            promise("SR-\(place + 2)", of: "E-1", times)
        }
        #expect(choose(job(), [engineer("E-1")], promises).window == window("11:00-13:00"))
    }

    @Test("says of everybody why nobody can go")
    func nobody() {
        var wanting = job()
        wanting.category = .coldStore
        let choice = choose(wanting, [engineer("E-1"), engineer("E-2")])
        #expect(choice.engineer == nil && choice.window == nil)
        #expect(choice.reasons.map(\.obstacle) == [.skill] && choice.reasons.map(\.engineers) == [2])
        #expect(choose(job(), []).engineer == nil)
    }

    @Test("keeps to the window that is asked for, and says who would keep the engineer (M-55)")
    func given() {
        let urgent = job("SR-1", "09:00-09:30", priority: .p1)
        let choice = choose(urgent, [engineer("E-1")], [promise("SR-2", of: "E-1", "09:00-09:30")])
        #expect(choice.engineer == nil)
        #expect(choice.candidates[0].feasibility.obstacles == [.promise])
        #expect(choice.candidates[0].precedence.map(\.keeps) == ["SR-1"])
    }

    // MARK: Properties

    private func staff(_ dice: inout Dice) -> [Engineer] {
        (1...(1 + dice.below(6))).map { number in
            var one = engineer("E-\(number)", level: 1 + dice.below(5), region: dice.pick(["north", "south", ""]))
            if dice.below(3) == 0 { one.daysOff = [today.adding(days: dice.below(3))] }
            if dice.below(3) == 0 {
                one.position = Position(
                    latitude: 36.5 + Double(dice.below(50)) / 100, longitude: 117 + Double(dice.below(50)) / 100)
            }
            return one
        }
    }

    private func promises(_ dice: inout Dice) -> [Promise] {
        (0..<dice.below(12)).map { place in
            promise(
                "SR-\(place + 10)", of: "E-\(1 + dice.below(6))",
                dice.pick(["09:00-11:00", "11:00-13:00", "14:00-16:00", "16:00-17:00"]), days: dice.below(3))
        }
    }

    private func requirements(_ dice: inout Dice) -> [Requirement] {
        [Requirement(category: .refrigerator, level: 1 + dice.below(4))]
    }

    @Test("never sends an engineer who cannot, and chooses the same however the facts came", arguments: 1...200)
    func sound(seed: UInt64) {
        var dice = Dice(seed: seed)
        let (engineers, promises, demands) = (staff(&dice), promises(&dice), requirements(&dice))
        let wanting = job("SR-1", needs: dice.below(2) == 0 ? [PartNeed("relay")] : [])
        let stock = StockBook([StockBook.Line("relay", .van(of: "E-1"), dice.below(2))])
        let situation = Situation(
            staff: Staff(engineers: engineers, requirements: demands), stock: stock, promises: promises, at: morning)
        let choice = planner.choose(for: wanting, in: situation)
        if let number = choice.engineer {
            var kept = wanting
            kept.window = choice.window
            #expect(situation.feasibility(ofNumber: number, for: kept).isFeasible)
        }
        #expect(choice.candidates.count == engineers.count)
        #expect(choice.candidates.map(\.score) == choice.candidates.map(\.score).sorted())
        let turned = Situation(
            staff: Staff(engineers: engineers.reversed(), requirements: demands), stock: stock,
            promises: promises.reversed(), at: morning)
        #expect(planner.choose(for: wanting, in: turned) == choice)
    }

    @Test("is never worse off with more in stock", arguments: 1...200)
    func stock(seed: UInt64) {
        var dice = Dice(seed: seed)
        let (engineers, promises) = (staff(&dice), promises(&dice))
        let wanting = job("SR-1", needs: [PartNeed("relay"), PartNeed("fan")])
        let shelves: [StockBook.Shelf] = [.van(of: "E-1"), .van(of: "E-2"), .outlet("jinan-1"), .centre]
        var lines = (0..<dice.below(4)).map { _ in
            StockBook.Line(dice.pick(["relay", "fan"]), dice.pick(shelves), dice.below(2))
        }
        var before: Choice?
        for _ in 0..<4 {
            let situation = Situation(
                staff: Staff(engineers: engineers), stock: StockBook(lines), promises: promises, at: morning)
            let choice = planner.choose(for: wanting, in: situation)
            if let earlier = before, let window = earlier.window {
                #expect(choice.window.map { $0 <= window } ?? false)
            }
            for engineer in engineers {
                let wanted = job("SR-1", "09:00-11:00", needs: wanting.needs)
                let found = situation.feasibility(of: engineer, for: wanted)
                #expect(found.obstacles.contains(.parts) == (found.line.contains("comes by")))
            }
            before = choice
            lines.append(StockBook.Line(dice.pick(["relay", "fan"]), dice.pick(shelves), 1))
        }
    }

    @Test("adding a promise never makes a window fit that did not", arguments: 1...200)
    func promises(seed: UInt64) {
        var dice = Dice(seed: seed)
        let (one, promises) = (engineer("E-1"), promises(&dice).map { Promise(of: "E-1", $0.job, in: $0.window) })
        let wanted = job("SR-1", dice.pick(["09:00-11:00", "11:00-13:00", "14:00-16:00"]))
        var couldNot = false
        for count in 0...promises.count {
            let situation = Situation(
                staff: Staff(engineers: [one]), promises: Array(promises.prefix(count)), at: morning)
            let can = situation.feasibility(of: one, for: wanted).isFeasible
            #expect(!(couldNot && can))
            couldNot = couldNot || !can
        }
    }
}
