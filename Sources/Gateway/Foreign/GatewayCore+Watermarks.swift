import Appliances
import Daybook
import Telemetry

extension GatewayCore {
    /// Finds up to where the devices of the batch may forget what they keep to send again (reliability D6).
    mutating func settleWatermarks(_ entry: inout Entry) {
        guard !isReliving else { return }
        // A device's records of one batch may stand apart; it is answered once.
        for number in Set(numbered).sorted() {
            // Also where nothing is new: the word before may have been lost, and the device sends again for it.
            let before = memories[number].watermark
            guard let now = memories[number].window.watermark(after: before) else { continue }
            memories[number].watermark = now
            let appliance = policy.appliances[number]
            entry.watermarks.append(
                Watermark(device: appliance.id, site: appliance.site, boot: now.boot, sequence: now.sequence))
        }
    }
}
