import ArgumentParser
import Broker
import ConfigFiles
import Daybook
import FaultRules
import Foundation
import Gateway
import Ledger
import Logging
import Telemetry

/// `foretell doctor`.
struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Looks whether everything a gateway needs is in order here.",
        discussion: "Exit status 1 where something must be mended.\n\nExample:\n  foretell doctor --state state")

    @OptionGroup var config: ConfigOptions
    @OptionGroup var state: StateOption

    func run() throws {
        var findings: [Finding] = []
        let house = checkConfig(&findings)
        if let house { checkBroker(house, &findings) }
        checkLedger(&findings)
        if let (since, problems) = ReloadNote(state: state.folder).read() {
            let text = "rules: a running gateway has not taken up a change since \(since):\n       "
            findings.append(Finding(mark: .bad, text: text + problems.joined(separator: "\n       ")))
        }
        findings.append(Doctor.sqlite())
        for finding in findings { print("\(finding.mark.rawValue)  \(finding.text)") }
        if findings.contains(where: { $0.mark == .bad }) { throw ExitCode(1) }
    }

    private struct Finding {
        enum Mark: String { case good = "ok   ", note = "note ", bad = "MEND " }
        let mark: Mark
        let text: String
    }

    private func checkConfig(_ findings: inout [Finding]) -> House? {
        do {
            let house = try House(config)
            findings.append(Finding(mark: .good, text: "configuration: \(house.policy.rules.rules.count) rules"))
            let count = house.policy.appliances.count
            findings.append(
                Finding(
                    mark: count == 0 ? .note : .good,
                    text: count == 0
                        ? "registry: no appliances; telemetry of unknown devices goes to quarantine"
                        : "registry: \(count) appliances"))
            return house
        } catch {
            findings.append(Finding(mark: .bad, text: "configuration: \(error)"))
            return nil
        }
    }

    private func checkBroker(_ house: House, _ findings: inout [Finding]) {
        var settings = house.settings.broker
        settings.clientID += "-doctor"
        let visitor = BrokerPublisher(settings, logger: Logger(label: "doctor") { _ in SwiftLogNoOpLogHandler() })
        let end = Date.now.addingTimeInterval(3)
        while !visitor.isUp, Date.now < end { visitor.rest(milliseconds: 20) }
        let place = "\(settings.host):\(settings.port)"
        findings.append(
            visitor.isUp
                ? Finding(mark: .good, text: "broker: \(place) lets us in")
                : Finding(
                    mark: .bad, text: "broker: no answer from \(place); is mosquitto running, are port and TLS right?"))
        visitor.close()
    }

    private func checkLedger(_ findings: inout [Finding]) {
        do {
            let reader = try DeskReader(folder: state.folder)
            let isSound = try reader.quickCheck()
            findings.append(
                Finding(
                    mark: isSound ? .good : .bad,
                    text: "ledger: \(isSound ? "sound" : "damaged; restore the last backup")"))
            let tallies = try reader.tallies()
            func count(_ counter: Tally.Counter) -> Int { tallies.first { $0.name == counter.name }?.count ?? 0 }
            let settled = count(.stored) + count(.duplicates) + count(.rejected) + count(.shed)
            findings.append(
                Finding(
                    mark: count(.records) == settled ? .good : .bad,
                    text:
                        "account: \(count(.records)) records = \(count(.stored)) stored + "
                        + "\(count(.duplicates)) duplicates + \(count(.rejected)) rejected + \(count(.shed)) shed"))
        } catch LedgerFault.absent {
            findings.append(Finding(mark: .note, text: "ledger: none yet in \(state.state)"))
        } catch {
            findings.append(Finding(mark: .bad, text: "ledger: \(error)"))
        }
    }

    /// Debian 12's SQLite can damage a WAL database that two connections write or checkpoint at once
    /// (fixed in 3.51.3); this house has one writer, so it is a note.
    private static func sqlite() -> Finding {
        Finding(mark: .note, text: "SQLite \(DeskReader.sqliteVersion): one writer, synchronous FULL")
    }
}
