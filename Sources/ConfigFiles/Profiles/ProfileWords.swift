import Appliances
import Devices

extension ConfigNode {
    /// What `make` reads out of the text: a topic, a pointer, a template; notes what is wrong with it.
    func parsed<Value>(_ make: (String) throws(Devices.PatternFault) -> Value) -> Value? {
        text.flatMap { parsed($0, make) }
    }

    /// The same of a key, which stands on the line of its value.
    func parsed<Value>(_ word: String, _ make: (String) throws(Devices.PatternFault) -> Value) -> Value? {
        do throws(Devices.PatternFault) {
            return try make(word)
        } catch {
            fault("\(name): \(error.text)")
            return nil
        }
    }

    /// A pointer that begins at the document; notes one that begins at a point, of which there is none here.
    var documentPointer: Pointer? {
        guard let pointer = parsed(Pointer.init) else { return nil }
        guard pointer.text.hasPrefix(".") else { return pointer }
        fault("\(name): `\(pointer.text)` begins at a point, and here is none; begin with `/`")
        return nil
    }

    /// The texts of a list; one text is a list of one.
    var texts: [String] { items.compactMap(\.text) }

    /// A template of which every capture is among `known`; notes those that are not.
    func template(of known: [String]) -> Template? {
        guard let template = parsed(Template.init) else { return nil }
        return hasCaptures(of: template, among: known) ? template : nil
    }

    /// Whether every capture of a template is there; notes those that are not.
    func hasCaptures(of template: Template, among known: [String]) -> Bool {
        let missing = template.names.filter { !known.contains($0) }
        for name in missing {
            let right = known.isEmpty ? "; there is none" : suggestion(for: name, in: known)
            fault("\(self.name) asks for `{\(name)}`, which is no capture here\(right)")
        }
        return missing.isEmpty
    }

    /// An identifier of profiles; notes anything else.
    var profileWord: String? {
        guard let word = text else { return nil }
        if isProfileID(word) { return word }
        fault("\(name) must be 1 to 64 small letters, digits or `-`, not `\(word)`")
        return nil
    }

    /// An offset such as `+08:00` in seconds, nil for `site`; notes anything else.
    var zoneSeconds: Int? {
        guard let word = text, word != "site" else { return nil }
        let parts = word.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        let numbers = parts.filter { $0.utf8.count == 2 }.compactMap { UInt8($0) }.map(Int.init)
        let hasSign = word.hasPrefix("+") || word.hasPrefix("-")
        if hasSign, parts.count == 2, numbers.count == 2, numbers[0] <= 14, numbers[1] < 60 {
            return (word.hasPrefix("-") ? -1 : 1) * (numbers[0] * 3_600 + numbers[1] * 60)
        }
        fault("\(name) must be `site` or an offset such as +08:00, not `\(word)`")
        return nil
    }
}

/// Whether the text can name a profile: small letters, digits and `-`, at most 64 of them.
func isProfileID(_ text: String) -> Bool {
    isPlainIdentifier(text) && text == text.lowercased() && !text.contains("_")
}

/// What a word means to a channel; nil where the channel has no such value.
///
/// On a channel that is true or false the words that devices use for it count too.
func entryValue(_ word: String, for channel: Channel) -> EntryValue? {
    switch channel.kind {
    case .text: return .word(word)
    case .state:
        let isTrue = ["true", "on", "yes", "open", "1", "online"].contains(word.lowercased())
        let isFalse = ["false", "off", "no", "closed", "0", "offline"].contains(word.lowercased())
        return isTrue || isFalse ? .number(isTrue ? 1 : 0) : nil
    case .measure, .setting, .counter:
        if word == "true" || word == "false" { return .number(word == "true" ? 1 : 0) }
        return Double(word).flatMap { $0.isFinite ? .number($0) : nil }
    }
}
