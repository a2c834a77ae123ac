package import Appliances
package import FaultRules

/// One test that stands beside a rule: what an appliance says, what goes wrong on the way, and what the rule
/// must make of it (design page rules, "Tests in the rule file").
///
/// Everything counts from ``start`` on a virtual clock; nothing waits.
package struct RuleTest: Sendable {
    /// What one channel says.
    package struct Series: Hashable, Sendable {
        /// The channel's name.
        package let channel: String
        /// Its values over time, in the channel's canonical unit.
        package let waveform: Waveform

        /// What one channel says.
        package init(channel: String, waveform: Waveform) {
            self.channel = channel
            self.waveform = waveform
        }
    }

    /// What the test is called in reports.
    package let name: String
    /// The appliance that speaks.
    package var device: Appliance
    /// The moment of the first record.
    package var start = Timestamp.epoch
    /// The day on which it begins where the appliance stands, by which seasons and expiries are told.
    package var day = CalendarDay(daysSinceEpoch: 0)
    /// How often the appliance sends a record.
    package var every = TimeSpan.minutes(1)
    /// What its channels say, in the order of the file.
    package var series: [Series] = []
    /// How long it goes on; nil for as long as the longest series.
    package var lasting: TimeSpan?
    /// What goes wrong on the way.
    package var faults: [InjectedFault] = []
    /// What the rule must make of it.
    package var expectations: [TestExpectation] = []
    /// The line on which it begins in its file, from 1; 0 where it stands in none.
    package var line = 0

    /// A test of an appliance that says nothing yet.
    package init(name: String, device: Appliance) {
        self.name = name
        self.device = device
    }

    /// How long the test lasts.
    package var length: TimeSpan {
        lasting ?? series.map(\.waveform.length).max() ?? .zero
    }

    /// The moment at which it ends.
    package var end: Timestamp { start + length }

    /// How many records the appliance sends where nothing is silent.
    package var recordCount: Int {
        every > .zero ? Int((length.milliseconds + every.milliseconds - 1) / every.milliseconds) : 0
    }
}

/// Something that goes wrong between the appliance and the rules; times count from the test's start.
package enum InjectedFault: Hashable, Sendable {
    /// The gateway is killed, starts again from its last snapshot, and lives through what came since once more.
    case kill(at: TimeSpan)
    /// Records arrive up to so much later than they were sent, so that they overtake each other.
    case reorder(from: TimeSpan, to: TimeSpan, by: TimeSpan)
    /// This share of the records, from 0 to 1, arrives twice.
    case duplicate(from: TimeSpan, to: TimeSpan, share: Double)
    /// This share of the records, from 0 to 1, never arrives.
    case drop(from: TimeSpan, to: TimeSpan, share: Double)
    /// The device's clock is wrong by so much; until the end where `to` is nil.
    case clock(from: TimeSpan, to: TimeSpan?, by: TimeSpan)
}

/// One thing that a test expects of its rule.
package struct TestExpectation: Hashable, Sendable {
    /// A moment of the test.
    package enum Moment: Hashable, Sendable {
        /// So long after its start.
        case after(TimeSpan)
        /// Its end, with everything that runs out by then.
        case end
    }

    /// How the alarm stands.
    package enum State: Hashable, Sendable {
        /// No alarm stands.
        case inactive
        /// Nobody can know: the raise conditions of all levels are unknown, whether or not an alarm stands.
        case unknown
        /// The alarm stands at this level.
        case at(Level)
    }

    /// What may happen to an alarm.
    package enum Event: Hashable, Sendable {
        /// This level was reached from below; any where nil.
        case raised(Level?)
        /// The alarm fell to this milder level; to any where nil.
        case eased(to: Level?)
        /// The alarm ended.
        case ended
    }

    /// What is expected.
    package enum Content: Hashable, Sendable {
        /// The alarm stands so.
        case state(State, at: Moment)
        /// So many episodes have asked for a service request, for this fault where one is named.
        case tickets(Int, fault: String?, at: Moment)
        /// It happens so often in this stretch, both ends included; at least once where nil.
        case happens(Event, times: Int?, from: Moment, to: Moment)
        /// It does not happen in this stretch, both ends included.
        case never(Event, from: Moment, to: Moment)
    }

    /// What is expected.
    package let content: Content
    /// The line on which it stands in its file, from 1; 0 where it stands in none.
    package let line: Int

    /// An expectation.
    package init(_ content: Content, line: Int = 0) {
        self.content = content
        self.line = line
    }
}
