//! Documents of OpenAPI 3.0 that are migrated to 3.1: keywords are written in another way, and mean the same.

use super::{changes, report};

fn document(version: &str, media_type: &str, schema: &str, thing: &str) -> String {
    let content = format!("content: {{ {media_type}: {schema} }}");
    format!(
        "\
openapi: {version}
info: {{ title: Shop, version: '1' }}
paths:
  /things:
    post:
      operationId: addThing
      requestBody: {{ required: true, {content} }}
      responses: {{ '200': {{ description: Added., {content} }} }}
components: {{ schemas: {{ Thing: {thing} }} }}
"
    )
}

/// The changes of a media type.
fn of_media_type(name: &str, old: &str, new: &str) -> Vec<String> {
    changes(&report(&document("3.0.3", name, old, "{}"), &document("3.1.0", name, new, "{}")))
}

/// The changes of a property.
fn of_property(old: &str, new: &str) -> Vec<String> {
    let with = |version: &str, schema: &str| {
        let thing = format!("{{ type: object, properties: {{ a: {schema} }} }}");
        document(version, "application/json", "{ schema: { $ref: '#/components/schemas/Thing' } }", &thing)
    };
    changes(&report(&with("3.0.3", old), &with("3.1.0", new)))
}

#[test]
fn keywords_with_another_form_mean_the_same() {
    for (old, new) in [
        ("{ type: integer, minimum: 1, exclusiveMinimum: true }", "{ type: integer, exclusiveMinimum: 1 }"),
        ("{ type: number, maximum: 1.5, exclusiveMaximum: true }", "{ type: number, exclusiveMaximum: 1.5 }"),
        ("{ type: number, maximum: 1, exclusiveMaximum: false }", "{ type: number, maximum: 1 }"),
        ("{ type: string, format: byte }", "{ type: string, contentEncoding: base64 }"),
        ("{ type: string, format: binary }", "{ type: string, contentMediaType: application/octet-stream }"),
        ("{ type: string, nullable: true }", "{ type: [string, 'null'] }"),
        ("{ type: string, enum: [a] }", "{ type: string, const: a }"),
        ("{ type: string, example: a }", "{ type: string, examples: [a] }"),
    ] {
        assert_eq!(of_property(old, new), Vec::<String>::new(), "{old} and {new}");
    }
}

#[test]
fn other_limits_and_contents_are_changes() {
    for (old, new, expected) in [
        (
            "{ type: number, minimum: 1, exclusiveMinimum: true }",
            "{ type: number, minimum: 1 }",
            "limit-changed: may break / changes meaning",
        ),
        (
            "{ type: integer, minimum: 1, exclusiveMinimum: true }",
            "{ type: integer, exclusiveMinimum: 2 }",
            "limit-changed: breaks / changes meaning",
        ),
        (
            "{ type: integer, multipleOf: 10 }",
            "{ type: integer, multipleOf: 5 }",
            "limit-changed: may break / changes meaning",
        ),
        (
            "{ type: string, format: byte }",
            "{ type: string, contentEncoding: base64, contentMediaType: image/png }",
            "content-changed: may break / compatible",
        ),
    ] {
        assert_eq!(of_property(old, new), [expected], "{old} and {new}");
    }
}

#[test]
fn bytes_need_no_schema() {
    for (name, old, new) in [
        ("application/octet-stream", "{ schema: { type: string, format: binary } }", "{}"),
        ("image/png", "{ schema: { type: string, format: binary } }", "{ schema: { contentMediaType: image/png } }"),
        ("image/png", "{ schema: { type: string, format: binary } }", "{ schema: {} }"),
        (
            "multipart/form-data",
            "{ schema: { type: object, properties: { a: { type: string, format: binary } } } }",
            "{ schema: { type: object, properties: { a: {} } } }",
        ),
        (
            "multipart/form-data",
            "{ schema: { type: object, properties: { a: { type: array, items: { type: string, format: binary } } } } }",
            "{ schema: { type: object, properties: { a: { type: array, items: {} } } } }",
        ),
    ] {
        assert_eq!(of_media_type(name, old, new), Vec::<String>::new(), "{name}: {old} and {new}");
    }
}
