package import Appliances

/// A unit as people write it in formulas, with its way to the canonical unit of what it measures.
///
/// Besides the units of ``Unit`` there are changes in time: any of them by `s`, `min`, `h`, `d` or `week`, such as
/// `K/h` and `W/min`.
package struct WrittenUnit: Hashable, Sendable {
    /// What it measures.
    package let measure: Measure
    /// A number in this unit is `number * factor + offset` in the canonical one; changes in time are per second.
    package let factor: Double
    /// What is added after that; other than 0 for °F alone.
    package let offset: Double

    /// The lengths by which a change may be told.
    static let times: KeyValuePairs<String, Unit> = [
        "s": .second, "min": .minute, "m": .minute, "h": .hour, "d": .day, "week": .week, "wk": .week, "w": .week,
    ]

    /// What is proposed where a unit is not known.
    static let known = [
        "°C", "°F", "K", "K/h", "A", "mA", "V", "W", "W/h", "kW", "Wh", "kWh", "Hz", "rpm", "Pa", "bar", "psi", "ms",
        "s", "min", "h", "d", "week", "%", "/h", "starts/h", "mm/s", "m/s2", "g", "dBm",
    ]

    /// Reads `°C`, `W`, `starts/h`, `K/h` …; nil where the text is no unit.
    ///
    /// A change of temperature is told in kelvin: `°C/h` is none, as its offset would be wrong.
    package init?(_ text: some StringProtocol) {
        if let unit = Unit(written: text) {
            self.init(unit)
            return
        }
        guard let slash = text.lastIndex(of: "/"),
            let top = Unit(written: text[..<slash]), top.toCanonical.unit != .one, top.toCanonical.unit != .perHour,
            let time = WrittenUnit.times.first(where: { $0.key == text[text.index(after: slash)...] })?.value
        else { return nil }
        let whole = WrittenUnit(top)
        guard whole.measure != .time, !whole.measure.isPoint, let measure = whole.measure.perTime else { return nil }
        self.init(measure: measure, factor: whole.factor / time.toCanonical.factor, offset: 0)
    }

    /// A unit of the catalogue.
    package init(_ unit: Unit) {
        let (_, factor, offset) = unit.toCanonical
        self.init(measure: Measure(unit), factor: factor, offset: offset)
    }

    private init(measure: Measure, factor: Double, offset: Double) {
        self.measure = measure
        self.factor = factor
        self.offset = offset
    }

    /// A number in this unit, in the canonical one.
    package func canonical(_ number: Double) -> Double { number * factor + offset }
}
