import Foundation
import Glibc
import Synchronization

/// An IMAP server of a few lines inside the test: it knows what the reader asks, and remembers it.
final class FakeMailbox: Sendable {
    struct Stored: Sendable {
        let uid: Int
        let bytes: [UInt8]
        var flags: Set<String> = []
        /// What the server says of its length; nil for the truth.
        var claimed: Int?
    }

    private struct State {
        var letters: [Stored] = []
        var commands: [String] = []
        var refuses: String?
        var isSilent = false
    }

    let port: Int
    private let listener: Int32
    private let state = Mutex(State())

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 8) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRINUSE) }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in accept() }
    }

    /// Puts a letter into the mailbox.
    func put(_ bytes: [UInt8], claimed: Int? = nil) {
        state.withLock { $0.letters.append(Stored(uid: 100 + $0.letters.count, bytes: bytes, claimed: claimed)) }
    }

    /// Answers NO to a command from now on, or to none.
    func refuse(_ command: String?) { state.withLock { $0.refuses = command } }

    var flags: [Set<String>] { state.withLock { $0.letters.map(\.flags) } }
    var commands: [String] { state.withLock { $0.commands } }

    func close() {
        shutdown(listener, Int32(SHUT_RDWR))
        Glibc.close(listener)
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { return }
            Thread.detachNewThread { [self] in serve(client) }
        }
    }

    private func serve(_ client: Int32) {
        defer { Glibc.close(client) }
        send(client, "* OK ready\r\n")
        var bytes: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 4_096)
        while true {
            while let end = bytes.firstIndex(of: 10) {
                let line = String(decoding: bytes[..<end].filter { $0 != 13 }, as: UTF8.self)
                bytes.removeSubrange(...end)
                guard answer(line, client) else { return }
            }
            let count = read(client, &room, room.count)
            guard count > 0 else { return }
            bytes += room.prefix(count)
        }
    }

    /// Answers a command; false where the connection ends with it.
    private func answer(_ line: String, _ client: Int32) -> Bool {
        let words = line.split(separator: " ").map(String.init)
        guard words.count > 1 else { return false }
        let (tag, command) = (words[0], words[1] == "UID" ? words[2] : words[1])
        let isRefused = state.withLock { state in
            state.commands.append(words.dropFirst().joined(separator: " "))
            return state.refuses == command
        }
        if isRefused {
            send(client, "\(tag) NO not now\r\n")
            return true
        }
        switch command {
        case "CAPABILITY": send(client, "* CAPABILITY IMAP4rev1\r\n")
        case "SEARCH":
            let unseen = state.withLock { $0.letters.filter { !$0.flags.contains("\\Seen") }.map { "\($0.uid)" } }
            send(client, "* SEARCH \(unseen.joined(separator: " "))\r\n")
        case "FETCH": fetch(words, client)
        case "STORE": store(words)
        case "LOGOUT": send(client, "* BYE\r\n")
        default: break
        }
        send(client, "\(tag) OK done\r\n")
        return command != "LOGOUT"
    }

    private func fetch(_ words: [String], _ client: Int32) {
        guard let letter = state.withLock({ $0.letters.first { "\($0.uid)" == words[3] } }) else { return }
        if words.last == "RFC822.SIZE)" {
            send(client, "* 1 FETCH (UID \(letter.uid) RFC822.SIZE \(letter.claimed ?? letter.bytes.count))\r\n")
        } else {
            send(client, "* 1 FETCH (UID \(letter.uid) BODY[] {\(letter.bytes.count)}\r\n")
            send(client, letter.bytes)
            send(client, ")\r\n")
        }
    }

    private func store(_ words: [String]) {
        state.withLock { state in
            guard let place = state.letters.firstIndex(where: { "\($0.uid)" == words[3] }) else { return }
            for flag in ["\\Seen", "\\Flagged"] where words.joined().contains(flag) {
                state.letters[place].flags.insert(flag)
            }
        }
    }

    private func send(_ client: Int32, _ text: String) { send(client, Array(text.utf8)) }

    private func send(_ client: Int32, _ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
