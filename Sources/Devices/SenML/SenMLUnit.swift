/// Units of the SenML registry (RFC 8428, 12.1; RFC 8798) by their UCUM codes.
package enum SenMLUnit {
    /// The UCUM code of a unit; the text itself where both say the same, or nobody knows it.
    ///
    /// `lat` and `lon` become degrees, `EL` the seconds that it counts. `var`, `dBW`, `pH` and others that no
    /// channel measures stay as they are.
    package static func ucum(_ unit: String) -> String {
        differing[unit] ?? unit
    }

    private static let differing: [String: String] = [
        "degC": "Cel", "%RH": "%", "%EL": "%", "EL": "s", "/": "1", "count": "1", "beats": "1",
        "1/s": "/s", "1/min": "/min", "beat/min": "/min", "lat": "deg", "lon": "deg",
        "VA": "V.A", "VAs": "V.A.s", "kVA": "kV.A", "kVAh": "kV.A.h", "Ah": "A.h",
        "Wh": "W.h", "kWh": "kW.h", "Wh/km": "W.h/km", "B": "By", "KiB": "KiBy", "GB": "GBy", "B/s": "By/s",
        "MB/s": "MBy/s", "ppm": "[ppm]", "/100": "%", "/1000": "[ppth]", "dBm": "dB[mW]",
    ]
}
