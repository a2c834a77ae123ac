import Testing

@testable import Devices

/// Reads templates in tests as the drafts do.
enum DiscoveryReading {
    /// The one member that a template asks for, and the filters that were passed over.
    static func template(_ text: String) throws -> (member: String, filters: [String]) {
        let (template, filters) = DiscoveryTemplate.read(text)
        guard case .member(let names) = template else { throw NoMember(template: template) }
        return (try #require(names.first), filters)
    }

    /// A template that asks for no member.
    struct NoMember: Error {
        let template: DiscoveryTemplate
    }
}
