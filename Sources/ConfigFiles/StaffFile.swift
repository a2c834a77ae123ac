import Appliances
package import Dispatching

/// Reads `config/service/staff.yaml`; `docs/service-desk.md` explains the keys.
///
/// `engineers` must be there, by number: `skills` (category and level 1 to 5), `certificates` (name and last day),
/// `outlet`, `region`, `latitude` with `longitude`, `shifts` (lists of `days` with `hours`), `days_off`. Beside them
/// `outlets`, `regions`, `requirements` (`category`, `families`, `level`, `certificates`), `windows`, `horizon_days`,
/// `work` and `travel`; what is not there is as in the requirements.
///
/// - Returns: the staff; every problem is noted.
package func readStaff(_ node: ConfigNode) -> Staff? {
    let fields = node.fields([
        "engineers", "outlets", "regions", "requirements", "windows", "horizon_days", "work", "travel",
    ])
    let outlets = fields["outlets"].map { readPlaces($0, knowsRegion: true) } ?? []
    let regions = fields["regions"].map { readPlaces($0, knowsRegion: false) } ?? []
    let engineers = fields.required("engineers").map { readEngineers($0, outlets) } ?? []
    let requirements = fields["requirements"]?.items.compactMap(readRequirement) ?? []
    return Staff(
        engineers: engineers, outlets: outlets, regions: regions, requirements: requirements,
        rules: readDispatchRules(fields))
}

// MARK: Places

private func readPlaces(_ node: ConfigNode, knowsRegion: Bool) -> [Outlet] {
    let known = ["latitude", "longitude"] + (knowsRegion ? ["region"] : [])
    return node.fields([]).values.map { name, value in
        let fields = value.fields(known)
        return Outlet(name, at: Place(region: readWord(fields["region"]), position: readPosition(value, fields)))
    }
}

private func readPosition(_ node: ConfigNode, _ fields: Fields) -> Position? {
    guard fields["latitude"] != nil || fields["longitude"] != nil else { return nil }
    let latitude = fields.required("latitude")?.number(in: -90...90)
    let longitude = fields.required("longitude")?.number(in: -180...180)
    guard let latitude, let longitude else { return nil }
    return Position(latitude: latitude, longitude: longitude)
}

/// One line of up to 64 characters; empty, with a note where it is wrong, otherwise.
private func readWord(_ node: ConfigNode?) -> String {
    guard let node, let text = node.text else { return "" }
    if isPlainWord(text) { return text }
    node.fault("\(node.name) must be one line of up to 64 characters")
    return ""
}

/// Whether the text is one line of 1 to 64 characters.
func isPlainWord(_ text: String) -> Bool {
    (1...64).contains(text.count) && text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
}

// MARK: Engineers

private func readEngineers(_ node: ConfigNode, _ outlets: [Outlet]) -> [Engineer] {
    node.fields([]).values.compactMap { number, value in
        guard !number.isEmpty, isCustomerNumber(number) else {
            // Not repeated: it may be a name, and problems go to logs.
            value.fault(
                "an engineer's number must be such as E-101 (up to 32 ASCII letters, digits or `-`, with a digit); "
                    + "no name and no phone number may stand here")
            return nil
        }
        return readEngineer(number, value, outlets)
    }
}

private func readEngineer(_ number: String, _ node: ConfigNode, _ outlets: [Outlet]) -> Engineer {
    var engineer = Engineer(number)
    let fields = node.fields([
        "skills", "certificates", "outlet", "region", "latitude", "longitude", "shifts", "days_off",
    ])
    engineer.skills = fields.required("skills").map(readSkills) ?? []
    engineer.certificates =
        fields["certificates"]?.fields([]).values.compactMap { name, value in
            value.day.map { Engineer.Certificate(name, through: $0) }
        } ?? []
    engineer.outlet = readWord(fields["outlet"])
    if let outlet = fields["outlet"], !engineer.outlet.isEmpty, !outlets.contains(where: { $0.name == engineer.outlet })
    {
        let known = outlets.map(\.name)
        outlet.fault("there is no outlet `\(engineer.outlet)`\(suggestion(for: engineer.outlet, in: known))")
    }
    let region = outlets.first { $0.name == engineer.outlet }?.place.region
    engineer.region = fields["region"] == nil ? region ?? "" : readWord(fields["region"])
    engineer.position = readPosition(node, fields)
    engineer.shifts = fields.required("shifts").map(readShifts) ?? []
    engineer.daysOff = fields["days_off"]?.items.compactMap(\.day) ?? []
    return engineer
}

