import ConfigFiles
import Testing

@Suite("CSV tables")
struct CSVTableTests {
    /// What comes out of a table: a row as its cells joined by `|`, a problem as its line and text.
    private func seen(_ bytes: [UInt8]) -> [String] {
        var seen: [String] = []
        do throws(ConfigProblem) {
            var table = try CSVTable(bytes, file: "t.csv")
            seen.append(table.header.joined(separator: "|"))
            while true {
                do throws(ConfigProblem) {
                    guard let row = try table.nextRow() else { return seen }
                    seen.append("\(row.line): " + (0..<row.count).map { row[$0] }.joined(separator: "|"))
                } catch {
                    seen.append(error.description)
                }
            }
        } catch {
            return [error.description]
        }
    }

    private func seen(_ text: String) -> [String] { seen(Array(text.utf8)) }

    @Test(
        "give rows with the lines on which they begin",
        arguments: [
            ("a,b\n1,2\n3,4\n", ["a|b", "2: 1|2", "3: 3|4"]),
            ("a,b\r\n1,2\r\n3,4", ["a|b", "2: 1|2", "3: 3|4"]),
            (" a ,b\t\n1, 2 \n", ["a|b", "2: 1| 2 "]),
            ("a,b\n,\n1,\n", ["a|b", "2: |", "3: 1|"]),
            ("a,b\n\n1,2\n\r\n\n3,4\n\n", ["a|b", "3: 1|2", "6: 3|4"]),
            ("a,b\n\"1\n2\",\"\"\n3,4", ["a|b", "2: 1\n2|", "4: 3|4"]),
            ("a\n\"x,y\"\n\"say \"\"so\"\"\"\r\n\"\"\"\"", ["a", "2: x,y", "3: say \"so\"", "4: \""]),
            ("\u{feff}a,b\n1,\u{feff}\n", ["a|b", "2: 1|\u{feff}"]),
            ("\u{feff}\"a\",b\n", ["a|b"]),
            ("größe\n1 °C\n", ["größe", "2: 1 °C"]),
        ])
    func rows(text: String, expected: [String]) {
        #expect(seen(text) == expected)
    }

    @Test(
        "say on which line what is wrong, and go on",
        arguments: [
            (
                "a,b\n1\n2,3\n",
                ["a|b", "t.csv:2: the row has 1 cells, the header 2; cells with commas need quotes", "3: 2|3"]
            ),
            (
                "a,b\n1,2,3\n4,5",
                ["a|b", "t.csv:2: the row has 3 cells, the header 2; cells with commas need quotes", "3: 4|5"]
            ),
            ("a\n1\n\"2\n3\n", ["a", "2: 1", "t.csv:3: a quote is never closed; a quote in a cell is doubled"]),
            (
                "a,b\n\"1\"2,3\n4,5\n",
                ["a|b", "t.csv:2: text follows a closing quote; a quote in a cell is doubled", "3: 4|5"]
            ),
            (
                "a,b\n5\" pipe,1\n4,5\n",
                [
                    "a|b",
                    "t.csv:2: a quote stands inside a cell without quotes; "
                        + "quote the cell and double the quotes in it",
                    "3: 4|5",
                ]
            ),
            ("", ["t.csv:1: the file is empty; it must begin with a line of column names"]),
            ("\u{feff}\r\n", ["t.csv:1: the file is empty; it must begin with a line of column names"]),
            ("a,b,a \n", ["t.csv:1: two columns are called `a`; rename one"]),
        ])
    func brokenRows(text: String, expected: [String]) {
        #expect(seen(text) == expected)
    }

    @Test("must be UTF-8 to the end")
    func notUTF8() {
        #expect(seen(Array("a\n1\n".utf8) + [0xe4, 0x0a]) == ["t.csv:3: is not UTF-8; save it as UTF-8"])
    }

    @Test("cut blanks only where they are asked to")
    func blanks() throws {
        var table = try CSVTable(Array("a,b,c\n 1\t,\" \"\"x\"\" \",  \n".utf8), file: "t.csv")
        let row = try #require(try table.nextRow())
        #expect((0..<3).map { row[$0] } == [" 1\t", " \"x\" ", "  "])
        #expect((0..<3).map { row.trimmed($0) } == ["1", "\"x\"", ""])
        #expect(Array(row.trimmedBytes(0)) == [0x31])
    }

    @Test("keep rows whole after the table has gone on")
    func rowsOutliveTheirTable() throws {
        var table = try CSVTable(Array("a\n1\n2\n".utf8), file: "t.csv")
        let first = try #require(try table.nextRow())
        let second = try #require(try table.nextRow())
        #expect([first[0], second[0]] == ["1", "2"])
        let third = try table.nextRow()
        #expect(third?.line == nil)
    }
}
