import Appliances
import FaultRules

/// Holds what a test expects against what happened.
struct ExpectationCheck {
    let test: RuleTest
    let story: Story
    /// Whether the raise conditions were unknown at a moment; asked only where a test wants to know.
    let isUnknown: (Timestamp) -> Bool

    /// What was expected and what happened instead; nil where it is as expected.
    func failure(_ expectation: TestExpectation) -> String? {
        let sentence: String? =
            switch expectation.content {
            case .state(let state, let moment): failure(state, moment)
            case .tickets(let count, let fault, let moment): failure(count, fault, moment)
            case .happens(let event, let times, let from, let to): failure(event, times, from, to)
            case .never(let event, let from, let to): failure(never: event, from, to)
            }
        return sentence.map { "\($0); the story: \(story.text)" }
    }

    private func failure(_ state: TestExpectation.State, _ moment: TestExpectation.Moment) -> String? {
        let when = word(moment)
        let level = story.level(at: time(moment))
        switch state {
        case .inactive:
            return level.map { "expected no alarm at \(when), but it stood at \($0.word)" }
        case .at(let wanted):
            if level == wanted { return nil }
            let found = level.map { "it stood at \($0.word)" } ?? "there was none"
            return "expected the alarm to stand at \(wanted.word) at \(when), but \(found)"
        case .unknown:
            if isUnknown(time(moment)) { return nil }
            return "expected the conditions to be unknown at \(when), but at least one was known"
        }
    }

    private func failure(_ count: Int, _ fault: String?, _ moment: TestExpectation.Moment) -> String? {
        let all = story.tickets.filter { $0.at <= time(moment) }
        let found = all.filter { fault == nil || $0.fault == fault }
        if found.count == count { return nil }
        let wanted = "expected \(counted(count, "ticket"))\(fault.map { " for \($0)" } ?? "")"
        let list = all.map { "\($0.fault) at \(spoken($0.at - test.start))" }
        let instead = list.isEmpty ? "there was none" : "there was \(list.joined(separator: ", "))"
        return "\(wanted) up to \(word(moment)), but \(instead)"
    }

    private func failure(
        _ event: TestExpectation.Event, _ times: Int?, _ from: TestExpectation.Moment, _ to: TestExpectation.Moment
    ) -> String? {
        let all = story.moments(of: event)
        let found = all.filter { $0 >= time(from) && $0 <= time(to) }
        if times.map({ found.count == $0 }) ?? !found.isEmpty { return nil }
        let often = times.map(ExpectationCheck.often) ?? "at least once"
        let outside = all.filter { $0 < time(from) || $0 > time(to) }
        let words = event.words
        var instead = found.isEmpty ? "it \(words.did) not" : "it \(words.did) at \(story.phrase(found))"
        if !outside.isEmpty { instead += ", and outside of that at \(story.phrase(outside))" }
        let wanted = "expected \(words.subject) to \(words.verb) \(often) from \(word(from)) to \(word(to))"
        return "\(wanted), but \(instead)"
    }

    private func failure(
        never event: TestExpectation.Event, _ from: TestExpectation.Moment, _ to: TestExpectation.Moment
    ) -> String? {
        let found = story.moments(of: event).filter { $0 >= time(from) && $0 <= time(to) }
        if found.isEmpty { return nil }
        let isWhole = from == .after(.zero) && to == .end
        let stretch = isWhole ? "" : " from \(word(from)) to \(word(to))"
        let words = event.words
        let wanted = "expected \(words.subject) never to \(words.verb)\(stretch)"
        return "\(wanted), but it \(words.did) at \(story.phrase(found))"
    }

    private func time(_ moment: TestExpectation.Moment) -> Timestamp {
        switch moment {
        case .after(let span): test.start + span
        case .end: test.end
        }
    }

    private func word(_ moment: TestExpectation.Moment) -> String {
        switch moment {
        case .after(let span): spoken(span)
        case .end: "the end"
        }
    }

    private static func often(_ times: Int) -> String {
        switch times {
        case 0: "not at all"
        case 1: "once"
        case 2: "twice"
        default: "\(times) times"
        }
    }
}

/// A number and its thing: `1 ticket`, `2 tickets`, `0 tickets`.
func counted(_ count: Int, _ thing: String) -> String { "\(count) \(thing)\(count == 1 ? "" : "s")" }
