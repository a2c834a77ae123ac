/// A fault that the simulator gives an appliance on purpose; the raw value stands in the truth file.
package enum SeededFault: String, CaseIterable, Sendable {
    /// The evaporator fan stalls: the cabinet warms toward 16 °C and the compressor hardly stops.
    case warmCabinet = "warm_cabinet"
    /// The compressor runs two minutes and rests two, again and again.
    case shortCycling = "short_cycling"
    /// The door stays open for 45 minutes, once; nothing is broken.
    case doorLeftOpen = "door_left_open"
    /// The appliance sends nothing any more.
    case silence = "telemetry_silence"
}
