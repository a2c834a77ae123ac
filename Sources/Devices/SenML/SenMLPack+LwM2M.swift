package import Appliances

extension SenMLPack {
    /// Resolves a document of LwM2M 1.0, `{"bn": …, "bt": …, "e": [{"n": …, "v": …, "t": …}]}`.
    ///
    /// Texts are in `sv`, truth values in `bv`, which is a base value in SenML; links to objects in `ov`.
    package static func resolveLwM2M(
        _ document: PlainValue, arrival: Timestamp
    ) throws(SenMLFault) -> SenMLPack {
        guard case .map(let members) = document, let items = document["e"]?.list else { throw .notAPack }
        guard items.count <= recordsMax else { throw .tooManyRecords }
        var pack = SenMLPack()
        let before = members.filter { $0.key == "bn" || $0.key == "bt" }
        try pack.take(try SenMLFields(before), arrival: arrival)
        for item in items {
            guard case .map(let members) = item else { throw .notAPack }
            try pack.take(fields(members), arrival: arrival)
        }
        pack.applyUnitResources()
        return pack
    }

    private static func fields(_ members: [PlainValue.Member]) -> SenMLFields {
        let labels: [String: SenMLLabel] = [
            "n": .name, "t": .time, "v": .value, "sv": .stringValue, "bv": .booleanValue, "ov": .dataValue,
        ]
        var values: [SenMLLabel: PlainValue] = [:]
        for member in members {
            if let label = labels[member.key] { values[label] = member.value }
        }
        return SenMLFields(values)
    }
}
