/// The cold half of one refrigerator: two compartments, an evaporator and a thermostat.
///
/// A plain model in ticks of ten seconds, so what happens does not depend on how often
/// somebody looks. Only the four operations are used, whose results are the same on
/// every machine. Heat capacities and conductances are the recipe of design/faults
/// ("A simulator recipe"), which was checked against real traces.
struct Refrigerator: Sendable {
    /// What the controller is doing; seconds count from the beginning of the phase.
    enum Phase: Equatable, Sendable {
        case resting(seconds: Int)
        case cooling(seconds: Int)
        case defrosting(seconds: Int)
        case dripping(seconds: Int)
    }

    /// The length of one tick of the model in seconds.
    static let tickSeconds = 10
    private static let tick = Double(tickSeconds)

    /// The thermostat's limits in the freezer.
    private static let freezerStarts = -16.5
    private static let freezerStops = -19.5

    private(set) var phase: Phase
    private(set) var freezer: Double
    private(set) var fridge: Double
    private(set) var food = 4.0
    private(set) var evaporator: Double
    private(set) var discharge: Double

    private let coolingSeconds: Double
    private let restingSeconds: Double
    /// The cold air's power at 4 °C that keeps the mean there, in watts while cooling.
    private let coolingWatts: Double
    /// Compressor seconds since the last defrost.
    private var runSeconds: Int
    /// This cycle's own speed: no two are exactly alike.
    private var pace = 1.0
    /// Seconds since the fault began.
    private var ailingSeconds = 0
    private var generator: SeededGenerator

    /// Whether the compressor runs.
    var isCooling: Bool { if case .cooling = phase { true } else { false } }
    /// Whether the defrost heater is on.
    var isDefrosting: Bool { if case .defrosting = phase { true } else { false } }

    /// A machine somewhere in its cycle, different from every other in its times.
    init(generator: SeededGenerator) {
        var draw = generator
        coolingSeconds = draw.vary(13 * 60, by: 0.2)
        restingSeconds = draw.vary(22 * 60, by: 0.2)
        let duty = coolingSeconds / (coolingSeconds + restingSeconds)
        // 26.3 W come through the walls at 25 °C, 1.3 W through the door on average.
        coolingWatts = 27.6 / duty
        let done = draw.unit()
        let starting = draw.unit() < duty
        phase = starting ? .cooling(seconds: Int(done * coolingSeconds)) : .resting(seconds: 600)
        freezer = starting ? -16.5 - 3 * done : -19.5 + 3 * done
        fridge = starting ? 4.8 - 1.6 * done : 3.2 + 1.6 * done
        evaporator = starting ? -23 : -18
        discharge = starting ? 50 + 15 * done : 60 - 15 * done
        runSeconds = draw.below(8 * 3_600)
        self.generator = draw
    }

    /// Lets one tick pass, with the fault that is present now; only those of the machine matter here.
    mutating func tick(ambient: Double, door: DoorHabit.Door, fault: SeededFault?) {
        if fault == .shortCycling {
            stutter()
        } else {
            control()
        }
        ailingSeconds += fault == nil ? 0 : Refrigerator.tickSeconds
        if isCooling { runSeconds += Refrigerator.tickSeconds }
        moveFreezer(ambient: ambient, fault: fault)
        moveFridge(ambient: ambient, door: door, fault: fault)
        moveEvaporator(fault: fault)
        let (target, minutes) = isCooling ? (76 + ambient - 25, 15.0) : (ambient, 45.0)
        Refrigerator.relax(&discharge, toward: target, minutes: minutes)
    }

