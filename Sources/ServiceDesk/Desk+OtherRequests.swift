import Appliances

// What a request alone does not know: what the other ones have against a command.

extension Desk {
    /// What other requests have against a command that the own one would take; nil for nothing.
    func unmet(_ command: DeskCommand, on request: ServiceRequest) -> Refusal.Unmet? {
        switch command {
        case .markDuplicate(let other) where !isLike(self.request(other), request):
            return Refusal.Unmet(rule: .asked, found: other)
        case .endVisit(let report):
            // A part that was fitted before is no new one, whoever fitted it (M-51, Z-11).
            let used = report.parts.filter { $0.hasSerial && home(of: $0.key) != nil }.map { "\($0.part) \($0.new)" }
            return used.isEmpty ? nil : Refusal.Unmet(rule: .serials, found: used.joined(separator: ", ") + " is used")
        case .complain where !request.state.isOpen:
            // What would go on is another request's already: one at most is open for an appliance and its parts.
            guard let device = request.device,
                let other = openRequest(at: Place(device: device, family: request.family))
            else { return nil }
            return Refusal.Unmet(rule: .stage, found: "\(other.number) is open for it")
        default: return nil
        }
    }

    /// Whether another request is open and of the same appliance, where both say which.
    private func isLike(_ other: ServiceRequest?, _ request: ServiceRequest) -> Bool {
        guard let other, other.state.isOpen else { return false }
        return other.device == nil || request.device == nil || other.device == request.device
    }
}
