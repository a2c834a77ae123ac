package import Appliances

/// One refrigerator of a fleet, with its household, its papers and perhaps its fault.
package struct SimulatedAppliance: Sendable {
    /// Its row in the registry.
    package let appliance: Appliance
    /// The fault it is given; nil where it stays healthy.
    package let fault: SeededFault?
    /// When the fault begins; nil where it stays healthy.
    package let faultAt: Timestamp?

    /// Homes live by China Standard Time: doors and ambient follow its day.
    private static let utcOffsetSeconds = 8 * 3_600
    private static let forgottenDoor = TimeSpan.minutes(45)

    private var machine: Refrigerator
    private var habit: DoorHabit
    private var sensors: Sensors
    private var clock: Timestamp
    private var door = DoorHabit.Door.closed
    private var seq = 0

    init(
        _ appliance: Appliance, fault: (kind: SeededFault, at: Timestamp)?, start: Timestamp,
        seed: UInt64
    ) {
        // Three generators, so that what the sensors draw never changes how the machine lives.
        var seeds = SeededGenerator(seed: seed)
        self.appliance = appliance
        self.fault = fault?.kind
        faultAt = fault?.at
        machine = Refrigerator(generator: SeededGenerator(seed: seeds.next()))
        habit = DoorHabit(generator: SeededGenerator(seed: seeds.next()))
        sensors = Sensors(generator: SeededGenerator(seed: seeds.next()))
        clock = start
    }

    /// Lives on until a moment and says what it sends then; nil where it is silent.
    ///
    /// The moment must not lie before the one of the call before. What the machine did is
    /// the same whether it is asked every 30 seconds or every ten minutes.
    package mutating func step(to moment: Timestamp) -> TelemetryRecord? {
        precondition(moment >= clock, "A simulated appliance cannot go back in time.")
        if fault == .silence, let faultAt, moment >= faultAt { return nil }
        let tick = TimeSpan.seconds(Int64(Refrigerator.tickSeconds))
        while clock + tick <= moment {
            clock = clock + tick
            live()
        }
        seq += 1
        return TelemetryRecord(
            device: appliance.id, site: appliance.site, at: moment, boot: 1, seq: seq,
            readings: sensors.read(
                machine, doorIsOpen: door != .closed, ambient: ambient,
                fanStalled: present == .warmCabinet))
    }

    /// The fault, once it has begun.
    private var present: SeededFault? {
        if let faultAt, clock > faultAt { fault } else { nil }
    }

    private mutating func live() {
        door = habit.tick(hour: secondOfDay / 3_600)
        let closedAgain = faultAt.map { $0 + SimulatedAppliance.forgottenDoor } ?? .epoch
        if present == .doorLeftOpen, clock <= closedAgain {
            door = .forgotten
        }
        machine.tick(ambient: ambient, door: door, fault: present)
    }

    private var secondOfDay: Int {
        let seconds = clock.milliseconds / 1_000 + Int64(SimulatedAppliance.utcOffsetSeconds)
        let rest = Int(seconds % 86_400)
        return rest < 0 ? rest + 86_400 : rest
    }

    /// 25 °C ± 2 K over the day, warmest at 15:00 local time.
    private var ambient: Double {
        let turn = Double((secondOfDay + 15 * 3_600) % 86_400) / 43_200
        // Bhaskara's parabola for the sine (within 0.2 %), because libraries differ in the last bit.
        let half = turn < 1 ? turn : turn - 1
        let sine = 16 * half * (1 - half) / (5 - 4 * half * (1 - half))
        return 25 + 2 * (turn < 1 ? sine : -sine)
    }
}
