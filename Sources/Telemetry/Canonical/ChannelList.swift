package import Appliances

/// The channels one gateway knows: the catalogue, and names formed by patterns as they are first seen.
package struct ChannelList: Sendable {
    /// The channels by id.
    package private(set) var channels: [Channel]
    private var table = ByteTable()
    private var bounds: [Bounds] = []
    private var nameHashes: [UInt64] = []

    /// What a value is checked against, without touching the channel's name.
    struct Bounds: Sendable {
        let isState: Bool
        let isText: Bool
        let lower: Double
        let upper: Double

        init(_ channel: Channel) {
            isState = channel.kind == .state
            isText = channel.kind == .text
            lower = channel.range.lowerBound
            upper = channel.range.upperBound
        }
    }

    /// The catalogue.
    package init() {
        channels = Channel.catalogue
        for (index, channel) in channels.enumerated() { table.insert(channel.name, index) }
        bounds = channels.map(Bounds.init)
        nameHashes = channels.map { StableHash(of: $0.name).value }
    }

    /// A hash of a channel's name that is the same in every process, whatever the channel's place.
    package func nameHash(of id: ChannelID) -> UInt64 { nameHashes[Int(id.index)] }

    /// The bounds of a channel's values.
    @inline(__always)
    func bounds(of id: ChannelID) -> Bounds { bounds[Int(id.index)] }

    /// The channel of an id.
    package subscript(_ id: ChannelID) -> Channel { channels[Int(id.index)] }

    /// The id of a name; a name formed by a pattern is added. Nil where no pattern fits or
    /// the list is full.
    package mutating func id(of name: Span<UInt8>) -> ChannelID? {
        if let index = table.find(name) { return ChannelID(index: UInt16(index)) }
        return add(name)
    }

    /// The id of a name, as ``id(of:)-(Span<UInt8>)``.
    package mutating func id(of name: String) -> ChannelID? {
        let bytes = Array(name.utf8)
        return id(of: bytes.span)
    }

    /// The channel of a name that is already in the list; nil for one that a pattern might still form.
    package func known(_ name: String) -> ChannelID? {
        let bytes = Array(name.utf8)
        return table.find(bytes.span).map { ChannelID(index: UInt16($0)) }
    }

    private mutating func add(_ name: Span<UInt8>) -> ChannelID? {
        guard channels.count < Limits.channelsMax, let text = String(copying: name),
            let channel = Channel.patterned(text)
        else { return nil }
        table.insert(name, channels.count)
        channels.append(channel)
        bounds.append(Bounds(channel))
        nameHashes.append(StableHash(of: channel.name).value)
        return ChannelID(index: UInt16(channels.count - 1))
    }
}

extension String {
    /// The text of these bytes; nil where they are not UTF-8.
    package init?(copying bytes: Span<UInt8>) {
        guard let text = bytes.withUnsafeBufferPointer({ String(validating: $0, as: UTF8.self) }) else {
            return nil
        }
        self = text
    }
}
