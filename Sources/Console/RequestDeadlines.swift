import Hummingbird
import HummingbirdCore
import NIOCore
import NIOHTTPTypes
import Synchronization

/// How long a client may take to say what it wants.
struct RequestDeadlines: Sendable {
    /// Until the head of the first request is there, from the connection on.
    var head = TimeAmount.seconds(10)
    /// Until the rest of a request is there, from its head on.
    var body = TimeAmount.seconds(15)
    /// The same for a letter, which may be large.
    var letter = TimeAmount.seconds(180)

    /// Until the rest of a request to a path is there.
    func body(of path: String?) -> TimeAmount { path?.hasPrefix("/api/v1/mail") == true ? letter : body }
}

/// How many clients were too slow, or came too often.
final class RefusalCount: Sendable {
    private let count = Mutex((slow: 0, often: 0))

    var slow: Int { count.withLock { $0.slow } }
    var often: Int { count.withLock { $0.often } }

    func addSlow() { count.withLock { $0.slow += 1 } }
    func addOften() { count.withLock { $0.often += 1 } }
}

/// Closes the connection of a client that does not finish what it has begun to say.
///
/// A client that sends a byte now and then is never idle; here the whole request counts. Between two requests the idle
/// time of the connection counts, which bytes of an unfinished head do not renew.
final class DeadlineKeeper: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private let deadlines: RequestDeadlines
    private let refusals: RefusalCount
    private var timer: Scheduled<Void>?

    init(_ deadlines: RequestDeadlines, _ refusals: RefusalCount) {
        (self.deadlines, self.refusals) = (deadlines, refusals)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { start(deadlines.head, context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { stop() }

    func channelActive(context: ChannelHandlerContext) {
        start(deadlines.head, context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): start(deadlines.body(of: head.path), context)
        case .body: break
        case .end: stop()
        }
        context.fireChannelRead(data)
    }

    private func start(_ span: TimeAmount, _ context: ChannelHandlerContext) {
        stop()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: span) {
            self.refusals.addSlow()
            context.close(promise: nil)
        }
    }

    private func stop() {
        timer?.cancel()
        timer = nil
    }
}
