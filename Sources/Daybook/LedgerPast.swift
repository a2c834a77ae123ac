package import Appliances
package import Telemetry

/// What appliances have sent, as it was stored: the port through which a change of rules reads the past while the
/// gateway goes on recording.
///
/// May be used from any thread, by one at a time.
package protocol LedgerPast: Sendable {
    /// Hands over what is stored of some appliances from a time on, each one's records in the order in which they
    /// arrived; records of earlier times may be among them.
    ///
    /// - Returns: the number of the last batch of which all was handed over; 0 where there is none.
    func begin(
        of devices: Set<DeviceID>, since: Timestamp, _ take: (DeviceID, HistoryChunk) throws -> Void
    ) throws -> Int64

    /// Hands over what came after a batch, in the same way.
    ///
    /// - Returns: as ``begin(of:since:_:)``.
    /// - Throws: ``PastMoved`` where these batches are no longer to be had one by one.
    func goOn(
        after batch: Int64, of devices: Set<DeviceID>, _ take: (DeviceID, HistoryChunk) throws -> Void
    ) throws -> Int64
}

/// Batches went into history while they were read one by one: whoever reads must begin anew.
package struct PastMoved: Error {
    /// It happened.
    package init() {}
}
