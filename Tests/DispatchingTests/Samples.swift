import Appliances
import Dispatching
import ServiceDesk
import Testing

/// Seeded chance (SplitMix64): a failing seed fails again, on every machine.
struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A number from 0 up to but not including `bound`.
    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        return Int(StableHash.avalanche(state) % UInt64(bound))
    }

    mutating func pick<Element>(_ all: [Element]) -> Element { all[below(all.count)] }
}

/// 2026-11-25 08:00 in Jinan, a Wednesday.
let morning = Timestamp(milliseconds: 1_795_564_800_000)
let today = CalendarDay(morning, utcOffsetSeconds: 8 * 3_600)

/// A time of that day or of one so many days later.
func at(_ time: String, days: Int = 0) -> Timestamp {
    window("\(time)-24:00", days: days).from
}

/// Such as `09:00-11:00`, on that day or so many days later.
func window(_ times: String, days: Int = 0) -> Window {
    let ends = times.split(separator: "-").compactMap { DayTime($0) }
    guard ends.count == 2, let times = DayTimes(from: ends[0], through: ends[1]) else {
        preconditionFailure("\(times) are no times of a day")
    }
    return Window(times, on: today.adding(days: days), utcOffsetSeconds: 8 * 3_600)
}

/// An engineer for refrigerators in the north who works every day from 08:30 to 18:00.
func engineer(_ number: String, level: Int = 3, region: String = "north", at position: Position? = nil) -> Engineer {
    var engineer = Engineer(number)
    engineer.skills = [Engineer.Skill(.refrigerator, level: level)]
    engineer.region = region
    engineer.outlet = "jinan-1"
    engineer.position = position
    guard let from = DayTime("08:30"), let through = DayTime("18:00"),
        let hours = DayTimes(from: from, through: through)
    else { preconditionFailure("these are times") }
    engineer.shifts = Weekday.allCases.map { Engineer.Shift($0, hours) }
    return engineer
}

/// A refrigerator in the north whose compressor fails.
func job(
    _ request: String = "SR-1", _ times: String? = nil, needs: [PartNeed] = [], priority: Priority = .p3,
    at place: Place = Place(region: "north")
) -> Job {
    var job = Job(request)
    (job.category, job.component, job.place) = (.refrigerator, .compressor, place)
    (job.needs, job.priority) = (needs, priority)
    job.window = times.map { window($0) }
    return job
}

func promise(_ request: String, of engineer: String, _ times: String, days: Int = 0) -> Promise {
    Promise(of: engineer, job(request), in: window(times, days: days))
}
