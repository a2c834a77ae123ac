/// What a word of a path may mean, in whatever language of devices it is said.
enum Concept: CaseIterable {
    case temperature, humidity, power, voltage, current, energy, frequency, speed, pressure
    case door, contact, battery, signal, compressor, fan, setpoint, fault, relay
    case fridge, freezer, flexzone, evaporator, condenser, discharge, suction, defrost, heater
    case ambient, indoor, outdoor, coil, water, inlet, outlet, drum, drain, valve, expansion, fourWay
    case own, running, low, high, starts, hours, period, consumption, limit, label

    private var words: [String] { Concept.words[self] ?? [] }

    /// The words of each; only ever looked up.
    private static let words: [Concept: [String]] = [
        .temperature: ["temperature", "temp", "tmp", "temperatur", "温度"],
        .humidity: ["humidity", "humid", "hum", "rh", "湿度"],
        .power: ["power", "watt", "watts", "apower", "pwr", "功率"],
        .voltage: ["voltage", "volt", "volts", "电压"],
        .current: ["current", "amp", "amps", "ampere", "amperes", "curr", "电流"],
        .energy: ["energy", "kwh", "wh", "aenergy", "electricity", "电量"],
        .frequency: ["frequency", "freq", "hz", "频率"],
        .speed: ["speed", "rpm", "rps"],
        .pressure: ["pressure", "press"],
        .door: ["door", "lid", "门"],
        .contact: ["contact", "reed", "opening"],
        .battery: ["battery", "batt", "bat"],
        .signal: ["rssi", "dbm", "signal"],
        .compressor: ["compressor", "comp", "inverter", "压缩机"],
        .fan: ["fan"],
        .setpoint: ["setpoint", "target", "sel", "desired", "set", "setting", "setpt", "requested"],
        .fault: [
            "error", "errors", "err", "fault", "faults", "failure", "fail", "alarm", "alarms", "problem",
            "malfunction", "overtemperature", "overheat", "overload", "overpower",
        ],
        .relay: ["relay", "switch", "output", "outlet"],
        .fridge: ["fridge", "refrigerator", "cooler", "chiller", "refrigeration", "冷藏"],
        .freezer: ["freezer", "frz", "freeze", "冷冻"],
        .flexzone: ["flexzone", "vario", "myzone", "variable"],
        .evaporator: ["evaporator", "evap"],
        .condenser: ["condenser"],
        .discharge: ["discharge", "exhaust"],
        .suction: ["suction"],
        .defrost: ["defrost", "defrosting"],
        .heater: ["heater"],
        .ambient: ["ambient", "env", "environment"],
        .indoor: ["indoor", "inside", "room"],
        .outdoor: ["outdoor", "outside"],
        .coil: ["coil", "coiler", "pipe"],
        .water: ["water"],
        .inlet: ["inlet"],
        .outlet: ["outlet"],
        .drum: ["drum", "spin"],
        .drain: ["drain", "drainage"],
        .valve: ["valve"],
        .expansion: ["eev", "exv", "expansion"],
        .fourWay: ["fourway", "four"],
        .own: ["internal", "chip", "cpu", "mcu", "die", "board", "esp", "device"],
        .running: ["running", "run", "active", "on", "state", "status"],
        .low: ["low"],
        .high: ["high"],
        .starts: ["starts", "count", "cycles"],
        .hours: ["hours", "runtime"],
        .period: [
            "today", "yesterday", "daily", "day", "month", "week", "year", "hour", "minute", "last", "previous",
        ],
        .limit: [
            "min", "max", "minimum", "maximum", "limit", "offset", "calibration", "threshold", "correction",
            "factor", "unit", "units", "id", "apparent", "reactive", "outage", "range", "compensate",
            "interval", "default",
        ],
        .consumption: ["consumption"],
        .label: [
            "flag", "type", "mode", "index", "wave", "time", "role", "save", "saving", "saved", "support",
            "supported", "exist", "delta", "version", "capacity", "estimate",
        ],
    ]

    /// Words that are long enough to be seen within another, as in `evaporatortemp`.
    private static let stems: [(String, Concept)] = Concept.allCases.flatMap { concept in
        concept.words.filter { $0.utf8.count >= 6 }.map { ($0, concept) }
    }

    private static let byWord: [String: [Concept]] = {
        var byWord: [String: [Concept]] = [:]
        for concept in Concept.allCases { for word in concept.words { byWord[word, default: []].append(concept) } }
        return byWord
    }()

    /// What a value may be a number of.
    static let quantities: Set<Concept> = [
        .temperature, .humidity, .power, .voltage, .current, .energy, .frequency, .speed, .pressure, .consumption,
    ]

    /// What a path speaks of. Of the quantities those of its last name count, where it has any: `ENERGY/Power` is
    /// power, and `ENERGY/Total` energy.
    static func all(inPath path: String) -> Set<Concept> {
        let names = path.split(separator: "/").filter { !PathWords.isGeneric(String($0)) }.suffix(4)
        let all = self.all(in: names.flatMap { PathWords.words(of: String($0)) })
        let own = self.all(in: PathWords.words(of: String(names.last ?? "")))
        return own.isDisjoint(with: quantities) ? all : all.subtracting(quantities).union(own)
    }

    /// What the words mean, all of them together.
    static func all(in words: [String]) -> Set<Concept> {
        var found: Set<Concept> = []
        if words.suffix(2) == ["t", "c"] || words.suffix(2) == ["t", "f"] { found.insert(.temperature) }
        for word in words {
            if let concepts = byWord[word] {
                found.formUnion(concepts)
            } else {
                for (stem, concept) in stems where word.contains(stem) { found.insert(concept) }
                if word.hasSuffix("temp") { found.insert(.temperature) }
            }
        }
        return found
    }
}
