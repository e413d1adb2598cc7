//! The examples of the documents, each with its Rust type: for tests that decode them.
//!
//! A type is recorded where it is decided. The values are read at the end, and only if [`Options::examples`] asks for
//! them.
//!
//! [`Options::examples`]: crate::Options::examples

use std::collections::BTreeSet;

use super::json;
use crate::{
    diagnostic::Diagnostics,
    lower::Context,
    model::{Argument, ArgumentLocation, Direction, DocumentExample, RustName, Type},
    openapi::{DocumentSet, MediaType, Node, Parameter, Reference, Schema},
    source::{Location, Value},
};

/// The types recorded so far.
#[derive(Debug, Default)]
pub(in crate::lower) struct ExampleTypes(Vec<ExampleType>);

/// How many types were recorded at some time.
#[derive(Clone, Copy, Debug)]
pub(in crate::lower) struct Mark(usize);

/// A type, and where its examples are.
#[derive(Clone, Debug)]
struct ExampleType {
    schema: Location,
    holder: ExampleHolder,
    direction: Direction,
    module: Option<RustName>,
    ty: Type,
}

/// The object with the `example` or `examples` key.
#[derive(Clone, Debug, PartialEq)]
enum ExampleHolder {
    /// The schema itself: its `examples` are a list, and it may have a `default`.
    Schema,
    /// A media type or a parameter: its `examples` are named.
    Object(Location),
    /// A media type whose examples have this property.
    Property(Location, String),
}

impl ExampleTypes {
    pub(in crate::lower) fn mark(&self) -> Mark {
        Mark(self.0.len())
    }

    /// Assigns the types recorded since the mark to the module of an operation.
    pub(in crate::lower) fn assign_module(&mut self, module: &RustName, Mark(mark): Mark) {
        for example_type in self.0.iter_mut().skip(mark) {
            example_type.module = Some(module.clone());
        }
    }
}

impl Context<'_> {
    /// Records the type of a schema. Replaces what was recorded for the same schema since `mark`, while its parts
    /// were lowered.
    pub(in crate::lower) fn record_schema_type(
        &mut self,
        schema: &Schema,
        ty: &Type,
        direction: Direction,
        Mark(mark): Mark,
    ) {
        if !self.options.examples || schema.examples.is_empty() && schema.default.is_none() {
            return;
        }
        let inner = self.example_types.0.split_off(mark.min(self.example_types.0.len()));
        let is_other = |example_type: &ExampleType| {
            example_type.holder != ExampleHolder::Schema || example_type.schema != schema.at
        };
        self.example_types.0.extend(inner.into_iter().filter(is_other));
        self.record(schema, ExampleHolder::Schema, ty, direction);
    }

    /// Records the type of a body.
    pub(in crate::lower) fn record_media_type(&mut self, media_type: &MediaType, ty: &Type, direction: Direction) {
        if let Some(schema) = &media_type.schema {
            self.record(schema, ExampleHolder::Object(media_type.key.clone()), ty, direction);
        }
    }

    /// Records the types of a request body: of the whole, or of each property.
    pub(in crate::lower) fn record_body_types(&mut self, media_type: &MediaType, arguments: &[Argument]) {
        let Some(schema) = &media_type.schema else { return };
        for argument in arguments {
            match (argument.location, schema.properties.get(argument.wire.as_str())) {
                (ArgumentLocation::Body, _) => self.record_media_type(media_type, &argument.ty, Direction::Request),
                (ArgumentLocation::BodyProperty, Some(property)) => {
                    let holder = ExampleHolder::Property(media_type.key.clone(), argument.wire.as_str().to_owned());
                    self.record(&property.schema, holder, &argument.ty, Direction::Request);
                }
                _ => {}
            }
        }
    }

    /// Records the type of a parameter.
    pub(in crate::lower) fn record_parameter_type(&mut self, parameter: &Parameter, schema: &Schema, ty: &Type) {
        self.record(schema, ExampleHolder::Object(parameter.at.clone()), ty, Direction::Request);
        for media_type in parameter.content.values() {
            self.record_media_type(media_type, ty, Direction::Request);
        }
    }

    fn record(&mut self, schema: &Schema, holder: ExampleHolder, ty: &Type, direction: Direction) {
        if self.options.examples && is_json(ty) {
            self.example_types.0.push(ExampleType {
                schema: schema.at.clone(),
                holder,
                direction,
                module: None,
                ty: ty.clone(),
            });
        }
    }
}

