package import Appliances

/// The records of a pack (RFC 8428), resolved: the base fields of earlier records put into those that follow.
///
/// The records keep the order in which they were sent; their times need not rise.
package struct SenMLPack: Sendable {
    /// How many records a pack may have.
    package static let recordsMax = 4_096

    /// The records that could be read.
    package private(set) var records: [SenMLRecord] = []
    /// Why others could not, and which times were not believed.
    package private(set) var faults: [PointFault] = []

    private var base = SenMLBase()

    /// Resolves a document of JSON, or of CBOR with its integer labels, that arrived at a moment.
    package static func resolve(
        _ document: PlainValue, arrival: Timestamp
    ) throws(SenMLFault) -> SenMLPack {
        guard let items = document.list else { throw .notAPack }
        guard items.count <= recordsMax else { throw .tooManyRecords }
        var pack = SenMLPack()
        for item in items {
            guard case .map(let members) = item else { throw .notAPack }
            try pack.take(try SenMLFields(members), arrival: arrival)
        }
        pack.applyUnitResources()
        return pack
    }

    /// The records as readings to come.
    package var points: [RawPoint] { records.map(\.point) }

    /// Takes the next record.
    mutating func take(_ fields: SenMLFields, arrival: Timestamp) throws(SenMLFault) {
        try base.take(fields)
        // Nothing but bases: a device that puts them ahead of its readings.
        if fields.isOnlyBase { return }
        do {
            records.append(try record(fields, arrival: arrival))
        } catch {
            faults.append(PointFault(path: whereabouts(fields), reason: error.reason, detail: error.detail))
        }
    }

    private mutating func record(
        _ fields: SenMLFields, arrival: Timestamp
    ) throws(SenMLFields.Wrong) -> SenMLRecord {
        let name = base.name + (try fields.text(.name) ?? "")
        guard SenMLName.isValid(name) else {
            throw SenMLFields.Wrong(reason: .notStandard, detail: name.isEmpty ? "no name" : "not a name")
        }
        // Zero is no time: the sensor does not know it, and measured about now (RFC 8428, 4.5.3).
        let seconds = base.time + (try fields.number(.time) ?? 0)
        let moment = SenMLRecord.moment(seconds, arrival: arrival)
        let record = try SenMLRecord(
            fields, base: base, name: name, time: (moment ?? arrival, moment != nil && seconds != 0))
        if moment == nil {
            faults.append(PointFault(path: name, reason: .timeUnreadable, detail: "\(seconds)"))
        }
        return record
    }

    private func whereabouts(_ fields: SenMLFields) -> String {
        base.name + (fields[.name]?.text ?? "")
    }
}

extension SenMLPack {
    /// Gives the readings of an IPSO object the unit that its own resource 5701 names.
    mutating func applyUnitResources() {
        var units: [Substring: String] = [:]
        for record in records {
            guard case .text(let unit) = record.value, let place = Self.resource(of: record.name),
                place.id == "5701"
            else { continue }
            units[place.instance] = unit
        }
        guard !units.isEmpty else { return }
        for index in records.indices where records[index].unit == nil {
            guard let place = Self.resource(of: records[index].name), Self.measured.contains(place.id) else { continue }
            records[index].unit = units[place.instance]
        }
    }

    /// The value, its lowest and highest so far, and the ends of its range.
    private static let measured: Set<Substring> = ["5700", "5601", "5602", "5603", "5604"]

    /// `3303/0` and `5700` of `/3303/0/5700`; nil where a name has no such parts.
    private static func resource(of name: String) -> (instance: Substring, id: Substring)? {
        guard let slash = name.lastIndex(of: "/") else { return nil }
        return (name[..<slash], name[name.index(after: slash)...])
    }
}
