package import Appliances
package import Daybook
import Devices
import FaultRules
import Maintenance
import ServiceDesk
package import Telemetry

extension GatewayCore {
    /// The form of the words below; another form is not taken up, but for the earlier ones: the first knew of no
    /// storms, the second of no messages of other conventions.
    private static let formNumber: UInt64 = 3

    /// What the core remembers, for the appliances that changed since the last call.
    package mutating func snapshot() -> Snapshot {
        let gateway: [UInt64] =
            [
                GatewayCore.formNumber, UInt64(bitPattern: now.milliseconds),
                UInt64(bitPattern: Int64(care.lastDay ?? .min)),
            ]
            + [UInt64(redelivered.words.count)] + redelivered.words + storms.words
            + snapshotWords(ForeignMemory(reader.sparkplugBirths))
        let changed = memories.indices.filter { memories[$0].isChanged }
        for number in changed { memories[number].isChanged = false }
        let frozen = self
        return Snapshot(gateway: gateway) { write in
            for number in changed { try write(frozen.policy.appliances[number].id, frozen.words(of: number)) }
        }
    }

    /// Each part begins with its length.
    private func words(of number: Int) -> [UInt64] {
        let card = care.words(of: number)
        let memory = memories[number]
        // What is new goes to the end: whoever takes up an older snapshot finds fewer parts.
        let parts = [
            memory.window.words, memory.recent.words, card, engine.snapshot(of: number), memory.clock.words,
            [UInt64(memory.silence.milliseconds)],
            memory.watermark.map { [UInt64($0.boot), UInt64($0.sequence)] } ?? [],
        ]
        return parts.flatMap { [UInt64($0.count)] + $0 }
    }

    /// Takes up what was recorded; batches after the snapshot must then be replayed.
    package mutating func restore(_ recall: Recall) {
        for event in recall.events { desk.apply(event) }
        countDown()
        for advice in recall.advices { desk.apply(advice) }
        let gateway = recall.gateway
        guard gateway.count >= 3, (1...GatewayCore.formNumber).contains(gateway[0]) else { return }
        now = Timestamp(milliseconds: Int64(bitPattern: gateway[1]))
        let day = Int64(bitPattern: gateway[2])
        care.lastDay = day == .min ? nil : Int(day)
        restoreCommon(gateway[0] == 1 ? [UInt64(gateway.count - 3)] + gateway[3...] : Array(gateway[3...]))
        let known = recall.devices.compactMap { device, words in
            directory.number(of: device).map { ($0, GatewayCore.parts(of: words)) }
        }
        restoreSilences(known)
        for (number, parts) in known { restore(number, parts) }
        // Timers that fired without a consequence do not mark their appliance as changed: they
        // fire once more, before anything that came after the snapshot.
        changes.removeAll(keepingCapacity: true)
        engine.wake(at: now, changes: &changes)
        relived = changes
        changes.removeAll(keepingCapacity: true)
    }

    /// Takes up what belongs to no single appliance; the first part begins with its length.
    private mutating func restoreCommon(_ words: [UInt64]) {
        guard let count = words.first, count <= UInt64(words.count - 1) else { return }
        let end = 1 + Int(count)
        redelivered = RedeliveryFilter(words: words[1..<end]) ?? RedeliveryFilter()
        guard let (book, count) = snapshotValue(words[end...], as: StormBook.self) else { return }
        storms = book ?? StormBook()
        let foreign = snapshotValue(words[(end + count)...], as: ForeignMemory.self)?.value
        if let foreign { reader.restore(sparkplug: foreign.sparkplug) }
    }

    /// How long devices may be silent; it decides which alarms they have, and so comes first.
    private mutating func restoreSilences(_ known: [(number: Int, parts: [ArraySlice<UInt64>])]) {
        for (number, parts) in known where parts.count >= 6 {
            let words = parts[5]
            guard let first = words.first, first < 1 << 42 else { continue }
            memories[number].silence = TimeSpan(milliseconds: Int64(first))
            isSilenceChanged = isSilenceChanged || first > 0
        }
        settleSilence()
    }

    /// The parts of an appliance's words, each of which begins with its length.
    private static func parts(of words: [UInt64]) -> [ArraySlice<UInt64>] {
        var parts: [ArraySlice<UInt64>] = []
        var place = 0
        while place < words.count, words[place] <= UInt64(words.count - place - 1) {
            let count = Int(words[place])
            parts.append(words[place + 1..<place + 1 + count])
            place += 1 + count
        }
        return parts
    }

    private mutating func restore(_ number: Int, _ parts: [ArraySlice<UInt64>]) {
        guard parts.count >= 4 else { return }
        memories[number].window = SequenceWindow(words: parts[0]) ?? SequenceWindow()
        memories[number].recent = RecentRecords(words: parts[1]) ?? RecentRecords()
        care.restore(parts[2], of: number)
        _ = engine.restore(number, from: parts[3])
        if let gap = engine.gap(of: number, in: parts[3]) { note([gap]) }
        guard parts.count >= 5 else { return }
        memories[number].clock = DeviceClock(words: parts[4]) ?? DeviceClock()
        guard parts.count >= 7, parts[6].count == 2, let boot = parts[6].first, let sequence = parts[6].last,
            max(boot, sequence) < 1 << 53
        else { return }
        memories[number].watermark = (Int64(boot), Int64(sequence))
    }

    /// Decides a batch once more to remember what it changed; what it decides is recorded already.
    ///
    /// The desk is not asked: it was rebuilt from its own events.
    package mutating func relive(_ batch: MessageBatch, closed: Timestamp) {
        let desk = desk
        isReliving = true
        _ = decide(batch, closed: closed)
        isReliving = false
        self.desk = desk
    }

    /// The episodes that the past holds as the present rules see it.
    package var relivedEpisodes: [String] { relived.map(\.episode.id) + relivedSteps.map(\.id) }

    /// Ends living through the past: what nobody has recorded, because its rule is new, is carried into the
    /// next entry.
    package mutating func endReliving(unrecorded: Set<String>) {
        carried = relived.filter { unrecorded.contains($0.episode.id) }
        relived.removeAll()
        carriedSteps = relivedSteps.filter { unrecorded.contains($0.id) }
        relivedSteps.removeAll()
        // Whatever came until then is recorded, and the rounds of its days with it.
        if now > .epoch { reconciledThrough = policy.service.reconciledDay(at: now) }
    }
}
