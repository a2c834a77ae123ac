extension Formula {
    /// Whether it only names a cycle.
    package var isCycle: Bool {
        if case .call(let call) = node { return call.function == .during }
        return false
    }

    /// Whether it extrapolates.
    package var isForecast: Bool {
        if case .call(let call) = node { return call.function == .extrapolate }
        return false
    }
}
