/// The sources of a draft, one for each shape of topics.
struct SourceList {
    private(set) var sources: [ProfileDraft.Source] = []
    private(set) var topics: [[String]] = []

    mutating func add(
        _ shape: TopicShape, _ topic: SeenTopic, isText: Bool, availability: ProfileDraft.Availability? = nil
    ) {
        var source = ProfileDraft.Source(topic: shape.pattern, format: isText ? .text : .json)
        source.device = shape.device
        source.availability = availability
        source.path = isText && availability == nil ? shape.path : nil
        if let remark = shape.remark { source.remarks.append(remark) }
        if let place = sources.firstIndex(of: source) {
            if !topics[place].contains(topic.topic) { topics[place].append(topic.topic) }
        } else if sources.count < 64 {
            sources.append(source)
            topics.append([topic.topic])
        }
    }

    /// The sources with what there is to say of them.
    var finished: [ProfileDraft.Source] {
        var finished = sources
        for place in finished.indices {
            let names = topics[place].prefix(3).joined(separator: ", ")
            let more = topics[place].count > 3 ? " and \(topics[place].count - 3) more" : ""
            finished[place].remarks.append("announced: \(names)\(more)")
            if finished[place].device != nil {
                finished[place].remarks.append("check: no level of the topic names the device, so that all are one")
            }
        }
        SourceOverlaps.exclude(in: &finished, topics: topics)
        return finished
    }
}
