import Foundation
import ServiceDesk

/// What the API understands, as an OpenAPI 3.1 document.
package enum OpenAPI {
    /// The document, as JSON.
    package static let document =
        template.replacing("\"@command\"", with: commands).replacing("\"@keys\"", with: keys)

    /// One schema for each command, named by its one key, with the examples of that name.
    private static let commands: String = {
        var examples: [String: [String]] = [:]
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for command in DeskCommand.examples {
            guard let written = try? encoder.encode(command),
                let object = try? JSONSerialization.jsonObject(with: written) as? [String: Any],
                let name = object.keys.first
            else { continue }
            examples[name, default: []].append(String(decoding: written, as: UTF8.self))
        }
        let schemas = DeskCommand.names.map { name in
            let shown = (examples[name] ?? []).joined(separator: ", ")
            return "{\"type\": \"object\", \"title\": \"\(name)\", \"required\": [\"\(name)\"], "
                + "\"additionalProperties\": false, \"properties\": {\"\(name)\": {\"type\": \"object\"}}, "
                + "\"examples\": [\(shown)]}"
        }
        return "{\"oneOf\": [\(schemas.joined(separator: ",\n"))]}"
    }()

    /// The facts that may be known.
    private static let keys = "[" + MissingFact.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ") + "]"

    private static let template = """
        {
          "openapi": "3.1.0",
          "info": {
            "title": "Foretell's desk",
            "version": "1",
            "description": "Demands, requests and commands; docs/service-desk.md tells who may do what."
          },
          "security": [{"bearer": []}],
          "paths": {
            "/api/v1/requests": {
              "get": {
                "summary": "What is open, the most urgent first",
                "parameters": [
                  {"name": "most", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 1000}}
                ],
                "responses": {
                  "200": {"$ref": "#/components/responses/requests"},
                  "default": {"$ref": "#/components/responses/problem"}
                }
              },
              "post": {
                "summary": "Takes a demand down: a new request, a word on an open one, or what is known",
                "parameters": [{"$ref": "#/components/parameters/key"}],
                "requestBody": {"required": true,
                  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/demand"}}}},
                "responses": {
                  "201": {"$ref": "#/components/responses/request"}, "200": {"$ref": "#/components/responses/request"},
                  "default": {"$ref": "#/components/responses/problem"}
                }
              }
            },
            "/api/v1/requests/{number}": {
              "get": {
                "summary": "A request as it stands",
                "parameters": [{"$ref": "#/components/parameters/number"}],
                "responses": {
                  "200": {"$ref": "#/components/responses/request"},
                  "default": {"$ref": "#/components/responses/problem"}
                }
              }
            },
            "/api/v1/requests/{number}/commands": {
              "post": {
                "summary": "Does something to a request, or answers every guard that is in the way",
                "parameters": [{"$ref": "#/components/parameters/number"}, {"$ref": "#/components/parameters/key"}],
                "requestBody": {
                  "required": true,
                  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/command"}}}
                },
                "responses": {
                  "200": {"$ref": "#/components/responses/request"},
                  "default": {"$ref": "#/components/responses/problem"}
                }
              }
            },
            "/api/v1/requests/{number}/triage": {
              "get": {
                "summary": "What is probably wrong, with the reasons, and who would pay (H-4); for the staff",
                "parameters": [{"$ref": "#/components/parameters/number"}],
                "responses": {
                  "200": {"$ref": "#/components/responses/advice"},
                  "default": {"$ref": "#/components/responses/problem"}
                }
              }
            },
            "/api/v1/requests/{number}/charges": {
              "get": {
                "summary": "What it would cost by the tariff, and who pays each line (Z-14); for the staff",
                "parameters": [{"$ref": "#/components/parameters/number"}],
                "responses": {
                  "200": {"$ref": "#/components/responses/advice"},
                  "default": {"$ref": "#/components/responses/problem"}
                }
              }
            },
            "/api/v1/requests/{number}/checklist": {
              "get": {
                "summary": "What a visit goes through, phase by phase, and what is answered (M-20); for the staff",
                "parameters": [{"$ref": "#/components/parameters/number"}],
                "responses": {
                  "200": {"$ref": "#/components/responses/advice"},
                  "default": {"$ref": "#/components/responses/problem"}
                }
              }
            },
            "/api/v1/worklist": {
              "get": {
                "summary": "What somebody of a role must do, or was told of, the soonest first; for the staff",
                "parameters": [
                  {"name": "role", "in": "query", "description": "The token's own unless named",
                    "schema": {"type": "string"}},
                  {"name": "most", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 1000}}
                ],
                "responses": {
                  "200": {"$ref": "#/components/responses/due"},
                  "default": {"$ref": "#/components/responses/problem"}
                }
              }
            },
            "/api/v1/stock": {
              "get": {
                "summary": "Which parts lie where: counted, used since, laid aside, free (M-5); for the staff",
                "responses": {
                  "200": {"$ref": "#/components/responses/stock"},
                  "default": {"$ref": "#/components/responses/problem"}
                }
              }
            },
            "/api/v1/customers/{number}": {
              "get": {
                "summary": "A customer's record, as far as whoever asks must see it",
                "parameters": [{"$ref": "#/components/parameters/number"}],
                "responses": {
                  "200": {"$ref": "#/components/responses/customer"},
                  "default": {"$ref": "#/components/responses/problem"}
                }
              },
              "put": {
                "summary": "Writes a record down, or anew; for hotline agents and information officers",
                "parameters": [{"$ref": "#/components/parameters/number"}],
                "requestBody": {"required": true,
                  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/customer"}}}},
                "responses": {
                  "201": {"$ref": "#/components/responses/customer"},
                  "200": {"$ref": "#/components/responses/customer"},
                  "default": {"$ref": "#/components/responses/problem"}
                }
              },
              "delete": {
                "summary": "Forgets a customer for good, also in requests; for hotline agents and information officers",
                "parameters": [{"$ref": "#/components/parameters/number"}],
                "responses": {
                  "204": {"description": "Nothing is known any more"},
                  "default": {"$ref": "#/components/responses/problem"}
                }
              }
            },
            "/api/v1/mail": {
              "post": {
                "summary": "Takes an e-mail down as it came; attachments are kept, and its message id makes it once",
                "requestBody": {"required": true,
                  "content": {"message/rfc822": {"schema": {"type": "string", "maxLength": 26214400}}}},
                "responses": {
                  "201": {"$ref": "#/components/responses/request"}, "200": {"$ref": "#/components/responses/request"},
                  "default": {"$ref": "#/components/responses/problem"}
                }
              }
            },
            "/api/v1/warranty/decisions": {
              "post": {
                "summary": "Who pays, and why (docs/warranty.md)",
                "requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object"}}}},
                "responses": {
                  "200": {"description": "The decision",
                    "content": {"application/json": {"schema": {"type": "object"}}}},
                  "default": {"$ref": "#/components/responses/problem"}
                }
              }
            }
          },
          "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "parameters": {
              "number": {"name": "number", "in": "path", "required": true, "schema": {"type": "string"}},
              "key": {
                "name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": 200},
                "description": "The same again is done once"
              }
            },
            "schemas": {
              "demand": {
                "type": "object", "required": ["channel"],
                "properties": {
                  "channel": {"enum": ["hotline", "app", "wechat", "web", "email", "counter"]},
                  "key": {"type": "string"}, "customer": {"type": "string"}, "device": {"type": "string"},
                  "category": {"type": "string"}, "brand": {"type": "string"}, "model": {"type": "string"},
                  "serial": {"type": "string"}, "years": {"type": "integer", "minimum": 0, "maximum": 100},
                  "purchase_channel": {"type": "string"}, "has_extended_warranty": {"type": "boolean"},
                  "component": {"type": "string"}, "symptom": {"type": "string"}, "error_code": {"type": "string"},
                  "trigger": {"type": "string"}, "onset": {"type": "string", "format": "date-time"},
                  "wish": {"type": "string"}, "used_by": {"enum": ["customer", "their_customer"]},
                  "wanted_by": {"type": "string", "format": "date"}, "attachments": {"type": "array", "items": {"type": "string"}},
                  "known": {"type": "array", "items": {"enum": "@keys"}},
                  "priority": {"enum": ["P1", "P2", "P3", "P4"]}
                }
              },
              "command": "@command",
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
                  "type": {"type": "string", "description": "urn:foretell:problem: and its kind"},
                  "title": {"type": "string"}, "status": {"type": "integer", "minimum": 400, "maximum": 599},
                  "detail": {"type": "string"},
                  "unmet": {"type": "array", "description": "Every guard that is in the way", "items": {
                    "type": "object", "required": ["rule", "clause", "en", "zh", "found"],
                    "properties": {
                      "rule": {"type": "string"}, "clause": {"type": "string"}, "en": {"type": "string"},
                      "zh": {"type": "string"}, "found": {"type": "string"}
                    }
                  }}
                }
              }
            },
            "responses": {
              "request": {"description": "The request",
                "content": {"application/json": {"schema": {"type": "object"}}}},
              "customer": {"description": "The record",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/customer"}}}},
              "advice": {"description": "The advice",
                "content": {"application/json": {"schema": {"type": "object"}}}},
              "due": {
                "description": "What is due",
                "content": {"application/json": {"schema": {"type": "array", "items": {"type": "object"}}}}
              },
              "stock": {
                "description": "A row for each part of each shelf; `free` is negative where a count must be wrong",
                "content": {"application/json": {"schema": {
                  "type": "array", "items": {"$ref": "#/components/schemas/stock_row"}}}}
              },
              "requests": {
                "description": "Requests",
                "content": {"application/json": {"schema": {"type": "array", "items": {"type": "object"}}}}
              },
              "problem": {
                "description": "Why it was not done (RFC 9457)",
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}}
              }
            }
          }
        }
        """
}
