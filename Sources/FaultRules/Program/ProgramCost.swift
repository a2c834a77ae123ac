package import Appliances

/// What an appliance costs in memory, part by part.
package struct ProgramCost: Sendable {
    /// One thing that is remembered.
    package struct Part: Sendable {
        /// What: `clock`, `channel`, `alarm`, `window`, `state` or `baseline`.
        package let kind: String
        /// What it means, as a formula.
        package let meaning: String
        /// The rules that use it; it is kept once for all of them.
        package let rules: [String]
        /// How many bytes.
        package let bytes: Int
    }

    /// Everything that is remembered, in the order of memory.
    package let parts: [Part]
    /// How many instructions a record runs through.
    package let instructions: Int

    /// Bytes of everything but baselines.
    package var bytes: Int { parts.filter { $0.kind != "baseline" }.reduce(0) { $0 + $1.bytes } }

    /// Bytes of baselines.
    package var baselineBytes: Int { parts.filter { $0.kind == "baseline" }.reduce(0) { $0 + $1.bytes } }
}

extension RuleSet {
    /// What one appliance costs under these rules.
    package func cost(of appliance: Appliance, on day: CalendarDay) -> ProgramCost {
        let plan = ProgramPlan(self, appliances: [appliance], on: day)
        guard let program = plan.programs.first, let users = plan.users.first else {
            return ProgramCost(parts: [], instructions: 0)
        }
        let parts = program.memories.map { memory in
            let isShared = memory.kind == .clock || memory.kind == .channel
            let names = (users[memory.meaning] ?? []).map { rules[$0].name }
            return ProgramCost.Part(
                kind: memory.kind.rawValue, meaning: memory.text, rules: isShared ? [] : names,
                bytes: memory.words.count * 8)
        }
        return ProgramCost(parts: parts, instructions: program.instructions.count)
    }
}
