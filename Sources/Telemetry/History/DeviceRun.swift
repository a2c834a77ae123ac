import Appliances

/// One device's records as they are gathered for a ``HistoryChunk``: rows, cheap to add to.
package struct DeviceRun: Sendable {
    fileprivate var times: [HistoryChunk.Times] = []
    /// Where each record's readings end.
    fileprivate var ends: [Int] = []
    // Channels and values apart: ten bytes a reading, not sixteen.
    fileprivate var channels: [ChannelID] = []
    fileprivate var values: [Double] = []
    /// Whether every record so far has the channels of the first, in their order.
    fileprivate var isRegular = true

    /// A run of no records.
    package init() {}

    /// How many records there are.
    package var count: Int { times.count }

    /// Adds one record.
    package mutating func append(_ time: HistoryChunk.Times, _ more: ArraySlice<Reading>) {
        isRegular = isRegular && (times.isEmpty || hasChannelsOfFirst(more))
        times.append(time)
        for reading in more {
            channels.append(reading.channel)
            values.append(reading.value)
        }
        ends.append(values.count)
    }

    private func hasChannelsOfFirst(_ more: ArraySlice<Reading>) -> Bool {
        guard more.count == ends[0] else { return false }
        var place = 0
        for reading in more {
            if channels[place] != reading.channel { return false }
            place += 1
        }
        return true
    }
}

extension HistoryChunk {
    /// The run in columns.
    package init(_ run: DeviceRun, channels: ChannelList) {
        if run.isRegular, !run.hasChannelTwice {
            self.init(rows: run.times, columns: HistoryChunk.columns(ofRegular: run, channels))
            return
        }
        self.init()
        var begin = 0
        for (row, end) in run.ends.enumerated() {
            append(run.times[row], (begin..<end).map { (channels[run.channels[$0]].name, run.values[$0]) })
            begin = end
        }
    }

    private static func columns(ofRegular run: DeviceRun, _ channels: ChannelList) -> [Column] {
        let width = run.ends.first ?? 0
        return (0..<width).map { place in
            var values: [Double] = []
            values.reserveCapacity(run.count)
            for row in 0..<run.count { values.append(run.values[row * width + place]) }
            let name = channels[run.channels[place]].name
            return Column(channel: name, isPresent: Array(repeating: true, count: run.count), values: values)
        }
    }
}

extension DeviceRun {
    fileprivate var hasChannelTwice: Bool {
        let first = channels.prefix(ends.first ?? 0)
        return Set(first).count != first.count
    }
}
