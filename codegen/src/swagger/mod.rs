//! Swagger 2.0 (OpenAPI 2.0): its documents are converted to OpenAPI 3.0 before they are read.
//!
//! The conversion decides no names and no types. `Origins` keeps the place of each value in the Swagger document,
//! for diagnostics. What OpenAPI 3.0 cannot express is reported and omitted.
//!
//! - `swagger_node`: values of the Swagger document, with their locations
//! - `converted_value`: values of the converted document while it is built, each with its origin
//! - `context`: targets of references, before and after the conversion, and the problems
//! - `document`: the root and security schemes
//! - `servers`: the host, the base path and the schemes
//! - `operations`: path items, operations and responses
//! - `media_types`: `consumes` and `produces`
//! - `bodies`: body and form parameters as a request body
//! - `parameters`: other parameters and headers, and how lists are delimited
//! - `schemas`: schemas, and the values of discriminators

mod bodies;
mod context;
mod converted_value;
mod document;
mod media_types;
mod operations;
mod parameters;
mod schemas;
mod servers;
mod swagger_node;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod vendor_tests;

use std::{cell::RefCell, collections::BTreeMap};

use self::{
    context::{ConversionContext, Documents},
    converted_value::ConvertedValue,
    operations::{Converter, Fragment},
    swagger_node::SwaggerNode,
};
use crate::{
    diagnostic::Diagnostics,
    overlay::Origins,
    parser,
    source::{Location, Pointer, Sources, Value},
};

/// Whether a document is one of Swagger 2.0.
pub fn is_swagger(root: &Value) -> bool {
    matches!(root, Value::Object(root) if root.get("swagger").is_some_and(is_version_2))
}

fn is_version_2(version: &Value) -> bool {
    match version {
        Value::String(text) => text == "2.0",
        // YAML reads an unquoted version as a number.
        Value::Number(number) => ["2.0", "2"].contains(&number.to_string().as_str()),
        _ => false,
    }
}

/// Converts each Swagger document to OpenAPI 3.0, and the references to it in other documents. Records in `origins`
/// where the values come from.
pub(crate) fn convert(
    documents: &mut [parser::Document],
    sources: &Sources,
    origins: &mut Origins,
    diagnostics: &mut Diagnostics,
) {
    if !documents.iter().any(|document| is_swagger(&document.root)) {
        return;
    }
    let originals: Documents = documents
        .iter()
        .map(|document| (sources.get(document.file).path.clone(), (document.file, document.root.clone())))
        .collect();
    let (fragments, problems) = (RefCell::default(), RefCell::new(diagnostics));
    let mut converted = Vec::new();
    for document in documents.iter_mut() {
        let Some((path, (_, original))) = originals.get_key_value(&sources.get(document.file).path) else { continue };
        let context = ConversionContext { documents: &originals, path, diagnostics: &problems };
        if !is_swagger(original) {
            schemas::convert_fragment(&mut document.root, &context);
            continue;
        }
        let root = SwaggerNode { value: original, at: Location::root(document.file) };
        let converter = Converter::new(root, context, &fragments);
        let mut moved = BTreeMap::new();
        document.root = document::convert(&converter).into_value(&Pointer::root(), None, &mut moved);
        origins.move_values(document.file, moved);
        convert_fragments(&converter, &mut converted);
    }
    for (Location { file, pointer, .. }, tree) in converted {
        let Some(document) = documents.iter_mut().find(|document| document.file == file) else { continue };
        let mut moved = BTreeMap::new();
        let value = tree.into_value(&pointer, None, &mut moved);
        if let Some(place) = document.root.find_mut(pointer.segments()) {
            *place = value;
            origins.move_values(document.file, moved);
        }
    }
}

/// Converts the parts of other files that a document refers to, and those that these refer to.
fn convert_fragments(converter: &Converter<'_>, converted: &mut Vec<(Location, ConvertedValue)>) {
    while let Some(Fragment { path, source, kind }) = { converter.fragments.borrow().get(converted.len()).cloned() } {
        let context = ConversionContext { path, ..converter.context };
        converted.push((source.at.clone(), Converter { context, ..converter.clone() }.fragment(&source, kind)));
    }
}
