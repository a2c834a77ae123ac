import Appliances

extension TriageTable {
    /// What the table makes of a request: of the customer's words, of error codes and of what telemetry foretold.
    ///
    /// Within one of these three the strongest pointer to a cause counts, because symptoms of one fault come
    /// together; between them the chances are combined as if they knew nothing of each other (noisy-or):
    /// 50 % by words and 60 % by a code make 80 %. Whole percents, always in the same order.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - brand: The maker, for codes that makers use in their own way; empty for the one that the customer named.
    ///   - precision: How often a rule was right, in percent, where that is known; its faults count so much less.
    /// - Returns: The proposal; without a hypothesis where nothing matched.
    package func propose(
        for request: ServiceRequest, brand: String = "", precision: (String) -> Int? = { _ in nil }
    ) -> TriageProposal {
        let words = CustomerWords(request.symptoms.joined(separator: " | "))
        let said = symptoms.compactMap { symptom in
            symptom.phrases.first { $0.isSaid(in: words) }.map { Said(symptom: symptom, phrase: $0.text) }
        }
        let maker =
            brand.isEmpty ? request.facts.brand ?? request.demands.last { !$0.brand.isEmpty }?.brand ?? "" : brand
        let groups = [
            said.flatMap(\.reasons),
            shown(in: request, words).flatMap { reasons(of: $0, by: maker) },
            request.evidence.flatMap { reasons(of: $0, precision($0.rule)) },
        ]
        let likely = Array(combined(groups).filter { $0.percent >= limits.causeFrom }.prefix(limits.causesMax))
        let isDangerous = said.contains(where: \.symptom.isDangerous)
        let diagnosis = diagnosis(of: likely, in: request, isDangerous: isDangerous)
        return TriageProposal(
            edition: edition, diagnosis: diagnosis,
            reasons: groups.flatMap { $0 },
            scripts: scripts(for: diagnosis, isDangerous: isDangerous),
            openQuestions: openQuestions(in: request, after: said.map(\.symptom.id)), isDangerous: isDangerous)
    }

    /// A symptom with the phrase by which it was told.
    private struct Said {
        let symptom: Symptom
        let phrase: String

        var reasons: [TriageProposal.Reason] {
            symptom.shares.map {
                TriageProposal.Reason(
                    source: .words(symptom: symptom.id, phrase: phrase), cause: $0.cause, percent: $0.percent)
            }
        }
    }

    // MARK: What points to causes

    /// The codes that were told, each once; in the customer's words only those that the table has.
    private func shown(in request: ServiceRequest, _ words: CustomerWords) -> [CodeText] {
        let told = request.errorCodes.compactMap { CodeText($0) }
        let known = words.words.compactMap { CodeText(String($0)) }.filter { code in
            code.isTelling && codes.contains { $0.codes.contains(code) }
        }
        var seen: Set<CodeText> = []
        return (told + known).filter { seen.insert($0).inserted }
    }

    /// What a maker means by a code; what all mean by it only where that maker has no meaning of its own.
    private func reasons(of code: CodeText, by brand: String) -> [TriageProposal.Reason] {
        let meanings = codes.filter { $0.codes.contains(code) }
        let maker = CustomerWords(brand).joined
        let own = meanings.filter { entry in
            !maker.isEmpty && entry.brands.contains { CustomerWords($0).joined == maker }
        }
        return (own.isEmpty ? meanings.filter(\.brands.isEmpty) : own).flatMap(\.shares).map {
            TriageProposal.Reason(source: .code(code.text), cause: $0.cause, percent: $0.percent)
        }
    }

    /// What a foretold fault points to; a fault without an entry is a cause of its own.
    private func reasons(of piece: Evidence, _ precision: Int?) -> [TriageProposal.Reason] {
        let shares =
            faults.first { $0.name == piece.fault }?.shares
            ?? [Share(TriageTable.unlistedCause(of: piece), limits.unlistedFault)]
        let right = min(max(precision ?? 100, 0), 100)
        return shares.compactMap { share in
            let percent = (share.percent * right + 50) / 100
            guard percent > 0 else { return nil }
            return TriageProposal.Reason(
                source: .evidence(rule: piece.rule, episode: piece.episode), cause: share.cause, percent: percent)
        }
    }

