package import Daybook
import Foundation
import ServiceDesk
import Synchronization

/// A thread that carries parcels of one channel one after the other, so that nobody else waits for a server.
package final class CarrierLine: Carrier, Sendable {
    private struct State {
        var waiting: [Parcel] = []
        var fates: [(place: Int64, fate: ParcelFate)] = []
        var isIdle = true
        var isOpen = true
    }

    /// On which channel.
    package let channel: PostChannel
    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)
    private let deliver: @Sendable (Parcel) -> ParcelFate

    /// A line that begins at once; `deliver` may take its time and is called by the line's thread alone.
    package init(_ channel: PostChannel, deliver: @escaping @Sendable (Parcel) -> ParcelFate) {
        self.channel = channel
        self.deliver = deliver
        // Before the thread, as libcurl asks.
        _ = CurlExchange.isReady
        let thread = Thread { [self] in work() }
        thread.name = "foretell.post.\(channel.rawValue)"
        thread.start()
    }

    /// Takes parcels where it has none.
    package func carry(_ parcels: [Parcel]) -> Bool {
        let isTaken = state.withLock { state in
            guard state.isOpen, state.isIdle else { return false }
            (state.waiting, state.isIdle) = (parcels, parcels.isEmpty)
            return true
        }
        if isTaken { wake.signal() }
        return isTaken
    }

    /// What became of them so far.
    package func takeFates() -> (fates: [(place: Int64, fate: ParcelFate)], isIdle: Bool) {
        state.withLock { state in
            defer { state.fates = [] }
            return (state.fates, state.isIdle)
        }
    }

    /// Ends the thread once the parcel in hand is done.
    package func close() {
        state.withLock { $0.isOpen = false }
        wake.signal()
    }

    private func work() {
        while true {
            wake.wait()
            while let parcel = next() { note(deliver(parcel), of: parcel) }
            guard state.withLock({ $0.isOpen }) else { return }
        }
    }

    private func next() -> Parcel? {
        state.withLock { state in
            guard state.isOpen, !state.waiting.isEmpty else {
                state.isIdle = true
                return nil
            }
            return state.waiting.removeFirst()
        }
    }

    private func note(_ fate: ParcelFate, of parcel: Parcel) {
        state.withLock { state in
            state.fates.append((parcel.place, fate))
            // What comes after it must not arrive before it.
            switch fate {
            case .later: state.waiting = []
            case .aside: state.waiting.removeAll { $0.notice.to == parcel.notice.to }
            case .delivered, .nobody, .never: break
            }
        }
    }
}
