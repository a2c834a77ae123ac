import Foundation
import HTTPTypes
import ServiceDesk

/// What the API understands, as an OpenAPI 3.1 document.
package enum OpenAPI {
    /// The document, as JSON with sorted keys.
    package static let document: String = {
        let read = try? JSONSerialization.jsonObject(with: Data(template.utf8)) as? [String: Any]
        let whole = completed(read ?? [:])
        let written = try? JSONSerialization.data(
            withJSONObject: whole, options: [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes])
        return String(decoding: written ?? Data(), as: UTF8.self)
    }()

    /// The template with schemas, problems and limits filled in.
    private static func completed(_ template: [String: Any]) -> [String: Any] {
        var document = template
        var components = document["components"] as? [String: Any] ?? [:]
        var schemas = components["schemas"] as? [String: Any] ?? [:]
        for (name, words) in words { schemas[name] = ["type": "string", "enum": words] }
        for (name, schema) in OpenAPI.schemas(of: valueLines) { schemas[name] = schema }
        schemas["command"] = ["oneOf": commands]
        components["schemas"] = schemas
        var responses = components["responses"] as? [String: Any] ?? [:]
        for (code, response) in problems { responses["problem_\(code)"] = response }
        components["responses"] = responses
        document["components"] = components
        let paths = document["paths"] as? [String: [String: [String: Any]]] ?? [:]
        document["paths"] = paths.mapValues { methods in methods.mapValues(withProblems) }
        return document
    }

    /// One schema for each command, named by its one key, with the examples of that name.
    private static var commands: [[String: Any]] {
        let examples = Dictionary(grouping: DeskCommand.examples.compactMap(object)) { $0.keys.first ?? "" }
        return OpenAPI.schemas(of: commandLines).map { name, body in
            [
                "type": "object", "title": name, "required": [name], "additionalProperties": false,
                "properties": [name: body], "examples": examples[name] ?? [],
            ]
        }
    }

    private static func object(_ command: DeskCommand) -> [String: Any]? {
        guard let written = try? JSONEncoder().encode(command) else { return nil }
        return try? JSONSerialization.jsonObject(with: written) as? [String: Any]
    }

    /// What each status of a problem means, by its code.
    private static var problems: [Int: [String: Any]] {
        Dictionary(grouping: ProblemKind.allCases.flatMap { kind in kind.codes.map { ($0, kind) } }) { $0.0 }
            .mapValues { pairs in
                let kinds = pairs.map { "`\($0.1.rawValue)`: \($0.1.title.lowercased())" }
                var response: [String: Any] = [
                    "description": kinds.joined(separator: "; "),
                    "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/problem"]]],
                ]
                let header = [401: "WWW-Authenticate", 405: "Allow", 429: "Retry-After", 503: "Retry-After"]
                if let name = header[pairs[0].0] {
                    response["headers"] = [name: ["required": true, "schema": ["type": "string"]]]
                }
                return response
            }
    }

    /// An operation with all that may come back instead; `x-problems` has what is its own.
    private static func withProblems(_ operation: [String: Any]) -> [String: Any] {
        var operation = operation
        let own = operation.removeValue(forKey: "x-problems") as? [Int] ?? []
        var codes = Set(own + [405, 500])
        // Whoever may come without a token asks the desk for nothing.
        if operation["security"] == nil { codes.formUnion([401, 403, 429, 503]) }
        if operation["requestBody"] != nil { codes.formUnion([400, 413, 415]) }
        var responses = operation["responses"] as? [String: Any] ?? [:]
        for code in codes { responses["\(code)"] = ["$ref": "#/components/responses/problem_\(code)"] }
        operation["responses"] = responses
        return operation
    }

    private static let template = """
        {
          "openapi": "3.1.0",
          "info": {
            "title": "Foretell's desk",
            "version": "1",
            "description": "Demands, requests and commands; docs/service-desk.md tells who may do what.",
            "x-limits": {
              "head_bytes": 65536, "body_bytes": 262144, "letter_bytes": 26214400, "connections": 256,
              "waiting_calls": 4096, "letters_at_once": 2, "head_seconds": 10, "body_seconds": 15,
              "letter_seconds": 180, "idle_seconds": 30, "requests_per_second": "console.rate, by token"
            }
          },
          "security": [{"bearer": []}],
          "paths": {
            "/health": {
              "get": {
                "summary": "That it is there, and what was turned away since the start", "security": [],
                "responses": {"200": {"description": "Counts", "content": {"application/json": {"schema":
                  {"$ref": "#/components/schemas/health"}}}}}
              }
            },
            "/api/v1/openapi.json": {
              "get": {
                "summary": "This document", "security": [],
                "responses": {"200": {"description": "The document",
                  "content": {"application/json": {"schema": {"type": "object"}}}}}
              }
            },
            "/api/v1/requests": {
              "get": {
                "x-problems": [400],
                "summary": "What is open, the most urgent first",
                "parameters": [
                  {"name": "most", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 1000}}
                ],
                "responses": {
                  "200": {"$ref": "#/components/responses/requests"}
                }
              },
              "post": {
                "x-problems": [422],
                "summary": "Takes a demand down: a new request, a word on an open one, or what is known",
                "parameters": [{"$ref": "#/components/parameters/key"}],
                "requestBody": {"required": true,
                  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/demand"}}}},
                "responses": {
                  "201": {"$ref": "#/components/responses/request"}, "200": {"$ref": "#/components/responses/request"}
                }
              }
            },
            "/api/v1/requests/{number}": {
              "get": {
                "x-problems": [404],
                "summary": "A request as it stands",
                "parameters": [{"$ref": "#/components/parameters/number"}],
                "responses": {
                  "200": {"$ref": "#/components/responses/request"}
                }
              }
            },
            "/api/v1/requests/{number}/commands": {
              "post": {
                "x-problems": [404, 409, 422],
                "summary": "Does something to a request, or answers every guard that is in the way",
                "parameters": [{"$ref": "#/components/parameters/number"}, {"$ref": "#/components/parameters/key"}],
                "requestBody": {
                  "required": true,
                  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/command"}}}
                },
                "responses": {
                  "200": {"$ref": "#/components/responses/request"}
                }
              }
            },
            "/api/v1/requests/{number}/triage": {
              "get": {
                "x-problems": [404],
                "summary": "What is probably wrong, with the reasons, and who would pay (H-4); for the staff",
                "parameters": [{"$ref": "#/components/parameters/number"}],
                "responses": {
                  "200": {"$ref": "#/components/responses/advice"}
                }
              }
            },
            "/api/v1/requests/{number}/charges": {
              "get": {
                "x-problems": [404],
                "summary": "What it would cost by the tariff, and who pays each line (Z-14); for the staff",
                "parameters": [{"$ref": "#/components/parameters/number"}],
                "responses": {
                  "200": {"$ref": "#/components/responses/advice"}
                }
              }
            },
            "/api/v1/requests/{number}/checklist": {
              "get": {
                "x-problems": [404],
                "summary": "What a visit goes through, phase by phase, and what is answered (M-20); for the staff",
                "parameters": [{"$ref": "#/components/parameters/number"}],
                "responses": {
                  "200": {"$ref": "#/components/responses/advice"}
                }
              }
            },
            "/api/v1/worklist": {
              "get": {
                "x-problems": [400],
                "summary": "What somebody of a role must do, or was told of, the soonest first; for the staff",
                "parameters": [
                  {"name": "role", "in": "query", "description": "The token's own unless named",
                    "schema": {"$ref": "#/components/schemas/role"}},
                  {"name": "most", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 1000}}
                ],
                "responses": {
                  "200": {"$ref": "#/components/responses/due"}
                }
              }
            },
            "/api/v1/stock": {
              "get": {
                "summary": "Which parts lie where: counted, used since, laid aside, free (M-5); for the staff",
                "responses": {
                  "200": {"$ref": "#/components/responses/stock"}
                }
              }
            },
            "/api/v1/customers/{number}": {
              "get": {
                "x-problems": [404],
                "summary": "A customer's record, as far as whoever asks must see it",
                "parameters": [{"$ref": "#/components/parameters/number"}],
                "responses": {
                  "200": {"$ref": "#/components/responses/customer"}
                }
              },
              "put": {
                "summary": "Writes a record down, or anew; for hotline agents and information officers",
                "parameters": [{"$ref": "#/components/parameters/number"}],
                "requestBody": {"required": true,
                  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/customer"}}}},
                "responses": {
                  "201": {"$ref": "#/components/responses/customer"},
                  "200": {"$ref": "#/components/responses/customer"}
                }
              },
              "delete": {
                "x-problems": [404],
                "summary": "Forgets a customer for good, also in requests; for hotline agents and information officers",
                "parameters": [{"$ref": "#/components/parameters/number"}],
                "responses": {
                  "204": {"description": "Nothing is known any more"}
                }
              }
            },
            "/api/v1/mail": {
              "post": {
                "x-problems": [422, 507],
                "summary": "Takes an e-mail down as it came; attachments are kept, and its message id makes it once",
                "requestBody": {"required": true,
                  "content": {"message/rfc822": {"schema": {"type": "string", "maxLength": 26214400}}}},
                "responses": {
                  "201": {"$ref": "#/components/responses/request"}, "200": {"$ref": "#/components/responses/request"}
                }
              }
            },
            "/api/v1/warranty/decisions": {
              "post": {
                "summary": "Who pays, and why (docs/warranty.md)",
                "requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object"}}}},
                "responses": {
                  "200": {"description": "The decision",
                    "content": {"application/json": {"schema": {"type": "object"}}}}
                }
              }
            }
          },
          "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "parameters": {
              "number": {"name": "number", "in": "path", "required": true, "schema": {"type": "string"}},
              "key": {
                "name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "minLength": 1,
                "maxLength": 200},
                "description": "The same again is done once; with another command it is answered 422"
              }
            },
            "schemas": {
              "demand": {
                "type": "object", "required": ["channel"],
                "properties": {
                  "channel": {"$ref": "#/components/schemas/channel"},
                  "key": {"type": "string"}, "customer": {"type": "string"}, "device": {"type": "string"},
                  "category": {"$ref": "#/components/schemas/category"}, "brand": {"type": "string"},
                  "model": {"type": "string"},
                  "serial": {"type": "string"}, "years": {"type": "integer", "minimum": 0, "maximum": 100},
                  "purchase_channel": {"type": "string"}, "has_extended_warranty": {"type": "boolean"},
                  "component": {"$ref": "#/components/schemas/component"}, "symptom": {"type": "string"},
                  "error_code": {"type": "string"},
                  "trigger": {"type": "string"}, "onset": {"type": "string", "format": "date-time"},
                  "wish": {"type": "string"}, "used_by": {"enum": ["customer", "their_customer"]},
                  "wanted_by": {"type": "string", "format": "date"},
                  "attachments": {"type": "array", "items": {"type": "string"}},
                  "known": {"type": "array", "items": {"$ref": "#/components/schemas/fact"}},
                  "priority": {"$ref": "#/components/schemas/priority"}
                }
              },
              "request": {
                "type": "object",
                "required": ["number", "origin", "opened", "priority", "state", "since", "level", "event_count"],
                "properties": {
                  "number": {"type": "string"}, "origin": {"type": "string"},
                  "device": {"type": "string"}, "component": {"$ref": "#/components/schemas/component"},
                  "opened": {"type": "string", "format": "date-time"},
                  "priority": {"$ref": "#/components/schemas/priority"},
                  "state": {"$ref": "#/components/schemas/state"},
                  "since": {"type": "string", "format": "date-time"}, "engineer": {"type": "string"},
                  "level": {"type": "integer"}, "missing": {"type": "array", "items": {"$ref":
                    "#/components/schemas/fact"}},
                  "event_count": {"type": "integer", "minimum": 1,
                    "description": "How many events made it what it is"}
                }
              },
              "health": {
                "type": "object", "additionalProperties": false,
                "required": [
                  "status", "turned_away", "links_refused", "slow_closed", "rate_refused", "clock_ahead_seconds",
                  "mail", "post"
                ],
                "properties": {
                  "status": {"enum": ["up"]}, "turned_away": {"type": "integer"},
                  "links_refused": {"type": "integer"}, "slow_closed": {"type": "integer"},
                  "rate_refused": {"type": "integer"},
                  "clock_ahead_seconds": {"type": "integer",
                    "description": "How far the gateway's clock is ahead of the machine's"},
                  "mail": {"type": "object", "additionalProperties": {"type": "integer"}},
                  "post": {"type": "object", "additionalProperties": {"type": "integer"}}
                }
              },
              "customer": {
                "type": "object",
                "properties": {
                  "number": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"},
                  "name": {"type": "string", "maxLength": 200}, "phone": {"type": "string", "maxLength": 32},
                  "email": {"type": "string", "maxLength": 254}, "address": {"type": "string", "maxLength": 200},
                  "language": {"enum": ["en", "zh"]},
                  "allows_monitoring": {"type": "boolean"}, "wants_forecasts": {"type": "boolean"}
                }
              },
              "stock_row": {
                "type": "object", "required": ["part", "shelf", "name", "counted", "used", "laid_aside", "free"],
                "properties": {
                  "part": {"type": "string"}, "shelf": {"enum": ["van", "outlet", "centre"]},
                  "name": {"type": "string", "description": "The engineer's number, the outlet's name, or empty"},
                  "counted": {"type": "integer"},
                  "at": {"type": "string", "format": "date-time",
                    "description": "When it was counted; not there where nobody says"},
                  "used": {"type": "integer"}, "laid_aside": {"type": "integer"}, "free": {"type": "integer"}
                }
              },
              "problem": {
                "type": "object", "required": ["type", "title", "status", "detail"],
                "properties": {
                  "type": {"$ref": "#/components/schemas/problem_type"},
                  "pointer": {"type": "string", "description": "Where in the body (RFC 6901)"},
                  "title": {"type": "string"}, "status": {"type": "integer", "minimum": 400, "maximum": 599},
                  "detail": {"type": "string"},
                  "unmet": {"type": "array", "description": "Every guard that is in the way",
                  "items": {"$ref": "#/components/schemas/unmet"}}
                }
              }
            },
            "responses": {
              "request": {"description": "The request",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/request"}}}},
              "customer": {"description": "The record",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/customer"}}}},
              "advice": {"description": "The advice",
                "content": {"application/json": {"schema": {"type": "object"}}}},
              "due": {
                "description": "What is due",
                "content": {"application/json": {"schema": {"type": "array", "items": {"$ref":
                  "#/components/schemas/due_item"}}}}
              },
              "stock": {
                "description": "A row for each part of each shelf; `free` is negative where a count must be wrong",
                "content": {"application/json": {"schema": {
                  "type": "array", "items": {"$ref": "#/components/schemas/stock_row"}}}}
              },
              "requests": {
                "description": "Requests",
                "content": {"application/json": {"schema": {"type": "array", "items": {"$ref":
                  "#/components/schemas/request"}}}}
              }
            }
          }
        }
        """
}
