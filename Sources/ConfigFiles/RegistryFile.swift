package import Appliances
package import Foundation

/// The bounds of a registry.
package enum RegistryBounds {
    /// How many appliances one registry may hold.
    package static let rowsMax = 1_000_000
    /// How many problems are told before reading gives up.
    package static let problemsMax = 1_000
    /// How many traits one appliance may have.
    package static let traitsMax = 16
    /// How many devices may speak for one appliance.
    package static let sourcesMax = 64
    /// How many bytes the key of such a device may have.
    package static let sourceBytesMax = 128
}

/// Reads the appliance registry from a CSV file; see ``readRegistry(_:file:rowsMax:)``.
///
/// - Returns: the appliances in the order of the file, or what is wrong, by `file:line`.
package func readRegistry(_ file: URL, as path: String? = nil) -> Result<[Appliance], ConfigProblems> {
    let name = path ?? file.relativePath
    do {
        return readRegistry([UInt8](try Data(contentsOf: file)), file: name)
    } catch {
        return .failure(
            ConfigProblems([
                ConfigProblem(file: name, line: 0, text: "cannot be read; is it there and readable?")
            ]))
    }
}

/// Reads the appliance registry from the bytes of a CSV file.
///
/// Columns by name, in any order: `device`, `site` and `category` must be there; `hub`, `brand`,
/// `model`, `family`, `batch`, `firmware`, `region`, `centre`, `traits` (such as
/// `compressor=fixed_speed;defrost=electric`), `owner`, `serial`, `sources` (keys of devices that speak for it, such
/// as `tasmota-1;Shop/gw-7/case-1`),
/// `profile` (the id of the device profile that reads them), `invoice_day`, `sale_day`, `invoice`, `certificate`
/// and `city` may be. What is optional may be empty in a row; a paper of which nothing is said is `missing`.
///
/// - Returns: the appliances in the order of the file, or every bad cell by `file:line`, up to
///   ``RegistryBounds/problemsMax``.
package func readRegistry(
    _ bytes: [UInt8], file: String, rowsMax: Int = RegistryBounds.rowsMax
) -> Result<[Appliance], ConfigProblems> {
    do throws(ConfigProblem) {
        var table = try CSVTable(bytes, file: file)
        var registry = RegistryRows(header: table.header, file: file)
        // Without a needed column every row would be wrong for the same reason.
        guard registry.notes.problems.isEmpty else {
            return .failure(ConfigProblems(registry.notes.problems))
        }
        registry.take(&table, rowsMax: rowsMax)
        let problems = registry.notes.problems
        return problems.isEmpty ? .success(registry.appliances) : .failure(ConfigProblems(problems))
    } catch {
        return .failure(ConfigProblems([error]))
    }
}

/// The appliances of one registry while it is read.
private struct RegistryRows {
    static let columns = [
        "device", "site", "hub", "category", "brand", "model", "family", "batch", "firmware", "region", "centre",
        "traits",
        "owner", "serial", "sources", "profile", "invoice_day", "sale_day", "invoice", "certificate", "city",
    ]

    let notes: ConfigNode.Notes
    private(set) var appliances: [Appliance] = []
    /// The line of each device, to name the first one of two; only ever looked up.
    private var lines: [DeviceID: Int] = [:]
    /// The same of each key in `sources`: a message speaks for one appliance.
    private var sourceLines: [String: Int] = [:]
    /// The place of each column that is there; only ever looked up.
    private var places: [String: Int] = [:]

    init(header: [String], file: String) {
        notes = ConfigNode.Notes(file: file)
        for (place, name) in header.enumerated() {
            if Self.columns.contains(name) {
                places[name] = place
            } else {
                notes.add(line: 1, "a registry has no column `\(name)`\(suggestion(for: name, in: Self.columns))")
            }
        }
        for name in ["device", "site", "category"] where places[name] == nil {
            notes.add(line: 1, "the column `\(name)` is missing; device, site and category must be there")
        }
    }

