import Appliances
import ArgumentParser
import ConfigFiles
import Gateway
import Ledger
import ServiceDesk
import Warranty

/// What `triage`, `charges` and `checklist` have in common: a request with its appliance and the configuration.
struct AdviceOptions: ParsableArguments {
    @OptionGroup var config: ConfigOptions
    @OptionGroup var state: StateOption
    @Flag(help: "As one JSON object.") var json = false
    @Flag(name: .customLong("zh"), help: "In Chinese.") var isChinese = false
    @Argument(help: "The request's number.") var number: String

    var language: Language { isChinese ? .zh : .en }

    /// Asks the configuration about the request as the ledger has it.
    func ask<Advice>(
        _ ask: (HousePolicy, ServiceRequest, AdviceContext) -> Result<Advice, NoAdvice>
    ) throws -> Advice {
        let policy = try House(config).policy
        let reader = try openReader(state)
        guard let request = try reader.request(number) else {
            throw Failure.answerIsNo("there is no request \(visible(number)); see foretell request list")
        }
        let day = CalendarDay(momentOfDecision(), utcOffsetSeconds: policy.utcOffsetSeconds)
        let appliance = request.device.flatMap { device in policy.appliances.first { $0.id == device } }
        let own = appliance == nil ? [] : try reader.requests().filter { $0.device == request.device }
        let context = AdviceContext(appliance: appliance, day: day, pauses: own.flatMap { $0.warrantyPauses(on: day) })
        switch ask(policy, request, context) {
        case .success(let advice): return advice
        case .failure(let none): throw Failure.answerIsNo(none.text)
        }
    }

    /// Prints advice in the form that was asked for.
    func show(_ advice: some Encodable, _ lines: [String]) throws {
        print(json ? try jsonLine(advice) : lines.joined(separator: "\n"))
    }
}

/// `foretell request triage`.
struct RequestTriage: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "triage", abstract: "Says what is probably wrong, with the reasons, and who would pay.",
        discussion: """
            By the triage table of the category. A person decides with the command triage; nothing is changed.

            Example:
              foretell request triage SR-0123456789ABC --zh
            """)

    @OptionGroup var options: AdviceOptions

    func run() throws {
        let advice = try options.ask { $0.triage(of: $1, in: $2) }
        try options.show(advice, advice.lines(in: options.language))
    }
}

/// `foretell request charges`.
struct RequestCharges: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "charges", abstract: "Says what a request would cost by the tariff, and who pays each line.",
        discussion: """
            Of the most probable cause, or of what a visit has found and replaced. Nothing is charged.

            Example:
              foretell request charges SR-0123456789ABC
            """)

    @OptionGroup var options: AdviceOptions

    func run() throws {
        let advice = try options.ask { $0.charges(of: $1, in: $2) }
        try options.show(advice, advice.lines)
    }
}

/// `foretell request checklist`.
struct RequestChecklist: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checklist", abstract: "Lists what the visits of a request go through, by phase.",
        discussion: """
            The checklist of the appliance's brand; x marks what the last visit has answered.

            Example:
              foretell request checklist SR-0123456789ABC --zh
            """)

    @OptionGroup var options: AdviceOptions

    func run() throws {
        let advice = try options.ask { $0.checklist(of: $1, in: $2.appliance) }
        try options.show(advice, advice.lines(in: options.language))
    }
}
