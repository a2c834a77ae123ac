package import Appliances

/// How much a Sparkplug host remembers, so that no publisher can fill its memory.
package enum SparkplugLimits {
    /// Nodes, over all groups.
    package static let nodesMax = 1_024
    /// Devices of one node.
    package static let devicesMax = 256
    /// Metrics of one node and its devices together, and of one message.
    package static let metricsMax = 16_384
    /// Bytes of the name of a metric, a group, a node or a device.
    package static let nameBytesMax = 1_024
    /// Bytes of a birth that is written down; of a longer one is kept only that it was there.
    package static let birthBytesMax = 65_536
    /// Bytes of all births that are written down.
    package static let birthsBytesMax = 16_777_216
    /// How long a node is given to answer before it is asked again for its birth.
    package static let rebirthPause = TimeSpan.seconds(5)
    /// The last moment that is believed to be one: the end of the year 9999, in milliseconds.
    package static let millisecondsMax: UInt64 = 253_402_300_799_999
}