    mutating func take(_ table: inout CSVTable, rowsMax: Int) {
        var rows = 0
        while notes.problems.count < RegistryBounds.problemsMax {
            do throws(ConfigProblem) {
                guard let row = try table.nextRow() else { return }
                rows += 1
                guard rows <= rowsMax else {
                    notes.add(line: row.line, "more than \(rowsMax) appliances; share them among several gateways")
                    return
                }
                take(row)
            } catch {
                notes.add(line: error.line, error.text)
            }
        }
        notes.add(line: 0, "has \(RegistryBounds.problemsMax) problems or more; mend these first")
    }

    private mutating func take(_ row: CSVTable.Row) {
        let device = device(row)
        let site = name(row, "site", SiteID.init)
        let category = category(row)
        // Read even where the row is lost already, so that one pass finds all that is wrong.
        let hub = text(row, "hub").isEmpty ? nil : name(row, "hub", DeviceID.init)
        let brand = plainText(row, "brand")
        let (model, family) = (plainText(row, "model"), plainText(row, "family"))
        let (batch, firmware) = (plainText(row, "batch"), plainText(row, "firmware"))
        let (region, centre) = (plainText(row, "region"), plainText(row, "centre"))
        let (traits, owner) = (traits(row), owner(row))
        let (serial, sources, profile) = (plainText(row, "serial"), sources(row), profile(row))
        let purchase = Purchase(
            invoiceDay: day(row, "invoice_day"), saleDay: day(row, "sale_day"),
            invoice: paper(row, "invoice"), certificate: paper(row, "certificate"),
            city: plainText(row, "city"))
        guard let device, let site, let category else { return }
        appliances.append(
            Appliance(
                id: device, site: site, hub: hub, category: category, brand: brand, model: model, family: family,
                batch: batch,
                firmware: firmware, region: region, centre: centre, serial: serial, sources: sources,
                profile: profile, traits: traits, owner: owner, purchase: purchase))
    }

    /// The cell without blanks around it; empty where the column is not there.
    private func text(_ row: CSVTable.Row, _ column: String) -> String {
        places[column].map { row.trimmed($0) } ?? ""
    }

    private mutating func device(_ row: CSVTable.Row) -> DeviceID? {
        guard let device = name(row, "device", DeviceID.init) else { return nil }
        if let line = lines[device] {
            notes.add(line: row.line, "`device` \(device) stands here again, first on line \(line); keep one of them")
            return nil
        }
        lines[device] = row.line
        return device
    }

    private func name<Name>(_ row: CSVTable.Row, _ column: String, _ make: (String) -> Name?) -> Name? {
        let text = text(row, column)
        if let name = make(text) { return name }
        let found = text.isEmpty ? "is empty; it" : "`\(text)` cannot be a name; it"
        notes.add(line: row.line, "`\(column)` \(found) must be 1 to 64 letters, digits, `_` or `-`")
        return nil
    }

    private func category(_ row: CSVTable.Row) -> Appliances.Category? {
        let text = text(row, "category")
        if let category = Category(rawValue: text) { return category }
        let known = Category.allCases.map(\.rawValue)
        notes.add(line: row.line, "`category` cannot be `\(text)`\(suggestion(for: text, in: known))")
        return nil
    }

    private func owner(_ row: CSVTable.Row) -> String {
        let owner = text(row, "owner")
        if isCustomerNumber(owner) { return owner }
        // The value itself is not repeated: it may be a name, and problems go to logs.
        notes.add(
            line: row.line,
            "`owner` must be a customer number such as C-00017 (up to 32 ASCII letters, digits or `-`, "
                + "with a digit), or empty; no name and no phone number may stand here")
        return ""
    }

    private func plainText(_ row: CSVTable.Row, _ column: String) -> String {
        let text = text(row, column)
        let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
        if isPlain, text.count <= 64 { return text }
        notes.add(line: row.line, "`\(column)` must be one line of up to 64 characters")
        return ""
    }

