import Devices
import Foundation

/// What the reader of foreign messages remembers over a stop: the births of Sparkplug nodes, without which the
/// numbers in their messages name nothing.
///
/// Homie's descriptions are retained, and come again with every subscription; repeats, orders and fault codes
/// begin anew.
struct ForeignMemory: Codable {
    /// A birth as it is written down.
    private struct Birth: Codable {
        let topic: String
        let payload: Data
        let isOnline: Bool
        let sequence: UInt8
        let isStale: Bool
    }

    private let births: [Birth]

    init(_ births: [SparkplugBirth]) {
        self.births = births.map {
            Birth(
                topic: $0.topic, payload: Data($0.payload), isOnline: $0.isOnline, sequence: $0.sequence,
                isStale: $0.isStale)
        }
    }

    /// The births.
    var sparkplug: [SparkplugBirth] {
        births.map {
            SparkplugBirth(
                topic: $0.topic, payload: Array($0.payload), isOnline: $0.isOnline, sequence: $0.sequence,
                isStale: $0.isStale)
        }
    }
}
