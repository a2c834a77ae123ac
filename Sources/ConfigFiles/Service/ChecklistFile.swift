import Appliances
package import ServiceDesk

/// Reads one checklist of `config/service/checklists/`; `docs/service-desk.md` explains the keys.
///
/// `checklist` (its name), `version` (from 1) and `lines` must be there; `brands` may be, and without it the list is
/// for all brands that have none of their own. A line has `id`, `phase`, `en`, `zh` and `clause`, and may have
/// `mandatory` (true).
///
/// - Returns: nil where something that a checklist needs is wrong; every problem is noted.
package func readChecklist(_ node: ConfigNode) -> Checklist? {
    let fields = node.fields(["checklist", "version", "brands", "lines"])
    let name = fields.required("checklist").flatMap(readPlainName)
    let version = fields.required("version")?.whole(in: 1...1_000_000)
    let brands = fields["brands"]?.items.compactMap(readNonEmpty) ?? []
    var ids = SeenIDs(what: "line")
    let lines = fields.required("lines")?.items.compactMap { readLine($0, &ids) } ?? []
    guard let name, let version else { return nil }
    return Checklist(name: name, version: version, brands: brands, lines: lines)
}

private func readLine(_ node: ConfigNode, _ ids: inout SeenIDs) -> Checklist.Line? {
    let fields = node.fields(["id", "phase", "en", "zh", "clause", "mandatory"])
    let id = fields.required("id").flatMap { ids.take($0) }
    let phase = fields.required("phase")?.choice(Checklist.Phase.self)
    let words = readWords(fields)
    let clauses = fields.required("clause")?.items.compactMap(citation) ?? []
    let isMandatory = fields["mandatory"]?.flag ?? true
    guard let id, let phase, let words, !clauses.isEmpty else { return nil }
    return Checklist.Line(id: id, phase: phase, words: words, clauses: clauses, isMandatory: isMandatory)
}
