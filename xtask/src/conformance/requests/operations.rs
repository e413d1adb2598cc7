//! Random operations, and the document that has them.

use codegen_tests::judge::Random;
use serde_json::{Map, Value, json};

use super::{
    bodies::{Body, body},
    parameters::{Parameter, parameter},
};

/// An operation with the values of one request.
#[derive(Debug)]
pub(super) struct Operation {
    /// `operationId`, and the first segment of the path.
    pub(super) id: String,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<Body>,
}

impl Operation {
    /// Whether a path template is that of this operation.
    pub(super) fn is_of(&self, path: &str) -> bool {
        path.split('/').nth(1) == Some(&self.id)
    }
}

/// Random operations. The same seed gives the same ones.
pub(super) fn operations(seed: u64, count: usize) -> Vec<Operation> {
    let mut random = Random::new(seed);
    (0..count).map(|number| operation(&mut random, number)).collect()
}

fn operation(random: &mut Random, number: usize) -> Operation {
    let mut parameters = Vec::new();
    for location in ["path", "query", "header", "cookie"] {
        for _ in 0..random.below(3) {
            // An exploded object of the style `form` has the names of its properties: at most one in an operation.
            let next = parameter(random, parameters.len(), location);
            let is_flat = |parameter: &Parameter| {
                parameter.object["style"] == "form"
                    && parameter.object["explode"] == true
                    && parameter.value.is_object()
            };
            if !(is_flat(&next) && parameters.iter().any(is_flat)) {
                parameters.push(next);
            }
        }
    }
    let body = random.one_in(2).then(|| body(random));
    Operation { id: format!("op{number}"), parameters, body }
}

/// The document.
pub(super) fn document(operations: &[Operation]) -> Value {
    let mut paths = Map::new();
    for Operation { id, parameters, body } in operations {
        let segments = parameters.iter().filter(|parameter| parameter.location == "path");
        let path: String = segments.map(|parameter| format!("/{{{}}}", parameter.name)).collect();
        let objects: Vec<&Value> = parameters.iter().map(|parameter| &parameter.object).collect();
        let mut operation = json!({
            "operationId": id,
            "parameters": objects,
            "responses": { "204": { "description": "Done." } },
        });
        if let Some(Body { media_type, object, .. }) = body
            && let Some(operation) = operation.as_object_mut()
        {
            let body = json!({ "required": true, "content": { *media_type: object } });
            operation.insert("requestBody".to_owned(), body);
        }
        let method = if body.is_some() { "post" } else { "get" };
        paths.insert(format!("/{id}{path}"), json!({ method: operation }));
    }
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Requests", "version": "1" },
        "servers": [{ "url": "/" }],
        "paths": paths,
    })
}

/// The values of each operation, for the clients of other generators.
pub(super) fn values(operations: &[Operation]) -> Value {
    let entries = operations.iter().map(|Operation { id, parameters, body }| {
        let values = parameters.iter().map(|parameter| (parameter.name.clone(), parameter.value.clone()));
        let values: Map<String, Value> = values.collect();
        (id.clone(), json!({ "parameters": values, "body": body.as_ref().map(|body| &body.value) }))
    });
    Value::Object(entries.collect())
}
