//! Document with a placeholder in every string that becomes documentation.

/// `"@@"` is the placeholder.
pub const DOCUMENT: &str = r##"{
  "openapi": "3.1.0",
  "info": {
    "title": "Injection", "summary": "@@", "description": "@@", "version": "@@", "termsOfService": "@@",
    "contact": { "name": "@@", "url": "@@", "email": "@@" },
        "license": { "name": "@@", "url": "@@", "identifier": "@@" },
    "x-anything": "@@"
  },
  "servers": [{
    "url": "https://{host}.example.com", "description": "@@", "x-region": "@@",
    "variables": { "host": { "default": "@@", "enum": ["@@", "a"], "description": "@@" } }
  }],
  "tags": [{ "name": "@@", "description": "@@", "externalDocs": { "url": "@@", "description": "@@" } }],
  "externalDocs": { "url": "@@", "description": "@@" },
  "security": [{ "key": [] }, { "flow": ["@@"] }],
  "paths": {
    "/things/{id}": {
      "summary": "@@", "description": "@@",
      "parameters": [{ "name": "id", "in": "path", "required": true, "description": "@@",
          "schema": { "type": "string" }, "example": "@@" }],
      "post": {
        "operationId": "createThing", "summary": "@@", "description": "@@", "tags": ["@@"], "x-official-id": "@@",
            "deprecated": true,
        "externalDocs": { "url": "@@", "description": "@@" },
        "parameters": [
          { "name": "first", "in": "query", "description": "@@",
              "schema": { "type": "string", "pattern": "@@", "default": "@@", "title": "@@" } },
          { "name": "X-Second", "in": "header", "description": "@@",
              "schema": { "type": "string", "enum": ["@@", "a"], "format": "@@" },
              "examples": { "a": { "summary": "@@", "description": "@@", "value": "@@" } } }
        ],
        "requestBody": { "description": "@@", "required": true,
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" },
            "example": "@@" } } },
        "responses": {
          "200": { "description": "@@", "headers": { "X-Third": { "description": "@@",
              "schema": { "type": "string" } }, "@@": { "schema": { "type": "string", "enum": ["@@", "a"] } } },
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" },
                "examples": { "a": { "summary": "@@", "description": "@@", "value": { "a": "@@" } } } } } },
          "4XX": { "description": "@@", "content": { "text/plain": { "schema": { "type": "string" } }, "text/@@": {},
              "application/json; a=@@": {} } },
          "429": { "$ref": "#/components/responses/Refused" },
          "default": { "description": "@@", "headers": { "@@": { "description": "@@",
              "schema": { "type": "string" } } } }
        }
      },
      "get": { "description": "@@", "responses": { "204": { "description": "@@" } } },
      "put": { "summary": "@@", "requestBody": { "content": { "application/json": {},
          "multipart/form-data": { "schema": { "properties": { "file": { "type": "string", "format": "binary" },
          "part": { "type": "string", "description": "@@" } } },
          "encoding": { "part": { "contentType": "@@" } } } } }, "responses": { "204": { "description": "@@" } } }
    }
  },
  "webhooks": { "hook": { "post": { "summary": "@@", "description": "@@", "responses": {} } } },
  "components": {
    "schemas": {
      "Thing": {
        "type": "object", "title": "@@", "description": "@@", "required": ["name"], "$comment": "@@",
            "externalDocs": { "url": "@@", "description": "@@" },
        "properties": {
          "name": { "type": "string", "title": "@@", "description": "@@", "default": "@@", "pattern": "@@",
              "format": "@@", "contentMediaType": "@@", "examples": ["@@"] },
          "kind": { "type": "string", "enum": ["@@", "a"], "x-enum-descriptions": ["@@"] },
          "fixed": { "const": "@@", "description": "@@" },
          "some": { "oneOf": [{ "type": "string", "title": "@@" },
              { "type": "object", "title": "@@", "description": "@@", "properties": { "a": { "type": "string" } } }],
              "description": "@@" },
          "any": { "enum": ["@@", 1, null, { "a": "@@" }], "description": "@@" }
        },
        "additionalProperties": { "type": "string", "description": "@@" }
      },
      "Figure": { "oneOf": [{ "$ref": "#/components/schemas/Thing" }, { "$ref": "#/components/schemas/Other" }],
          "discriminator": { "propertyName": "kind", "mapping": { "@@": "#/components/schemas/Thing" } } },
      "Other": { "type": "object", "description": "@@",
          "properties": { "kind": { "type": "string" }, "b": { "type": "string", "deprecated": true } } }
    },
    "responses": { "Refused": { "description": "@@",
        "headers": { "X-Fourth": { "description": "@@", "schema": { "type": "string", "enum": ["@@"] } } } } },
    "securitySchemes": {
      "key": { "type": "apiKey", "in": "header", "name": "X-Key", "description": "@@" },
      "flow": { "type": "oauth2", "description": "@@",
          "flows": { "clientCredentials": { "tokenUrl": "@@", "scopes": { "@@": "@@" } } } },
      "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "@@", "description": "@@" }
    }
  }
}"##;
