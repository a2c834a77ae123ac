import Foundation
import Ledger
import ServiceDesk
import Testing

@Suite("The customers' records")
struct CustomerBookTests {
    private final class Room {
        let folder = FileManager.default.temporaryDirectory.appending(path: "foretell-book-\(UUID().uuidString)")

        init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(at: folder) }

        var files: [URL] {
            get throws {
                try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                    .sorted { $0.path < $1.path }
            }
        }

        /// Whether a word stands in any of the files.
        func holds(_ word: String) throws -> Bool {
            try files.contains { try Data(contentsOf: $0).range(of: Data(word.utf8)) != nil }
        }
    }

    private func customer(_ number: String = "C-00017", name: String = "Quillfeather") -> Customer {
        var customer = Customer(number: number)
        (customer.name, customer.phone, customer.email) = (name, "13912345678", "quill@Feather.example")
        (customer.address, customer.language) = ("12 Larkspur Lane", "en")
        return customer
    }

    @Test("come back as they were written, by number and by address")
    func round() throws {
        let room = try Room()
        let book = try CustomerBook(folder: room.folder)
        #expect(try book.customer("C-00017") == nil)
        try book.write(customer())
        #expect(try book.customer("C-00017") == customer())
        #expect(try book.customer(writingFrom: "QUILL@feather.example") == customer())
        // Two who share an address are nobody.
        try book.write(customer("C-2"))
        #expect(try book.customer(writingFrom: "quill@feather.example") == nil)
        #expect(try CustomerBook.look(up: "C-2", in: room.folder) == customer("C-2"))
    }

    @Test("are read by the gateway's user alone")
    func modes() throws {
        let room = try Room()
        let book = try CustomerBook(folder: room.folder)
        try book.write(customer())
        for file in try room.files {
            let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(file.lastPathComponent)")
        }
    }

    @Test("leave no byte behind, neither erased nor written over, also by another process")
    func erase() throws {
        let room = try Room()
        do {
            let book = try CustomerBook(folder: room.folder)
            for number in 0..<200 { try book.write(customer("C-\(number)", name: "Somebody \(number)")) }
            try book.write(customer())
        }
        #expect(try room.holds("Quillfeather"))
        let book = try CustomerBook(folder: room.folder)
        try book.write(customer(name: "Marchbanks"))
        #expect(try book.erase("C-00017"))
        #expect(try !room.holds("Quillfeather") && !room.holds("Marchbanks"))
        #expect(try !book.erase("C-00017"))
        #expect(try book.customer("C-7") != nil)
    }

    @Test(
        "say what is wrong with a record without saying what it is",
        arguments: [
            ("number", "C 1"), ("name", "a\nb"), ("phone", "12"), ("phone", "12x456"), ("email", "a@b"),
            ("email", "A <a@b.cn>"), ("email", "a@b.cn,c@d.cn"), ("email", "\"a\"@b.cn"), ("language", "de"),
            ("address", String(repeating: "x", count: 201)), ("name", "a\u{202E}b"),
        ])
    func faults(field: String, text: String) throws {
        var wrong = customer()
        #expect(wrong.faults.isEmpty)
        switch field {
        case "number": wrong.number = text
        case "name": wrong.name = text
        case "phone": wrong.phone = text
        case "email": wrong.email = text
        case "language": wrong.language = text
        default: wrong.address = text
        }
        #expect(wrong.faults.map(\.field) == [field])
        #expect(text.count < 5 || !wrong.faults.map(\.line).joined().contains(text))
    }

    @Test("are masked for those who need not know, and show an engineer the way")
    func masked() {
        let masked = customer().masked
        #expect(masked.name == "Q**" && masked.phone == "139****5678" && masked.address == "**")
        let visit = customer().forTheVisit
        #expect(visit.name == "Quillfeather" && visit.address == "12 Larkspur Lane" && visit.email == masked.email)
    }
}
