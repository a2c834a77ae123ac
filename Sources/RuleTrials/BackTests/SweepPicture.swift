extension SweepPlot {
    /// The plot as an SVG file that needs nothing else and can be read on light and on dark ground.
    package var svg: String {
        let frame = Frame(nuisanceEnd: nuisanceEnd)
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Frame.width) \(Frame.height)\" "
                + "role=\"img\" font-family=\"sans-serif\" font-size=\"13\">",
            "<title>\(escaped(title))</title>",
            SweepPlot.style,
            "<rect class=\"ground\" width=\"\(Frame.width)\" height=\"\(Frame.height)\"/>",
            "<text class=\"ink\" x=\"\(Frame.width / 2)\" y=\"26\" text-anchor=\"middle\" font-size=\"16\">"
                + "\(escaped(title))</text>",
        ]
        lines += frame.axes
        lines += front(frame)
        for mark in drawn {
            let kind = mark.isCurrent ? "current" : mark.isOnFront ? "front" : "other"
            let words =
                "\(mark.name): detection \(fixedNumber(mark.detection * 100, places: 1)) %, "
                + "nuisance \(plainNumber(mark.nuisance)) a day and appliance" + (mark.isCurrent ? ", in force" : "")
            lines.append(
                "<circle class=\"\(kind)\" cx=\"\(frame.x(mark.nuisance))\" cy=\"\(frame.y(mark.detection))\" "
                    + "r=\"\(mark.isCurrent ? 7 : 5)\"><title>\(escaped(words))</title></circle>")
        }
        lines += SweepPlot.legend
        return lines.joined(separator: "\n") + "\n</svg>\n"
    }

    private static let style = """
        <style>
        .ground { fill: #ffffff } .ink { fill: #1a1a1a } .line { stroke: #1a1a1a; fill: none }
        .grid { stroke: #8a8a8a; stroke-opacity: 0.35 } .way { stroke: #0072b2; fill: none; stroke-dasharray: 4 3 }
        .other { fill: #8a8a8a } .front { fill: #0072b2 } .current { fill: #d55e00; stroke: #1a1a1a }
        @media (prefers-color-scheme: dark) {
        .ground { fill: #14171a } .ink { fill: #e8e8e8 } .line { stroke: #e8e8e8 } .way { stroke: #56b4e9 }
        .front { fill: #56b4e9 } .current { fill: #e69f00; stroke: #e8e8e8 }
        }
        </style>
        """

    private static let legend: [String] = [("current", "in force"), ("front", "Pareto front"), ("other", "the rest")]
        .enumerated().flatMap { place, entry in
            let x = Frame.left + 10 + place * 120
            return [
                "<circle class=\"\(entry.0)\" cx=\"\(x)\" cy=\"44\" r=\"5\"/>",
                "<text class=\"ink\" x=\"\(x + 10)\" y=\"48\">\(entry.1)</text>",
            ]
        }

    /// The way along the front, by nuisance.
    private func front(_ frame: Frame) -> [String] {
        let places = marks.filter(\.isOnFront).sorted { ($0.nuisance, $0.detection) < ($1.nuisance, $1.detection) }
        guard places.count > 1 else { return [] }
        let points = places.map { "\(frame.x($0.nuisance)),\(frame.y($0.detection))" }.joined(separator: " ")
        return ["<polyline class=\"way\" points=\"\(points)\"/>"]
    }

    private func escaped(_ text: String) -> String {
        text.reduce(into: "") { line, character in
            switch character {
            case "&": line += "&amp;"
            case "<": line += "&lt;"
            case ">": line += "&gt;"
            case "\"": line += "&quot;"
            default: line.append(character)
            }
        }
    }
}

/// Where things stand in the picture.
private struct Frame {
    static let (width, height) = (720, 480)
    static let (left, right, top, bottom) = (80, 690, 60, 420)

    let nuisanceEnd: Double

    func x(_ nuisance: Double) -> String {
        fixedNumber(Double(Frame.left) + nuisance / nuisanceEnd * Double(Frame.right - Frame.left), places: 1)
    }

    func y(_ detection: Double) -> String {
        fixedNumber(Double(Frame.bottom) - detection * Double(Frame.bottom - Frame.top), places: 1)
    }

    /// The axes, their numbers and what they mean.
    var axes: [String] {
        var lines: [String] = []
        for quarter in 0...4 {
            let share = Double(quarter) / 4
            let (x, y) = (x(share * nuisanceEnd), y(share))
            lines += [
                "<path class=\"grid\" d=\"M\(Frame.left) \(y)H\(Frame.right)M\(x) \(Frame.top)V\(Frame.bottom)\"/>",
                "<text class=\"ink\" x=\"\(Frame.left - 8)\" y=\"\(y)\" dy=\"4\" text-anchor=\"end\">"
                    + "\(quarter * 25) %</text>",
                "<text class=\"ink\" x=\"\(x)\" y=\"\(Frame.bottom + 20)\" text-anchor=\"middle\">"
                    + "\(plainNumber(share * nuisanceEnd))</text>",
            ]
        }
        let (middle, centre) = ((Frame.left + Frame.right) / 2, (Frame.top + Frame.bottom) / 2)
        return lines + [
            "<path class=\"line\" d=\"M\(Frame.left) \(Frame.top)V\(Frame.bottom)H\(Frame.right)\"/>",
            "<text class=\"ink\" x=\"\(middle)\" y=\"\(Frame.height - 18)\" text-anchor=\"middle\">"
                + "nuisance: episodes a day and appliance without a fault</text>",
            "<text class=\"ink\" transform=\"translate(24 \(centre)) rotate(-90)\" text-anchor=\"middle\">"
                + "detection: share of faults found</text>",
        ]
    }
}
