import Appliances
import ConfigFiles
import FaultRules
import Foundation
import Telemetry

/// The rule files of a configuration, and the formulas in them.
struct Shipped {
    /// Each file with its text, by path.
    let files: [(file: RuleFile, text: String)]
    /// Texts that are formulas by themselves.
    let formulas: [String]
    /// Formulas, words and units, to be put into others.
    let pieces: [String]

    /// Reads `rules/` under a folder.
    init(_ config: URL) throws {
        let folder = config.appending(path: "rules")
        let paths = (FileManager.default.subpaths(atPath: folder.path) ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
        let channels = ChannelList()
        files = try paths.map { path in
            let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
            return (RuleFile(text: text, as: "rules/\(path)", channels: channels), text)
        }
        let values: [String] = files.flatMap { file in
            file.text.split(separator: "\n").compactMap { line in
                line.firstIndex(of: ":").map { String(line[line.index(after: $0)...].drop { $0 == " " }) }
            }
        }
        // Longer than a word: what is only a name teaches the parser nothing.
        formulas = (values + Shipped.language).filter { $0.contains(" ") && (try? Formula($0)) != nil }
        let words = Set(formulas.flatMap { $0.split { " ()[],".contains($0) }.map(String.init) })
        pieces = formulas + words.sorted() + channels.channels.map(\.name)
    }

    /// What no shipped rule may happen to use.
    private static let language = [
        "3 of 5 (off_time(compressor.running) < 3 min)", "count(on_time(compressor.running) < 3 min)[2h] >= 4",
        "fridge.door.open == 1 then fridge.temperature > 8 °C within 30m",
        "fridge.door.open == 1 without fridge.temperature > 8 °C within 30m",
        "cusum(baseline(on_time(compressor.running), min=20).z(on_time(compressor.running))) > 8",
        "ambient.temperature > 43 °C and (power.active > 40 W on, < 20 W off)",
        "evaporator.temperature unchanged for 6h", "silent(any) > 30 min and silent(each) < 2 h",
        "slope(power.active)[1d] > 20 W/h where compressor.running == 1", "pct(fridge.temperature, 90)[6h] > 8 °C",
        "ewma(fan.evaporator.speed)[10m] < 700 rpm or not rate(fridge.temperature)[30m] > 6 K/h",
        "delta(freezer.temperature)[1h] > 3 K for 20m", "stddev(fridge.temperature)[1h] * 2 > 3 K",
        "starts(compressor.running)[1h] > 6 and duty(compressor.running)[6h] > 0.95",
    ]
}
