import Appliances
import Daybook
import Foundation
import ServiceDesk
import Telemetry

/// Carries notices of the desk by the broker, over the outlet that the gateway has anyway.
///
/// At QoS 1, each under its own id, on `foretell/v1/notices/customer/{number}` and `foretell/v1/notices/{role}`; not
/// retained, since a word for the moment must not come again years later.
final class OutletCarrier: Carrier {
    /// How long the broker may take to confirm before all that is out is handed over once more.
    private static let patience = Duration.seconds(30)

    let channel = PostChannel.mqtt
    private let outlet: any Outlet
    private var out: [String: Int64] = [:]
    private var fates: [(place: Int64, fate: ParcelFate)] = []
    private var since = ContinuousClock.now

    init(_ outlet: any Outlet) { self.outlet = outlet }

    func carry(_ parcels: [Parcel]) -> Bool {
        guard out.isEmpty, outlet.isUp else { return false }
        since = .now
        for parcel in parcels {
            guard let message = OutletCarrier.outgoing(parcel.notice) else {
                fates.append((parcel.place, .never(why: "the notice has no JSON form")))
                continue
            }
            // What does not go now stays where it is, and so does all behind it.
            guard outlet.send(message) else { break }
            out[parcel.notice.id] = parcel.place
        }
        return true
    }

    /// The broker has something.
    func note(delivered id: String) {
        guard let place = out.removeValue(forKey: id) else { return }
        fates.append((place, .delivered))
    }

    func takeFates() -> (fates: [(place: Int64, fate: ParcelFate)], isIdle: Bool) {
        defer { fates = [] }
        if !out.isEmpty, ContinuousClock.now - since > OutletCarrier.patience {
            // The link was lost, and the outlet has forgotten them: the first of them says so for all.
            if let first = out.values.min() { fates.append((first, .later(why: "the broker has not confirmed"))) }
            out = [:]
        }
        return (fates, out.isEmpty)
    }

    func close() {}

    static func outgoing(_ notice: DeskNotice) -> Outgoing? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let payload = try? Array(encoder.encode(notice)) else { return nil }
        let topic =
            switch notice.to {
            case .customer(let number): Topic.notices(customer: number)
            case .staff(let role, _): Topic.notices(role: role.rawValue)
            }
        return Outgoing(id: notice.id, topic: topic, payload: payload, isRetained: false)
    }
}