    /// The healthy controller: a thermostat with a defrost about every eight hours of running.
    private mutating func control() {
        let tick = Refrigerator.tickSeconds
        switch phase {
        case .resting(let seconds):
            // The second clause is the call of a fridge that long openings have warmed.
            let calls = freezer > Refrigerator.freezerStarts || (fridge > 6.2 && seconds >= 300)
            phase = calls ? newCycle() : .resting(seconds: seconds + tick)
        case .cooling(let seconds):
            let cold = freezer <= Refrigerator.freezerStops && fridge <= 5
            // A defrost waits for a cold fridge, but at most two more hours of running.
            if (cold && fridge <= 3.6 && runSeconds >= 8 * 3_600) || runSeconds >= 10 * 3_600 {
                runSeconds = 0
                phase = .defrosting(seconds: 0)
            } else {
                phase = cold ? .resting(seconds: 0) : .cooling(seconds: seconds + tick)
            }
        case .defrosting(let seconds):
            let done = evaporator >= 8 || seconds >= 30 * 60
            phase = done ? .dripping(seconds: 0) : .defrosting(seconds: seconds + tick)
        case .dripping(let seconds):
            phase = seconds >= 5 * 60 ? newCycle() : .dripping(seconds: seconds + tick)
        }
    }

    /// The failing controller: two minutes on, two minutes off, whatever the cabinet says.
    private mutating func stutter() {
        let seconds = ailingSeconds % 120
        phase = ailingSeconds / 120 % 2 == 0 ? .cooling(seconds: seconds) : .resting(seconds: seconds)
    }

    private mutating func newCycle() -> Phase {
        pace = generator.vary(1, by: 0.04)
        return .cooling(seconds: 0)
    }

    private mutating func moveFreezer(ambient: Double, fault: SeededFault?) {
        // Without moving air, or without pressure, the freezer slowly loses its cold.
        if fault == .warmCabinet || fault == .shortCycling {
            return Refrigerator.relax(&freezer, toward: -14, minutes: 180)
        }
        // 2 % per kelvin each way give the recipe's 1.6 % more duty per kelvin of ambient.
        let warmth = 0.02 * (ambient - 25)
        let span = Refrigerator.freezerStarts - Refrigerator.freezerStops
        let falling = -span / coolingSeconds * (1 - warmth)
        let rising = span / restingSeconds * (1 + warmth)
        let perSecond = isCooling ? falling : rising
        freezer = max(-21.5, freezer + perSecond * pace * Refrigerator.tick)
    }

    private mutating func moveFridge(ambient: Double, door: DoorHabit.Door, fault: SeededFault?) {
        if fault == .warmCabinet {
            Refrigerator.relax(&fridge, toward: 16, minutes: 60)
            return Refrigerator.relax(&food, toward: fridge, minutes: 390)
        }
        let walls = 1.25 * (ambient - fridge)
        let fromFood = 3 * (food - fridge)
        let heater = isDefrosting ? 5.0 : 0
        let cold = door == .closed && isCooling ? coldAir(fault: fault) : 0
        let watts = walls + fromFood + heater + Refrigerator.doorWatts(door, fridge: fridge) - cold
        fridge += watts * Refrigerator.tick / 18_000
        food -= fromFood * Refrigerator.tick / 70_000
    }

    /// What the damper lets through to the fridge, in watts: more the warmer it is.
    private func coldAir(fault: SeededFault?) -> Double {
        if fault == .shortCycling { return max(0, 50 + 12 * (fridge - 6)) }
        return min(150, max(0, coolingWatts + 30 * (fridge - 4)))
    }

    private static func doorWatts(_ door: DoorHabit.Door, fridge: Double) -> Double {
        switch door {
        case .closed: 0
        // The sensor sits at the back: what a short opening brings hardly passes 5.3 °C there.
        case .opened: 200 * min(1, max(0, (5.3 - fridge) / 0.8))
        case .forgotten: 31
        }
    }

    private mutating func moveEvaporator(fault: SeededFault?) {
        switch phase {
        case .defrosting: evaporator += 31.0 / 900 * Refrigerator.tick
        case .cooling:
            // A stalled fan brings it no heat, so it falls to what the compressor can reach.
            let coldest = fault == .warmCabinet ? -33.0 : -23
            Refrigerator.relax(&evaporator, toward: coldest, minutes: 3)
        case .resting, .dripping: Refrigerator.relax(&evaporator, toward: freezer, minutes: 10)
        }
    }

    /// Moves a temperature toward another with a time constant, by the implicit Euler step.
    private static func relax(_ value: inout Double, toward target: Double, minutes: Double) {
        value += (target - value) * tick / (minutes * 60 + tick)
    }
}
