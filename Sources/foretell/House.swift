import Appliances
import ArgumentParser
import ConfigFiles
import Daybook
import Devices
import Dispatching
import FaultRules
import Foundation
import Gateway
import Maintenance
import ServiceDesk
import Telemetry
import Warranty

/// Where the configuration lies and what is changed of it for one run.
struct ConfigOptions: ParsableArguments {
    @Option(name: .long, help: "The folder of the configuration.")
    var config = "config"

    @Option(name: .customLong("set"), help: ArgumentHelp("Changes one setting for this run.", valueName: "key=value"))
    var assignments: [String] = []
}

/// Where the gateway keeps what it remembers.
struct StateOption: ParsableArguments {
    @Option(name: .long, help: "The folder with everything the gateway remembers.")
    var state = "state"

    var folder: URL { URL(filePath: state) }
}

/// The whole configuration, read and checked.
struct House {
    var settings: Settings
    var policy: HousePolicy

    /// Reads every file; throws all problems of all files at once.
    ///
    /// `comparesTopics` says whether the topics of all device profiles are compared, which takes longest.
    init(_ options: ConfigOptions, comparesTopics: Bool = false) throws {
        let folder = URL(filePath: options.config)
        var reader = HouseReader(folder: folder, shownAs: options.config, comparesTopics: comparesTopics)
        settings = reader.settings(options.assignments)
        let appliances = reader.registry(settings)
        let rules = reader.rules()
        let cities = reader.cities()
        let warranties = reader.warranties(cities)
        let tariff = reader.tariff()
        let service = reader.serviceRules()
        let calendar = reader.calendar(settings)
        let templates = reader.noticeTemplates()
        let triage = reader.triage()
        let checklists = reader.checklists()
        let staff = reader.staff()
        let stock = reader.stock(of: staff)
        let plans = reader.plans()
        let profiles = reader.profiles(settings)
        reader.check(appliances, have: profiles)
        reader.check(appliances, boughtIn: cities)
        guard reader.problems.isEmpty, let rules, let tariff else { throw ConfigProblems(reader.problems) }
        policy = HousePolicy(
            appliances: appliances, rules: rules, warranties: warranties, tariff: tariff, plans: plans,
            desk: DeskPolicy(quietAfterAdvice: settings.quietAfterAdvice), utcOffsetSeconds: settings.utcOffsetSeconds)
        policy.cities = cities
        policy.service = service
        policy.service.utcOffsetSeconds = settings.utcOffsetSeconds
        policy.service.calendar = calendar
        policy.templates = templates
        policy.post = House.post(settings.notices)
        policy.triage = triage
        policy.checklists = checklists
        (policy.staff, policy.stock) = (staff, stock)
        policy.staff?.utcOffsetSeconds = settings.utcOffsetSeconds
        policy.brand = settings.brand
        policy.profiles = profiles
        policy.downlink = DownlinkPolicy(
            acknowledges: settings.acknowledges, announces: settings.announces, prefix: settings.discoveryPrefix,
            gateway: settings.broker.clientID, version: Foretell.version)
    }
}

extension House {
    private static func post(_ settings: NoticeSettings) -> PostRules {
        var rules = PostRules()
        rules.channels = PostChannel.allCases.filter { channel in
            switch channel {
            case .mqtt: settings.publishes
            case .webhook: settings.hook != nil
            case .mail: settings.mail != nil
            }
        }
        rules.quiet = settings.quiet.map { QuietHours(from: $0.from, through: $0.through) }
        rules.patience = settings.patience
        return rules
    }

    /// Reads the warranty policies and the cities alone; throws all problems of all their files at once.
    static func warranties(in folder: String) throws -> (policies: [WarrantyPolicy], cities: CityList) {
        var reader = HouseReader(folder: URL(filePath: folder), shownAs: folder)
        let cities = reader.cities()
        let policies = reader.warranties(cities)
        guard reader.problems.isEmpty else { throw ConfigProblems(reader.problems) }
        return (policies, cities)
    }

    /// Reads the settings and the registry alone; throws all problems of both at once.
    static func appliances(_ options: ConfigOptions) throws -> [Appliance] {
        var reader = HouseReader(folder: URL(filePath: options.config), shownAs: options.config)
        let appliances = reader.registry(reader.settings(options.assignments))
        guard reader.problems.isEmpty else { throw ConfigProblems(reader.problems) }
        return appliances
    }

    /// Reads the rules and their overrides alone; throws all problems of all their files at once.
    static func rules(in folder: String) throws -> RuleSet {
        var reader = HouseReader(folder: URL(filePath: folder), shownAs: folder)
        let rules = reader.rules()
        guard reader.problems.isEmpty, let rules else { throw ConfigProblems(reader.problems) }
        return rules
    }
}