    private func traits(_ row: CSVTable.Row) -> [Trait] {
        let pairs = text(row, "traits").split(separator: ";").map { trimmingBlanks(String($0)) }
        var traits: [Trait] = []
        for pair in pairs where !pair.isEmpty {
            guard let trait = Trait(pair: pair) else {
                notes.add(
                    line: row.line,
                    "`traits` has `\(pair)`; it must be names and values such as compressor=fixed_speed, joined by `;`")
                return []
            }
            guard !traits.contains(where: { $0.name == trait.name }) else {
                notes.add(line: row.line, "`traits` has `\(trait.name)` twice; keep one of them")
                return []
            }
            traits.append(trait)
        }
        if traits.count <= RegistryBounds.traitsMax { return traits }
        notes.add(line: row.line, "`traits` has \(traits.count) traits; at most \(RegistryBounds.traitsMax) may stand")
        return []
    }

    private mutating func sources(_ row: CSVTable.Row) -> [String] {
        let keys = text(row, "sources").split(separator: ";").map { trimmingBlanks(String($0)) }.filter { !$0.isEmpty }
        guard keys.count <= RegistryBounds.sourcesMax else {
            notes.add(
                line: row.line,
                "`sources` has \(keys.count) devices; at most \(RegistryBounds.sourcesMax) may speak for an appliance")
            return []
        }
        for key in keys {
            let isPlain = key.unicodeScalars.allSatisfy { !($0.value < 32 || (127...159).contains($0.value)) }
            guard isPlain, key.utf8.count <= RegistryBounds.sourceBytesMax else {
                let bytes = RegistryBounds.sourceBytesMax
                notes.add(
                    line: row.line,
                    "`sources` must be keys of 1 to \(bytes) bytes without control characters, joined by `;`")
                return []
            }
            if let line = sourceLines[key] {
                notes.add(
                    line: row.line,
                    "`sources` has `\(key)` again, first on line \(line); a device speaks for one appliance")
            } else {
                sourceLines[key] = row.line
            }
        }
        return keys
    }

    private func profile(_ row: CSVTable.Row) -> String {
        let text = text(row, "profile")
        if text.isEmpty || isProfileID(text) { return text }
        notes.add(
            line: row.line,
            "`profile` must be a profile's id, 1 to 64 small letters, digits or `-`, or empty, not `\(text)`")
        return ""
    }

    private func day(_ row: CSVTable.Row, _ column: String) -> CalendarDay? {
        let text = text(row, column)
        if text.isEmpty { return nil }
        if let day = CalendarDay(text) { return day }
        notes.add(line: row.line, "`\(column)` must be a day such as 2026-11-22, or empty, not `\(text)`")
        return nil
    }

    private func paper(_ row: CSVTable.Row, _ column: String) -> Purchase.Paper {
        let text = text(row, column)
        if text.isEmpty { return .missing }
        if let paper = Purchase.Paper(rawValue: text) { return paper }
        notes.add(
            line: row.line,
            "`\(column)` cannot be `\(text)`\(suggestion(for: text, in: ["valid", "missing", "altered"]))")
        return .missing
    }
}

extension Trait {
    /// Reads `compressor=fixed_speed`, with blanks around either part; nil where the text is anything else.
    fileprivate init?(pair: String) {
        let parts = pair.split(separator: "=", omittingEmptySubsequences: false).map { trimmingBlanks(String($0)) }
        guard parts.count == 2, isRuleWord(parts[0]), isPlainIdentifier(parts[1]) else { return nil }
        self.init(name: parts[0], value: parts[1])
    }
}

/// Whether the text can be a customer's or engineer's number in the desk's books and is no person's name or phone.
///
/// A name has no digit; ten to thirteen digits without a letter are how phones are written.
func isCustomerNumber(_ text: String) -> Bool {
    if text.isEmpty { return true }
    guard isPlainIdentifier(text), text.utf8.count <= 32, !text.utf8.contains(UInt8(ascii: "_"))
    else { return false }
    let digits = text.utf8.count { $0 &- 48 <= 9 }
    let hasLetter = text.utf8.contains { $0 | 32 >= UInt8(ascii: "a") }
    return digits > 0 && (hasLetter || !(10...13).contains(digits))
}
