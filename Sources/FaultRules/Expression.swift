package import Appliances

/// A formula of the rule language, as written.
package indirect enum Expression: Hashable, Sendable {
    /// A number in its canonical unit: `8 °C` is 8, `10 min` is 600.
    case number(Double)
    /// A channel, a signal or a parameter.
    case name(String)
    /// `-x`.
    case negative(Expression)
    /// `not x`.
    case not(Expression)
    /// Two operands.
    case binary(Operator, Expression, Expression)
    /// `x > a on, < b off`: true from the first until the second holds.
    case hysteresis(on: Expression, off: Expression)
    /// `f(x)[w]`; the window is nil for functions that have none.
    case call(Function, Expression, window: TimeSpan?)
    /// `silent(any)` or `silent(channel)`: seconds since the last record or value.
    case silent(channel: String?)

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

    /// A function over time.
    package enum Function: String, CaseIterable, Hashable, Sendable {
        /// The mean of the readings in a window.
        case average = "avg"
        /// The least reading in a window.
        case minimum = "min"
        /// The greatest reading in a window.
        case maximum = "max"
        /// How often a condition was seen true in a window.
        case count
        /// The share of known time in a window during which a condition was true.
        case duty
        /// How often a condition became true in a window.
        case starts
        /// How long the last completed true run lasted, in seconds.
        case onTime = "on_time"
        /// How long the last completed false run lasted, in seconds.
        case offTime = "off_time"

        /// Whether a window must follow.
        package var hasWindow: Bool { self != .onTime && self != .offTime }

        /// Whether the operand is a condition rather than a number.
        package var wantsCondition: Bool {
            switch self {
            case .average, .minimum, .maximum: false
            case .count, .duty, .starts, .onTime, .offTime: true
            }
        }
    }

    /// The names it uses, in the order of the text, each once.
    package var names: [String] {
        switch self {
        case .number: []
        case .name(let name): [name]
        case .negative(let inner), .not(let inner), .call(_, let inner, _): inner.names
        case .silent(let channel): channel.map { [$0] } ?? []
        case .binary(_, let left, let right), .hysteresis(let left, let right):
            left.names + right.names.filter { !left.names.contains($0) }
        }
    }
}
