package import Appliances
package import Foundation

/// One row of a recording, as the records that it makes.
package struct RecordedRow: Sendable {
    /// When, in the recording's own time.
    package let at: Timestamp
    /// The place of its source in the description, from 0.
    package let source: Int
    /// Its line in its file, from 1.
    package let line: Int
    /// One record for each device with a value; values in the channels' canonical units.
    package let records: [(device: DeviceID, readings: [(channel: String, value: Double)])]
}

/// What has been read of a recording so far, and what was wrong with it.
///
/// `rows = given + passedOver + empty + rows of which nothing could be read`.
package struct RecordingTally: Hashable, Sendable {
    /// How many problems are kept; the others are counted only.
    package static let problemsMax = 20

    /// Rows read, without headers.
    package internal(set) var rows = 0
    /// Rows given on.
    package internal(set) var given = 0
    /// Rows that a `where` passes over.
    package internal(set) var passedOver = 0
    /// Rows all of whose cells are missing.
    package internal(set) var empty = 0
    /// Records in the rows given on.
    package internal(set) var records = 0
    /// Readings in those records.
    package internal(set) var readings = 0
    /// Cells without a value: empty, `nan` or `-`.
    package internal(set) var missing = 0
    /// Cells, rows and files that could not be read.
    package internal(set) var unreadable = 0
    /// Rows earlier than the one before them in their source; given on as they come.
    package internal(set) var outOfOrder = 0
    /// The first problems, by file and line.
    package internal(set) var problems: [ConfigProblem] = []

    mutating func note(_ problem: ConfigProblem) {
        unreadable += 1
        if problems.count < RecordingTally.problemsMax { problems.append(problem) }
    }
}

/// Reads the sources of a recording, merged by time.
///
/// Each source's files are read one after the other, one at a time in memory, and each is expected
/// in order of time. At equal times the source that stands first in the description goes
/// first; within a source the order is that of the files.
package struct RecordingReader {
    /// What has been read so far; one row of each source is read ahead.
    package private(set) var tally = RecordingTally()
    private var streams: [SourceStream] = []
    private var heads: [RecordedRow?] = []

    /// A reader at the beginning of the recording in a folder.
    ///
    /// - Throws: what is wrong with any file's header, every file that is compressed, and
    ///   every pattern that no file fits; nothing has been given on by then.
    package init(_ description: RecordingDescription, in folder: URL) throws(ConfigProblems) {
        var problems: [ConfigProblem] = []
        for (index, source) in description.sources.enumerated() {
            var stream = SourceStream(source, index: index)
            for pattern in source.files {
                let files = filesMatching(pattern, in: folder)
                if files.isEmpty {
                    let path = "\(folder.relativePath)/\(pattern)"
                    problems.append(ConfigProblem(file: path, line: 0, text: "no such file; is --data right?"))
                }
                for file in files { problems += stream.add(file, in: folder) }
            }
            streams.append(stream)
        }
        guard problems.isEmpty else { throw ConfigProblems(problems) }
        for index in streams.indices { heads.append(streams[index].next(&tally)) }
    }

    /// How much of the recording has been read, from 0 to 1, by the bytes of its files.
    package var share: Double {
        let total = streams.reduce(0) { $0 + $1.bytes }
        return total > 0 ? min(1, Double(streams.reduce(0) { $0 + $1.bytesRead }) / Double(total)) : 1
    }

    /// The next row in order of time; nil at the end.
    package mutating func next() -> RecordedRow? {
        var first: RecordedRow?
        for case let head? in heads where first.map({ head.at < $0.at }) ?? true { first = head }
        guard let row = first else { return nil }
        heads[row.source] = streams[row.source].next(&tally)
        return row
    }
}

/// The rows of one source, file after file.
private struct SourceStream {
    private let source: RecordingDescription.Source
    private let index: Int
    private var files: [(url: URL, name: String)] = []
    /// The size of all files, and of those that are closed again.
    private(set) var bytes = 0
    private var bytesClosed = 0
    private var nextFile = 0
    private var open: (table: CSVTable, layout: SourceLayout)?
    private var last: Timestamp?

    init(_ source: RecordingDescription.Source, index: Int) {
        self.source = source
        self.index = index
    }

    /// How many bytes of the files have been read.
    var bytesRead: Int { bytesClosed + (open?.table.bytesRead ?? 0) }

