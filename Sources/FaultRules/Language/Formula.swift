package import Appliances

/// A formula of the rule language, as written, with the place where it stands.
///
/// Equal formulas are equal wherever they stand.
package struct Formula: Hashable, Sendable {
    /// What it says.
    package let node: Node
    /// How many characters into its text it begins, from 0.
    package let offset: Int

    /// A formula at a place.
    package init(_ node: Node, at offset: Int = 0) {
        self.node = node
        self.offset = offset
    }

    /// Whether both say the same.
    package static func == (left: Formula, right: Formula) -> Bool { left.node == right.node }

    /// Feeds what it says.
    package func hash(into hasher: inout Hasher) { hasher.combine(node) }

    /// What a formula says.
    package indirect enum Node: Hashable, Sendable {
        /// A number in its canonical unit: `8 °C` is 8, `10 min` is 600.
        case number(Double, Measure)
        /// A channel, a signal, a parameter, a level, a rule or a word such as `received`.
        case name(String)
        /// `-x`.
        case negative(Formula)
        /// `not x`.
        case not(Formula)
        /// Two operands.
        case binary(Operator, Formula, Formula)
        /// `x > a on, < b off`: true from the first until the second holds.
        case hysteresis(on: Formula, off: Formula)
        /// `x where c`: x while c is true, unknown otherwise.
        case whenever(Formula, Formula)
        /// `c for 5m`: c has been true for so long.
        case held(Formula, Length)
        /// `x unchanged for 5m`: x has had one value for so long.
        case unchanged(Formula, Length)
        /// `a then b within d`: true while b is, where b came true within d after a was true.
        case sequence(Formula, Formula, within: Length)
        /// `a without b within d`: true once d has passed since a came true and b was not true; until b is, or a
        /// comes true again.
        case absence(Formula, Formula, within: Length)
        /// `3 of 5 (c)`: of the last 5 samples of c at least 3 were true.
        case among(Int, of: Int, Formula)
        /// A function, with its window, its options and what it asks of its window.
        case call(Call)
        /// `b.p50`, `b.z(x)`, `cycle.length`: one thing of many that a signal or a call knows.
        case field(Formula, Field)
        /// `silent(any)`, `silent(each)` or `silent(channel)`: seconds since the last record or value.
        case silent(Silence)
    }

    /// A length of time, as written or by a parameter's name.
    package enum Length: Hashable, Sendable {
        /// As written.
        case span(TimeSpan)
        /// The value of a parameter in seconds.
        case parameter(String)
    }

    /// Over what a function looks.
    package enum Window: Hashable, Sendable {
        /// `[30m]`: that long until now.
        case span(Length)
        /// `[cycle]`: the last complete cycle of the signal of that name.
        case cycle(String)
        /// `[30m before cycle]`: that long before the last complete cycle began.
        case before(Length, String)
        /// `[20]`: so many samples.
        case samples(Int)
    }

    /// A function with what is given to it.
    package struct Call: Hashable, Sendable {
        /// Which.
        package let function: Function
        /// What stands between its parentheses without a name.
        package let operands: [Formula]
        /// What stands there with a name, in the order of the text.
        package let options: [Option]
        /// What stands in brackets after it.
        package let window: Window?
        /// `where coverage >= 0.8`: how much of the window must have been seen; nil where nothing is said.
        package let coverage: Double?

        /// A call.
        package init(
            _ function: Function, _ operands: [Formula], options: [Option] = [], window: Window? = nil,
            coverage: Double? = nil
        ) {
            self.function = function
            self.operands = operands
            self.options = options
            self.window = window
            self.coverage = coverage
        }

        /// The value of an option; nil where it is not given.
        package func option(_ name: String) -> Option.Value? { options.first { $0.name == name }?.value }
    }

    /// `name=value` in a call.
    package struct Option: Hashable, Sendable {
        /// The name.
        package let name: String
        /// What it is set to.
        package let value: Value

        /// An option.
        package init(name: String, value: Value) {
            self.name = name
            self.value = value
        }

        /// What an option is set to.
        package enum Value: Hashable, Sendable {
            /// A formula, such as `0.5`, `learn` or `comp_on`.
            case formula(Formula)
            /// A list, such as `[ambient_band, season]`.
            case list([Formula])
            /// A length, such as `28d`.
            case length(Length)
        }
    }

    /// What stands between two operands.
    package enum Operator: String, Hashable, Sendable {
        /// Sum.
        case add = "+"
        /// Difference.
        case subtract = "-"
        /// Product.
        case multiply = "*"
        /// Quotient; by zero it is unknown.
        case divide = "/"
        /// Less.
        case less = "<"
        /// Less or equal.
        case lessOrEqual = "<="
        /// Greater.
        case greater = ">"
        /// Greater or equal.
        case greaterOrEqual = ">="
        /// Equal.
        case equal = "=="
        /// Not equal.
        case notEqual = "!="
        /// Both; unknown only where no side is false.
        case and
        /// Either; unknown only where no side is true.
        case or

        /// Whether it compares two numbers.
        package var isComparison: Bool {
            switch self {
            case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: true
            case .add, .subtract, .multiply, .divide, .and, .or: false
            }
        }
    }

    /// A function.
    package enum Function: String, CaseIterable, Hashable, Sendable {
        /// The mean of the readings in a window.
        case average = "avg"
        /// The least reading in a window.
        case minimum = "min"
        /// The greatest reading in a window.
        case maximum = "max"
        /// The sum of the readings in a window.
        case sum
        /// The standard deviation of the readings in a window.
        case deviation = "stddev"
        /// A percentile of the readings in a window: `pct(95, x)[1h]`.
        case percentile = "pct"
        /// The first reading of a window.
        case first
        /// The last reading, also where it has grown stale.
        case last
        /// How often a condition was seen true in a window.
        case count
        /// The share of known time in a window during which a condition was true.
        case duty
        /// How often a condition came true in a window.
        case starts
        /// The change over a window, per second: from its oldest to its newest complete bucket.
        case rate
        /// The change over a window: its rate times its length.
        case delta
        /// The slope of the line of least squares over a window, per second.
        case slope
        /// A mean in which older readings fade: `ewma(x)[10m]`; the window is the time constant.
        case fading = "ewma"
        /// How long the last complete true run lasted, in seconds.
        case onTime = "on_time"
        /// How long the last complete false run lasted, in seconds.
        case offTime = "off_time"
        /// Seconds since a condition came true last.
        case since
        /// The runs of a condition as cycles over which others look: `[cycle]`, `cycle.length`.
        case during
        /// How many samples of a condition in a row were true, up to now.
        case consecutive
        /// What is normal for this appliance: `.p05 .p50 .p95 .n .z(x)`.
        case baseline
        /// One-sided cumulative sum of a standardised value: `cusum(b.z(x), k=0.5)`.
        case cusum
        /// The share of changes among the last samples of a condition: `flaps(c)[20]`.
        case flaps
        /// When a drifting value reaches a limit, in seconds: `extrapolate(x, to=limit)[21d]`; `.p10 .p50 .p90`.
        case extrapolate
        /// The natural logarithm; unknown for what is not positive.
        case logarithm = "ln"
        /// The size without the sign.
        case size = "abs"
        /// The lesser of two.
        case lesser
        /// The greater of two.
        case greater
        /// The number of the band in which a value lies: `band(ambient, 5 K)`.
        case band
    }

    /// One thing of many that a call knows.
    package enum Field: Hashable, Sendable {
        /// Five of a hundred lie below.
        case p05
        /// Ten of a hundred lie below.
        case p10
        /// The median.
        case p50
        /// Ninety of a hundred lie below.
        case p90
        /// Ninety-five of a hundred lie below.
        case p95
        /// How many samples it is made of.
        case n
        /// How many spreads a value lies above the median.
        case z(Formula)
        /// How long the last complete cycle lasted, in seconds.
        case length
    }

    /// Whose silence is meant.
    package enum Silence: Hashable, Sendable {
        /// The appliance's.
        case any
        /// That of the measure that has been silent longest, among those that were ever heard.
        case each
        /// That of one channel.
        case channel(String)
    }
}
