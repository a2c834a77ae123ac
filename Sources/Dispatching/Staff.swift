package import Appliances

/// Who can be sent, from where and by which figures.
package struct Staff: Hashable, Sendable {
    /// The engineers, by number; each number once.
    package let engineers: [Engineer]
    /// The outlets, each name once.
    package var outlets: [Outlet]
    /// The middle of each region, where it is known: the way to an appliance of which only the region is known.
    package var regions: [Outlet]
    /// What work demands; all that speak of a job hold together.
    package var requirements: [Requirement]
    /// The figures.
    package var rules: DispatchRules
    /// Seconds east of UTC of the zone in which windows and shifts are meant.
    package var utcOffsetSeconds = 8 * 3_600

    /// A staff; engineers may come in any order, each number at most once.
    package init(
        engineers: [Engineer], outlets: [Outlet] = [], regions: [Outlet] = [], requirements: [Requirement] = [],
        rules: DispatchRules = DispatchRules()
    ) {
        let sorted = engineers.sorted { $0.number < $1.number }
        precondition(
            zip(sorted, sorted.dropFirst()).allSatisfy { $0.number != $1.number },
            "Two engineers have one number.")
        self.engineers = sorted
        self.outlets = outlets
        self.regions = regions
        self.requirements = requirements
        self.rules = rules
    }

    /// The engineer of a number; nil where there is none.
    package func engineer(_ number: String) -> Engineer? { engineers.first { $0.number == number } }

    /// Where an engineer leaves in the morning.
    package func home(of engineer: Engineer) -> Place {
        let outlet = outlets.first { $0.name == engineer.outlet }?.place
        let region = engineer.region.isEmpty ? outlet?.region ?? "" : engineer.region
        return Place(region: region, position: engineer.position ?? outlet?.position)
    }

    /// The way between two places.
    ///
    /// Between points it is the great circle, longer by the detour, at the speed of the settings. Where a point is
    /// not known, the same region is near; another one is as far as its middle, or as the settings say.
    package func travel(from start: Place, to end: Place) -> Travel {
        if start.position == nil || end.position == nil, !start.region.isEmpty, start.region == end.region {
            return Travel(span: rules.withinRegion, metres: nil)
        }
        guard let from = point(of: start), let to = point(of: end) else {
            return Travel(span: rules.elsewhere, metres: nil)
        }
        let metres = from.metres(to: to)
        let minutes = Double(metres) / 1_000 * rules.detour / rules.kilometresPerHour * 60
        // Whole minutes, rounded up: nobody is promised half of one.
        return Travel(span: .minutes(Int64(minutes.rounded(.up))), metres: metres)
    }

    private func point(of place: Place) -> Position? {
        place.position ?? regions.first { $0.name == place.region }?.place.position
    }
}

/// A way.
package struct Travel: Hashable, Sendable {
    /// How long it takes.
    package let span: TimeSpan
    /// How long it is in a straight line; nil where the points are not known.
    package let metres: Int?

    /// A way.
    package init(span: TimeSpan, metres: Int?) {
        self.span = span
        self.metres = metres
    }
}

extension Staff {
    /// How many days before its last one a certificate is named (Z-24).
    package static let certificateNoticeDays = 30

    /// A certificate that ends soon, or has ended.
    package struct EndingCertificate: Hashable, Sendable {
        /// Whose.
        package let engineer: String
        /// The certificate.
        package let name: String
        /// Its last day.
        package let through: CalendarDay
    }

    /// The certificates that ended, or end within ``certificateNoticeDays`` from a day on, the soonest first: who holds
    /// them needs training before they can be sent on (Z-24).
    package func endingCertificates(on day: CalendarDay) -> [EndingCertificate] {
        let last = day.adding(days: Staff.certificateNoticeDays)
        let ending = engineers.flatMap { engineer in
            engineer.certificates.filter { $0.through <= last }.map {
                EndingCertificate(engineer: engineer.number, name: $0.name, through: $0.through)
            }
        }
        return ending.sorted { ($0.through, $0.engineer, $0.name) < ($1.through, $1.engineer, $1.name) }
    }
}
