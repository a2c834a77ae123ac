package import Appliances

/// A request that the desk has really had, however it came to it.
package struct RealRequest: Hashable, Sendable {
    /// The appliance.
    package let device: DeviceID
    /// The part that was expected to be repaired.
    package let component: Component
    /// When it was opened.
    package let opened: Timestamp

    /// A request.
    package init(device: DeviceID, component: Component, opened: Timestamp) {
        self.device = device
        self.component = component
        self.opened = opened
    }
}

/// Which real requests would have been foretold, and how long before.
package struct RequestOverlap: Hashable, Sendable {
    /// How long after an episode was raised a request for the same part still counts as foretold by it
    /// (design page rules, "Outcome loop").
    package static let reach = TimeSpan.days(30)

    /// For each real request how long before it the first episode was raised; nil where none was.
    package let foretold: [TimeSpan?]
    /// For each episode whether a real request followed it.
    package let isFollowed: [Bool]

    /// Holds episodes against real requests of the same device and component, up to ``reach`` before them.
    package init(of episodes: [TrialEpisode], with real: [RealRequest]) {
        var byDevice: [DeviceID: [Int]] = [:]
        for (place, episode) in episodes.enumerated() { byDevice[episode.device, default: []].append(place) }
        var isFollowed = [Bool](repeating: false, count: episodes.count)
        foretold = real.map { request in
            var longest: TimeSpan?
            for place in byDevice[request.device] ?? [] where episodes[place].component == request.component {
                let lead = request.opened - episodes[place].raised
                guard lead >= .zero, lead <= RequestOverlap.reach else { continue }
                isFollowed[place] = true
                longest = max(longest ?? lead, lead)
            }
            return longest
        }
        self.isFollowed = isFollowed
    }

    /// How many real requests would have been foretold.
    package var found: Int { foretold.count { $0 != nil } }

    /// How many would not.
    package var missed: Int { foretold.count - found }

    /// The median of the lead times; nil where nothing was foretold.
    package var medianLead: TimeSpan? { median(foretold.compactMap(\.self)) }
}

/// The median of some lengths, the lower of two; nil where there is none.
package func median(_ spans: [TimeSpan]) -> TimeSpan? {
    spans.isEmpty ? nil : spans.sorted()[(spans.count - 1) / 2]
}
