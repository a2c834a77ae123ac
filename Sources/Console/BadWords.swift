import Appliances
import Foundation
import ServiceDesk
import Warranty

/// What is said of a word that is none of those that count.
func noneOf(_ words: [String], _ word: String) -> String {
    let near = nearest(to: word, in: words).map { "; did you mean \($0)" } ?? ""
    return "`\(word.prefix(64))` is none of \(words.joined(separator: ", "))\(near)"
}

/// The same for the word in which a decoder saw no value of an enumeration; nil for what it says of anything else.
func badWord(_ said: String) -> String? {
    guard let match = said.wholeMatch(of: /Cannot initialize (\w+) from invalid String value (.*)/.dotMatchesNewlines())
    else { return nil }
    guard let words = enumerations.first(where: { $0.key == String(match.1) })?.value else {
        return "`\(match.2.prefix(64))` is none of its words"
    }
    return noneOf(words, String(match.2))
}

/// A command, or what is wrong with it; a name that is none is told with those that are near.
func decodedCommand(_ body: Data) throws -> DeskCommand {
    if let object = try? JSONSerialization.jsonObject(with: body) as? [String: Any] {
        // Sorted, so that the same is said every time.
        let names = object.keys.sorted()
        guard names.count == 1 else {
            throw Problem.unreadable(
                "one key must name the command, such as `{\"close\": {}}`; there are \(names.count)")
        }
        guard DeskCommand.names.contains(names[0]) else {
            throw Problem.unreadable(noneOf(DeskCommand.names, names[0]))
        }
    }
    return try decoded(DeskCommand.self, body)
}

private func words<Word: CaseIterable & RawRepresentable<String>>(_ type: Word.Type) -> [String] {
    type.allCases.map(\.rawValue)
}

/// The words of each enumeration that a body may name, by the name that the decoder gives the type.
private let enumerations: KeyValuePairs<String, [String]> = [
    "Origin": words(Origin.self), "Priority": words(Priority.self), "Component": words(Component.self),
    "Category": words(Category.self), "MissingFact": words(MissingFact.self), "Role": words(Role.self),
    "Source": words(VerificationAttempt.Source.self), "Result": words(VerificationAttempt.Result.self),
    "Place": words(Diagnosis.Place.self), "Stock": words(PartNeed.Stock.self),
    "OldPart": words(PartUse.OldPart.self), "Obstacle": words(Feasibility.Obstacle.self),
    "Outcome": words(Visit.Outcome.self), "Test": words(Visit.Test.self), "ChargeLine": words(ChargeLine.self),
    "Payer": words(Payer.self), "PaymentMethod": words(PaymentMethod.self), "Subject": words(Approval.Subject.self),
    "Kind": words(ReturnCall.Kind.self), "Signature": words(SupervisionCard.Signature.self),
    "Level": words(SupervisionCard.Level.self),
]
