extension FaultRule {
    /// The names of the signals, each after those of which it is made.
    ///
    /// Depth first without recursion: no chain of signals exhausts the stack.
    var signalOrder: [String] {
        let formulas = Dictionary(signals.map { ($0.name, $0.formula) }) { first, _ in first }
        var order: [String] = []
        var seen: Set<String> = []
        for signal in signals {
            var open: [(name: String, isLeft: Bool)] = [(signal.name, false)]
            while let (name, isLeft) = open.popLast() {
                if isLeft {
                    order.append(name)
                } else if seen.insert(name).inserted, let formula = formulas[name] {
                    open.append((name, true))
                    for mention in formula.mentions where !seen.contains(mention.name) {
                        open.append((mention.name, false))
                    }
                }
            }
        }
        return order
    }
}
