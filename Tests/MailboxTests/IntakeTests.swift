import Appliances
import Foundation
import ServiceDesk
import Testing

@testable import Mailbox

/// A folder of its own for one test, gone when the test is.
final class Drawer: Sendable {
    let folder = FileManager.default.temporaryDirectory.appending(path: "foretell-mail-\(UUID().uuidString)")

    deinit { try? FileManager.default.removeItem(at: folder) }

    func store(bytesMax: Int = AttachmentStore.bytesMaxDefault) throws -> AttachmentStore {
        try AttachmentStore(folder: folder, bytesMax: bytesMax)
    }

    func intake(bytesMax: Int = AttachmentStore.bytesMaxDefault) throws -> MailIntake {
        MailIntake(
            try store(bytesMax: bytesMax), customer: { $0 == "someone@mail.example" ? "C-17" : nil },
            appliance: { _, _ in nil })
    }

    /// The names of all files in it.
    var files: [String] {
        let paths = FileManager.default.subpaths(atPath: folder.path) ?? []
        return paths.filter { $0.contains("/") }.sorted()
    }
}

@Suite("The intake of letters")
struct IntakeTests {
    @Test("forgets what came along, by its name alone, and has the room for others again")
    func removed() throws {
        let room = Drawer()
        let store = try room.store(bytesMax: 8)
        let names = try store.keep([[1, 2, 3], [4, 5]])
        try store.remove([names[0], "../../secret", String(repeating: "0", count: 64)])
        #expect(store.count.bytes == 2 && room.files == ["\(names[1].prefix(2))/\(names[1])"])
        // Twice does no harm, and the room is there for the next one.
        try store.remove([names[0]])
        #expect(store.count.bytes == 2)
        #expect(try store.keep([[1, 2, 3, 4, 5, 6]]).count == 1)
        #expect(try store.keep([[4, 5]]) == [names[1]])
    }

    @Test("keeps pictures before there is a demand, and asks for what is missing (X-1, N-1)")
    func pictures() throws {
        let drawer = Drawer()
        let intake = try drawer.intake()
        let demand = try intake.read(Samples.twoPictures).get()
        #expect(demand.channel == .email && demand.key == "pictures@mail.example" && demand.customer == "C-17")
        #expect(demand.symptom == "冰箱不制冷\n冰箱不冷")
        #expect(demand.device == nil && demand.known.isEmpty && demand.model.isEmpty)
        // The sheet with what was said, then the two pictures.
        #expect(demand.attachments.count == 3 && drawer.files.count == 3)
        for (name, bytes) in zip(demand.attachments.dropFirst(), [Samples.picture, Samples.photo]) {
            let file = drawer.folder.appending(path: "\(name.prefix(2))/\(name)")
            #expect(try Data(contentsOf: file) == Data(bytes))
            let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
        // The same letter again is the same demand, and takes no room.
        #expect(try intake.read(Samples.twoPictures).get() == demand)
        #expect(intake.counters["attachments_kept"] == 3 && intake.counters["attachments_repeated"] == 3)
        #expect(intake.counters["read"] == 2)
    }

    @Test("names a letter by what stands in it where it has no name of its own")
    func nameless() throws {
        let intake = try Drawer().intake()
        let first = try intake.read(Samples.plain(id: "")).get()
        let other = try intake.read(Samples.plain(id: "", text: "other")).get()
        let long = try intake.read(Samples.plain(id: "<\(String(repeating: "x", count: 900))@y.example>")).get()
        #expect(first.key.hasPrefix("sha256:") && first.key.count == 71 && first.key != other.key)
        #expect(try intake.read(Samples.plain(id: "")).get().key == first.key)
        #expect(long.key.hasPrefix("sha256:"))
    }

    @Test("repeats no more than 2,000 characters of the text")
    func long() throws {
        let demand = try Drawer().intake().read(Samples.plain(text: String(repeating: "y", count: 9_000))).get()
        #expect(demand.symptom.count == "Fridge too warm\n".count + 2_000)
    }

    @Test("takes nothing of machines, and counts why")
    func machines() throws {
        let drawer = Drawer()
        let intake = try drawer.intake()
        let answer = intake.read(Samples.plain(headers: "Auto-Submitted: auto-replied\n"))
        #expect(throws: MailIntake.Refusal.automatic(.automaticAnswer)) { try answer.get() }
        #expect(throws: MailIntake.Refusal.unreadable(.notAMessage)) { try intake.read([1, 2, 3]).get() }
        #expect(intake.counters["automatic_answer"] == 1 && intake.counters["unreadable"] == 1)
        #expect(drawer.files.isEmpty)
    }

    @Test("refuses with a reason what there is no room for, and writes none of it")
    func quota() throws {
        let drawer = Drawer()
        let intake = try drawer.intake(bytesMax: 5_000)
        #expect(throws: MailIntake.Refusal.unkept(.full(bytesMax: 5_000))) {
            try intake.read(Samples.twoPictures).get()
        }
        #expect(drawer.files.isEmpty && intake.counters["attachments_refused"] == 3)
        #expect(intake.counters["unkept"] == 1)
        #expect(throws: Never.self) { try intake.read(Samples.plain()).get() }
    }

    @Test("knows after a restart how full it is, and clears what a crash has left")
    func restart() throws {
        let drawer = Drawer()
        let kept = try drawer.store().keep([Samples.photo, Samples.picture, Samples.photo])
        #expect(kept[0] == kept[2])
        let shelf = drawer.folder.appending(path: String(kept[0].prefix(2)))
        try Data([1]).write(to: shelf.appending(path: "half.new"))
        let store = try drawer.store()
        #expect(store.count.bytes == Samples.photo.count + Samples.picture.count)
        #expect(drawer.files.count == 2)
        #expect(store.place(of: kept[0]) != nil)
        #expect(store.place(of: "../../etc/passwd") == nil && store.place(of: kept[0].uppercased()) == nil)
    }

    @Test(
        "finds the one appliance that a text names, and of a known sender only an own one",
        arguments: [
            (text: "my fridge SN-4711a is warm", customer: "", device: "fridge-1"),
            (text: "(fridge-1)", customer: "C-17", device: "fridge-1"),
            (text: "FRIDGE-1, serial sn-4711A.", customer: "C-17", device: "fridge-1"),
            (text: "fridge-1", customer: "C-18", device: nil),
            (text: "fridge-1 and washer-22", customer: "", device: nil),
            (text: "the kitchen is warm", customer: "", device: nil),
            (text: "xfridge-1", customer: "", device: nil),
            (text: "冰箱fridge-1坏了", customer: "", device: "fridge-1"),
        ])
    func appliances(text: String, customer: String, device: String?) throws {
        let home = try #require(SiteID("home"))
        let names = ApplianceNames(
            try [("fridge-1", "SN-4711A", "C-17"), ("washer-22", "", "C-18"), ("kitchen", "", "C-17")].map {
                Appliance(
                    id: try #require(DeviceID($0.0)), site: home, category: .refrigerator, serial: $0.1, owner: $0.2)
            })
        #expect(names.device(in: text, of: customer)?.text == device)
    }
}
