import Appliances
import Foundation
import Testing

@testable import Console

@Suite("The links of customers")
struct ProgressLinkTests {
    private func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "foretell-links-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    @Test("have 160 bits, and hold for their own number alone")
    func signature() throws {
        let links = try ProgressLinks(folder: folder())
        let path = links.path(for: "SR-1")
        let signature = String(try #require(path.split(separator: "/").last))
        #expect(path == "/p/SR-1/\(signature)" && signature.count == 32)
        #expect(signature.allSatisfy { TokenBook.letters.contains($0) })
        #expect(links.holds(signature, for: "SR-1"))
        for wrong in ["", String(signature.dropLast()), signature + "0", signature.uppercased() + "x"] {
            #expect(!links.holds(wrong, for: "SR-1"))
        }
        #expect(!links.holds(signature, for: "SR-2") && !links.path(for: "SR-2").hasSuffix(signature))
        #expect(links.address(for: "SR-1", at: "https://service.example/") == "https://service.example\(path)")
    }

    @Test("stay the same for a state folder, and differ between two; nobody else reads the key")
    func key() throws {
        let (one, other) = (try folder(), try folder())
        let path = try ProgressLinks(folder: one).path(for: "SR-1")
        #expect(try ProgressLinks(folder: one).path(for: "SR-1") == path)
        #expect(try ProgressLinks(folder: other).path(for: "SR-1") != path)
        let file = one.appending(path: "progress.key")
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: one.path) == ["progress.key"])
        try Data("short".utf8).write(to: file)
        #expect(throws: LinkFault.self) { try ProgressLinks(folder: one) }
        #expect(throws: LinkFault.self) { try ProgressLinks(folder: one.appending(path: "none")) }
    }

    @Test("that are wrong are answered twenty times a minute, then counted alone")
    func limit() {
        let wrong = WrongLinks()
        let answered = (0..<30).count { _ in wrong.note(at: start) == nil }
        #expect(answered == 20 && wrong.refused == 10)
        #expect(wrong.note(at: start + .seconds(3)) == nil && wrong.note(at: start + .seconds(3)) == 3)
        // A clock that was put back gives nothing, and takes nothing away for good.
        #expect(wrong.note(at: start) == 3 && wrong.note(at: start + .seconds(3)) == nil)
        let later = (0..<30).count { _ in wrong.note(at: start + .hours(1)) == nil }
        #expect(later == 20)
    }
}
