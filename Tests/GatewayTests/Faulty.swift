import Appliances
import Telemetry

/// What a refrigerator of the house says, minute by minute.
enum Faulty {
    /// So many hours at one temperature, from a moment on.
    static func warm(hours: Int, degrees: Int = 10, from begin: Timestamp = start) -> [Post] {
        (0..<hours * 60).map { minute in
            let at = begin + .minutes(Int64(minute))
            return Post(
                "foretell/v1/home-1/fridge-1/telemetry",
                "{\"at\":\"\(at)\",\"readings\":{\"fridge.temperature\":\(degrees)}}".utf8, at: at)
        }
    }
}
