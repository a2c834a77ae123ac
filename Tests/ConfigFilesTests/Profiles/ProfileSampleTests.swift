import Appliances
import ConfigFiles
import Devices
import Foundation
import Testing

@Suite("Samples beside device profiles")
struct ProfileSampleTests {
    private static let profile = """
        schema: foretell.device-profile/1
        id: plug
        version: 1
        title: A plug
        sources: [{topic: "plugs/{device}/state"}]
        channels: {power: {as: power.active, unit: W}, "on": {as: relay.on}}
        examples:
          - {topic: plugs/a/state, payload_file: samples/a.json, expect: [{channel: power.active, value: 5}]}
          - {stream: samples/b.jsonl, expect_file: expected/b.jsonl}
        """

    private static let stream = """
        {"topic": "plugs/a/state", "payload": {"power": 1772598600000001, "s": "}\\"{"}, "at": "2026-03-04T04:30:00Z"}

        {"payload": "{\\"power\\":6}", "topic": "plugs/a/state", "retain": true}
        {"topic": "plugs/a/state", "payload_hex": "7b7d", "retain": 1}
        {"topic": "plugs/a/state", "payload": [1, 2]}
        {"topic": "plugs/a/state", "payload": 64.80}
        """

    private static let expected = """
        {"device":"a","channel":"power.active","value":6.5,"unit":"W","at":"2026-03-04T04:30:00Z","quality":"good"}
        {"device":"a","channel":"relay.on","value":true,"unit":"1","at":"2026-03-04T04:29:00Z","quality":"stale"}
        """

    /// Writes files into a folder of its own, and removes it when `body` is done.
    private func withFolder(_ files: [String: String], _ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "foretell-profiles-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        try body(folder)
    }

    private static let files = [
        "plug/own/profile.yaml": profile, "plug/own/samples/a.json": "{\"power\": 5}",
        "plug/own/samples/b.jsonl": stream, "plug/own/expected/b.jsonl": expected, "plug/readme.yaml": "no: profile",
    ]

    @Test("are read from the profile's folder")
    func read() throws {
        try withFolder(Self.files) { folder in
            let read = DeviceFolder(folder, shownAs: "devices")
            #expect(read.problems.map(\.description) == [] && read.files == ["plug": "devices/plug/own/profile.yaml"])
            let examples = try #require(read.profiles.first).examples
            #expect(examples[0].messages.map { String(decoding: $0.payload, as: UTF8.self) } == ["{\"power\": 5}"])
            let messages = examples[1].messages
            #expect(
                messages.map { String(decoding: $0.payload, as: UTF8.self) } == [
                    "{\"power\": 1772598600000001, \"s\": \"}\\\"{\"}", "{\"power\":6}", "{}", "[1, 2]", "64.80",
                ])
            #expect(messages.map(\.isRetained) == [false, true, true, false, false])
            #expect(examples[1].expected.map(\.value) == [.number(6.5), .number(1)])
            // The arrival of a message is no time of the device.
            #expect(examples[1].expected.map(\.at) == [nil, Timestamp(rfc3339: "2026-03-04T04:29:00Z")])
            #expect(examples[1].expected.map(\.quality) == [.good, .stale])
            let file = folder.appending(path: "plug/own/profile.yaml")
            #expect(try readDeviceProfile(file, as: "p.yaml").get().examples.count == 2)
        }
    }

    private static let broken: [(file: String, text: String, said: String)] = [
        ("samples/b.jsonl", "{\"topic\": \"a\"", "samples/b.jsonl:1: is no JSON object"),
        ("samples/b.jsonl", "\n{\"payload\": \"a\"}", "samples/b.jsonl:2: lacks `topic`"),
        (
            "samples/b.jsonl", "{\"topic\": \"a\", \"payload\": null}",
            "samples/b.jsonl:1: lacks `payload` or `payload_hex`"
        ),
        ("samples/b.jsonl", "\n", "profile.yaml:9: `stream`: `samples/b.jsonl` has no message"),
        ("expected/b.jsonl", "\n\nnone", "expected/b.jsonl:3: is no reading"),
        (
            "expected/b.jsonl", "{\"channel\": \"relay.no\"}",
            "expected/b.jsonl:1: no channel is named `relay.no`; did you"
        ),
    ]

    @Test("name file and line where something is wrong in them", arguments: broken)
    func mistakes(file: String, text: String, said: String) throws {
        var files = Self.files
        files["plug/own/" + file] = text
        try withFolder(files) { folder in
            let found = DeviceFolder(folder, shownAs: "devices/").problems.map(\.description)
            #expect(found.contains { $0.hasPrefix("devices/plug/own/" + said) }, "found \(found)")
        }
    }

    @Test(
        "must be there, below the profile's folder",
        arguments: [
            ("samples/c.json", "`payload_file`: `samples/c.json` cannot be read; is it there, beside the profile?"),
            ("../own/a.json", "`payload_file` must lie below the profile's folder, not at `../own/a.json`"),
            ("/etc/hostname", "`payload_file` must lie below the profile's folder, not at `/etc/hostname`"),
        ])
    func places(name: String, said: String) throws {
        var files = Self.files
        files["plug/own/profile.yaml"] = Self.profile.replacing("samples/a.json", with: name)
        try withFolder(files) { folder in
            let found = DeviceFolder(folder, shownAs: "d").problems.map(\.description)
            #expect(found == ["d/plug/own/profile.yaml:8: \(said)"])
        }
    }

    @Test("and profiles that extend others need their folder")
    func alone() throws {
        let text = Self.profile.replacing("title: A plug", with: "extends: other")
        try withFolder(["profile.yaml": text]) { folder in
            let result = readDeviceProfile(folder.appending(path: "profile.yaml"), as: "p.yaml")
            guard case .failure(let problems) = result else {
                Issue.record("a profile was read without the one that it extends")
                return
            }
            let said = "`extends` needs the other profile's file"
            #expect(problems.all.contains { $0.line == 4 && $0.text.hasPrefix(said) })
        }
    }

    @Test("are told apart from folders that are not there")
    func noFolder() {
        let read = DeviceFolder(URL(filePath: "no/such"), shownAs: "no/such")
        #expect(read.problems.map(\.description) == ["no/such: cannot be read; is it there, and a folder?"])
    }

    @Test("are bounded where aliases would make a payload without end")
    func bomb() {
        let levels = (1...12).map { level in
            let items = Array(repeating: level == 1 ? "x" : "*a\(level - 1)", count: 10).joined(separator: ", ")
            return "a\(level): &a\(level) [\(items)]"
        }
        let example = "{topic: plugs/a/state, expect: [], payload: {\(levels.joined(separator: ", "))}}"
        let text = Self.profile.replacing("{stream: samples/b.jsonl, expect_file: expected/b.jsonl}", with: example)
        let found = DeviceFolder(texts: [("p.yaml", text)]).problems.map(\.description)
        let said = "`payload` is deeper than 32 levels or longer than 262144 bytes"
        #expect(found.contains { $0.contains(said) }, "found \(found)")
    }
}
