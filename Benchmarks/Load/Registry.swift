import Glibc

/// Writes the registry that makes the gateway know the devices of a load.
func writeRegistry(of options: LoadOptions, to path: String) throws(BrokerError) {
    // One string of a hundred bytes a device is small beside anything the run does.
    var text = "device,site,hub,category,model,owner,invoice_day,sale_day,invoice,certificate,city\n"
    let hub = options.recordsPerMessage > 1 ? options.hub : ""
    for number in 0..<options.devices {
        text += "dev-\(padded(number, to: 6)),bench,\(hub),refrigerator,BCD-470W,C-\(padded(number, to: 6)),"
        text += "2025-06-01,2025-06-01,valid,valid,Qingdao\n"
    }
    guard let file = fopen(path, "w") else { throw BrokerError(path, code: errno) }
    let bytes = Array(text.utf8)
    let written = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, written == bytes.count else { throw BrokerError(path, code: errno) }
}

/// A number with zeros in front.
private func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