/// Whether values of the type are encoded as JSON.
fn is_json(ty: &Type) -> bool {
    match ty {
        Type::Bytes | Type::Multipart => false,
        Type::List(inner) | Type::Map(inner) | Type::Option(inner) | Type::Boxed(inner) => is_json(inner),
        _ => true,
    }
}

/// Every example with its type, in the document's order.
pub(in crate::lower) fn finish(context: &mut Context<'_>) -> Vec<DocumentExample> {
    let mut example_types = Vec::new();
    let mut seen = BTreeSet::new();
    for example_type in std::mem::take(&mut context.example_types.0) {
        for (at, value) in values(context.document_set, &example_type) {
            let ExampleType { schema, direction, module, ty, .. } = example_type.clone();
            // A schema that other schemas merge is recorded once for each of them.
            if seen.insert((at.clone(), format!("{module:?}{ty:?}"))) {
                example_types.push(DocumentExample {
                    location: at,
                    schema,
                    direction,
                    module,
                    ty,
                    json: json::compact(value),
                });
            }
        }
    }
    example_types.sort_by(|one, other| one.location.cmp(&other.location));
    example_types
}

/// The examples of a recorded type, and their locations.
fn values<'l>(document_set: &'l DocumentSet, example_type: &ExampleType) -> Vec<(Location, &'l Value)> {
    let (at, property) = match &example_type.holder {
        ExampleHolder::Schema => (&example_type.schema, None),
        ExampleHolder::Object(at) => (at, None),
        ExampleHolder::Property(at, property) => (at, Some(property)),
    };
    let Some(holder) = document_set.at(at) else { return Vec::new() };
    let found = match example_type.holder {
        ExampleHolder::Schema => of_schema(&holder),
        _ => of_object(document_set, &holder),
    };
    let inner = found.into_iter().filter_map(|node| match property {
        Some(property) => node.get(property),
        None => Some(node),
    });
    inner.map(|node| (node.at, node.value)).collect()
}

/// The examples of a schema, and its default: that is a value of it, too (JSON Schema Validation, section 9.2).
fn of_schema<'l>(schema: &Node<'l>) -> Vec<Node<'l>> {
    let mut found: Vec<Node<'l>> = schema.get("example").into_iter().chain(schema.get("default")).collect();
    found.extend(listed(schema));
    found
}

/// The examples of a media type or a parameter.
pub(in crate::lower) fn of_object<'l>(document_set: &'l DocumentSet, holder: &Node<'l>) -> Vec<Node<'l>> {
    let mut found: Vec<Node<'l>> = holder.get("example").into_iter().collect();
    match holder.get("examples") {
        Some(examples) if matches!(examples.value, Value::Object(_)) => {
            let names = examples.keys().into_iter().flatten();
            found.extend(names.filter_map(|name| named_value(document_set, &examples.get(name)?)));
        }
        _ => found.extend(listed(holder)),
    }
    found
}

/// The items of the list `examples`.
fn listed<'l>(holder: &Node<'l>) -> Vec<Node<'l>> {
    let Some(examples) = holder.get("examples") else { return Vec::new() };
    let length = if let Value::Array(items) = examples.value { items.len() } else { 0 };
    (0..length).filter_map(|index| examples.get(&index.to_string())).collect()
}

/// The value of an Example Object, through a reference. Dangling references are reported elsewhere.
fn named_value<'l>(document_set: &'l DocumentSet, example: &Node<'l>) -> Option<Node<'l>> {
    let example = match Reference::of(example) {
        Some(reference) => document_set.resolve(&reference, &mut Diagnostics::default())?,
        None => example.clone(),
    };
    example.get("value").or_else(|| example.get("dataValue"))
}
