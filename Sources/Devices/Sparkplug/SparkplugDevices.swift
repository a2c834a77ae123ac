/// A device of a node, as its last birth or death left it.
struct SparkplugDevice: Sendable {
    enum Life {
        /// It was there before the node's last birth, and its own has not come since.
        case awaited
        case born
        case gone
    }

    var life: Life
    var metrics = SparkplugMetrics()
    /// What is written down of its birth; empty unless it is born.
    var birth: [UInt8] = []
}

/// The devices of one node, by their names.
struct SparkplugDevices: Sendable {
    private var byName: [String: SparkplugDevice] = [:]

    var count: Int { byName.count }

    /// How many metrics all of them have.
    var metricCount: Int { byName.values.reduce(0) { $0 + $1.metrics.count } }

    /// Those that are there, in order.
    var online: [String] { byName.filter { $0.value.life != .gone }.keys.sorted() }

    subscript(_ name: String) -> SparkplugDevice? { byName[name] }

    mutating func bear(_ name: String, _ metrics: SparkplugMetrics, birth: [UInt8]) {
        byName[name] = SparkplugDevice(life: .born, metrics: metrics, birth: birth)
    }

    /// A device is gone; one that was never born is not remembered for that.
    mutating func bury(_ name: String) {
        if byName[name] != nil { byName[name] = SparkplugDevice(life: .gone) }
    }

    /// Their node was born again, and all that they told of their metrics is over.
    mutating func awaitBirths() {
        byName = byName.filter { $0.value.life != .gone }.mapValues { _ in SparkplugDevice(life: .awaited) }
    }

    mutating func removeAll() {
        byName = [:]
    }

    /// What is remembered of them, in order.
    func births(of node: String) -> [SparkplugBirth] {
        byName.sorted { $0.key < $1.key }.map { name, device in
            SparkplugBirth(
                topic: SparkplugTopic.text("DBIRTH", node: node, device: name), payload: device.birth,
                isOnline: device.life != .gone)
        }
    }

    /// Takes a birth back that was written down.
    mutating func restore(_ birth: SparkplugBirth, _ name: String, _ metrics: SparkplugMetrics) {
        guard count < SparkplugLimits.devicesMax else { return }
        let life: SparkplugDevice.Life = !birth.isOnline ? .gone : birth.payload.isEmpty ? .awaited : .born
        byName[name] = SparkplugDevice(life: life, metrics: metrics, birth: birth.payload)
    }
}
