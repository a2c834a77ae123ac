import Appliances
import ServiceDesk

/// Which of two visits keeps an engineer who cannot make both, and why (M-55): the other one gets another engineer, or
/// its customer is asked for another time.
package struct Precedence: Hashable, Sendable, Codable {
    /// Why.
    package enum Reason: String, CaseIterable, Hashable, Sendable, Codable {
        /// The engineer is there, or on the way.
        case underWay = "under_way"
        /// It is more urgent.
        case priority
        /// Its customer has the promise already.
        case agreed
        /// It was asked for earlier.
        case opened
        /// Nothing tells them apart but their numbers.
        case number
    }

    /// The request that keeps the engineer.
    package let keeps: String
    /// The request that yields.
    package let yields: String
    /// Why.
    package let reason: Reason

    /// Compares what is asked for with what is promised.
    ///
    /// Nobody is called away from a customer's door; then the priority decides (M-55), then the word that was given,
    /// then who has waited longer.
    package init(of job: Job, against promise: Promise) {
        let other = promise.job
        let jobKeeps: Bool
        if promise.began != nil {
            (jobKeeps, reason) = (false, .underWay)
        } else if job.priority != other.priority {
            (jobKeeps, reason) = (job.priority < other.priority, .priority)
        } else if promise.isAgreed {
            (jobKeeps, reason) = (false, .agreed)
        } else if job.opened != other.opened {
            (jobKeeps, reason) = (job.opened < other.opened, .opened)
        } else {
            (jobKeeps, reason) = (job.request < other.request, .number)
        }
        keeps = jobKeeps ? job.request : other.request
        yields = jobKeeps ? other.request : job.request
    }
}
