import Foundation
import Glibc
import Testing

/// A folder of its own for one test, gone when the test is.
final class Workshop {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "foretell-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        let url = folder.appending(path: name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: url, atomically: true, encoding: .utf8)
        return url.path
    }

    /// The project's root.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The built command, which lies beside the test program.
    static let foretell = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "foretell")

    /// Recordings that lie beside the project; nil where they are not there.
    static func recordings(_ name: String) -> URL? {
        let folder =
            ProcessInfo.processInfo.environment["FORETELL_DATA"].map { URL(filePath: $0) }
            ?? root.deletingLastPathComponent().appending(path: "shared/data")
        let url = folder.appending(path: name)
        return FileManager.default.fileExists(atPath: url.path) ? url : nil
    }
}

/// What a command printed and how it ended.
struct Outcome {
    let output: String
    let errors: String
    let status: Int32
}

/// Runs the command to its end.
func foretell(_ arguments: [String], input: Data = Data()) throws -> Outcome {
    let shop = try Workshop()
    try input.write(to: shop.folder.appending(path: "in"))
    let companion = try Companion(
        Workshop.foretell, arguments, input: shop.path("in"), output: shop.path("out"), errors: shop.path("err"))
    let status = companion.wait()
    return Outcome(
        output: try String(contentsOfFile: shop.path("out"), encoding: .utf8),
        errors: try String(contentsOfFile: shop.path("err"), encoding: .utf8), status: status)
}

/// A process beside the test; it is killed with the object.
///
/// Started with no signal blocked: threads of a test runner block them all, and a child
/// that inherits this can never be asked to stop.
final class Companion {
    private let pid: pid_t
    private var status: Int32?

    init(
        _ program: URL, _ arguments: [String], input: String = "/dev/null", output: String, errors: String
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let writing = O_WRONLY | O_CREAT | O_APPEND
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, writing, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, writing, 0o600)
        // Relative paths, such as `config`, are the project's.
        _ = FileManager.default.changeCurrentDirectoryPath(Workshop.root.path)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var words: [UnsafeMutablePointer<CChar>?] = ([program.path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, program.path, &actions, &attributes, &words, environ)
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .ENOEXEC) }
        pid = child
    }

    convenience init(_ program: URL, _ arguments: [String], log: String) throws {
        try self.init(program, arguments, output: log, errors: log)
    }

    deinit { kill() }

    var isRunning: Bool {
        guard status == nil else { return false }
        var code: Int32 = 0
        guard waitpid(pid, &code, WNOHANG) == pid else { return true }
        status = code
        return false
    }

    /// Waits for the end; the exit status, or minus the signal.
    @discardableResult
    func wait() -> Int32 {
        var code: Int32 = 0
        if status == nil, waitpid(pid, &code, 0) == pid { status = code }
        let ended = status ?? 0
        return ended & 0x7f == 0 ? ended >> 8 & 0xff : -(ended & 0x7f)
    }

    /// SIGKILL, and waits for the end.
    func kill() {
        if isRunning { Glibc.kill(pid, SIGKILL) }
        wait()
    }

    /// SIGKILL after a while, from another thread; ``kill()`` must follow, which waits for the end.
    func kill(after microseconds: Int) {
        let pid = pid
        DispatchQueue.global().asyncAfter(deadline: .now() + .microseconds(microseconds)) { Glibc.kill(pid, SIGKILL) }
    }

    /// SIGTERM, and waits for the end; its exit status. Killed where it does not listen.
    func stop() -> Int32 {
        if isRunning { Glibc.kill(pid, SIGTERM) }
        if !eventually({ !self.isRunning }) { kill() }
        return wait()
    }
}

/// A mosquitto of the test's own.
final class Mosquitto {
    let port: Int
    private let shop: Workshop
    private var companion: Companion?

    init(_ shop: Workshop, packetBytesMax: Int? = nil, more: [String] = []) throws {
        self.shop = shop
        port = Mosquitto.freePort()
        var conf = try String(
            contentsOf: Workshop.root.appending(path: "config/mosquitto/mosquitto.conf"), encoding: .utf8)
        var lines = conf.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines.removeAll { line in
            ["listener ", "persistence_location ", "max_packet_size "].contains { line.hasPrefix($0) }
        }
        lines.append("listener \(port) 127.0.0.1")
        lines.append("persistence_location \(shop.folder.path)/")
        lines.append("max_packet_size \(packetBytesMax ?? 131_072)")
        if geteuid() == 0 { lines.append("user root") }
        lines += more
        conf = lines.joined(separator: "\n") + "\n"
        try shop.write(conf, to: "mosquitto.conf")
        try start()
    }

    func start() throws {
        let program = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto"]
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        let path = try #require(program, "mosquitto is not installed; scripts/setup installs it")
        companion = try Companion(
            URL(filePath: path), ["-c", shop.path("mosquitto.conf")], log: shop.path("mosquitto.log"))
        #expect(eventually { Mosquitto.answers(self.port) }, "mosquitto does not answer")
    }

    /// Ends it in good order, so that it writes down what it holds.
    func stop() { _ = companion?.stop() }

    static func answers(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = loopback(port)
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    /// A port that nobody has at the moment, from the system.
    static func freePort() -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(descriptor, $0, length)
                _ = getsockname(descriptor, $0, &length)
            }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return address
}

/// Whether a claim comes true, be the machine as slow as machines are when they have much else to do.
func eventually(_ claim: () throws -> Bool) rethrows -> Bool {
    let end = Date.now.addingTimeInterval(60)
    while true {
        if try claim() { return true }
        if Date.now >= end { return false }
        Thread.sleep(forTimeInterval: 0.05)
    }
}

/// The counters of a gateway's state folder; empty before there are any.
func counters(_ state: String) throws -> [String: Int] {
    let outcome = try foretell(["summary", "--json", "--state", state])
    guard outcome.status == 0 else { return [:] }
    return try JSONDecoder().decode([String: Int].self, from: Data(outcome.output.utf8))
}
