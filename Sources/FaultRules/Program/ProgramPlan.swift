import Appliances
import Telemetry

/// Which appliances share which program: one for every distinct set of rules and values.
struct ProgramPlan: Sendable {
    private(set) var programs: [RuleProgram] = []
    /// The program of each appliance.
    private(set) var places: [Int] = []
    /// The rules of each program with the values that count.
    private(set) var parts: [[RuleCompiler.Part]] = []
    /// Which rules use which memory of each program.
    private(set) var users: [[UInt64: [Int]]] = []
    /// The next day on which a value may change.
    let nextChange: CalendarDay?

    /// What decides about an appliance's program.
    private struct Key: Hashable {
        let rules: [Int]
        let overrides: [Int]
        let model: String
    }

    init(_ set: RuleSet, appliances: [Appliance], on day: CalendarDay) {
        let index = OverrideIndex(set.overrides, rules: set.rules, on: day)
        nextChange = index.nextChange
        let isModelAsked = set.rules.contains { !$0.priors.isEmpty }
        let hasTraits = set.rules.contains { !$0.reach.traits.isEmpty }
        var known: [Key: Int] = [:]
        var rulesOf: [Category: [Int]] = [:]
        for appliance in appliances {
            // Where no rule asks for traits, the rules are those of the category.
            let kept = hasTraits && !appliance.traits.isEmpty ? nil : rulesOf[appliance.category]
            let rules =
                kept
                ?? set.rules.indices.filter {
                    set.rules[$0].stage.isEvaluated && set.rules[$0].reach.covers(appliance)
                }
            if appliance.traits.isEmpty || !hasTraits { rulesOf[appliance.category] = rules }
            let overrides = index.numbers(for: appliance)
            let key = Key(rules: rules, overrides: overrides, model: isModelAsked ? appliance.model : "")
            if let place = known[key] {
                places.append(place)
                continue
            }
            let parts = rules.map {
                RuleCompiler.Part(
                    number: $0, rule: set.rules[$0], values: index.values(of: $0, under: overrides),
                    model: appliance.model)
            }
            let compiler = RuleCompiler(parts, channels: set.channels)
            known[key] = programs.count
            places.append(programs.count)
            programs.append(RuleProgram(compiler.program))
            users.append(compiler.users)
            self.parts.append(parts)
        }
    }
}
