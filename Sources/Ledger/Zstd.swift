import CZstd
import Foundation

/// Zstandard for journal rows and snapshots; contexts are made once and used from one thread.
final class Zstd {
    /// What a stored frame may unpack to at most: a batch and its last message, with room.
    private static let unpackedMax = 64 * 1_048_576

    private let packer: OpaquePointer
    private let unpacker: OpaquePointer
    private var room: [UInt8] = []

    /// Contexts for packing and unpacking.
    init() {
        guard let packer = ZSTD_createCCtx(), let unpacker = ZSTD_createDCtx() else {
            preconditionFailure("memory for two zstd contexts is always there")
        }
        self.packer = packer
        self.unpacker = unpacker
    }

    deinit {
        ZSTD_freeCCtx(packer)
        ZSTD_freeDCtx(unpacker)
    }

    /// The bytes packed at the fastest level; telemetry shrinks to about a tenth.
    func pack(_ bytes: [UInt8]) -> Data {
        let bound = ZSTD_compressBound(bytes.count)
        if room.count < bound { room = [UInt8](repeating: 0, count: bound) }
        let count = ZSTD_compressCCtx(packer, &room, room.count, bytes, bytes.count, 1)
        precondition(ZSTD_isError(count) == 0, "zstd packs whatever fits its bound")
        return Data(room.prefix(count))
    }

    /// Words packed as their bytes, the lowest first.
    func pack(words: [UInt64]) -> Data {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(words.count * 8)
        for word in words { withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) } }
        return pack(bytes)
    }

    /// The bytes of a packed frame.
    func unpack(_ packed: Data) throws -> [UInt8] {
        try packed.withUnsafeBytes { source in
            let size = ZSTD_getFrameContentSize(source.baseAddress, source.count)
            guard size <= UInt64(Zstd.unpackedMax) else { throw LedgerFault.damaged("a packed row") }
            return try [UInt8](unsafeUninitializedCapacity: Int(size)) { target, count in
                let written = ZSTD_decompressDCtx(
                    unpacker, target.baseAddress, target.count, source.baseAddress, source.count)
                // An error's number is no count: the array would take it for one.
                guard ZSTD_isError(written) == 0, written == Int(size) else {
                    throw LedgerFault.damaged("a packed row")
                }
                count = written
            }
        }
    }

    /// The words of a packed frame.
    func unpackWords(_ packed: Data) throws -> [UInt64] {
        let bytes = try unpack(packed)
        guard bytes.count % 8 == 0 else { throw LedgerFault.damaged("a snapshot") }
        return bytes.withUnsafeBytes { raw in
            (0..<bytes.count / 8).map {
                UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self))
            }
        }
    }
}
