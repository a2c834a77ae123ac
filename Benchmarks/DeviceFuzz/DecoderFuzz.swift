import Foundation

/// One input for the decoder that the environment names; called by libFuzzer, again and again.
///
/// What is wrong ends the process, so that libFuzzer keeps the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func tryOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    DecoderFuzz.trial(input)
    return 0
}

/// Called by libFuzzer once, before the first input.
@_cdecl("LLVMFuzzerInitialize")
public func prepareInputs(_ count: UnsafeMutableRawPointer?, _ arguments: UnsafeMutableRawPointer?) -> CInt {
    if let folder = DecoderFuzz.environment["FORETELL_SEEDS"] {
        do {
            try Seeds(DecoderFuzz.shipped).write(for: DecoderFuzz.target, to: URL(filePath: folder))
            exit(0)
        } catch {
            fatalError("the seeds cannot be written to \(folder): \(error)")
        }
    }
    return 0
}

/// Which decoder this process tries.
///
/// `FORETELL_TARGET` names it and `FORETELL_DEVICES` the folder of the profiles; with `FORETELL_SEEDS` the process
/// only writes messages to begin with into that folder.
enum DecoderFuzz {
    static let environment = ProcessInfo.processInfo.environment

    static let target: Target = {
        let name = environment["FORETELL_TARGET"] ?? ""
        guard let target = Target(rawValue: name) else {
            let names = Target.allCases.map(\.rawValue).joined(separator: ", ")
            fatalError("FORETELL_TARGET is one of \(names), not `\(name)`")
        }
        return target
    }()

    static let shipped = Shipped(URL(filePath: environment["FORETELL_DEVICES"] ?? "devices"))

    /// What is done with an input.
    static let trial: @Sendable ([UInt8]) -> Void =
        switch target {
        case .json: tryJSON
        case .canonical: tryCanonical
        case .cbor: tryCBOR
        case .senml: trySenML
        case .sparkplug: trySparkplug
        case .homie: tryHomie
        case .devices: tryDevices
        case .profiles: tryProfiles
        }

    /// The decoders.
    enum Target: String, CaseIterable {
        case json, canonical, cbor, senml, sparkplug, homie, devices, profiles
    }
}

/// Ends the process where a claim does not hold.
func claim(_ holds: Bool, _ text: @autoclosure () -> String) {
    if !holds { fatalError(text()) }
}
