package import Appliances
package import ServiceDesk

/// A visit that somebody is to make.
package struct Job: Hashable, Sendable {
    /// The request's number.
    package let request: String
    /// What stands there; nil where unknown.
    package var category: Category?
    /// What is probably to be repaired; nil where unknown.
    package var component: Component?
    /// Where.
    package var place = Place()
    /// The parts that the repair needs.
    package var needs: [PartNeed] = []
    /// Who is assigned already; what is reserved in a van or at an outlet lies where this engineer is at home.
    package var engineer: String?
    /// When somebody shall come; nil while nothing is said.
    package var window: Window?
    /// How urgent it is.
    package var priority = Priority.p3
    /// How long it takes.
    package var work = TimeSpan.minutes(60)
    /// When it was asked for.
    package var opened = Timestamp.epoch

    /// A job of a request; everything else is set by name.
    package init(_ request: String) { self.request = request }

    /// The visit that a request needs, by what the registry says of its appliance.
    ///
    /// The window is not taken over: whoever is assigned agrees on one anew.
    package init(_ request: ServiceRequest, in appliance: Appliance?, by rules: DispatchRules) {
        self.init(request.number)
        // Who has the skill goes by what was confirmed (M-12).
        category =
            request.facts.category ?? appliance?.category ?? request.demands.last { $0.category != nil }?.category
        component = request.diagnosis?.hypotheses.first?.component ?? request.component
        place = Place(region: appliance?.region ?? "")
        needs = request.needs
        engineer = request.engineer
        priority = request.priority
        work = rules.work(for: category)
        opened = request.opened
    }
}

/// A visit that an engineer has promised, or for which the customer is being asked.
package struct Promise: Hashable, Sendable {
    /// Who goes.
    package let engineer: String
    /// The visit; its window is there.
    package let job: Job
    /// When.
    package let window: Window
    /// Whether engineer and customer have agreed (H-8).
    package var isAgreed = false
    /// When the engineer left for it or arrived; nil before.
    package var began: Timestamp?

    /// A visit of an engineer in a window.
    package init(of engineer: String, _ job: Job, in window: Window) {
        self.engineer = engineer
        self.job = job
        self.window = window
    }

    /// What a request promises; nil where nobody is to come, or nobody knows when.
    ///
    /// A window that has passed without anybody leaving binds nobody any more.
    init?(_ request: ServiceRequest, in appliance: Appliance?, by rules: DispatchRules, at moment: Timestamp) {
        let binding: [RequestState] = [.scheduling, .scheduled, .awaitingParts, .enRoute, .onSite]
        guard binding.contains(request.state), let engineer = request.engineer, let window = request.appointment
        else { return nil }
        let visit = request.visit
        guard visit != nil || window.through >= moment else { return nil }
        var job = Job(request, in: appliance, by: rules)
        let agreed = Window(from: window.from, through: window.through)
        job.window = agreed
        self.init(of: visit?.engineer ?? engineer, job, in: agreed)
        isAgreed = window.isPromised
        began = visit?.arrived ?? visit?.departed
    }
}