/// Reads the files of one configuration folder and collects their problems.
private struct HouseReader {
    let folder: URL
    let shownAs: String
    private let comparesTopics: Bool
    var problems: [ConfigProblem] = []

    init(folder: URL, shownAs: String, comparesTopics: Bool = false) {
        self.folder = folder
        self.shownAs = shownAs
        self.comparesTopics = comparesTopics
    }

    mutating func settings(_ assignments: [String]) -> Settings {
        var settings = Settings()
        let (file, name) = (folder.appending(path: "foretell.yaml"), "\(shownAs)/foretell.yaml")
        if FileManager.default.fileExists(atPath: file.path) {
            settings = take(readConfigFile(file, as: name) { settings.taking($0) }) ?? settings
        }
        for assignment in assignments {
            guard let yaml = Settings.yaml(ofAssignment: assignment) else {
                problems.append(ConfigProblem(file: "--set \(assignment)", line: 0, text: "must be key=value"))
                continue
            }
            let notes = ConfigNode.Notes(file: "--set \(assignment)")
            switch readConfigText(yaml, notes: notes, { settings.taking($0) }) {
            case .success(let changed): settings = changed
            // An assignment has no lines that a person could look up.
            case .failure(let found): problems += found.all.map { ConfigProblem(file: $0.file, line: 0, text: $0.text) }
            }
        }
        problems += settings.inconsistencies.map { ConfigProblem(file: name, line: 0, text: $0) }
        return settings
    }

    mutating func registry(_ settings: Settings) -> [Appliance] {
        let path = settings.registry ?? "\(shownAs)/registry.csv"
        let file = settings.registry.map { URL(filePath: $0) } ?? folder.appending(path: "registry.csv")
        guard settings.registry != nil || FileManager.default.fileExists(atPath: file.path) else { return [] }
        return take(readRegistry(file, as: path)) ?? []
    }

    mutating func rules() -> RuleSet? {
        let channels = ChannelList()
        let files = files("rules").map { RuleFile($0.url, as: $0.name, channels: channels) }
        let (overrides, wrong) = readOverrideFolder(
            folder, shownAs: shownAs, rules: files.compactMap(\.rule),
            isComplete: files.allSatisfy { $0.problems.isEmpty })
        problems += wrong
        return take(compileRules(files, overrides: overrides, channels: channels))
    }

    /// The policies in force: the main ones by their files' names, then the others.
    mutating func warranties(_ cities: CityList) -> [WarrantyPolicy] {
        var policies: [WarrantyPolicy] = []
        for file in files("warranty") {
            let read = readConfigFile(file.url, as: file.name) { readWarrantyFile($0, cities: cities) }
            guard let found = take(read), found.isEnabled else { continue }
            if policies.contains(where: { $0.id == found.policy.id }) {
                problems.append(
                    ConfigProblem(
                        file: file.name, line: 1,
                        text: "another policy is called \(found.policy.id); give it a name of its own"))
            }
            policies.append(found.policy)
        }
        return policies
    }

    /// The list of cities; empty, so that every name counts, where there is none.
    mutating func cities() -> CityList {
        let file = folder.appending(path: "cities.yaml")
        guard FileManager.default.fileExists(atPath: file.path) else { return CityList() }
        return take(readConfigFile(file, as: "\(shownAs)/cities.yaml", readCityList)) ?? CityList()
    }

    mutating func tariff() -> Tariff? {
        take(
            readConfigFile(
                folder.appending(path: "service/tariff.yaml"), as: "\(shownAs)/service/tariff.yaml", readTariff))
    }

    /// The thresholds of the desk; those of the requirements where there is no file.
    mutating func serviceRules() -> ServiceRules {
        let file = folder.appending(path: "service/desk.yaml")
        guard FileManager.default.fileExists(atPath: file.path) else { return ServiceRules() }
        return take(readConfigFile(file, as: "\(shownAs)/service/desk.yaml", readServiceRules)) ?? ServiceRules()
    }

    /// When the centre works; from 8 to 20 every day where there is no file.
    mutating func calendar(_ settings: Settings) -> BusinessCalendar {
        let file = folder.appending(path: "service/calendar.yaml")
        let standard = BusinessCalendar.standard(utcOffsetSeconds: settings.utcOffsetSeconds)
        guard FileManager.default.fileExists(atPath: file.path) else { return standard }
        let read = readConfigFile(file, as: "\(shownAs)/service/calendar.yaml") {
            readServiceCalendar($0, utcOffsetSeconds: settings.utcOffsetSeconds)
        }
        return take(read) ?? standard
    }

    /// The words of notices; the standard ones where there is no file.
    mutating func noticeTemplates() -> NoticeTemplates {
        let file = folder.appending(path: "service/notices.yaml")
        guard FileManager.default.fileExists(atPath: file.path) else { return .standard }
        return take(readConfigFile(file, as: "\(shownAs)/service/notices.yaml", readNoticeTemplates)) ?? .standard
    }

