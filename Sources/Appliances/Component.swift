/// A part of an appliance that can fail, in the words of warranties and parts lists.
///
/// The fourteen main parts of a refrigerator are those of requirement H-17.
package enum Component: String, CaseIterable, Sendable {
    /// Drives the refrigerant.
    case compressor
    /// The cold coil.
    case evaporator
    /// The warm coil.
    case condenser
    /// Switches the refrigerant's way.
    case solenoidValve = "solenoid_valve"
    /// The main control board.
    case mainControlBoard = "main_control_board"
    /// The insulated box (箱体).
    case cabinet
    /// The door body (门体).
    case door
    /// The temperature controller.
    case thermostat
    /// The refrigerant's filter drier.
    case filter
    /// The capillary tube.
    case capillaryTube = "capillary_tube"
    /// A fan's motor.
    case fanMotor = "fan_motor"
    /// Melts the frost off the evaporator.
    case defrostHeater = "defrost_heater"
    /// The ice-maker assembly.
    case iceMaker = "ice_maker"
    /// The defrost timer.
    case timer
    /// The refrigerant circuit as a whole; a leak has no better address.
    case sealedSystem = "sealed_system"
    /// Turns an air conditioner from cooling to heating.
    case fourWayValve = "four_way_valve"
    /// Meters the refrigerant.
    case expansionValve = "expansion_valve"
    /// Empties a washing machine.
    case drainPump = "drain_pump"
    /// Lets water into a washing machine.
    case inletValve = "inlet_valve"
    /// Heats a washing machine's water.
    case waterHeater = "water_heater"
    /// Brings water in or takes it out.
    case hose
    /// A washing machine's drum with its bearing and what carries it.
    case drum
    /// Turns a washing machine's drum.
    case driveMotor = "drive_motor"
    /// Carries the motor's turning to the drum.
    case belt
    /// Keeps a door shut while the machine runs.
    case doorLock = "door_lock"
    /// The seal around a door.
    case doorSeal = "door_seal"
    /// The hinge of a door.
    case hinge
    /// The handle of a door.
    case handle
    /// A shelf.
    case shelf
    /// A drawer.
    case drawer
    /// The light inside.
    case lamp
    /// What shows the settings.
    case display
    /// What sets them from afar.
    case remoteControl = "remote_control"
    /// The program and its settings; a service, no part (M-63).
    case software
    /// A temperature or other sensor.
    case sensor
    /// The way the telemetry takes: power, radio, hub.
    case connectivity
    /// Nothing is broken: what the people at home do or leave undone.
    case user

    /// The parts that one visit looks at together: at most one open request for each.
    package var family: ComponentFamily {
        switch self {
        case .compressor, .thermostat, .mainControlBoard, .timer: .drive
        case .evaporator, .condenser, .solenoidValve, .filter, .capillaryTube, .sealedSystem, .fourWayValve,
            .expansionValve:
            .refrigerant
        case .fanMotor, .defrostHeater: .airAndFrost
        case .cabinet, .door, .doorLock, .doorSeal, .hinge, .handle, .shelf, .drawer, .lamp: .cabinet
        case .iceMaker: .iceMaker
        case .drainPump, .inletValve, .waterHeater, .hose: .water
        case .drum, .driveMotor, .belt: .drum
        case .display, .remoteControl, .software: .controls
        case .sensor: .sensing
        case .connectivity: .connectivity
        case .user: .user
        }
    }

    /// Whether repairing it is somebody's work: false for the people at home and for the way of the telemetry.
    package var isPartOfAppliance: Bool {
        switch self {
        case .user, .connectivity: false
        default: true
        }
    }
}

/// Components that share one service request (requirements, 2.4, 3).
package enum ComponentFamily: String, CaseIterable, Sendable {
    /// Compressor and what switches it.
    case drive
    /// The sealed refrigerant circuit.
    case refrigerant
    /// Fans and defrosting.
    case airAndFrost = "air_and_frost"
    /// Box, doors and what is in them.
    case cabinet
    /// The ice maker.
    case iceMaker = "ice_maker"
    /// What lets water in and out of a washing machine and heats it.
    case water
    /// The drum of a washing machine and what turns it.
    case drum
    /// What shows and takes settings.
    case controls
    /// Sensors.
    case sensing
    /// The way of the telemetry.
    case connectivity
    /// The people at home.
    case user
}
