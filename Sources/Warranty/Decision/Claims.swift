import Appliances

/// The policies that claim the appliance of a case, and their bands.
struct Claims {
    /// A band with its policy.
    struct Taking {
        let policy: WarrantyPolicy
        let band: WarrantyPolicy.Band
    }

    /// What claims it for certain: main policies before supplements; a fallback only where no other does.
    let policies: [WarrantyPolicy]
    /// Facts on which it hangs whether another policy claims it.
    let missing: [EntitlementDecision.Need]

    init(of case: WarrantyCase, among policies: [WarrantyPolicy]) {
        var (main, added, fallback): ([WarrantyPolicy], [WarrantyPolicy], [WarrantyPolicy]) = ([], [], [])
        var missing: [EntitlementDecision.Need] = []
        for policy in policies {
            switch (policy.claims(`case`), policy.role) {
            case (.yes, .main): main.append(policy)
            case (.yes, .supplement): added.append(policy)
            case (.yes, .fallback): fallback.append(policy)
            case (.unknown(let facts), .main): missing += facts
            case (.unknown, _), (.no, _): break
            }
        }
        // A policy that may claim it is not passed over for one that claims everything.
        if main.isEmpty, missing.isEmpty { main = fallback }
        self.policies = main + added
        self.missing = main.isEmpty ? missing : []
    }

    /// The policy that answers before a band is chosen.
    var leading: WarrantyPolicy? { policies.first }

    /// The rules of exchange of all of them.
    var exchanges: [WarrantyPolicy.ExchangeRule] { policies.flatMap(\.exchanges) }

    /// The bands that take the case for certain, and those that may, with the facts on which it hangs.
    func takings(
        _ case: WarrantyCase, boughtOn day: CalendarDay?
    ) -> (certain: [Taking], open: [(taking: Taking, facts: [EntitlementDecision.Need])]) {
        var certain: [Taking] = []
        var open: [(taking: Taking, facts: [EntitlementDecision.Need])] = []
        for policy in policies {
            for band in policy.bands {
                switch band.scope.fit(`case`, boughtOn: day) {
                case .yes: certain.append(Taking(policy: policy, band: band))
                case .unknown(let facts): open.append((Taking(policy: policy, band: band), facts))
                case .no: break
                }
            }
        }
        return (certain, open)
    }
}
