/// What the API understands, as an OpenAPI 3.1 document.
enum OpenAPI {
    static let document = """
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
                  "content": {"application/json": {"schema": {
                    "type": "object", "minProperties": 1, "maxProperties": 1,
                    "examples": [{"close": {}}, {"decline": {"reason": "ill"}}]
                  }}}
                },
                "responses": {
                  "200": {"$ref": "#/components/responses/request"},
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
                  "component": {"type": "string"}, "symptom": {"type": "string"}, "error_code": {"type": "string"},
                  "trigger": {"type": "string"}, "onset": {"type": "string", "format": "date-time"},
                  "wish": {"type": "string"}, "attachments": {"type": "array", "items": {"type": "string"}},
                  "known": {"type": "array", "items": {"type": "string"}},
                  "priority": {"enum": ["P1", "P2", "P3", "P4"]}
                }
              },
              "problem": {
                "type": "object", "required": ["type", "title", "status", "detail"],
                "properties": {
                  "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
                  "detail": {"type": "string"},
                  "unmet": {"type": "array", "items": {"type": "object"}}
                }
              }
            },
            "responses": {
              "request": {"description": "The request",
                "content": {"application/json": {"schema": {"type": "object"}}}},
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