    /// The triage tables, one for each category.
    mutating func triage() -> [TriageTable] {
        var tables: [TriageTable] = []
        for file in files("service/triage") {
            guard let table = take(readConfigFile(file.url, as: file.name, readTriageTable)) else { continue }
            if tables.contains(where: { $0.category == table.category }) {
                problems.append(
                    ConfigProblem(
                        file: file.name, line: 1,
                        text: "another table is for `\(table.category.rawValue)` already; keep one of them"))
            }
            tables.append(table)
        }
        return tables
    }

    /// The checklists of visits; no brand has two, and one at most is for all the others.
    mutating func checklists() -> [Checklist] {
        var lists: [Checklist] = []
        for file in files("service/checklists") {
            guard let list = take(readConfigFile(file.url, as: file.name, readChecklist)) else { continue }
            if let other = lists.first(where: { $0.contends(with: list) }) {
                problems.append(
                    ConfigProblem(
                        file: file.name, line: 1,
                        text: "`\(other.name)` has this name, or is for the same brands; keep one of them"))
            }
            lists.append(list)
        }
        return lists
    }

    /// Who can be sent; nil where there is no file.
    mutating func staff() -> Staff? {
        let file = folder.appending(path: "service/staff.yaml")
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        return take(readConfigFile(file, as: "\(shownAs)/service/staff.yaml", readStaff))
    }

    /// Which parts lie where; nil where there is no file.
    mutating func stock(of staff: Staff?) -> StockBook? {
        let (file, name) = (folder.appending(path: "service/stock.yaml"), "\(shownAs)/service/stock.yaml")
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        if let staff { return take(readConfigFile(file, as: name) { readStockBook($0, of: staff) }) }
        // Where the staff could not be read that is what must be mended first.
        let isThere = FileManager.default.fileExists(atPath: folder.appending(path: "service/staff.yaml").path)
        if !isThere {
            problems.append(
                ConfigProblem(file: name, line: 0, text: "needs service/staff.yaml, which says whose vans these are"))
        }
        return nil
    }

    mutating func plans() -> [MaintenancePlan] {
        var plans: [MaintenancePlan] = []
        for file in files("maintenance") {
            plans += take(readConfigFile(file.url, as: file.name, readMaintenancePlans)) ?? []
        }
        return plans
    }

    /// Notes appliances whose own profile is not there.
    mutating func check(_ appliances: [Appliance], have profiles: [DeviceProfile]) {
        let known = profiles.map(\.id)
        for appliance in appliances where !appliance.profile.isEmpty && !known.contains(appliance.profile) {
            problems.append(
                ConfigProblem(
                    file: "the registry", line: 0,
                    text: "the `profile` of \(appliance.id) is `\(appliance.profile)`, which no device profile is"
                        + suggestion(for: appliance.profile, in: known)))
        }
    }

    /// Notes cities that nobody knows: a slip of the pen would put a purchase outside of every band.
    mutating func check(_ appliances: [Appliance], boughtIn cities: CityList) {
        for appliance in appliances {
            let city = appliance.purchase.city
            guard !city.isEmpty, cities.city(named: city) == nil else { continue }
            problems.append(
                ConfigProblem(
                    file: "the registry", line: 0,
                    text: "the `city` of \(appliance.id) is `\(city)`, which is not in cities.yaml"
                        + suggestion(for: city, in: cities.cities)))
        }
    }

    /// The device profiles.
    mutating func profiles(_ settings: Settings) -> [DeviceProfile] {
        let within = folder.appending(path: "devices")
        let isWithin = FileManager.default.fileExists(atPath: within.path)
        let path = settings.devicesFolder ?? (isWithin ? "\(shownAs)/devices" : beside("devices"))
        guard settings.devicesFolder != nil || FileManager.default.fileExists(atPath: path) else { return [] }
        let read = DeviceFolder(URL(filePath: path), shownAs: path, comparesTopics: comparesTopics)
        problems += read.problems
        return read.profiles
    }

    /// The path of a folder beside that of the configuration.
    private func beside(_ name: String) -> String {
        let parent = (shownAs as NSString).deletingLastPathComponent
        return parent.isEmpty ? name : "\(parent)/\(name)"
    }

    private mutating func take<Value>(_ result: Result<Value, ConfigProblems>) -> Value? {
        switch result {
        case .success(let value): return value
        case .failure(let found):
            problems += found.all
            return nil
        }
    }

    /// The YAML files below a folder, by path, so that their order is the same everywhere.
    private func files(_ name: String) -> [(url: URL, name: String)] {
        let base = folder.appending(path: name)
        let below = FileManager.default.subpaths(atPath: base.path) ?? []
        return below.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted().map {
            (base.appending(path: $0), "\(shownAs)/\(name)/\($0)")
        }
    }
}