private func readSkills(_ node: ConfigNode) -> [Engineer.Skill] {
    node.fields(Category.allCases.map(\.rawValue)).values.compactMap { key, value in
        guard let category = Category(rawValue: key), let level = value.whole(in: 1...5) else { return nil }
        return Engineer.Skill(category, level: level)
    }
}

private func readShifts(_ node: ConfigNode) -> [Engineer.Shift] {
    var shifts: [Engineer.Shift] = []
    for item in node.items {
        let fields = item.fields(["days", "hours"])
        let days = fields.required("days")?.items.compactMap { $0.choice(Weekday.self) } ?? []
        guard let hours = fields.required("hours").flatMap(readDayTimes) else { continue }
        for day in days {
            if shifts.contains(where: { $0.weekday == day }) {
                item.fault("\(day.rawValue) has two shifts; keep one of them")
            }
            shifts.append(Engineer.Shift(day, hours))
        }
    }
    return shifts
}

private func readDayTimes(_ node: ConfigNode) -> DayTimes? {
    guard let text = node.text else { return nil }
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { DayTime($0) }
    if ends.count == 2, let from = ends[0], let through = ends[1], let times = DayTimes(from: from, through: through) {
        return times
    }
    node.fault("\(node.name) must be times of one day such as 08:30-17:30, not `\(text)`")
    return nil
}

// MARK: Demands and figures

private func readRequirement(_ node: ConfigNode) -> Requirement? {
    let fields = node.fields(["category", "families", "level", "certificates"])
    let category = fields["category"].map { $0.choice(Category.self) }
    let families = fields["families"]?.items.map { $0.choice(ComponentFamily.self) } ?? []
    let level = fields["level"].map { $0.whole(in: 1...5) } ?? 1
    let certificates = fields["certificates"]?.items.map { readWord($0) } ?? []
    // A requirement of which half is wrong would demand too little.
    if case .some(.none) = category { return nil }
    guard let level, families.allSatisfy({ $0 != nil }), certificates.allSatisfy({ !$0.isEmpty }) else { return nil }
    return Requirement(
        category: category ?? nil, families: families.compactMap { $0 }, level: level, certificates: certificates)
}

private func readDispatchRules(_ fields: Fields) -> DispatchRules {
    var rules = DispatchRules()
    if let node = fields["windows"] {
        let windows = node.items.compactMap(readDayTimes)
        if windows.isEmpty { node.fault("`windows` must name one window at least, such as 09:00-11:00") }
        rules.windows = windows
    }
    if let days = fields["horizon_days"]?.whole(in: 1...60) { rules.horizonDays = days }
    if let work = fields["work"] { readWork(work, &rules) }
    if let travel = fields["travel"] { readTravel(travel, &rules) }
    return rules
}

private func readWork(_ node: ConfigNode, _ rules: inout DispatchRules) {
    for (key, value) in node.fields(["default"] + Category.allCases.map(\.rawValue)).values {
        guard let span = value.span(in: .minutes(5)...TimeSpan.hours(12)) else { continue }
        if let category = Category(rawValue: key) {
            rules.workOf.append(DispatchRules.CategoryWork(category, span))
        } else {
            rules.work = span
        }
    }
}

private func readTravel(_ node: ConfigNode, _ rules: inout DispatchRules) {
    let fields = node.fields([
        "kilometres_per_hour", "detour", "within_region", "elsewhere", "radius_kilometres", "arrive_early", "prompt",
    ])
    let range = TimeSpan.zero...TimeSpan.hours(12)
    if let speed = fields["kilometres_per_hour"]?.number(in: 1...150) { rules.kilometresPerHour = speed }
    if let detour = fields["detour"]?.number(in: 1...5) { rules.detour = detour }
    if let span = fields["within_region"]?.span(in: range) { rules.withinRegion = span }
    if let span = fields["elsewhere"]?.span(in: range) { rules.elsewhere = span }
    if let radius = fields["radius_kilometres"]?.number(in: 1...1_000) { rules.radiusKilometres = radius }
    if let span = fields["arrive_early"]?.span(in: .zero...TimeSpan.hours(2)) { rules.arriveEarly = span }
    if let span = fields["prompt"]?.span(in: .zero...TimeSpan.hours(12)) { rules.promptBefore = span }
}
