import Appliances
package import Dispatching

/// Reads `config/service/stock.yaml`; `docs/service-desk.md` explains the keys.
///
/// `vans` by the engineers' numbers, `outlets` by their names and `centre`, each with parts and how many of them
/// (0 to 100 000); `factory` with `regions`, `local` and `remote`. Vans and outlets must be of the staff: what
/// lies in a van that nobody drives would never be found.
///
/// - Returns: the stock; every problem is noted.
package func readStockBook(_ node: ConfigNode, of staff: Staff) -> StockBook? {
    let fields = node.fields(["vans", "outlets", "centre", "factory"])
    var lines: [StockBook.Line] = []
    for (number, value) in fields["vans"]?.fields([]).values ?? [] {
        if staff.engineer(number) == nil {
            value.fault(
                "there is no engineer `\(number)`\(suggestion(for: number, in: staff.engineers.map(\.number)))")
        }
        lines += readShelf(value, .van(of: number))
    }
    for (name, value) in fields["outlets"]?.fields([]).values ?? [] {
        let known = staff.outlets.map(\.name)
        if !known.contains(name) { value.fault("there is no outlet `\(name)`\(suggestion(for: name, in: known))") }
        lines += readShelf(value, .outlet(name))
    }
    if let centre = fields["centre"] { lines += readShelf(centre, .centre) }
    return StockBook(lines, factory: fields["factory"].map(readFactory) ?? StockBook.Factory())
}

private func readShelf(_ node: ConfigNode, _ shelf: StockBook.Shelf) -> [StockBook.Line] {
    node.fields([]).values.compactMap { part, value in
        guard isPlainWord(part) else {
            value.fault("a part's number or name must be one line of up to 64 characters")
            return nil
        }
        return value.whole(in: 0...100_000).map { StockBook.Line(part, shelf, $0) }
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
