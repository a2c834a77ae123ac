package import Appliances

/// The gateway's way to the broker, for telemetry: gather, and acknowledge after the commit.
///
/// Used from one thread only. The port stands here, with the data it carries, so that
/// the gateway needs not know which library is behind it.
package protocol TelemetryLink: AnyObject {
    /// Waits for messages up to `patience`, then takes what is there, up to the limits of a batch.
    ///
    /// Makes the link anew where it is lost; a lost link is no error of the caller's.
    func gather(into batch: inout MessageBatch, patience: TimeSpan)

    /// Ends the waiting of a ``gather(into:patience:)`` at once, this one or the next; called from any thread.
    var wake: @Sendable () -> Void { get }

    /// Lets the acknowledgements of everything gathered so far leave. Call after the commit.
    func acknowledge()

    /// Drops the link without acknowledging, so that the broker sends everything again.
    func refuse()

    /// Whether the broker answers at present.
    var isUp: Bool { get }

    /// Leaves the broker in good order; what is not acknowledged will come again.
    func close()
}

extension TelemetryLink {
    /// Nobody waits for long.
    package var wake: @Sendable () -> Void { {} }
}

/// Something to publish, under an id by which its delivery is reported.
package struct Outgoing: Sendable, Equatable {
    /// The id in the outbox.
    package let id: String
    /// The topic.
    package let topic: String
    /// The payload.
    package let payload: [UInt8]
    /// Whether the broker shall keep it as the last state.
    package let isRetained: Bool

    /// Something to publish.
    package init(id: String, topic: String, payload: [UInt8], isRetained: Bool) {
        self.id = id
        self.topic = topic
        self.payload = payload
        self.isRetained = isRetained
    }
}

/// The gateway's way out: publishes at QoS 1 and reports what the broker has taken.
///
/// Used from the same thread as the ``TelemetryLink``, over a connection of its own, so
/// that acknowledgements held back never delay it.
package protocol Outlet: AnyObject {
    /// Whether something can be sent now.
    var isUp: Bool { get }

    /// Sends one message; false where it cannot be sent now.
    func send(_ message: Outgoing) -> Bool

    /// Moves bytes in and out; never waits.
    func turn()

    /// The ids that the broker has taken since the last call.
    func takeDelivered() -> [String]

    /// Whether, since the last call, somebody came who must be told anew what stands: the link was made, or a
    /// hub said that it has started.
    func takeNewcomer() -> Bool

    /// Leaves the broker in good order.
    func close()
}
