import HTTPTypes

/// What kinds of problems the API answers: the last word of a problem's `type`.
///
/// The document of the API has the same list, and a test compares the two.
enum ProblemKind: String, CaseIterable, Sendable {
    /// Nobody knows who asks.
    case unauthorised
    /// Whoever asks may not.
    case forbidden
    /// Guards are in the way.
    case refused
    /// There is no request or customer of that number.
    case unknown
    /// The house has nothing of that kind.
    case nothing
    /// There is no such address.
    case noRoute = "no_route"
    /// The address takes other methods.
    case method
    /// What was sent cannot be read.
    case unreadable
    /// What was sent is of another type.
    case mediaType = "media_type"
    /// What was sent is no e-mail.
    case noLetter = "no_letter"
    /// What was sent is too large.
    case tooLarge = "too_large"
    /// The key was sent before, with something else.
    case keyReused = "key_reused"
    /// A machine has written the letter.
    case automaticLetter = "automatic_letter"
    /// Whoever asks has asked too often.
    case tooOften = "too_often"
    /// Nothing was recorded.
    case unavailable
    /// Too much at once.
    case busy
    /// What came along cannot be kept.
    case noRoom = "no_room"
    /// A mistake of ours.
    case mistake

    /// The same for every problem of the kind.
    var title: String {
        switch self {
        case .unauthorised: "A token is needed"
        case .forbidden: "This is not for you"
        case .refused: "It may not be done"
        case .unknown: "There is none of that number"
        case .nothing: "There is nothing of that kind"
        case .noRoute: "There is no such address"
        case .method: "The address takes other methods"
        case .unreadable: "The request cannot be read"
        case .mediaType: "It is of another type"
        case .noLetter: "It is no e-mail"
        case .tooLarge: "It is too large"
        case .keyReused: "The key was used for something else"
        case .automaticLetter: "A machine has written it"
        case .tooOften: "Too many requests"
        case .unavailable: "Nothing was recorded"
        case .busy: "Too much at once"
        case .noRoom: "What came along cannot be kept"
        case .mistake: "This went wrong"
        }
    }

    /// The same as numbers.
    var codes: [Int] { statuses.map(\.code) }

    /// The status with which it is answered; the first one, unless it is another role's.
    var statuses: [HTTPResponse.Status] {
        switch self {
        case .unauthorised: [.unauthorized]
        case .forbidden: [.forbidden]
        case .refused: [.conflict, .forbidden]
        case .unknown, .nothing, .noRoute: [.notFound]
        case .method: [.methodNotAllowed]
        case .unreadable: [.badRequest]
        case .mediaType, .noLetter: [.unsupportedMediaType]
        case .tooLarge: [.contentTooLarge]
        case .keyReused, .automaticLetter: [.unprocessableContent]
        case .tooOften: [.tooManyRequests]
        case .unavailable, .busy: [.serviceUnavailable]
        case .noRoom: [HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")]
        case .mistake: [.internalServerError]
        }
    }
}
