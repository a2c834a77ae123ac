extension Component {
    /// The part as people say it.
    package var words: Localised {
        let english = String(rawValue.map { $0 == "_" ? " " : $0 })
        return Localised(en: english, zh: chinese)
    }

    private var chinese: String {
        switch self {
        case .compressor: "压缩机"
        case .evaporator: "蒸发器"
        case .condenser: "冷凝器"
        case .solenoidValve: "电磁阀"
        case .mainControlBoard: "主控板"
        case .cabinet: "箱体"
        case .door: "门体"
        case .thermostat: "温控器"
        case .filter: "过滤器"
        case .capillaryTube: "毛细管"
        case .fanMotor: "风扇电机"
        case .defrostHeater: "化霜加热器"
        case .iceMaker: "制冰机组件"
        case .timer: "定时器"
        case .sealedSystem: "制冷系统"
        case .fourWayValve: "四通阀"
        case .expansionValve: "膨胀阀"
        case .drainPump: "排水泵"
        case .inletValve: "进水阀"
        case .waterHeater: "加热管"
        case .hose: "水管"
        case .drum: "滚筒"
        case .driveMotor: "洗涤电机"
        case .belt: "皮带"
        case .doorLock: "门锁"
        case .doorSeal: "门封"
        case .hinge: "铰链"
        case .handle: "把手"
        case .shelf: "搁架"
        case .drawer: "抽屉"
        case .lamp: "照明灯"
        case .display: "显示屏"
        case .remoteControl: "遥控器"
        case .software: "软件"
        case .sensor: "传感器"
        case .connectivity: "网络连接"
        case .user: "使用方式"
        }
    }

    /// The part of a name as people write it: its own, `box` for the cabinet, `temperature_controller` for the
    /// thermostat; nil for any other.
    package init?(named name: String) {
        switch name {
        case "box": self = .cabinet
        case "temperature_controller": self = .thermostat
        default: self.init(rawValue: name)
        }
    }
}
