import Appliances

/// What is known of a path before anybody says what it is.
struct PathClue {
    let path: String
    /// Further words: names, classes, what the topic says.
    var words: [String] = []
    /// The class that the device gives it, such as `temperature`; its quantity counts before any other.
    var deviceClass = ""
    /// The unit as sent.
    var unit: String?
    var values: [RawValue] = []
    /// What the values are where none was seen.
    var nature: ValueNature?
    /// The texts for true and false, where they were told.
    var truths: (on: String, off: String)?

    /// What all of it speaks of.
    var concepts: Set<Concept> {
        let all = words.reduce(Concept.all(inPath: path)) { $0.union(Concept.all(inPath: $1)) }
        let told = Concept.all(inPath: deviceClass)
        return (told.isDisjoint(with: Concept.quantities) ? all : all.subtracting(Concept.quantities)).union(told)
    }
}

/// Makes lines of the channel table out of clues.
enum EntryGuess {
    /// The longest path; YAML has no keys of over 1024 characters, and nobody reads them.
    private static let pathBytesMax = 256

    /// The line for a path; nil where nobody can say what it is.
    static func entry(_ clue: PathClue) -> ProfileDraft.Entry? {
        guard canBeKey(clue.path) else { return nil }
        let concepts = clue.concepts
        let seen = ValueNature(clue.values)
        let nature = seen == .unknown ? clue.nature ?? .unknown : seen
        if concepts.contains(.fault), !concepts.contains(.limit) { return fault(clue, concepts, nature) }
        guard let channel = ChannelRule.channel(for: concepts, nature) else { return nil }
        guard channel.name == "supply.voltage", isOfBattery(clue.values), let battery = Channel.named("battery.voltage")
        else {
            return entry(clue, channel, concepts)
        }
        var entry = entry(clue, battery, concepts)
        entry?.remarks.append("check: taken for the battery's by its size")
        return entry
    }

    /// Whether a path can stand in the table.
    private static func canBeKey(_ path: String) -> Bool {
        (1...pathBytesMax).contains(path.utf8.count) && !path.hasPrefix("/") && !path.contains { "{}".contains($0) }
    }

    /// Whether voltages are those of small cells, in volts or in millivolts.
    private static func isOfBattery(_ values: [RawValue]) -> Bool {
        let numbers = values.compactMap(\.asNumber).filter { $0 != 0 }
        return !numbers.isEmpty && numbers.allSatisfy { 1.5...4.5 ~= $0 || 1_500...4_500 ~= $0 }
    }

    private static func entry(_ clue: PathClue, _ channel: Channel, _ concepts: Set<Concept>) -> ProfileDraft.Entry? {
        var entry = ProfileDraft.Entry(path: clue.path, channel: channel.name)
        if !clue.values.isEmpty { entry.remarks.append("seen: \(SeenPath(clue.path, clue.values).shownValues)") }
        if let guess = UnitGuess(path: clue.path, sent: clue.unit, values: clue.values, channel: channel) {
            (entry.unit, entry.scale) = (guess.unit, guess.scale)
            if let remark = guess.remark { entry.remarks.append(remark) }
            guard guess.isPossible(clue.values, on: channel) else { return nil }
        }
        let empty = clue.values.filter { $0.asNumber.map { Sentinels.isOne($0, on: channel) } ?? false }
        if !empty.isEmpty {
            entry.absent = empty.map(\.sent)
            entry.remarks.append("check: \(entry.absent.joined(separator: ", ")) looks like no sensor, or is measured")
        }
        if channel.kind == .counter { entry.kind = .counter }
        if channel.kind == .state { addMeanings(clue, concepts, &entry) }
        return entry
    }

    private static func addMeanings(_ clue: PathClue, _ concepts: Set<Concept>, _ entry: inout ProfileDraft.Entry) {
        if let truths = clue.truths {
            let usual = (truth(Array(truths.on.utf8).span), truth(Array(truths.off.utf8).span))
            guard usual != (true, false) else { return }
            entry.meanings = [.init(sent: truths.on, isTrue: true), .init(sent: truths.off, isTrue: false)]
        } else if concepts.contains(.contact), !concepts.contains(.door), clue.values.contains(where: { $0.isBare }) {
            // A reed contact is closed while the door is.
            entry.meanings = [.init(sent: "false", isTrue: true), .init(sent: "true", isTrue: false)]
            entry.remarks.append("check: true was taken for a contact that is closed, and a door with it")
        } else if entry.channel.hasSuffix(".open") {
            entry.remarks.append("check: true was taken for open")
        }
    }

    private static func fault(
        _ clue: PathClue, _ concepts: Set<Concept>, _ nature: ValueNature
    ) -> ProfileDraft.Entry? {
        // A bare 0 may be a flag or the code for nothing; a code that is 0 and 1 serves as both.
        let isFlag = nature == .truths || (nature == .unknown && clue.truths != nil)
        var entry = ProfileDraft.Entry(path: clue.path, channel: isFlag ? "fault.flag" : "fault.code")
        if !clue.values.isEmpty { entry.remarks.append("seen: \(SeenPath(clue.path, clue.values).shownValues)") }
        entry.kind = isFlag ? .flag : .code
        entry.component = component(concepts)?.rawValue
        if entry.component != nil { entry.remarks.append("check: the component was guessed from the name") }
        if isFlag {
            addMeanings(clue, [], &entry)
            return entry
        }
        entry.clear = clue.values.map(\.sent).filter { healthy.contains($0.lowercased()) }
        if entry.clear.isEmpty { entry.clear = ["0"] }
        entry.remarks.append("check: which values say that nothing is wrong; `tables` can say what the others mean")
        return entry
    }

    private static let healthy = [
        "0", "00", "000", "0000", "0x00", "0x0000", "none", "ok", "normal", "no error", "no_error", "noerror",
        "no fault",
        "good", "-", "--",
    ]

    /// The part that a fault speaks of.
    private static func component(_ concepts: Set<Concept>) -> Component? {
        let parts: [(Set<Concept>, Component)] = [
            ([.compressor], .compressor), ([.fan], .fanMotor), ([.defrost], .defrostHeater), ([.drain], .drainPump),
            ([.door], .door), ([.evaporator], .evaporator), ([.condenser], .condenser),
            ([.water, .inlet], .inletValve),
            ([.heater], .waterHeater), ([.temperature], .sensor), ([.humidity], .sensor),
        ]
        return parts.first { $0.0.isSubset(of: concepts) }?.1
    }
}

extension SeenPath {
    fileprivate init(_ path: String, _ values: [RawValue]) {
        self.init(path)
        for value in values { note(value) }
    }
}

extension RawValue {
    /// Whether it is true or false without saying of what; `open` says it.
    fileprivate var isBare: Bool {
        switch self {
        case .flag: true
        case .text(let text): ["true", "false"].contains(text)
        case .number, .missing: false
        }
    }
}