    /// Adds a file, and tells what is wrong with its header.
    mutating func add(_ file: String, in folder: URL) -> [ConfigProblem] {
        let url = folder.appending(path: file)
        let name = "\(folder.relativePath)/\(file)"
        files.append((url, name))
        bytes += (try? url.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0
        do throws(ConfigProblem) {
            let table = try CSVTable(try headOfFile(url, name: name), file: name)
            return SourceLayout.missingColumns(of: source, in: table.header).map {
                let text = "there is no column `\($0)`\(suggestion(for: $0, in: table.header))"
                return ConfigProblem(file: name, line: 1, text: text)
            }
        } catch {
            return [error]
        }
    }

    /// The next row that says something; nil at the end.
    mutating func next(_ tally: inout RecordingTally) -> RecordedRow? {
        while openNextFile(&tally) {
            // Counted before it is read: a row that cannot be is one, too.
            tally.rows += 1
            do throws(ConfigProblem) {
                guard let row = try open?.table.nextRow() else {
                    tally.rows -= 1
                    bytesClosed += open?.table.bytesRead ?? 0
                    open = nil
                    continue
                }
                if let row = try recorded(row, &tally) { return row }
            } catch {
                tally.note(error)
            }
        }
        return nil
    }

    /// Sees to it that a file is open; false where none is left.
    private mutating func openNextFile(_ tally: inout RecordingTally) -> Bool {
        while open == nil, nextFile < files.count {
            let (url, name) = files[nextFile]
            nextFile += 1
            do throws(ConfigProblem) {
                let table = try CSVTable(try wholeFile(url, name: name), file: name)
                open = try (table, SourceLayout(source, header: table.header, file: name))
            } catch {
                tally.note(error)
            }
        }
        return open != nil
    }

    private mutating func recorded(
        _ row: CSVTable.Row, _ tally: inout RecordingTally
    ) throws(ConfigProblem) -> RecordedRow? {
        guard let layout = open?.layout else { return nil }
        guard layout.takes(row) else {
            tally.passedOver += 1
            return nil
        }
        let at = try layout.moment(of: row)
        if let last, at < last { tally.outOfOrder += 1 }
        last = at
        let unreadable = tally.unreadable
        let records = try layout.records(of: row, &tally)
        guard !records.isEmpty else {
            if tally.unreadable == unreadable { tally.empty += 1 }
            return nil
        }
        tally.given += 1
        tally.records += records.count
        for record in records { tally.readings += record.readings.count }
        return RecordedRow(at: at, source: index, line: row.line, records: records)
    }
}

/// Where in one file's rows a source finds its time, devices and values.
private struct SourceLayout {
    private struct Value {
        let place: Int
        let name: String
        let channel: String
        let factor: Double
        let offset: Double
    }

    private let source: RecordingDescription.Source
    private let file: String
    private let time: Int
    private let conditions: [(place: Int, text: String)]
    private let device: Int?
    /// The values by device, in the order in which the description names the devices.
    private var groups: [(device: DeviceID?, values: [Value])] = []

    init(_ source: RecordingDescription.Source, header: [String], file: String) throws(ConfigProblem) {
        // Every file was looked at before; it can only have changed since.
        if let name = SourceLayout.missingColumns(of: source, in: header).first {
            throw ConfigProblem(file: file, line: 1, text: "there is no column `\(name)` any more")
        }
        let place = { (name: String) in header.firstIndex(of: name) ?? 0 }
        self.source = source
        self.file = file
        time = place(source.timeColumn)
        conditions = source.conditions.map { (place($0.column), $0.text) }
        device = source.device.map { place($0.column) }
        for column in source.columns {
            let conversion = column.unit.toCanonical
            let value = Value(
                place: place(column.name), name: column.name, channel: column.channel.name,
                factor: conversion.factor, offset: conversion.offset)
            if let group = groups.firstIndex(where: { $0.device == column.device }) {
                groups[group].values.append(value)
            } else {
                groups.append((column.device, [value]))
            }
        }
    }

    /// The columns that the source needs and the header lacks.
    static func missingColumns(of source: RecordingDescription.Source, in header: [String]) -> [String] {
        let needed =
            [source.timeColumn] + source.conditions.map(\.column) + (source.device.map { [$0.column] } ?? [])
            + source.columns.map(\.name)
        return needed.filter { !header.contains($0) }
    }

