/// How a whole PUBLISH packet is made: topic, packet id and one record or a hub's batch.
struct MessageTemplate {
    /// Room that surely holds one packet, in bytes.
    let sizeMax: Int

    private let topic: [UInt8]
    private let topicDevice: Int?
    private let records: Int
    private let variants: [RecordTemplate]
    private let start: Int
    private let step: Int

    /// What a broker and the gateway take as one message (reliability F11), in bytes.
    private static let payloadMax = 65_536

    /// The packets of a load whose records begin at a time in epoch milliseconds.
    init(_ options: LoadOptions, start: Int) throws(UsageError) {
        records = options.recordsPerMessage
        self.start = start
        step = options.stepMilliseconds
        let isBatch = records > 1
        variants = (0..<4).map {
            RecordTemplate(namesDevice: isBatch, isRunning: $0 & 1 != 0, isDoorOpen: $0 & 2 != 0)
        }
        let head = "foretell/v1/bench/"
        topic = Array((isBatch ? "\(head)\(options.hub)/batch" : "\(head)dev-000000/telemetry").utf8)
        topicDevice = isBatch ? nil : head.utf8.count + 4
        let longest = variants.reduce(0) { max($0, $1.count) }
        let payload = records * (longest + 1) + 1
        guard payload <= Self.payloadMax else {
            throw UsageError("\(records) records make more than \(Self.payloadMax) bytes; take fewer")
        }
        sizeMax = 5 + 2 + topic.count + 2 + payload
    }

    /// Writes one packet with the next records of a rota and returns its length.
    func write(_ rota: inout Rota, packetID: UInt16, to packet: UnsafeMutablePointer<UInt8>) -> Int {
        // Two length bytes fit one record and three a batch; the rare rest is moved.
        let guess = records > 40 ? 3 : 2
        let body = packet + 1 + guess
        let count = writeBody(&rota, packetID: packetID, to: body)
        let digits = count < 128 ? 1 : count < 16_384 ? 2 : 3
        if digits != guess { (packet + 1 + digits).update(from: body, count: count) }
        packet[0] = 0x32  // PUBLISH, QoS 1
        var rest = count
        for index in 1...digits {
            packet[index] = UInt8(rest & 127) | (index < digits ? 128 : 0)
            rest >>= 7
        }
        return 1 + digits + count
    }

    /// Writes one record of a device; its variant follows from what is true or false.
    @inline(__always)
    func writeRecord(
        _ fridge: borrowing Fridge, device: Int, step number: Int, to place: UnsafeMutablePointer<UInt8>
    ) -> Int {
        let variant = (fridge.isRunning ? 1 : 0) | (fridge.isDoorOpen ? 2 : 0)
        return variants[variant].write(
            fridge, device: device, step: number, at: start + number * step, to: place)
    }

    private func writeBody(
        _ rota: inout Rota, packetID: UInt16, to body: UnsafeMutablePointer<UInt8>
    ) -> Int {
        body[0] = UInt8(topic.count >> 8)
        body[1] = UInt8(topic.count & 255)
        topic.withUnsafeBufferPointer { text in
            if let text = text.baseAddress { (body + 2).update(from: text, count: topic.count) }
        }
        if let topicDevice { putDigits(rota.device, 6, at: body + 2 + topicDevice) }
        var end = 2 + topic.count
        body[end] = UInt8(packetID >> 8)
        body[end + 1] = UInt8(packetID & 255)
        end += 2
        guard records > 1 else { return end + rota.writeRecord(self, to: body + end) }
        for index in 0..<records {
            body[end] = UInt8(ascii: index == 0 ? "[" : ",")
            end += 1
            end += rota.writeRecord(self, to: body + end)
        }
        body[end] = UInt8(ascii: "]")
        return end + 1
    }
}
