import Appliances
import Daybook
import Foundation
import ServiceDesk
import Telemetry

/// Hands parcels to carriers in the order of each channel, and says what is to be recorded of them.
///
/// One channel never holds up another. On one channel what cannot be delivered holds up what is behind it, so that
/// nobody hears of the second thing first; only what can never be delivered, or not for very long, is put aside.
struct PostRoom {
    /// How many parcels a carrier is handed at a time.
    static let perTurn = 32

    private struct Line {
        let carrier: any Carrier
        /// What was handed over, until it has a fate.
        var out: [Int64: Parcel] = [:]
        /// How often the head of the line has failed in a row.
        var failures = 0
        /// When it may be tried again.
        var again = Timestamp.epoch
    }

    private var lines: [Line]
    private let patience: TimeSpan

    init(_ carriers: [any Carrier], patience: TimeSpan) {
        lines = carriers.map { Line(carrier: $0) }
        self.patience = patience
    }

    /// Something new was written: lines that rest because nothing waited are looked at again.
    mutating func wake() {
        for place in lines.indices where lines[place].failures == 0 { lines[place].again = .epoch }
    }

    /// Takes up what carriers have done and hands them what is next.
    ///
    /// - Returns: what was recorded. Where that fails, what was carried meanwhile is carried once more, under the same
    ///   keys.
    mutating func turn(at wall: Timestamp, _ ledger: any DeskLedger) throws -> [PostChange] {
        // Recorded first: what was delivered must not be handed out again.
        let changes = try settle(at: wall, ledger)
        for place in lines.indices { try fill(line: place, at: wall, ledger) }
        return changes
    }

    /// Takes up what carriers have done, and hands them nothing.
    mutating func settle(at wall: Timestamp, _ ledger: any DeskLedger) throws -> [PostChange] {
        var changes: [PostChange] = []
        for place in lines.indices { changes += turn(line: place, at: wall) }
        if !changes.isEmpty { try ledger.record(changes, at: wall) }
        return changes
    }

    private mutating func turn(line place: Int, at wall: Timestamp) -> [PostChange] {
        let (fates, isIdle) = lines[place].carrier.takeFates()
        var changes: [PostChange] = []
        for (number, fate) in fates {
            guard let parcel = lines[place].out.removeValue(forKey: number) else { continue }
            switch fate {
            case .delivered:
                lines[place].failures = 0
                changes.append(.delivered(place: number))
            case .nobody: changes.append(.skipped(place: number))
            case .never(let why):
                lines[place].failures = 0
                changes.append(.dead(place: number, why: why))
            case .aside(let why):
                lines[place].failures = 0
                let until = wall + PostRoom.pause(after: parcel.tries + 1)
                changes.append(
                    isTooOld(parcel, at: wall)
                        ? .dead(place: number, why: why) : .held(place: number, until: until, why: why))
            case .later(let why):
                changes.append(
                    isTooOld(parcel, at: wall) ? .dead(place: number, why: why) : .tried(place: number, why: why))
                lines[place].failures += 1
                lines[place].again = wall + PostRoom.pause(after: lines[place].failures)
            }
        }
        if isIdle { lines[place].out.removeAll() }
        return changes
    }

    /// Counted from when it was put there, by the clock that counts here: a notice's own moment may be telemetry's.
    private func isTooOld(_ parcel: Parcel, at wall: Timestamp) -> Bool { wall - parcel.written > patience }

    private mutating func fill(line place: Int, at wall: Timestamp, _ ledger: any DeskLedger) throws {
        guard lines[place].out.isEmpty else { return }
        // A clock that was set back must not make the pause an age.
        if lines[place].again > wall + .minutes(16) { lines[place].again = wall }
        guard wall >= lines[place].again else { return }
        let parcels = try ledger.parcels(of: lines[place].carrier.channel, at: wall, limit: PostRoom.perTurn)
        guard !parcels.isEmpty else {
            // What the quiet hours hold back is looked for again.
            lines[place].again = wall + .seconds(5)
            return
        }
        guard lines[place].carrier.carry(parcels) else {
            // Such as a broker that is not there: the ledger is not asked again at every turn meanwhile.
            lines[place].again = wall + .seconds(1)
            return
        }
        lines[place].out = Dictionary(parcels.map { ($0.place, $0) }) { first, _ in first }
    }

    /// Two seconds, doubling to a quarter of an hour (reliability F16).
    static func pause(after failures: Int) -> TimeSpan {
        min(TimeSpan.minutes(15), TimeSpan.seconds(1 << Int64(min(max(failures, 1), 10))))
    }

    /// Ends all carrying; what has no fate is carried after the next start, under the same key.
    func close() {
        for line in lines { line.carrier.close() }
    }
}