    /// The cause by which a fault goes that the table does not have, such as `compressor_short_cycle`.
    private static func unlistedCause(of piece: Evidence) -> String {
        String(piece.fault.map { $0 == "." ? "_" : $0 })
    }

    /// The causes with their chances; the most probable first, then by their codes.
    private func combined(_ groups: [[TriageProposal.Reason]]) -> [Share] {
        // Only ever looked up; what comes out is sorted.
        var chances: [String: Int] = [:]
        for group in groups {
            var strongest: [String: Int] = [:]
            for reason in group { strongest[reason.cause] = max(strongest[reason.cause] ?? 0, reason.percent) }
            chances.merge(strongest) { $0 + $1 - ($0 * $1 + 50) / 100 }
        }
        return chances.map { Share($0.key, min($0.value, 100)) }.sorted {
            ($1.percent, $0.cause) < ($0.percent, $1.cause)
        }
    }

    // MARK: What follows from them

    private func diagnosis(of likely: [Share], in request: ServiceRequest, isDangerous: Bool) -> Diagnosis {
        let found = likely.compactMap { share in entry(share.cause, in: request).map { (share, $0) } }
        guard let (first, top) = found.first else { return Diagnosis([], consulted: TriageTable.consulted) }
        let total = found.reduce(0) { $0 + $1.0.percent }
        // Doubt counts for the loaner: rounded up (M-9).
        let pullBack = (found.reduce(0) { $0 + $1.0.percent * $1.1.pullBackPercent } + total - 1) / total
        let remote = found.filter(\.1.isRemoteFixable).reduce(0) { $0 + $1.0.percent }
        var parts: [String] = []
        for (share, cause) in found where share.percent >= limits.partsFrom || share == first {
            parts += cause.parts.filter { !parts.contains($0) }
        }
        return Diagnosis(
            found.map { Diagnosis.Hypothesis($0.1.component, cause: $0.0.cause, percent: $0.0.percent) },
            parts: parts, place: top.place, pullBackPercent: pullBack,
            isRemoteFixable: !isDangerous && (top.isRemoteFixable || remote * 100 >= limits.remoteFrom * total),
            consulted: first.percent < limits.consultBelow ? TriageTable.consulted : "")
    }

    /// Who is consulted where nobody here knows (M-8).
    private static let consulted = Role.technicalSupport.rawValue

    /// The cause as the table has it; a fault without an entry as the evidence gives it.
    private func entry(_ code: String, in request: ServiceRequest) -> Cause? {
        if let cause = cause(code) { return cause }
        let piece = request.evidence.last { TriageTable.unlistedCause(of: $0) == code }
        guard let piece else { return nil }
        let words = Localised(en: piece.statement, zh: piece.fault)
        var cause = Cause(code: code, component: piece.component, words: words)
        // The rule that opened the request has named the parts for its own component alone.
        if request.component == piece.component { cause.parts = request.parts }
        return cause
    }

    private func scripts(for diagnosis: Diagnosis, isDangerous: Bool) -> [GuidanceScript] {
        if isDangerous { return scripts.filter(\.isSafety) }
        var found: [GuidanceScript] = []
        for hypothesis in diagnosis.hypotheses where cause(hypothesis.cause)?.isRemoteFixable == true {
            found += scripts.filter { $0.causes.contains(hypothesis.cause) && !found.contains($0) }
        }
        return found
    }

    private func openQuestions(in request: ServiceRequest, after said: [String]) -> [TriageQuestion] {
        let open = questions.filter { question in
            let isAbout = question.symptoms.isEmpty || question.symptoms.contains { said.contains($0) }
            return isAbout && !question.fact.isKnown(in: request)
        }
        return open.filter(\.isRequired) + open.filter { !$0.isRequired }
    }
}
