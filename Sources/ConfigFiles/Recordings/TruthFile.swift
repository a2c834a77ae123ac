package import Appliances

/// What really was wrong, as a file says it: moments, or stretches of time.
package struct TruthRows: Hashable, Sendable {
    /// One fault of one device.
    package struct Row: Hashable, Sendable {
        /// The device.
        package let device: DeviceID
        /// The moment, or when the stretch begins.
        package let from: Timestamp
        /// The moment, or when the stretch ends.
        package let to: Timestamp
    }

    /// Whether each fault is a moment.
    package let areMoments: Bool
    /// The faults, in the order of the file.
    package let rows: [Row]
}

/// Reads the faults of a CSV file: columns `device` and `raised`, or `device`, `from` and `to`; times in RFC 3339.
///
/// Other columns are passed over, so that a log may keep its remarks.
///
/// - Returns: the faults, or every bad cell by `file:line`.
package func readTruth(_ bytes: [UInt8], file: String) -> Result<TruthRows, ConfigProblems> {
    var problems: [ConfigProblem] = []
    var rows: [TruthRows.Row] = []
    do throws(ConfigProblem) {
        var table = try CSVTable(bytes, file: file)
        let place = { (name: String) in table.header.firstIndex(of: name) }
        let areMoments = place("raised") != nil
        guard let device = place("device"), let from = place("raised") ?? place("from"),
            let to = place("raised") ?? place("to")
        else {
            throw ConfigProblem(file: file, line: 1, text: "must have the columns device,raised or device,from,to")
        }
        while true {
            do throws(ConfigProblem) {
                guard let row = try table.nextRow() else { break }
                rows.append(try fault(row, file, device: device, from: from, to: to))
            } catch {
                problems.append(error)
                // What follows an unclosed quote, or a file that is none of these at all, helps nobody.
                if problems.count >= RegistryBounds.problemsMax { break }
            }
        }
        guard problems.isEmpty else { return .failure(ConfigProblems(problems)) }
        return .success(TruthRows(areMoments: areMoments, rows: rows))
    } catch {
        return .failure(ConfigProblems([error]))
    }
}

private func fault(
    _ row: CSVTable.Row, _ file: String, device: Int, from: Int, to: Int
) throws(ConfigProblem) -> TruthRows.Row {
    guard let id = DeviceID(row.trimmed(device)) else {
        throw ConfigProblem(file: file, line: row.line, text: "`device` must be 1 to 64 letters, digits, `_` or `-`")
    }
    func moment(_ column: Int) throws(ConfigProblem) -> Timestamp {
        if let moment = Timestamp(rfc3339: row.trimmedBytes(column).span) { return moment }
        throw ConfigProblem(
            file: file, line: row.line, text: "column \(column + 1) must be a time such as 2026-11-22T08:15:30Z")
    }
    let (begin, end) = (try moment(from), try moment(to))
    guard begin <= end else {
        throw ConfigProblem(file: file, line: row.line, text: "`to` lies before `from`; write the earlier time first")
    }
    return TruthRows.Row(device: id, from: begin, to: end)
}
