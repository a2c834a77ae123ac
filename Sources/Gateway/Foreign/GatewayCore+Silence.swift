import Appliances
import Devices
import FaultRules
import Telemetry

/// How long devices may be silent: some conventions speak once an hour when nothing changes.
extension GatewayCore {
    /// The rule that is about silence, and its lengths for the first word and for the second.
    static let silenceRule = (name: "telemetry_silence", quiet: "quiet", long: "long")
    /// How much longer than its profile allows an appliance is silent before its owner is told.
    private static let grace = TimeSpan.minutes(90)

    /// Notes how long the devices of the message in hand may be silent by the profile that read it.
    mutating func noteSilence() {
        guard case .read(let profile) = decoding.outcome, let span = reader.profiles[profile].staleAfter else { return }
        for device in decoding.devices {
            guard let owner = reader.bindings.binding(of: device)?.appliance else { continue }
            // What an earlier process knew is of the profiles of that day.
            let known = memories[owner].isSilenceOfToday ? memories[owner].silence : .zero
            memories[owner].isSilenceOfToday = true
            guard max(known, span) != memories[owner].silence else { continue }
            memories[owner].silence = max(known, span)
            memories[owner].isChanged = true
            isSilenceChanged = true
        }
    }

    /// Puts into force what was noted.
    mutating func settleSilence() {
        guard isSilenceChanged else { return }
        isSilenceChanged = false
        enforce(policy.rules)
    }

    /// What the gateway sets for appliances that may be silent for longer than the rule allows.
    func silenceOverrides(of rules: RuleSet) -> [Override] {
        let names = GatewayCore.silenceRule
        guard let rule = rules.rules.first(where: { $0.name == names.name }),
            let quiet = rule.parameters.first(where: { $0.name == names.quiet })?.value,
            let long = rule.parameters.first(where: { $0.name == names.long })?.value
        else { return [] }
        let theirs = rules.overrides.filter { override in
            override.by != RuleSet.gateway && override.settings.contains { $0.rule == names.name }
        }
        let numbers = memories.indices.filter { number in
            memories[number].silence.seconds > quiet && !GatewayCore.isSet(policy.appliances[number], by: theirs)
        }
        return numbers.map { number in
            let span = memories[number].silence
            let device = policy.appliances[number].id.text
            let later = span.milliseconds + GatewayCore.grace.milliseconds
            let words = [
                (names.quiet, span), (names.long, max(TimeSpan(milliseconds: later), .seconds(Int64(long)))),
            ]
            return Override(
                match: Override.Match([Override.Match.Term(.device, [Glob(device)])]),
                settings: words.map { name, span in
                    Override.Setting(
                        rule: names.name, parameter: name, value: span.seconds, text: "\(span)", measure: .time)
                },
                by: RuleSet.gateway, reason: "its device profile lets it be silent for \(span)")
        }
    }

    /// Whether people have set how long an appliance may be silent: their word counts alone.
    private static func isSet(_ appliance: Appliance, by overrides: [Override]) -> Bool {
        overrides.contains { override in
            Season.allCases.contains { override.match.holds(for: appliance, in: $0) }
        }
    }
}