    func takes(_ row: CSVTable.Row) -> Bool {
        conditions.allSatisfy { row.trimmed($0.place) == $0.text }
    }

    func moment(of row: CSVTable.Row) throws(ConfigProblem) -> Timestamp {
        if let moment = source.time.moment(row.trimmedBytes(time)) { return moment }
        throw problem(row, source.timeColumn, time, "is no time in the form of the description")
    }

    func records(
        of row: CSVTable.Row, _ tally: inout RecordingTally
    ) throws(ConfigProblem) -> [(device: DeviceID, readings: [(channel: String, value: Double)])] {
        var records: [(device: DeviceID, readings: [(channel: String, value: Double)])] = []
        for group in groups {
            let readings = readings(group.values, of: row, &tally)
            if readings.isEmpty { continue }
            if let device = group.device {
                records.append((device, readings))
            } else if let device = try namedDevice(row) {
                records.append((device, readings))
            }
        }
        return records
    }

    private func namedDevice(_ row: CSVTable.Row) throws(ConfigProblem) -> DeviceID? {
        guard let device, let names = source.device else { return nil }
        let text = row.trimmed(device)
        if let id = names.map[text] ?? DeviceID(text) { return id }
        throw problem(row, names.column, device, "is no device's name; give it one under `map`")
    }

    private func readings(
        _ values: [Value], of row: CSVTable.Row, _ tally: inout RecordingTally
    ) -> [(channel: String, value: Double)] {
        var readings: [(channel: String, value: Double)] = []
        for value in values {
            let bytes = row.trimmedBytes(value.place)
            if isMissing(bytes) {
                tally.missing += 1
            } else if let number = decimalNumber(bytes) {
                readings.append((value.channel, number * value.factor + value.offset))
            } else {
                tally.note(problem(row, value.name, value.place, "is no number"))
            }
        }
        return readings
    }

    private func problem(_ row: CSVTable.Row, _ column: String, _ place: Int, _ what: String) -> ConfigProblem {
        // The cell comes from anywhere: no control character of it may reach a terminal.
        let cell = String(String.UnicodeScalarView(row[place].unicodeScalars.prefix(40).filter { $0.value >= 32 }))
        return ConfigProblem(file: file, line: row.line, text: "`\(column)`: `\(cell)` \(what)")
    }
}

/// Whether a cell says that there is no value: nothing, `nan` in any case, or `-`.
private func isMissing(_ cell: ArraySlice<UInt8>) -> Bool {
    switch cell.count {
    case 0: true
    case 1: cell.first == UInt8(ascii: "-")
    case 3: cell.elementsEqual("nan".utf8) { $0 | 32 == $1 }
    default: false
    }
}

private func wholeFile(_ url: URL, name: String) throws(ConfigProblem) -> [UInt8] {
    guard let data = try? Data(contentsOf: url, options: .mappedIfSafe) else { throw cannotBeRead(name) }
    return try uncompressed([UInt8](data), name: name)
}

/// The first lines of a file: enough for any header, whatever the file's length.
private func headOfFile(_ url: URL, name: String) throws(ConfigProblem) -> [UInt8] {
    let lengthMax = 65_536
    guard let handle = try? FileHandle(forReadingFrom: url),
        let data = try? handle.read(upToCount: lengthMax) ?? Data()
    else { throw cannotBeRead(name) }
    var bytes = try uncompressed([UInt8](data), name: name)
    // A cut may go through a character; whole lines cannot be cut there.
    if bytes.count == lengthMax, let end = bytes.lastIndex(of: UInt8(ascii: "\n")) {
        bytes.removeSubrange((end + 1)...)
    }
    return bytes
}

private func uncompressed(_ bytes: [UInt8], name: String) throws(ConfigProblem) -> [UInt8] {
    guard bytes.starts(with: [0x1f, 0x8b]) else { return bytes }
    throw ConfigProblem(file: name, line: 0, text: "is compressed (gzip); unpack it first: gunzip -k \(name)")
}

private func cannotBeRead(_ name: String) -> ConfigProblem {
    ConfigProblem(file: name, line: 0, text: "cannot be read; is it a readable file?")
}
