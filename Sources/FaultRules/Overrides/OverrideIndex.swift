package import Appliances

/// The overrides that count on one day, grouped so that a fleet of 100,000 appliances finds its own at once.
///
/// An override that names a device, a home, a model or the like without a `*` is only ever looked at for the
/// appliances of that name.
package struct OverrideIndex: Sendable {
    /// The overrides as given, the expired ones among them.
    package let overrides: [Override]
    /// The next day on which another resolution may count: something expires, or a season begins.
    package let nextChange: CalendarDay?

    /// One value of one parameter, by places.
    private struct Write {
        let rule: Int
        let parameter: Int
        let setting: Int
    }

    private let rules: [FaultRule]
    private let season: Season
    /// The values without any override, by rule.
    private let standards: [[Double]]
    /// What each override sets; empty for those that do not count.
    private let writes: [[Write]]
    /// The numbers of the overrides that count, weakest first; groups name places in this list.
    private let order: [Int]
    /// The places of those that are looked at for every appliance.
    private let wide: [Int]
    private let groups: [Group]

    /// The overrides that name one key of an appliance; the words are only ever looked up.
    private struct Group {
        let key: Override.Key
        var places: [String: [Int]] = [:]
    }

    /// From the key that fewest appliances share to the one that most do.
    private static let selective: [Override.Key] = [
        .device, .home, .batch, .model, .centre, .firmware, .family, .region,
    ]

    /// The overrides that count on a day, over these rules.
    ///
    /// Settings of rules and parameters that are not there are passed over; files are checked for them.
    package init(
        _ overrides: [Override], rules: [FaultRule], on day: CalendarDay,
        hemisphere: Season.Hemisphere = .northern
    ) {
        self.overrides = overrides
        self.rules = rules
        let season = Season(of: day, hemisphere: hemisphere)
        let writes = OverrideIndex.writes(of: overrides, rules: rules, on: day)
        let order = OverrideIndex.order(of: overrides).filter { !writes[$0].isEmpty }
        (self.season, self.writes, self.order) = (season, writes, order)
        nextChange = overrides.nextChange(after: day, hemisphere: hemisphere)
        standards = rules.map { $0.parameters.map(\.value) }
        var wide: [Int] = []
        var groups = OverrideIndex.selective.map { Group(key: $0) }
        for (place, number) in order.enumerated() {
            let match = overrides[number].match
            if !match.mayHold(in: season) { continue }
            guard let group = groups.firstIndex(where: { match.words(of: $0.key) != nil }),
                let words = match.words(of: groups[group].key)
            else {
                wide.append(place)
                continue
            }
            for word in words { groups[group].places[word, default: []].append(place) }
        }
        self.wide = wide
        self.groups = groups.filter { !$0.places.isEmpty }
    }

    /// The numbers of the overrides that count for an appliance, weakest first.
    ///
    /// Appliances with the same answer have the same values in every rule.
    package func numbers(for appliance: Appliance) -> [Int] {
        var places: [Int] = []
        for group in groups {
            guard let named = group.places[group.key.text(of: appliance, in: season)] else { continue }
            places += named.filter { overrides[order[$0]].match.holds(for: appliance, in: season) }
        }
        places += wide.filter { overrides[order[$0]].match.holds(for: appliance, in: season) }
        return places.isEmpty ? [] : places.sorted().map { order[$0] }
    }

    /// The values of a rule's parameters, in their order, under ``numbers(for:)`` of an appliance.
    ///
    /// Costs nothing where none of them sets anything of the rule.
    package func values(of rule: Int, under numbers: [Int]) -> [Double] {
        var values = standards[rule]
        for number in numbers {
            for write in writes[number] where write.rule == rule {
                values[write.parameter] = overrides[number].settings[write.setting].value
            }
        }
        return values
    }

    /// As ``values(of:under:)``, with the reason of each.
    package func resolution(of rule: Int, under numbers: [Int]) -> Resolution {
        var entries = rules[rule].parameters.map {
            Resolution.Entry(value: $0.value, text: $0.text, reason: .standard, beaten: [])
        }
        for number in numbers {
            for write in writes[number] where write.rule == rule {
                entries[write.parameter].yield(to: overrides[number], overrides[number].settings[write.setting])
            }
        }
        return Resolution(entries: entries)
    }

    /// What each override sets, by places; nothing for those that have expired.
    private static func writes(of overrides: [Override], rules: [FaultRule], on day: CalendarDay) -> [[Write]] {
        var places: [String: Int] = [:]
        for (place, rule) in rules.enumerated() where places[rule.name] == nil { places[rule.name] = place }
        return overrides.map { override in
            guard override.counts(on: day) else { return [] }
            // Within one override `for.major` says more than `for`, wherever it stands.
            let settings = override.settings.enumerated()
            let ordered = settings.filter(\.element.isForAllLevels) + settings.filter { !$0.element.isForAllLevels }
            return ordered.flatMap { number, setting -> [Write] in
                guard let rule = places[setting.rule] else { return [] }
                return rules[rule].parameters.enumerated().filter { setting.sets($0.element.name) }.map {
                    Write(rule: rule, parameter: $0.offset, setting: number)
                }
            }
        }
    }

    /// Weakest first: by rank, then by the order of the files.
    private static func order(of overrides: [Override]) -> [Int] {
        overrides.indices.sorted { left, right in
            (overrides[left].match.rank, left) < (overrides[right].match.rank, right)
        }
    }
}

extension Override.Match {
    /// The words of a key that is asked for without a `*`; nil where it is not asked for, or with one.
    fileprivate func words(of key: Override.Key) -> [String]? {
        guard let term = terms.first(where: { $0.key == key }) else { return nil }
        let words = term.patterns.compactMap(\.word)
        guard words.count == term.patterns.count else { return nil }
        // Each once, or the same override would be found twice.
        return words.enumerated().filter { !words[..<$0.offset].contains($0.element) }.map(\.element)
    }
}

extension [Override] {
    /// The next day on which a resolution may change: the day after one expires, or the first of a season in
    /// which one begins or ceases to count. Nil where none ever will.
    package func nextChange(
        after day: CalendarDay, hemisphere: Season.Hemisphere = .northern
    ) -> CalendarDay? {
        let living = filter { $0.counts(on: day) }
        let ends = living.compactMap { $0.until?.adding(days: 1) }
        let turns = living.compactMap { override -> CalendarDay? in
            var last = day
            // Four seasons later everything is as it was.
            for _ in 0..<4 {
                let next = Season.change(after: last)
                let (before, after) = (
                    Season(of: last, hemisphere: hemisphere), Season(of: next, hemisphere: hemisphere)
                )
                if override.match.mayHold(in: before) != override.match.mayHold(in: after) { return next }
                last = next
            }
            return nil
        }
        return (ends + turns).min()
    }
}
