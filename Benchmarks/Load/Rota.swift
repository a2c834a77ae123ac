/// The devices of one publisher, who speak in turn.
///
/// A device belongs to one publisher only, so its records arrive in order.
struct Rota {
    private let first: Int
    private var fridges: [Fridge]
    private var turn = 0
    private var step = 0

    /// The share of one of `shares` publishers in devices numbered from 0.
    init(share: Int, of shares: Int, devices: Int) {
        first = share * devices / shares
        fridges = (first..<((share + 1) * devices / shares)).map(Fridge.init)
        precondition(!fridges.isEmpty, "a publisher without devices would never end")
    }

    /// The number of the device whose turn it is.
    var device: Int { first + turn }

    /// Writes the next record, gives the turn to the next device and returns the length.
    mutating func writeRecord(_ templates: MessageTemplate, to place: UnsafeMutablePointer<UInt8>) -> Int {
        fridges[turn].step()
        let length = templates.writeRecord(fridges[turn], device: device, step: step, to: place)
        turn += 1
        if turn == fridges.count {
            turn = 0
            step += 1
        }
        return length
    }
}
