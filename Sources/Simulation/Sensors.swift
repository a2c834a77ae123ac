/// What the machine's sensors say of it: with noise, and in their steps.
struct Sensors: Sendable {
    private var generator: SeededGenerator
    private let runningAmperes: Double
    private let runningWatts: Double

    init(generator: SeededGenerator) {
        self.generator = generator
        runningAmperes = self.generator.vary(0.9, by: 0.05)
        runningWatts = self.generator.vary(100, by: 0.08)
    }

    /// One sample of every channel, always in the same order.
    mutating func read(
        _ machine: Refrigerator, doorIsOpen: Bool, ambient: Double, fanStalled: Bool
    ) -> [(channel: String, value: Double, isState: Bool)] {
        let running = machine.isCooling
        // Without air over it the evaporator boils off less: the compressor draws 84.5 W of 100.
        let load = fanStalled ? 0.845 : 1
        let amperes = running ? runningAmperes * load + 0.02 * noise() : 0
        let idleWatts = machine.isDefrosting ? 180 + 2 * noise() : 2
        let watts = running ? runningWatts * load + 2 * noise() : idleWatts
        let rpm = running && !fanStalled ? (1_430 + 8 * noise()).rounded() : 0
        return [
            ("fridge.temperature", celsius(machine.fridge), false),
            ("freezer.temperature", celsius(machine.freezer), false),
            ("evaporator.temperature", celsius(machine.evaporator), false),
            ("ambient.temperature", celsius(ambient), false),
            ("compressor.running", running ? 1 : 0, true),
            ("compressor.current", (amperes * 100).rounded() / 100, false),
            ("power.active", (watts * 10).rounded() / 10, false),
            ("fan.evaporator.speed", rpm, false),
            ("fridge.door.open", doorIsOpen ? 1 : 0, true),
            ("compressor.discharge.temperature", celsius(machine.discharge), false),
        ]
    }

    /// A thermistor: ± 0.1 K of noise in steps of 0.1 K.
    private mutating func celsius(_ temperature: Double) -> Double {
        ((temperature + 0.1 * noise()) * 10).rounded() / 10
    }

    /// From -1 to 1.
    private mutating func noise() -> Double { 2 * generator.unit() - 1 }
}
