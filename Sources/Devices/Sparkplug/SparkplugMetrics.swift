/// What the birth of a node or device told of its metrics.
///
/// The standard makes aliases unique over a node and all its devices. They are kept for each device alone,
/// which reads the same of nodes that keep to it, and reads those that count each device's from 0 as well.
struct SparkplugMetrics: Sendable {
    /// A metric as its birth told it.
    struct Definition: Sendable, Equatable {
        let name: String
        /// The index of its type; nil where it was not told.
        var datatype: UInt32?
        var unit: String?
    }

    private var definitions: [Definition] = []
    private var byName: [String: Int] = [:]
    private var byAlias: [UInt64: Int] = [:]

    var count: Int { definitions.count }

    /// Takes a metric of a birth in; gives a fault where its alias is another metric's already.
    ///
    /// A metric without a name, or with one that is too long, is nobody's definition.
    mutating func define(_ metric: SparkplugPayload.Metric) -> PointFault? {
        guard !metric.name.isEmpty, metric.name.utf8.count <= SparkplugLimits.nameBytesMax else { return nil }
        let index = definitions.count
        definitions.append(Definition(name: metric.name, datatype: metric.type, unit: metric.unit))
        byName[metric.name] = index
        guard metric.hasAlias else { return nil }
        if let other = byAlias[metric.alias], definitions[other].name != metric.name {
            return PointFault(
                path: metric.name, reason: .notStandard,
                detail: "the alias \(metric.alias) is that of \(definitions[other].name)")
        }
        byAlias[metric.alias] = index
        return nil
    }

    /// The metric that a message means: by its name, which tells all by itself, or else by its alias.
    func definition(of metric: SparkplugPayload.Metric) -> Definition? {
        if !metric.name.isEmpty {
            return byName[metric.name].map { definitions[$0] } ?? Definition(name: metric.name)
        }
        return metric.hasAlias ? byAlias[metric.alias].map { definitions[$0] } : nil
    }
}

extension SparkplugPayload.Metric {
    /// The index of the type; nil where it is not told.
    var type: UInt32? { datatype == 0 ? nil : datatype }

    /// The unit, from the property that most hosts read it from.
    var unit: String? {
        guard hasProperties else { return nil }
        for key in ["engUnit", "Engineering Units"] {
            if case .stringValue(let unit) = properties[key], !unit.isEmpty { return unit }
        }
        return nil
    }

    /// What the node itself says that the value is worth: 0 bad, 192 good, 500 stale (chapter 6, `Quality`).
    var worth: UInt32? {
        guard hasProperties, case .intValue(let worth) = properties["Quality"] else { return nil }
        return worth
    }
}
