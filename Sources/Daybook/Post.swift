package import Appliances
package import ServiceDesk

/// A way on which notices leave the house.
package enum PostChannel: String, CaseIterable, Hashable, Sendable, Codable {
    /// Published to the broker, for hubs and for whoever else listens.
    case mqtt
    /// Posted to the company's own systems, signed.
    case webhook
    /// E-mail.
    case mail
}

/// Something that waits to leave on one channel: a notice at its place in the order of that channel.
package struct Parcel: Hashable, Sendable {
    /// Its place; parcels of a channel leave in this order.
    package let place: Int64
    /// What it says, and the key under which it is sent however often that takes.
    package let notice: DeskNotice
    /// How often it was tried.
    package let tries: Int
    /// When it was put there by the machine's clock, which the notice's own moment need not follow.
    package let written: Timestamp

    /// A parcel.
    package init(place: Int64, notice: DeskNotice, tries: Int, written: Timestamp) {
        (self.place, self.notice, self.tries, self.written) = (place, notice, tries, written)
    }
}

/// What became of a parcel.
package enum ParcelFate: Hashable, Sendable {
    /// Whoever it was for has it.
    case delivered
    /// Not now; the same is tried again, and what is behind it waits.
    case later(why: String)
    /// Not now to this recipient; the same is tried again, and only what is behind it for the same recipient waits.
    case aside(why: String)
    /// Nobody to whom it could go on this channel has an address there.
    case nobody
    /// Never: it is put aside as a dead letter, and the next one goes.
    case never(why: String)
}

/// Carries parcels of one channel: the port to the world for whoever waits longer than the gateway may.
///
/// `carry` and `takeFates` are called by the gateway's thread and return at once; the carrier works on its own.
package protocol Carrier: AnyObject {
    /// On which channel.
    var channel: PostChannel { get }

    /// Takes parcels to carry in this order, all of them or, where it has some still, none.
    ///
    /// It stops at the first that must be tried later: what is behind that has no fate.
    func carry(_ parcels: [Parcel]) -> Bool

    /// The fates since the last call, in order, and whether those that were taken are all done.
    func takeFates() -> (fates: [(place: Int64, fate: ParcelFate)], isIdle: Bool)

    /// Carries nothing more.
    func close()
}

/// What is recorded of parcels.
package enum PostChange: Hashable, Sendable {
    /// It was delivered.
    case delivered(place: Int64)
    /// It was tried and must be again.
    case tried(place: Int64, why: String)
    /// It was tried and must be again, not before a time, and nothing for the same recipient before it.
    case held(place: Int64, until: Timestamp, why: String)
    /// It had nobody to go to.
    case skipped(place: Int64)
    /// It is put aside.
    case dead(place: Int64, why: String)
}

/// Which channels there are, and how they behave.
package struct PostRules: Hashable, Sendable {
    /// The channels on which notices leave.
    package var channels: [PostChannel] = [.mqtt]
    /// In which minutes of the day customers are not disturbed, such as 22:00 to 08:00; nil for none. Notices that
    /// are urgent, and those of the staff, do not wait.
    package var quiet: QuietHours? = QuietHours(from: 22 * 60, through: 8 * 60)
    /// After how long a parcel that cannot be delivered is put aside; longer than the longest outage that must lose
    /// nothing.
    package var patience = TimeSpan.days(7)
    /// How many parcels wait on one channel at most; what comes beyond is dropped and counted.
    package var capacity = 100_000
    /// What is held back is held for so long at most; more is the trace of a clock that was set back.
    package static let longestHold = TimeSpan.days(1)

    /// Only the broker; quiet from 22 to 8.
    package init() {}
}

/// The hours in which customers are left alone, in minutes after midnight; they may go over midnight.
package struct QuietHours: Hashable, Sendable {
    /// The first minute, 0 to 1439.
    package let from: Int
    /// The minute after the last, 0 to 1439.
    package let through: Int

    /// Hours; equal ends make none.
    package init(from: Int, through: Int) { (self.from, self.through) = (from, through) }

    /// When something that is written at a moment may leave: then, or when the quiet hours end.
    package func release(_ moment: Timestamp, utcOffsetSeconds: Int) -> Timestamp {
        let local = moment.milliseconds + Int64(utcOffsetSeconds) * 1_000
        let ofDay = ((local % 86_400_000) + 86_400_000) % 86_400_000
        let minute = Int(ofDay / 60_000)
        let isQuiet =
            from <= through ? (from..<through).contains(minute) : minute >= from || minute < through
        guard isQuiet else { return moment }
        let end = Int64(through) * 60_000
        return moment + TimeSpan(milliseconds: end > ofDay ? end - ofDay : end - ofDay + 86_400_000)
    }
}
