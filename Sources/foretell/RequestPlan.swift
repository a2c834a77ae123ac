import Appliances
import ArgumentParser
import ConfigFiles
import Dispatching
import Gateway
import Ledger
import ServiceDesk

/// `foretell request plan`.
struct RequestPlan: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Says who could go for a request, and when; the best first, with the reasons.",
        discussion: """
            By the staff and the stock of the configuration, and by what is promised and reserved in the ledger.
            Certificates that end within 30 days are named (Z-24). Nothing is assigned. Exit status 1 where nobody can
            go within the horizon.

            Examples:
              foretell request plan SR-0123456789ABC
              foretell request plan SR-0123456789ABC --json
            """)

    @OptionGroup var config: ConfigOptions
    @OptionGroup var state: StateOption
    @Flag(help: "As one JSON object.") var json = false
    @Argument(help: "The request's number.") var number: String

    func run() throws {
        let policy = try House(config).policy
        guard let staff = policy.staff else {
            throw Failure.badInput("\(config.config)/service/staff.yaml is not there; it says who can be sent")
        }
        let reader = try openReader(state)
        let requests = try reader.requests()
        guard let request = requests.first(where: { $0.number == number }) else {
            throw Failure.answerIsNo("there is no request \(visible(number)); see foretell request list")
        }
        guard request.state.isOpen else {
            throw Failure.answerIsNo("\(number) is \(request.state.rawValue); nobody has to go any more")
        }
        let appliance = { (device: DeviceID) in policy.appliances.first { $0.id == device } }
        let situation = Situation(
            staff: staff, stock: try countedDown(policy, by: reader), requests: requests, deciding: number,
            at: momentOfDecision(), appliance: appliance)
        let job = Job(request, in: request.device.flatMap(appliance), by: staff.rules)
        let choice = NearestFreePlanner().choose(for: job, in: situation)
        if json {
            print(try jsonLine(choice))
        } else {
            let ending = staff.endingCertificates(
                on: CalendarDay(momentOfDecision(), utcOffsetSeconds: staff.utcOffsetSeconds))
            let prompts = ending.map { "certificate  \($0.engineer)  \(visible($0.name)) holds through \($0.through)" }
            print((lines(of: choice, offset: staff.utcOffsetSeconds) + prompts).joined(separator: "\n"))
        }
        if choice.engineer == nil { throw ExitCode(1) }
    }

    private func lines(of choice: Choice, offset: Int) -> [String] {
        var lines: [String]
        if let window = choice.window, let engineer = choice.engineer {
            lines = ["\(choice.request): \(engineer), \(window.text(utcOffsetSeconds: offset))"]
        } else {
            let why = choice.reasons.map { "\($0.obstacle.rawValue) \($0.engineers)" }.joined(separator: ", ")
            lines = ["\(choice.request): nobody can go" + (why.isEmpty ? "; the staff list is empty" : " (\(why))")]
        }
        for (place, one) in choice.candidates.enumerated() {
            lines.append(
                "\(place + 1).  \(one.engineer)  \(one.feasibility.isFeasible ? "can go" : "cannot")  "
                    + "\(one.score.load) visits that day  \(one.score.travelMinutes) min away"
                    + (one.departure.map { "  leaves by \($0.latest.wallText(utcOffsetSeconds: offset))" } ?? ""))
            lines += one.feasibility.findings.map { "      \($0.obstacle.rawValue): \($0.found)" }
            lines += one.parts.map { "      \($0.part): \(text(of: $0.state, offset: offset))" }
            lines += one.precedence.map { "      \($0.keeps) keeps before \($0.yields): \($0.reason.rawValue)" }
        }
        return lines
    }

    private func text(of state: PartNeed.State, offset: Int) -> String {
        switch state {
        case .needed: "nobody keeps a stock"
        case .reserved(let stock): "from the \(stock.rawValue)"
        case .applied(let due), .purchased(let due): "comes by \(due.wallText(utcOffsetSeconds: offset))"
        case .arrived: "is there"
        case .waived(let reason): "left out, \(visible(reason))"
        }
    }
}
