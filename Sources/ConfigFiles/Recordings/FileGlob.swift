package import Foundation

/// The files under a folder whose path fits a pattern, in a stable order.
///
/// `*` stands for any characters and `?` for one, in one name of the path; neither stands for a
/// dot at its beginning. Numbers in names count as numbers: `day2.csv` comes before `day10.csv`,
/// because a source's files are read one after the other and should follow in time.
///
/// - Returns: paths relative to `folder`; none where nothing fits.
package func filesMatching(_ pattern: String, in folder: URL) -> [String] {
    var found = [""]
    for name in pattern.split(separator: "/") {
        found = found.flatMap { children(of: $0, in: folder, matching: String(name)) }
    }
    let files = found.filter { !isFolder(folder.appending(path: $0)) }
    return files.sorted { left, right in
        let order = left.compare(right, options: .numeric)
        // Names such as `1` and `01` count as the same number; their bytes still differ.
        return order == .orderedSame ? left < right : order == .orderedAscending
    }
}

private func children(of path: String, in folder: URL, matching name: String) -> [String] {
    let parent = path.isEmpty ? folder : folder.appending(path: path)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
    return names.filter { globMatches(name, $0) }.map { path.isEmpty ? $0 : "\(path)/\($0)" }
}

private func isFolder(_ url: URL) -> Bool {
    var answer: ObjCBool = false
    return FileManager.default.fileExists(atPath: url.path, isDirectory: &answer) && answer.boolValue
}

/// Whether one file name fits one pattern of `*` and `?`.
///
/// Time is at most the product of both lengths: a star is widened step by step, and only the
/// last star ever has to be.
package func globMatches(_ pattern: String, _ name: String) -> Bool {
    if name.hasPrefix("."), !pattern.hasPrefix(".") { return false }
    let (form, text) = (Array(pattern), Array(name))
    var (inForm, inText) = (0, 0)
    var star: (form: Int, text: Int)?
    while inText < text.count {
        if inForm < form.count, form[inForm] == "*" {
            star = (inForm, inText)
            inForm += 1
        } else if inForm < form.count, form[inForm] == "?" || form[inForm] == text[inText] {
            inForm += 1
            inText += 1
        } else if let last = star {
            star = (last.form, last.text + 1)
            inForm = last.form + 1
            inText = last.text + 1
        } else {
            return false
        }
    }
    return form[inForm...].allSatisfy { $0 == "*" }
}
