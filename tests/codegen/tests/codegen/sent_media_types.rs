//! The media types of request bodies and parts, as generated clients send them.

use wireright_codegen::{Options, SourceFile, generate};

/// The request code and the messages of an operation with these media types.
fn generated(version: &str, content: &str) -> (String, Vec<String>) {
    generated_with("{}", version, content)
}

fn generated_with(components: &str, version: &str, content: &str) -> (String, Vec<String>) {
    let text = format!(
        "openapi: {version}\ninfo: {{ title: A, version: '1', x-module: a }}\n\
         servers: [{{ url: 'https://a.example' }}]\n\
         components: {components}\n\
         paths:\n  /a:\n    post:\n      operationId: putIt\n      \
         requestBody: {{ required: true, content: {{ {content} }} }}\n      \
         responses: {{ '204': {{ description: ok }} }}\n"
    );
    let source = SourceFile { path: "a.yaml".to_owned(), bytes: text.into_bytes() };
    let generation = generate(vec![source], &Options { lenient: true, ..Options::default() });
    let file = generation.files.iter().find(|file| file.path == "src/put_it.rs");
    let code = file.map(|file| file.text.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default();
    (code, generation.diagnostics.into_iter().map(|problem| problem.message).collect())
}

#[track_caller]
fn assert_sent(version: &str, content: &str, expected: &str, messages: &[&str]) {
    let (code, reported) = generated(version, content);
    assert!(code.contains(expected), "{content}: no {expected} in {code}");
    assert_eq!(reported, messages, "{content}");
}

/// A part with a schema and the other keys of the media type.
fn part(schema: &str, rest: &str) -> String {
    format!("multipart/form-data: {{ schema: {{ type: object, properties: {{ it: {schema} }} }}{rest} }}")
}

#[test]
fn text_is_sent_as_utf_8() {
    let message = |name: &str| format!("unsupported charset `{name}` of a request: it is sent as UTF-8");
    let text = "{ schema: { type: string } }";
    for (written, sent, charset) in [
        ("text/plain; charset=iso-8859-1", "text/plain; charset=utf-8", "iso-8859-1"),
        ("text/csv;header=present;Charset=\"UTF-16\"", "text/csv;header=present; charset=utf-8", "UTF-16"),
        ("application/json; charset=utf-16", "application/json; charset=utf-8", "utf-16"),
    ] {
        assert_sent("3.1.0", &format!("'{written}': {text}"), &format!("\"{sent}\""), &[&message(charset)]);
    }
    // RFC 9512, section 2.2: `+yaml` is YAML, and so is text.
    for yaml in ["application/yaml", "application/vnd.oai.openapi+yaml"] {
        assert_sent("3.1.0", &format!("'{yaml}': {text}"), &format!(".text(\"{yaml}\""), &[]);
    }
    for kept in ["text/plain; charset=UTF-8", "text/plain; charset=us-ascii", "application/json;charset=utf-8"] {
        assert_sent("3.1.0", &format!("'{kept}': {text}"), &format!("\"{kept}\""), &[]);
    }
    // Bytes have the charset that their caller gives them.
    assert_sent("3.1.0", "image/svg; charset=utf-16: {}", "\"image/svg; charset=utf-16\"", &[]);
    let other = "application/json: { schema: { type: integer } }, text/plain; charset=latin1: {}";
    assert_sent("3.1.0", other, "\"text/plain; charset=utf-8\"", &[&message("latin1")]);
    let latin = part("{ type: string }", ", encoding: { it: { contentType: text/plain; charset=iso-8859-1 } }");
    assert_sent(
        "3.1.0",
        &latin,
        ".part_of(\"it\", &input.it, \"text/plain; charset=utf-8\")",
        &[&message("iso-8859-1")],
    );
    let file =
        part("{ type: string, format: binary }", ", encoding: { it: { contentType: text/plain; charset=latin1 } }");
    assert_sent("3.1.0", &file, "\"text/plain; charset=latin1\"", &[]);
}

/// ASP.NET Core lists these media types for every body, with one schema.
#[test]
fn application_json_precedes_other_json_with_its_schema() {
    let object = |name: &str| format!("{{ schema: {{ type: object, properties: {{ {name}: {{ type: string }} }} }} }}");
    let same = ["application/json-patch+json", "application/json", "text/json", "application/*+json"];
    let same = same.map(|name| format!("'{name}': {}", object("a"))).join(", ");
    assert_sent("3.0.1", &same, ".object(\"application/json\")", &[]);
    let (code, _) = generated("3.0.1", &same);
    assert!(code.contains("fn as_json_patch_json(") && code.contains("fn as_text_json("), "{code}");
    // Another schema is another value.
    let patch = format!("application/merge-patch+json: {}, application/json: {}", object("a"), object("b"));
    assert_sent("3.0.1", &patch, ".object(\"application/merge-patch+json\")", &[]);
    // Referenced media types are as different as the others.
    let components = format!("{{ mediaTypes: {{ A: {}, B: {} }} }}", object("a"), object("b"));
    let referenced = |name: &str| format!("{{ $ref: '#/components/mediaTypes/{name}' }}");
    let patch = format!("application/merge-patch+json: {}, application/json: {}", referenced("A"), referenced("B"));
    let (code, reported) = generated_with(&components, "3.2.0", &patch);
    assert!(code.contains(".object(\"application/merge-patch+json\")"), "{code}");
    assert_eq!(reported, [""; 0]);
    // Both are XML as a string.
    let xml = format!("application/json: {}, application/xml: {{}}, text/xml: {{}}", object("a"));
    assert_sent("3.0.1", &xml, "fn body_as_text_xml(", &[]);
    assert_sent("3.0.1", &xml, "fn body_as_xml(", &[]);
}

#[test]
fn the_caller_chooses_a_media_type_of_a_range() {
    let object = "{ schema: { type: object, properties: { a: { type: string } } } }";
    for range in ["application/*+json", "application/vnd.acme.*+json"] {
        let message = format!("untyped body: `{range}` is a range, and the caller chooses a media type of it");
        assert_sent("3.1.0", &format!("'{range}': {object}"), &format!("bytes(\"{range}\""), &[&message]);
    }
    // JSON is in these ranges.
    for range in ["*/*", "application/*"] {
        assert_sent("3.1.0", &format!("'{range}': {object}"), "\"application/json\"", &[]);
    }
    // A range adds nothing to a media type with the same schema.
    let both = format!("'application/*+json': {object}, application/json: {object}");
    assert_sent("3.1.0", &both, ".object(\"application/json\")", &[]);
    assert!(!generated("3.1.0", &both).0.contains("+json"));
    let several = "'image/*': {}, application/pdf: {}, application/json: { schema: { type: string } }";
    assert_sent("3.1.0", several, "\"image/*, application/pdf\"", &[]);
    assert_sent("3.1.0", "application/pdf: {}, 'image/*': {}", "\"application/pdf\"", &[]);
    assert_sent("3.1.0", "'*/*': {}, 'image/*': {}", "\"*/*\"", &[]);
    let in_part = part("{ type: object }", ", encoding: { it: { contentType: application/*+json } }");
    let message = "unsupported media type `application/*+json` of a part: an object is sent as JSON";
    assert_sent("3.1.0", &in_part, "\"application/json\"", &[message]);
}

#[test]
fn the_schema_of_a_file_has_its_media_type() {
    let png = "{ type: string, contentMediaType: image/png }";
    assert_sent("3.1.0", &part(png, ""), ".file_of(\"it\", &input.it, \"image/png\")", &[]);
    let several = format!("{{ type: array, items: {png} }}");
    assert_sent("3.1.0", &part(&several, ""), ".files_of(\"it\", &input.it, \"image/png\")", &[]);
    let jpeg = ", encoding: { it: { contentType: image/jpeg } }";
    assert_sent("3.1.0", &part(png, jpeg), ".file_of(\"it\", &input.it, \"image/jpeg\")", &[]);
}

/// OpenAPI 3.1.0, "Considerations for File Uploads"; 3.1.1, "Encoding Object".
#[test]
fn a_part_without_a_type_is_a_file() {
    for version in ["3.1.0", "3.2.0"] {
        for schema in ["{}", "true", "{ description: A file. }"] {
            assert_sent(version, &part(schema, ""), ".file(\"it\", &input.it)", &[]);
        }
        assert_sent(version, &part("{ type: array, items: {} }", ""), ".files(\"it\", &input.it)", &[]);
    }
    let picture = ", encoding: { it: { contentType: 'image/png, image/jpeg' } }";
    for version in ["3.0.3", "3.1.0"] {
        assert_sent(version, &part("{}", picture), ".file_of(\"it\", &input.it, \"image/png, image/jpeg\")", &[]);
    }
    let json = ", encoding: { it: { contentType: application/json } }";
    assert_sent("3.1.0", &part("{}", json), ".part_of(\"it\", &input.it, \"application/json\")", &[]);
    // OpenAPI 3.0 does not define this part.
    assert_sent("3.0.3", &part("{}", ""), ".part_of(\"it\", &input.it, \"application/json\")", &[]);
    for typed in ["{ type: string }", "{ enum: [a, b] }", "{ type: integer }"] {
        assert_sent("3.1.0", &part(typed, ""), ".part(\"it\", &input.it)", &[]);
    }
    // A file is not a value of a JSON body.
    let schema = "{ schema: { type: object, properties: { it: {} } } }";
    let both = format!("application/json: {schema}, multipart/form-data: {schema}");
    assert_sent("3.1.0", &both, "body_as_multipart", &[]);
}

/// OpenAPI 3.0.3 and 3.1.1, "Encoding Object": a primitive is `text/plain`, also one of several types.
#[test]
fn a_part_with_several_types_has_the_default_of_its_value() {
    for schema in [
        "{ type: [string, integer] }",
        "{ type: [string, integer, 'null'] }",
        "{ anyOf: [{ type: string }, { type: integer }] }",
        "{ oneOf: [{ type: string, enum: [a] }, { type: number }, { type: boolean }] }",
        "{ type: array, items: { anyOf: [{ type: string }, { type: integer }] } }",
        "{ anyOf: [{ type: string }, { type: object, properties: { a: { type: string } } }] }",
    ] {
        assert_sent("3.1.0", &part(schema, ""), ".part(\"it\", &input.it)", &[]);
    }
    let json = ", encoding: { it: { contentType: application/json } }";
    let either = "{ anyOf: [{ type: string }, { type: integer }] }";
    assert_sent("3.1.0", &part(either, json), ".part_of(\"it\", &input.it, \"application/json\")", &[]);
    let objects = "{ anyOf: [{ type: object, required: [a], properties: { a: { type: string } } }, { type: object, \
                   required: [b], properties: { b: { type: string } } }] }";
    assert_sent("3.1.0", &part(objects, ""), ".part_of(\"it\", &input.it, \"application/json\")", &[]);
}

/// RFC 2046, section 5.1.1: a body has one boundary, which its writer chooses.
#[test]
fn the_client_chooses_the_boundary() {
    let object = "{ schema: { type: object, properties: { a: { type: string } } } }";
    for (written, sent) in [
        ("multipart/mixed; boundary=X", "multipart/mixed"),
        ("multipart/mixed;Boundary=\"a;b\"; charset=utf-8", "multipart/mixed; charset=utf-8"),
        ("multipart/related; type=text/html", "multipart/related; type=text/html"),
        // A range is no media type of a body.
        ("multipart/*", "multipart/form-data"),
    ] {
        assert_sent("3.1.0", &format!("'{written}': {object}"), &format!(".multipart(\"{sent}\")"), &[]);
    }
}

#[test]
fn a_range_with_a_suffix_adds_nothing_to_a_media_type_with_the_suffix() {
    let schema = "{ schema: { type: object, properties: { a: { type: string } } } }";
    let of_text = |name: &str| format!("untyped body: `{name}` is a string, and its schema has no effect");
    let content = format!("application/xml: {schema}, text/xml: {schema}, application/*+xml: {schema}");
    let (code, messages) = generated("3.0.3", &content);
    assert!(!code.contains("*+xml"), "{code}");
    assert_eq!(messages, [of_text("application/xml")]);
    // Alone, it has a setter that is named after it.
    let (code, _) = generated("3.0.3", &format!("application/json: {schema}, application/*+xml: {schema}"));
    assert!(code.contains("pub fn body_as_any_xml"), "{code}");
    let (code, _) = generated("3.0.3", "application/xml: { schema: { type: string } }, application/*+xml: {}");
    assert!(code.contains("pub fn body_as_any_xml"), "{code}");
}
