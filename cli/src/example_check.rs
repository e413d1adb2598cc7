//! Examples and defaults of documents that contradict their schemas, for `wireright lint`.

use std::{collections::BTreeMap, sync::Arc};

use wireright_codegen::{
    Diagnostics, Example, Generation,
    diagnostic::Code,
    source::{Location, NodePart, Pointer, Value},
};
use wireright_mock::{Documents, SchemaValidator};

use crate::phrases::count_of;

/// One warning for each example and each default of the documents that its schema rejects. `roots` are the documents
/// as the generator reads them.
///
/// Needs a generation with [`Options::examples`](wireright_codegen::Options::examples).
pub(crate) fn invalid_examples(entries: &[String], roots: &[(String, Value)], generation: &Generation) -> Diagnostics {
    let mut problems = Diagnostics::default();
    let mut validators = BTreeMap::new();
    for example in &generation.examples {
        // The version of the document decides what its schemas mean.
        let entry = entries.iter().find(|entry| **entry == example.schema_file).or(entries.first());
        let Some(entry) = entry.map(String::as_str) else { continue };
        let validator = validators
            .entry(entry)
            .or_insert_with(|| SchemaValidator::new(Arc::new(Documents::of_roots(roots, entry))));
        check(validator, example, generation, &mut problems);
    }
    problems
}

fn check(validator: &mut SchemaValidator, example: &Example, generation: &Generation, problems: &mut Diagnostics) {
    let Ok(value) = serde_json::from_str(&example.json) else { return };
    let location = |path: &str, pointer: Pointer| {
        let (file, _) = generation.sources.iter().find(|(_, file)| file.path == path)?;
        Some(generation.origins.find(&Location { file, pointer, part: NodePart::Value }))
    };
    let schema = location(&example.schema_file, example.schema.clone());
    let violations = validator.violations(example.direction, &example.schema_file, &example.schema, &value);
    let (pointer, message) = match &violations {
        Ok(violations) => match violations.first() {
            Some(first) => (first.pointer.as_str(), first.message.clone()),
            None => return,
        },
        Err(reason) => ("", format!("the schema cannot be evaluated: {reason}")),
    };
    let is_default = example.pointer == example.schema.child("default");
    let noun = if is_default { "default" } else { "example" };
    let pointer = Pointer::parse(&format!("{}{pointer}", example.pointer)).unwrap_or_else(|| example.pointer.clone());
    let Some(at) = location(&example.file, pointer) else { return };
    let problem = problems.report(Code::InvalidExample, at, format!("{noun} contradicts its schema: {message}"));
    let more = violations.map_or(0, |violations| violations.len().saturating_sub(1));
    if more > 0 {
        problem.note(format!("the {noun} has {}", count_of(more, "more contradiction")));
    }
    if let Some(schema) = schema {
        problem.related(schema, "the schema");
    }
}
