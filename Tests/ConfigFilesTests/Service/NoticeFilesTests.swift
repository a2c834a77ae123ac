import Appliances
import ConfigFiles
import Foundation
import ServiceDesk
import Testing

@Suite("Notices, the calendar and the thresholds in files")
struct NoticeFilesTests {
    private static let service = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "config/service")

    private func templates(_ text: String) -> Result<NoticeTemplates, ConfigProblems> {
        readConfigText(text, notes: ConfigNode.Notes(file: "notices.yaml"), readNoticeTemplates)
    }

    private func calendar(_ text: String) -> Result<BusinessCalendar, ConfigProblems> {
        readConfigText(text, notes: ConfigNode.Notes(file: "calendar.yaml")) {
            readServiceCalendar($0, utcOffsetSeconds: 28_800)
        }
    }

    private func settings(_ text: String) -> Result<Settings, ConfigProblems> {
        readConfigText(text, notes: ConfigNode.Notes(file: "foretell.yaml")) { Settings().taking($0) }
    }

    private func lines<Value>(_ result: Result<Value, ConfigProblems>) -> [Int] {
        guard case .failure(let problems) = result else { return [] }
        return problems.all.map(\.line)
    }

    @Test("are shipped with the figures that hold without them")
    func shipped() throws {
        let words = try readConfigFile(
            Self.service.appending(path: "notices.yaml"), as: "notices.yaml", readNoticeTemplates
        ).get()
        #expect(words == .standard)
        let calendar = try readConfigFile(Self.service.appending(path: "calendar.yaml"), as: "calendar.yaml") {
            readServiceCalendar($0, utcOffsetSeconds: 28_800)
        }.get()
        #expect(calendar == .standard())
        let rules = try readConfigFile(
            Self.service.appending(path: "desk.yaml"), as: "desk.yaml", readServiceRules
        ).get()
        #expect(rules == ServiceRules())
    }

    @Test("replace the words of one kind in one language")
    func words() throws {
        let read = try templates("request_received:\n  zh: 工单{request}，{until}前\n").get()
        var told = NoticeTemplates.standard
        try told.set("工单{request}，{until}前", for: .requestReceived, in: .zh)
        #expect(read == told && read != .standard)
    }

    @Test("tell all that is wrong with words at once, by line")
    func wrongWords() throws {
        let text = """
            request_received: {en: "{request", zh: "{part}"}
            closed: {en: "{link}", fr: "x"}
            clsed: {en: "x"}
            """
        let read = templates(text)
        #expect(lines(read).sorted() == [1, 1, 2, 3], "\(read)")
        guard case .failure(let problems) = read else { return }
        #expect(problems.description.contains("`request_received` has no {part}; it has {request}, {link}, {until}"))
    }

    @Test("say when the centre works")
    func hours() throws {
        let read = try calendar(
            """
            hours:
              every_day: [08:00-12:00, 13:00-18:00]
              saturday: [09:00-24:00]
              sunday: []
            holidays: [2026-10-01]
            workdays: [2026-10-10]
            """
        ).get()
        #expect(read.week.map(\.count) == [2, 2, 2, 2, 2, 1, 0] && read.week[5].first?.through == 1_440)
        let day = try #require(CalendarDay("2026-10-10"))
        #expect(read.openings(on: day).count == 2 && read.utcOffsetSeconds == 28_800)
        #expect(read.openings(on: day.adding(days: -9)).isEmpty)
    }

    @Test("tell all that is wrong with a calendar at once, by line")
    func wrongCalendar() {
        let text = """
            hours:
              every_day: [12:00-08:00, 25:00-26:00]
              monday: [13:00-14:00, 08:00-09:00]
              funday: [08:00-09:00]
            holidays: [2026-10-01, tomorrow]
            workdays: [2026-10-01]
            """
        let read = calendar(text)
        #expect(Set(lines(read)) == [2, 3, 4, 5, 6], "\(read)")
        #expect(!lines(calendar("hours: {}")).isEmpty && !lines(calendar("hours: {every_day: []}")).isEmpty)
    }

    @Test("say how notices leave")
    func section() throws {
        let read = try settings(
            """
            notices:
              mqtt: false
              quiet: 21:30-07:00
              patience: 3d
              webhook: {url: "https://desk.example/n", secret_file: /s}
              mail:
                url: smtp://mail.example:587
                from: a@b.example
                user: a
                password_file: /p
                staff: {quality: q@b.example, dispatcher: d@b.example}
            """
        ).get().notices
        #expect(!read.publishes && read.patience == .days(3) && read.hook?.secretFile == "/s")
        #expect(read.quiet?.from == 1_290 && read.quiet?.through == 420)
        #expect(read.mail?.requiresTLS == true && read.mail?.staff.map(\.role) == [.dispatcher, .quality])
        #expect(try settings("notices: {quiet: none}").get().notices.quiet == nil)
        #expect(try settings("notices: {quiet: 22:00-24:00}").get().notices.quiet?.through == 0)
        let plain = Settings().notices
        #expect(plain.publishes && plain.quiet?.from == 1_320 && plain.hook == nil && plain.mail == nil)
    }

    @Test("tell all that is wrong with the section at once, by line")
    func wrongSection() {
        let text = """
            notices:
              mqtt: perhaps
              quiet: late
              patience: 1m
              webhook:
                url: ftp://desk.example
                secret_file: /s
              mail:
                url: mail.example
                from: "a@b>, c@d"
                user: a
                password_file: /p
                tls: false
                staff:
                  dispatcher: nobody
                  cook: c@d
            """
        #expect(Set(lines(settings(text))) == [2, 3, 4, 6, 9, 10, 13, 15, 16], "\(settings(text))")
        let half = "notices: {mail: {url: smtp://m, from: a@b, user: a}, webhook: {url: https://x}}"
        #expect(lines(settings(half)).count == 2, "\(settings(half))")
    }
}
