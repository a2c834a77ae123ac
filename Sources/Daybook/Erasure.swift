package import Appliances
package import ServiceDesk

/// A customer who is to be forgotten.
package struct Erasure: Hashable, Sendable {
    /// The customer's number, not empty.
    package let customer: String
    /// The appliances that are this customer's by the registry: requests about them that nobody asked for by a number
    /// are this customer's as well.
    package let devices: [DeviceID]
    /// When it is asked for.
    package let at: Timestamp
    /// Who asks for it; nil for whoever has the machine.
    package let by: Actor?

    /// A customer with the appliances that are the customer's.
    package init(of customer: String, devices: [DeviceID], at moment: Timestamp, by actor: Actor? = nil) {
        (self.customer, self.devices, at, by) = (customer, devices, moment, actor)
    }
}

/// What was erased of a customer.
package struct Erased: Hashable, Sendable {
    /// The numbers of the requests in which words were overwritten, sorted.
    package var requests: [String] = []
    /// The names of the attachments that no request has any more, sorted.
    package var attachments: [String] = []

    /// Nothing.
    package init() {}
}
