//! Schemas that are nested so deeply that their definitions are deferred: each type that code names is defined.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use wireright_codegen::{
    Options, SourceFile, generate,
    model::{SharedName, Type, TypeDefinition, TypeKind},
};

/// Deeper than definitions may be nested.
const DEPTH: usize = 50;

fn to(depth: usize) -> Value {
    json!({ "$ref": format!("#/components/schemas/Level{depth}") })
}

/// A schema with a property of each kind that becomes a type, and several of those that become the same type.
fn level(depth: usize) -> Value {
    let strings = json!({ "type": "string", "enum": ["a", "b"] });
    let object = json!({ "type": "object", "properties": { "kind": strings } });
    let mut properties = json!({
        "enum": strings, "same enum": strings, "enums": { "type": "array", "items": strings },
        "map of enums": { "type": "object", "additionalProperties": strings },
        "object": object, "objects": { "type": "array", "items": object },
        "one of one": { "oneOf": [object] },
        "one of one enum": { "oneOf": [strings] },
        "one of two": { "oneOf": [{ "type": "integer" }, strings, object] },
        "part": { "allOf": [object, { "properties": { "other": strings } }] },
        "part of one": { "allOf": [strings] },
        "nullable": { "type": ["string", "null"], "enum": ["a", "b", null] },
    });
    if depth < DEPTH {
        let properties = properties.as_object_mut().expect("an object");
        // Before and after the others, by name.
        properties.insert("deeper".to_owned(), to(depth + 1));
        properties.insert("zones".to_owned(), json!({ "type": "array", "items": to(depth + 1) }));
    }
    json!({ "type": "object", "properties": properties })
}

#[test]
fn each_named_type_is_defined() {
    let schemas: Map<String, Value> = (0..=DEPTH).map(|depth| (format!("Level{depth}"), level(depth))).collect();
    let content = json!({ "application/json": { "schema": to(0) } });
    let document = json!({
        "openapi": "3.1.0", "info": { "title": "Deep", "version": "1" },
        "paths": { "/a": { "get": {
            "operationId": "a", "responses": { "200": { "description": "ok", "content": content } },
        } } },
        "components": { "schemas": schemas },
    });
    let source = SourceFile { path: "deep.json".to_owned(), bytes: document.to_string().into_bytes() };
    let generation = generate(vec![source], &Options { lenient: true, ..Options::default() });
    let model = generation.model.expect("files were generated from a model");
    let definitions = &model.services[0].types;
    let defined: BTreeSet<SharedName> = definitions.iter().map(TypeDefinition::shared_name).collect();
    let named: BTreeSet<SharedName> = definitions.iter().flat_map(contained).filter_map(shared_name).cloned().collect();
    let missing: Vec<String> = named.difference(&defined).map(ToString::to_string).collect();
    assert!(named.len() > 3 * DEPTH, "{}", named.len());
    assert_eq!(missing, Vec::<String>::new());
}

fn contained(definition: &TypeDefinition) -> Vec<&Type> {
    match &definition.kind {
        TypeKind::Struct(structure) => {
            structure.fields.iter().map(|field| &field.ty).chain(&structure.additional).collect()
        }
        TypeKind::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
        TypeKind::StringEnum(_) => Vec::new(),
    }
}

fn shared_name(ty: &Type) -> Option<&SharedName> {
    match ty.innermost() {
        Type::Shared(name) => Some(name),
        _ => None,
    }
}
