import Appliances
package import Dispatching

/// Reads `config/service/stock.yaml`; `docs/service-desk.md` explains the keys.
///
/// `vans` by the engineers' numbers, `outlets` by their names and `centre`, each with parts and how many of them
/// (0 to 100 000); `counted`, the moment of the count, for all of them, or for one shelf where it stands among its
/// parts; `factory` with `regions`, `local` and `remote`. Vans and outlets must be of the staff: what lies in a
/// van that nobody drives would never be found.
///
/// - Returns: the stock; every problem is noted.
package func readStockBook(_ node: ConfigNode, of staff: Staff) -> StockBook? {
    let fields = node.fields(["counted", "vans", "outlets", "centre", "factory"])
    var count = Count(counted: fields["counted"]?.moment)
    for (number, value) in fields["vans"]?.fields([]).values ?? [] {
        if staff.engineer(number) == nil {
            value.fault(
                "there is no engineer `\(number)`\(suggestion(for: number, in: staff.engineers.map(\.number)))")
        }
        count.read(value, .van(of: number))
    }
    for (name, value) in fields["outlets"]?.fields([]).values ?? [] {
        let known = staff.outlets.map(\.name)
        if !known.contains(name) { value.fault("there is no outlet `\(name)`\(suggestion(for: name, in: known))") }
        count.read(value, .outlet(name))
    }
    if let centre = fields["centre"] { count.read(centre, .centre) }
    let factory = fields["factory"].map(readFactory) ?? StockBook.Factory()
    return StockBook(count.lines, counted: count.moments, factory: factory)
}

/// What was counted, shelf by shelf.
private struct Count {
    /// When everything was counted of which nothing else is said; nil where nobody says.
    let counted: Timestamp?
    var lines: [StockBook.Line] = []
    var moments: [StockBook.Shelf: Timestamp?] = [:]

    mutating func read(_ node: ConfigNode, _ shelf: StockBook.Shelf) {
        var counted = counted
        for (part, value) in node.fields([]).values {
            if part == "counted" {
                counted = value.moment
            } else if isPlainWord(part) {
                if let count = value.whole(in: 0...100_000) { lines.append(StockBook.Line(part, shelf, count)) }
            } else {
                value.fault("a part's number or name must be one line of up to 64 characters")
            }
        }
        // A shelf without a moment is kept like any other.
        moments.updateValue(counted, forKey: shelf)
    }
}

private func readFactory(_ node: ConfigNode) -> StockBook.Factory {
    var factory = StockBook.Factory()
    let fields = node.fields(["regions", "local", "remote"])
    factory.regions = fields["regions"]?.items.compactMap(\.text) ?? []
    let range = TimeSpan.minutes(1)...TimeSpan.days(60)
    if let span = fields["local"]?.span(in: range) { factory.local = span }
    if let span = fields["remote"]?.span(in: range) { factory.remote = span }
    return factory
}
