package import Foundation
import Glibc
import Synchronization

/// Keeps what came along with letters, by what stands in it: `{folder}/{first two digits}/{SHA-256}`.
///
/// What ``keep(_:)`` answers is on the disk. The same bytes are kept once.
package final class AttachmentStore: Sendable {
    /// What it has done since the start, and how full it is.
    package struct Counts: Sendable, Equatable {
        /// How many attachments were written down.
        package var kept = 0
        /// How many were there already.
        package var repeated = 0
        /// How many were turned away because the store is full.
        package var refused = 0
        /// How many bytes the store has.
        package var bytes = 0
    }

    /// How many bytes a store may have, where nobody says.
    package static let bytesMaxDefault = 2_048 * 1_048_576

    private let folder: URL
    private let bytesMax: Int
    private let counts: Mutex<Counts>

    /// The store of a folder, which is made where it is missing, for its owner alone; it may have `bytesMax` bytes.
    ///
    /// - Throws: where the folder cannot be made or read.
    package init(folder: URL, bytesMax: Int = AttachmentStore.bytesMaxDefault) throws(StoreFault) {
        self.folder = folder
        self.bytesMax = bytesMax
        try AttachmentStore.make(folder)
        counts = Mutex(Counts(bytes: try AttachmentStore.tidy(folder)))
    }

    /// What it has done since the start.
    package var count: Counts { counts.withLock { $0 } }

    /// Where an attachment of this name is, or would be; nil where it is no name of one.
    package func place(of name: String) -> URL? {
        guard name.utf8.count == 64, name.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        return folder.appending(path: String(name.prefix(2))).appending(path: name)
    }

    /// Writes attachments down; their names once all are durable.
    ///
    /// - Throws: where there is no room for all of them, and then none is written, or where the disk fails.
    package func keep(_ attachments: [[UInt8]]) throws(StoreFault) -> [String] {
        let names = attachments.map(contentHash)
        // One at a time: what two letters bring at once does not exceed the quota together.
        let result = counts.withLock { counts in
            Result { () throws(StoreFault) in try keep(attachments, names, &counts) }
        }
        try result.get()
        return names
    }

    /// Deletes attachments; one that is not there, or whose name is none of an attachment, is deleted already.
    ///
    /// - Throws: where the disk fails; the same once more deletes the rest.
    package func remove(_ names: [String]) throws(StoreFault) {
        // Under the same lock as keeping: a letter is not told that its picture is there while that goes.
        let result = counts.withLock { counts in
            Result { () throws(StoreFault) in
                for name in names { try remove(name, &counts) }
            }
        }
        try result.get()
    }

    private func remove(_ name: String, _ counts: inout Counts) throws(StoreFault) {
        guard let file = place(of: name), let bytes = AttachmentStore.size(of: file) else { return }
        guard unlink(file.path) == 0 || errno == ENOENT else { throw .failed(String(cString: strerror(errno))) }
        try AttachmentStore.settle(file.deletingLastPathComponent())
        counts.bytes -= bytes
    }

    private func keep(_ attachments: [[UInt8]], _ names: [String], _ counts: inout Counts) throws(StoreFault) {
        var fresh: [(bytes: [UInt8], name: String)] = []
        for (bytes, name) in zip(attachments, names) {
            let isThere = place(of: name).map { AttachmentStore.size(of: $0) == bytes.count } ?? false
            if isThere || fresh.contains(where: { $0.name == name }) {
                counts.repeated += 1
            } else {
                fresh.append((bytes, name))
            }
        }
        let needed = fresh.reduce(0) { $0 + $1.bytes.count }
        guard counts.bytes + needed <= bytesMax else {
            counts.refused += fresh.count
            throw .full(bytesMax: bytesMax)
        }
        for one in fresh {
            try write(one.bytes, as: one.name)
            counts.kept += 1
            counts.bytes += one.bytes.count
        }
    }

    /// Beside it first, then under its name: whoever finds the name finds all of it, whenever power fails.
    private func write(_ bytes: [UInt8], as name: String) throws(StoreFault) {
        let shelf = folder.appending(path: String(name.prefix(2)))
        let isNew = !FileManager.default.fileExists(atPath: shelf.path)
        try AttachmentStore.make(shelf)
        let draft = shelf.appending(path: "\(name).new").path
        let file = open(draft, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .failed(String(cString: strerror(errno))) }
        let isWritten = AttachmentStore.write(bytes, to: file) && fsync(file) == 0
        let reason = String(cString: strerror(errno))
        let isClosed = close(file) == 0
        guard isWritten, isClosed, rename(draft, shelf.appending(path: name).path) == 0 else {
            unlink(draft)
            throw .failed(reason)
        }
        try AttachmentStore.settle(shelf)
        if isNew { try AttachmentStore.settle(folder) }
    }

    private static func write(_ bytes: [UInt8], to file: Int32) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                guard let start = bytes.baseAddress else { return true }
                let count = Glibc.write(file, start + done, bytes.count - done)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                done += count
            }
            return true
        }
    }

    /// Makes the names in a folder durable.
    private static func settle(_ folder: URL) throws(StoreFault) {
        let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .failed(String(cString: strerror(errno))) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .failed(String(cString: strerror(errno))) }
    }

    private static func make(_ folder: URL) throws(StoreFault) {
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .failed("the folder \(folder.lastPathComponent) cannot be made")
        }
    }

    /// Removes drafts that a crash has left; how many bytes the others have.
    private static func tidy(_ folder: URL) throws(StoreFault) -> Int {
        guard let names = FileManager.default.subpaths(atPath: folder.path) else {
            throw .failed("the folder \(folder.lastPathComponent) cannot be read")
        }
        var bytes = 0
        for name in names {
            let file = folder.appending(path: name)
            if name.hasSuffix(".new") { unlink(file.path) } else { bytes += size(of: file) ?? 0 }
        }
        return bytes
    }

    /// How long a file is; nil where it is none.
    private static func size(of file: URL) -> Int? {
        var found = stat()
        guard stat(file.path, &found) == 0, found.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(found.st_size)
    }
}

/// Why attachments are not kept.
package enum StoreFault: Error, Equatable, CustomStringConvertible {
    /// There is no room.
    case full(bytesMax: Int)
    /// The disk or the folder fails.
    case failed(String)

    /// The reason for people.
    package var description: String {
        switch self {
        case .full(let bytesMax):
            "the \(bytesMax / 1_048_576) MiB for attachments are full; make room, or raise mail.attachments_mib"
        case .failed(let reason): "attachments cannot be written: \(reason)"
        }
    }
}
