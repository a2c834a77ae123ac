import Appliances

extension ProfileDraft {
    /// How much that is not understood is listed.
    private static let strangersMax = 120

    /// The draft as a file.
    var text: String {
        var lines = head
        lines += ["", "sources:"] + sources.flatMap(text)
        lines += ["", entries.isEmpty ? "channels: {}" : "channels:"] + entries.flatMap(text) + leftOver
        lines += ["", "examples:"] + exampleLines
        return lines.joined(separator: "\n") + "\n"
    }

    private var head: [String] {
        var lines = remarks.map { "# \(YAMLWord.comment($0))" }
        lines += [
            "# Whatever was guessed says `check`; the rest was read. Raise the version when it goes into use.",
            "schema: \(DeviceProfile.schema)", "id: \(id)", "version: 1",
            "title: \(YAMLWord.scalar(title.isEmpty ? id : title))",
        ]
        if let known = likelyAppliance { lines.append("# check: \(known)") }
        if isMAC || key != "{device}" {
            let normalise = isMAC ? ", normalise: mac" : ""
            lines.append("device: {key: \(YAMLWord.doubleQuoted(key))\(normalise)}")
        }
        lines.append("# check: how long a device may be silent, as in")
        lines.append("# defaults: {stale_after: 10m}")
        return lines
    }

    private var likelyAppliance: String? {
        let words: [(String, Category)] = [
            ("fridge.", .refrigerator), ("freezer.", .refrigerator), ("drum.", .washingMachine),
            ("drain_pump.", .washingMachine), ("indoor.", .airConditioner), ("outdoor.", .airConditioner),
        ]
        guard let kind = words.first(where: { word, _ in entries.contains { $0.channel.hasPrefix(word) } })?.1 else {
            return nil
        }
        return "appliance: {class: \(kind.rawValue), brand: …, models: [\"…\"]}"
    }

    private func text(_ source: Source) -> [String] {
        var lines = source.remarks.map { "  # \(YAMLWord.comment($0))" }
        lines.append("  - topic: \(YAMLWord.doubleQuoted(source.topic))")
        if !source.except.isEmpty {
            lines.append("    except: [\(source.except.map(YAMLWord.doubleQuoted).joined(separator: ", "))]")
        }
        if source.format != .json { lines.append("    decode: \(source.format.rawValue)") }
        if let device = source.device { lines.append("    device: \(YAMLWord.doubleQuoted(device))") }
        if let path = source.path { lines.append("    path: \(YAMLWord.doubleQuoted(path))") }
        if let points = source.points { lines.append("    points: \(text(points))") }
        switch source.times.count {
        case 0: break
        case 1: lines.append("    time: \(text(source.times[0]))")
        default: lines += ["    time:"] + source.times.map { "      - \(text($0))" }
        }
        if let availability = source.availability { lines.append("    availability: \(text(availability))") }
        return lines
    }

    private func text(_ points: Points) -> String {
        var line = "{each: \(YAMLWord.doubleQuoted(points.each)), path: \(YAMLWord.doubleQuoted(points.path))"
        line += ", value: \(YAMLWord.doubleQuoted(points.value))"
        if let time = points.time { line += ", time: \(text(time))" }
        return line + "}"
    }

    private func text(_ time: Time) -> String {
        let texts = time.ignore.map(YAMLWord.doubleQuoted).joined(separator: ", ")
        let ignore = time.ignore.isEmpty ? "" : ", ignore: [\(texts)]"
        return "{at: \(YAMLWord.doubleQuoted(time.pointer)), format: \(YAMLWord.scalar(time.format))\(ignore)}"
    }

    private func text(_ availability: Availability) -> String {
        let at = availability.pointer.map { "at: \(YAMLWord.doubleQuoted($0)), " } ?? ""
        let list = { (texts: [String]) in texts.map(YAMLWord.doubleQuoted).joined(separator: ", ") }
        return "{\(at)online: [\(list(availability.online))], offline: [\(list(availability.offline))]}"
    }

    private func text(_ entry: Entry) -> [String] {
        var keys = ["as: \(YAMLWord.scalar(entry.channel))"]
        if let unit = entry.unit {
            keys.append(
                entry.hasPointUnit
                    ? "unit: {at: point, default: \(YAMLWord.scalar(unit))}" : "unit: \(YAMLWord.scalar(unit))")
        }
        if let scale = entry.scale { keys.append("scale: \(SentValue.plain(scale))") }
        if !entry.meanings.isEmpty {
            let pairs = entry.meanings.map { "\(YAMLWord.doubleQuoted($0.sent)): \($0.isTrue)" }
            keys.append("enum: {\(pairs.joined(separator: ", "))}")
        }
        if !entry.absent.isEmpty {
            keys.append("absent: [\(entry.absent.map(YAMLWord.value).joined(separator: ", "))]")
        }
        if let kind = entry.kind { keys.append("kind: \(kind.rawValue)") }
        if !entry.clear.isEmpty {
            keys.append("clear: [\(entry.clear.map(YAMLWord.doubleQuoted).joined(separator: ", "))]")
        }
        if let component = entry.component { keys.append("component: \(YAMLWord.scalar(component))") }
        return entry.remarks.map { "  # \(YAMLWord.comment($0))" }
            + ["  \(YAMLWord.scalar(entry.path)): {\(keys.joined(separator: ", "))}"]
    }

    private var leftOver: [String] {
        let telling = strangers.filter { $0.values.contains { $0 != .missing } }
        let unknown = telling.map { "\($0.path): \($0.shownValues)" } + notUnderstood
        guard !unknown.isEmpty else { return [] }
        let rest = unknown.count > Self.strangersMax ? ["  #   and \(unknown.count - Self.strangersMax) more"] : []
        return ["  # Not understood, with the values seen:"]
            + unknown.prefix(Self.strangersMax).map { "  #   \(YAMLWord.comment($0))" } + rest
    }
}
