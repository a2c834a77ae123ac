import Appliances
package import ServiceDesk

/// Reads `config/service/notices.yaml`: words of the desk's notices that are not the standard ones.
///
/// A mapping of kinds, such as `request_received`, to `en` and `zh`; variables stand in braces, and each kind has its
/// own (`docs/service-desk.md` lists them). A kind that is not there has the standard words.
///
/// - Returns: the templates; every problem is noted.
package func readNoticeTemplates(_ node: ConfigNode) -> NoticeTemplates? {
    var templates = NoticeTemplates.standard
    let kinds = DeskNotice.Kind.allCases
    let fields = node.fields(kinds.map(\.rawValue))
    for kind in kinds {
        guard let words = fields[kind.rawValue]?.fields(Language.allCases.map(\.rawValue)) else { continue }
        for language in Language.allCases {
            guard let node = words[language.rawValue], let text = node.text else { continue }
            do throws(NoticeTemplates.Fault) {
                try templates.set(text, for: kind, in: language)
            } catch {
                switch error {
                case .unbalanced:
                    node.fault("a brace has no partner; a variable is such as {request}, a brace itself is {{ or }}")
                case .unknown(let variable, let known):
                    let listed = known.map { "{\($0)}" }.joined(separator: ", ")
                    node.fault("`\(kind.rawValue)` has no {\(variable)}; it has \(listed)")
                }
            }
        }
    }
    return templates
}
