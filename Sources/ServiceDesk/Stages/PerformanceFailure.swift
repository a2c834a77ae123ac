package import Appliances
import Warranty

/// In which of three ways an appliance does not perform (H-23): what return and exchange in the first days are for.
package enum PerformanceFailure: String, CaseIterable, Hashable, Sendable, Codable {
    /// It breaks rules of safety or hygiene, and endangers people or property beyond reason.
    case unsafe
    /// It lacks what such a product should be able to do.
    case lacksPerformance = "lacks_performance"
    /// It is not as was expressly stated.
    case notAsStated = "not_as_stated"

    /// In words.
    package var words: Localised {
        switch self {
        case .unsafe: Localised(en: "unsafe", zh: "不符合安全、卫生要求，存在不合理危险")
        case .lacksPerformance: Localised(en: "lacks the performance it should have", zh: "不具备应有的使用性能")
        case .notAsStated: Localised(en: "not as expressly stated", zh: "不符合明示的质量状况")
        }
    }
}

extension ServiceRequest {
    /// Whether what is asked for is offered because of the first days after the sale, which are for performance
    /// failures alone (H-21, H-22); an exchange after repairs in vain is not.
    func isOfFirstDays(_ subject: Approval.Subject) -> Bool {
        guard let option = subject.option, let entitlement, entitlement.options.contains(option) else { return false }
        return entitlement.reason(of: option)?.finding == .firstDays
    }
}
