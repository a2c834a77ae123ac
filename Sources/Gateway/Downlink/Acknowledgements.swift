import Appliances
import Daybook
import Telemetry

/// Tells devices that number their records up to where these are durable: `{"boot":17,"seq":40213}` on `…/ack`.
///
/// A watermark says all that those before it said, so a device is told at most once in ten seconds.
struct Acknowledgements {
    private static let pause = TimeSpan.seconds(10)

    private struct Told {
        var at: Timestamp
        /// What it has not been told yet.
        var next: Watermark?
    }

    private var devices: [DeviceID: Told] = [:]
    /// Those with something to be told, each once.
    private var due: [DeviceID] = []

    /// Notes what a commit has made durable.
    mutating func note(_ watermarks: [Watermark]) {
        for mark in watermarks {
            var told = devices[mark.device] ?? Told(at: .epoch)
            if told.next == nil { due.append(mark.device) }
            told.next = mark
            devices[mark.device] = told
        }
    }

    /// Puts what may be told now among the words.
    mutating func tell(at wall: Timestamp, _ words: inout OpenWords) {
        guard !due.isEmpty else { return }
        due.removeAll { device in
            // A clock that was set back must not silence anybody.
            guard let told = devices[device], let mark = told.next,
                wall - told.at >= Acknowledgements.pause || wall < told.at
            else { return false }
            devices[device] = Told(at: wall, next: nil)
            words.add(
                Topic.acknowledgement(mark.site, mark.device),
                Array("{\"boot\":\(mark.boot),\"seq\":\(mark.sequence)}".utf8), isRetained: false)
            return true
        }
    }
}
