import RuleTrials
import Testing

@Suite("A sweep's plot")
struct BackTestPlotTests {
    private static let plot = SweepPlot(
        title: "warm: detection against nuisance",
        marks: [
            SweepPlot.Mark(nuisance: 0.35, detection: 1, name: "for 5m", isCurrent: false, isOnFront: true),
            SweepPlot.Mark(nuisance: 0.2, detection: 0.75, name: "for 10m", isCurrent: true, isOnFront: true),
            SweepPlot.Mark(nuisance: 0.3, detection: 0.5, name: "for 15m & <more>", isCurrent: false, isOnFront: false),
            SweepPlot.Mark(nuisance: 0, detection: 0, name: "for 20m", isCurrent: false, isOnFront: true),
        ])

    @Test("shows each point in plain characters")
    func text() {
        #expect(
            Self.plot.text(width: 72, height: 5) == """
                warm: detection against nuisance
                100% |                                                        *
                 75% |                                @
                 50% |                                                o
                 25% |
                  0% |*
                     +-----------------------------------------------------------------
                      0   nuisance: episodes a day and appliance without a fault    0.4
                      @ in force   * Pareto front   o the rest

                """)
    }

    @Test("is never wider than 100 columns", arguments: [0, 30, 78, 100, 500])
    func width(width: Int) {
        let lines = Self.plot.text(width: width, height: 12).split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 100 })
        #expect(lines.allSatisfy { $0.allSatisfy(\.isASCII) })
    }

    @Test("stands without any point, or without nuisance")
    func empty() {
        #expect(SweepPlot(title: "none", marks: []).text().contains("100% |\n"))
        let calm = SweepPlot.Mark(nuisance: 0, detection: 1, name: "a", isCurrent: true, isOnFront: true)
        #expect(SweepPlot(title: "calm", marks: [calm]).text().contains("100% |@\n"))
    }

    @Test("is a picture with a title, both axes and one circle with a title for each point")
    func picture() {
        let svg = Self.plot.svg
        #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 480\""))
        #expect(svg.hasSuffix("</svg>\n"))
        #expect(svg.contains("<title>warm: detection against nuisance</title>"))
        #expect(svg.contains("detection: share of faults found"))
        #expect(svg.contains("nuisance: episodes a day and appliance without a fault"))
        #expect(svg.contains("prefers-color-scheme: dark"))
        #expect(
            svg.contains(
                "<circle class=\"current\" cx=\"385.0\" cy=\"150.0\" r=\"7\"><title>for 10m: detection 75.0 %, "
                    + "nuisance 0.2 a day and appliance, in force</title></circle>"))
        #expect(svg.contains("for 15m &amp; &lt;more&gt;"))
        // One for each point, and three in the legend.
        #expect(svg.split(separator: "<circle").count - 1 == 4 + 3)
        #expect(!svg.contains("href"))
    }

    @Test(
        "writes numbers as people do",
        arguments: [
            (0.1 + 0.2, "0.3"), (6, "6"), (-2.5, "-2.5"), (0.000_000_4, "0"), (1_234.5, "1234.5"), (-0.25, "-0.25"),
        ])
    func numbers(value: Double, text: String) {
        #expect(plainNumber(value) == text)
    }

    @Test("fills numbers in tables up to their places")
    func places() {
        #expect(fixedNumber(0.666_6, places: 2) == "0.67")
        #expect(fixedNumber(-1.05, places: 1) == "-1.1")
        #expect(fixedNumber(3, places: 0) == "3")
        #expect(fixedNumber(nil, places: 2) == "-")
    }
}
