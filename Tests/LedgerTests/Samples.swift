import Appliances
import Daybook
import FaultRules
import Foundation
import GRDB
import Ledger
import Maintenance
import ServiceDesk
import Telemetry
import Warranty

/// The moment at which the stories of these tests begin.
let start = Timestamp(milliseconds: 1_795_305_600_000)

/// A folder that goes with the test.
final class Scratch {
    let url = FileManager.default.temporaryDirectory.appending(path: "foretell-ledger-\(UUID())")

    deinit { try? FileManager.default.removeItem(at: url) }

    /// A ledger in it; `compacts` is off unless a test is about pruning.
    func ledger(compacts: Bool = false) throws -> SQLiteLedger {
        try SQLiteLedger(StateFolder(url), compacts: compacts)
    }

    /// Looks into, or damages, one of its databases behind the ledger's back.
    func open<Value>(_ name: String = "desk.db", _ look: (Database) throws -> Value) throws -> Value {
        try DatabaseQueue(path: url.appending(path: name).path).write(look)
    }

    /// The numbers of the batches in the journal.
    func journal() throws -> [Int64] {
        try open { try Int64.fetchAll($0, sql: "SELECT sequence FROM batch ORDER BY sequence") }
    }
}

func appliance(_ name: String = "fridge-1") -> Appliance {
    guard let id = DeviceID(name), let site = SiteID("home-1") else { preconditionFailure("\(name) is no name") }
    return Appliance(id: id, site: site, category: .refrigerator, owner: "C-00017")
}

/// One record as a test puts it into a message, and whether the gateway stored it.
struct Line {
    var at: Timestamp?
    var temperature: Double
    var isStored = true

    var json: String {
        let time = at.map { "\"at\":\"\($0)\"," } ?? ""
        return "{\(time)\"readings\":{\"fridge.temperature\":\(temperature)}}"
    }
}

extension Entry {
    /// An entry of messages of one device each, as the gateway would have made it.
    init(_ sequence: Int64, _ messages: [(device: String, lines: [Line])], arrival: Timestamp = start) {
        var batch = MessageBatch()
        for message in messages {
            let text = "[\(message.lines.map(\.json).joined(separator: ","))]"
            batch.append(
                topic: "foretell/v1/home-1/\(message.device)/telemetry", payload: Array(text.utf8), arrival: arrival)
        }
        self.init(closed: arrival, batch: batch)
        self.sequence = sequence
        let clock = DeviceClock()
        marks = messages.flatMap(\.lines).map { line in
            line.isStored ? clock.judge(device: line.at, arrival: arrival).verdict.rawValue + 1 : 0
        }
        tally[.records] = marks.count
    }

    /// An entry of one record of one device.
    static func plain(_ sequence: Int64, temperature: Double = 4) -> Entry {
        let moment = start + .minutes(sequence)
        return Entry(sequence, [("fridge-1", [Line(at: moment, temperature: temperature)])], arrival: moment)
    }
}

/// An episode of a rule, with a signal that is known and one that is not.
func episode(_ device: String = "fridge-1", at moment: Timestamp = start, level: Level = .major) throws -> Episode {
    let rule = FaultRule(name: "warm_cabinet", version: 2, component: .fanMotor)
    return Episode(
        rule: rule, device: appliance(device).id, level: level, raised: start, at: moment, reset: nil,
        signals: [Episode.Signal(name: "warm", value: 0.1 + 0.2), Episode.Signal(name: "duty", value: nil)])
}

/// What the desk made of that episode.
func intake(_ outcome: EntitlementDecision.Outcome, device: String = "fridge-1") throws -> (Intake, [RecordedEvent]) {
    let episode = try episode(device)
    let entitled = EntitlementOutlook(
        now: EntitlementDecision(
            component: .fanMotor, day: CalendarDay(daysSinceEpoch: 20_779), outcome: outcome,
            validUntil: CalendarDay("2027-03-01"), options: [.repair], needs: [],
            payers: [EntitlementDecision.Share(.parts, .company)], policy: "haier-refrigerator@1",
            reasons: [
                EntitlementDecision.Reason(
                    "H-17", .periodCovers, [EntitlementDecision.Reason.Named("months", .number(36))])
            ]))
    let prediction = Prediction(
        appliance: appliance(device), component: .fanMotor, fault: "cabinet.warm", parts: ["fan"], priority: .p2,
        evidence: Evidence(
            episode: episode.id, rule: "warm_cabinet", ruleVersion: 2, component: .fanMotor, fault: "cabinet.warm",
            level: "major", raised: start, signals: [Evidence.Signal(name: "warm", value: 9.3, unit: .one)],
            statement: "9.3 °C “warm”; 'quotes' and \u{4e2d}\u{6587}"))
    var desk = Desk()
    let tariff = Tariff(visit: Money(fen: 30_00), labour: Money(fen: 120_00), parts: [])
    let (decision, events) = desk.take(prediction, entitled: entitled, tariff: tariff, at: start)
    return (Intake(episode: episode, at: start, entitlement: entitled, decision: decision), events)
}

/// A notice about the door; its id follows from the number.
func notice(_ number: Int, at moment: Timestamp = start) -> Notice {
    Notice(about: appliance(), at: moment, .tellOwner(advice: "close_door", episode: "EP-\(number)"))
}

func sample(_ number: Int) -> Quarantined {
    Quarantined(
        at: start, topic: "x/\(number)", reason: .notJSON, detail: "record \(number)",
        sample: [0xff, 0, UInt8(number % 256)])
}

/// A snapshot in which each device remembers these words.
func snapshot(_ gateway: [UInt64], _ devices: [(String, [UInt64])]) -> Snapshot {
    Snapshot(gateway: gateway) { write in
        for (name, words) in devices { try write(appliance(name).id, words) }
    }
}

/// The requests that these events make, as an entry has them.
func rows(_ events: [RecordedEvent]) -> [RequestRow] {
    var requests: [ServiceRequest] = []
    for event in events {
        if let place = requests.firstIndex(where: { $0.number == event.request }) {
            requests[place].apply(event)
        } else if let request = ServiceRequest(opening: event) {
            requests.append(request)
        }
    }
    return requests.map { RequestRow($0, due: $0.due()) }
}
